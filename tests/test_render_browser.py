"""Pages of each kind in a browser: accessibility, the policy on content, narrow screens, no script, charts on demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsed import AXE, BROWSER, FLAGS, IN_BROWSER, Quiet, opened, served, violations
from built import write_build

from pipeline.draw.size import NARROW
from pipeline.render.renew import renew

__all__ = ["AXE", "BROWSER", "FLAGS", "Quiet"]

KINDS = {
    "home": "", "catalogue": "data/", "dataset": "data/fountains/", "the least a dataset can have": "data/mills/",
    "table": "data/fountains/fountains/", "prose": "method/", "quality": "data/fountains/quality/",
    "embed": "embed/fountains/visitors/",
}  # fmt: skip
DATASET = "/en/data/fountains/"

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    renew(write_build(folder / "build"), folder / "output", tell=lambda _: None)
    with served(folder / "output") as url:
        yield url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing(browser, address, language, path, scheme):
    with opened(browser, f"{address}/{language}/{path}", color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

        assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/404.html"])
def test_axe_finds_nothing_on_pages_above_the_languages(browser, address, path):
    with opened(browser, address + path) as page:
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_page_never_scrolls_sideways(browser, address, path, width):
    with opened(browser, f"{address}/sq/{path}", width=width) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("part", [".check code", ".note p", ".fields code"])
def test_a_word_longer_than_a_phone_is_broken(browser, address, part, width):
    with opened(browser, f"{address}{DATASET}", width=width) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.locator(part).first.evaluate("(each) => { each.textContent = 'sum_of_all_visitors_'.repeat(8); }")

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_everything_is_there_and_no_button_promises_more(browser, address):
    with opened(browser, address + DATASET, java_script_enabled=False) as page:
        assert page.locator(".chart img").first.is_visible()
        assert page.locator("#table-fountains ~ .table").is_visible()
        assert page.locator("button:visible:not([type=submit])").count() == 0


def test_the_charts_library_is_loaded_only_when_asked_for(browser, address):
    with opened(browser, address + DATASET) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(300)
        assert not any("plotly" in url for url in asked)

        page.locator("[data-explore]").press("Enter")
        page.wait_for_selector(".chart__plot[role=application]")

        assert any("plotly" in url for url in asked)


def test_an_interactive_chart_is_read_with_the_arrow_keys_and_closed_again(browser, address):
    with opened(browser, address + DATASET) as page:
        button = page.locator("[data-explore]")
        button.press("Enter")
        page.wait_for_selector(".chart__plot[role=application]")
        page.locator(".chart__plot").press("ArrowRight")
        page.locator(".chart__plot").press("ArrowRight")

        assert page.locator(".chart__said").inner_text() == "f-02, 2468"
        page.wait_for_selector(".hovertext")
        assert violations(page) == []
        button.press("Enter")
        assert page.locator(".chart__picture").is_visible()
        assert page.locator(".chart__plot").count() == 0


def test_signs_that_are_written_as_entities_are_read_out_as_themselves(browser, address):
    with opened(browser, address + DATASET) as page:

        def named(route: Any) -> None:
            drawing = route.fetch().text().replace("<b>f-01</b>", "<b>Çinari &amp; Guri &lt; 5</b>")
            route.fulfill(body=drawing, content_type="application/json")

        page.route("**/visitors.en.json", named)
        page.locator("[data-explore]").press("Enter")
        page.wait_for_selector(".chart__plot[role=application]")
        page.locator(".chart__plot").press("ArrowRight")

        assert page.locator(".chart__said").inner_text() == "Çinari & Guri < 5, 1234"


def test_an_interactive_chart_follows_the_scheme(browser, address):
    with opened(browser, address + DATASET, color_scheme="dark") as page:
        page.locator("[data-explore]").press("Enter")
        page.wait_for_selector(".chart__plot[role=application]")
        bars = ".chart__plot .bars path"
        assert page.locator(bars).first.evaluate("(bar) => bar.style.fill") == "rgb(110, 166, 230)"

        page.emulate_media(color_scheme="light")
        page.wait_for_function("(bars) => document.querySelector(bars).style.fill === 'rgb(31, 95, 168)'", arg=bars)


def fail_to_open(page: Any, address: str, lacking: str) -> None:
    """Ask for a chart of which something does not come."""
    page.route(lacking, lambda route: route.abort())
    page.goto(address + DATASET)
    page.locator("[data-explore]:visible").press("Enter")
    page.wait_for_function("() => document.querySelector('.chart__said')?.textContent.includes('did not open')")


def test_when_the_chart_cannot_be_opened_the_picture_stays_and_says_so(browser, address):
    context = browser.new_context()
    page = context.new_page()
    fail_to_open(page, address, "**/visitors.en.json")

    assert page.locator(".chart__picture").is_visible()
    assert page.locator(".chart__plot").count() == 0
    context.close()


def test_a_chart_that_did_not_open_can_be_tried_again(browser, address):
    context = browser.new_context()
    page = context.new_page()
    fail_to_open(page, address, "**/plotly.*.js")
    page.unroute("**/plotly.*.js")
    page.locator("[data-explore]").press("Enter")

    page.wait_for_selector(".chart__plot[role=application]")
    context.close()


def test_a_chart_that_is_still_being_drawn_is_not_closed(browser, address):
    slow = "window.Plotly = { register() {}, purge() {}, newPlot: () => new Promise((done) => { window.go = done; }) };"
    with opened(browser, address + DATASET) as page:
        page.route("**/plotly.*.js", lambda route: route.fulfill(body=slow, content_type="text/javascript"))
        page.locator("[data-explore]").press("Enter")
        page.wait_for_function("() => window.go")
        page.locator("[data-explore]").press("Enter")
        page.evaluate("window.go()")

        page.wait_for_selector(".chart__plot[role=application]", state="attached")
        assert page.locator("[data-explore]").inner_text() == page.locator("[data-explore]").get_attribute("data-close")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(browser, address):
    with opened(browser, f"{address}/sq/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Kaloni te përmbajtja"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


def test_a_link_into_a_closed_part_opens_it(browser, address):
    with opened(browser, f"{address}{DATASET}#field-fountains-cost_eur") as page:
        assert page.locator("#field-fountains-cost_eur").is_visible()


def test_a_link_to_another_closed_part_of_the_same_page_opens_it_too(browser, address):
    with opened(browser, address + DATASET) as page:
        page.evaluate("location.hash = 'field-fountains-cost_eur'")

        page.locator("#field-fountains-cost_eur").wait_for(state="visible")


@pytest.mark.parametrize("anchor", ["%", "%E0", "nothing"])
def test_an_address_of_no_place_on_the_page_does_no_harm(browser, address, anchor):
    with opened(browser, f"{address}{DATASET}#{anchor}") as page:
        assert page.evaluate("scrollY") == 0


def test_the_page_fits_forced_colours_and_paper(browser, address):
    with opened(browser, address + DATASET, forced_colors="active") as page:
        assert page.locator("h1").is_visible()
        page.emulate_media(media="print")
        assert not page.locator(".nav").is_visible()
        assert not page.locator(".chart__actions").is_visible()


def test_no_column_of_nine_is_cut_off_at_the_edge_of_a_sheet_with_wide_margins(browser, address):
    sheet = 620
    with opened(browser, address + DATASET, width=sheet) as page:
        page.emulate_media(media="print")
        tables = page.eval_on_selector_all(
            ".table table", "all => all.map(each => [each.rows[0].cells.length, each.getBoundingClientRect().right])"
        )

    assert max(tables)[0] == 9
    assert max(right for _, right in tables) <= sheet


def test_a_chart_stands_in_a_frame_on_another_site_without_a_script(browser, address, tmp_path):
    host = tmp_path / "host.html"
    host.write_text(f'<iframe src="{address}/sq/embed/fountains/visitors/" width="360" height="600"></iframe>')
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")

    assert frame.get_by_role("heading", name="Vizitorët sipas çezmës").is_visible()
    assert frame.get_by_role("img").bounding_box()["height"] > 300
    assert frame.get_by_role("link").get_attribute("target") == "_blank"
    context.close()


def test_a_picture_on_a_phone_is_shown_at_least_as_large_as_it_is_drawn(browser, address):
    shown = {}
    for width in (360, 412, 640, 760):
        with opened(browser, address + DATASET, width=width) as page:
            shown[width] = page.locator(".chart__picture img").first.bounding_box()["width"]

    assert NARROW.width == shown[360] < shown[412] < shown[640] == shown[760] <= 1.3 * NARROW.width


def test_the_kit_opens_with_the_keyboard_and_fits_a_phone(browser, address):
    with opened(browser, address + DATASET, width=360) as page:
        summary = page.locator(".kit summary").first
        summary.press("Enter")

        assert page.locator(".kit__list").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_address_of_a_place_far_below_leads_there_at_once(browser, address):
    with opened(browser, f"{address}{DATASET}#files", width=360) as page:
        page.wait_for_function(
            "() => { const { top } = document.getElementById('files').getBoundingClientRect(); return top >= 0 && top < 100; }"
        )
