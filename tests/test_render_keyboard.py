"""Every kind of page with the keyboard alone, in forced colours, on paper and at twice the size of letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsed import IN_BROWSER, opened, served, violations
from built import write_build
from profiled import write_profiles

from pipeline.draw.size import WIDE
from pipeline.render.renew import renew

KINDS = {
    "home": "", "catalogue": "data/", "dataset": "data/fountains/", "table": "data/fountains/fountains/",
    "quality": "data/fountains/quality/", "codebook": "codebook/", "prose": "missing/", "request": "request/",
    "glossary": "glossary/", "search": "search/", "list of things": "fountains/", "thing": "fountains/f-01/",
    "comparison": "fountains/compare/?with=f-01,f-05",
}  # fmt: skip

STOP = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return {
    tag: at.tagName, text: (at.textContent || at.getAttribute("aria-label") || "").trim().slice(0, 40),
    key: at === document.body ? "" : [...document.querySelectorAll("*")].indexOf(at),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("keyboard")
    renew(write_profiles(write_build(folder / "build")), folder / "output", tell=lambda _: None)
    with served(folder / "output") as url:
        yield url


def stops(page: Any, most: int = 400) -> list[dict[str, Any]]:
    """Press Tab from the top to the end of a page; give where it stops."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["key"] == "" or (found and stop["key"] == found[0]["key"]):
            return found
        found.append(stop)
    raise AssertionError(f"after {most} stops no end: {found[-1]}")


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_every_stop_of_the_keyboard_is_seen_and_in_reading_order(browser, address, path):
    with opened(browser, f"{address}/en/{path}", reduced_motion="reduce") as page:
        found = stops(page)

        assert found[0]["text"] == "Skip to the content"
        assert [stop for stop in found if not (stop["seen"] and stop["outlined"])] == []
        assert [stop["key"] for stop in found] == sorted(stop["key"] for stop in found)


def test_the_keyboard_alone_compares_two_things(browser, address):
    with opened(browser, f"{address}/en/fountains/compare/") as page:
        page.locator("select").first.focus()
        page.keyboard.type("Burimi")
        page.keyboard.press("Tab")
        page.keyboard.type("Guri")

        page.wait_for_function("document.querySelector('.compared h2')?.textContent.includes('Guri')")


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing_in_forced_colours(browser, address, path):
    with opened(browser, f"{address}/en/{path}", forced_colors="active") as page:
        assert violations(page) == []


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing_on_paper(browser, address, path):
    with opened(browser, f"{address}/en/{path}") as page:
        page.emulate_media(media="print")

        # Nobody presses a link on paper.
        assert violations(page, but=("target-size",)) == []
        assert not page.locator(".nav").is_visible()


@pytest.mark.parametrize("path", ["fountains/", "fountains/f-01/"])
def test_no_comparison_is_offered_on_paper(browser, address, path):
    with opened(browser, f"{address}/en/{path}") as page:
        offer = page.locator("main a[href*='compare/']")

        assert offer.is_visible()
        page.emulate_media(media="print")
        assert not offer.is_visible()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_letters_of_twice_the_size_need_no_scrolling_sideways(browser, address, path):
    with opened(browser, f"{address}/sq/{path}", width=640) as page:
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_no_entry_of_the_contents_is_split_between_two_columns(browser, address):
    with opened(browser, f"{address}/en/fountains/f-01/", width=360) as page:
        entries = page.locator(".contents li")
        for number in range(entries.count()):
            entries.locator("a").nth(number).evaluate(
                "each => { each.textContent = 'Turnout by municipality and round'; }"
            )

        assert entries.evaluate_all("all => all.map(each => each.getClientRects().length)") == [1] * entries.count()


def test_the_tools_of_a_table_keep_clear_of_the_sentence_above_them(browser, address):
    with opened(browser, f"{address}/en/fountains/f-01/", width=360) as page:
        sentence = page.locator(".panel__sentence").first
        sentence.evaluate(
            """each => each.insertAdjacentHTML("afterend", '<div class="tools"><label>Words</label></div>')"""
        )
        above, tools = sentence.bounding_box(), page.locator(".tools").first.bounding_box()

        assert tools["y"] - (above["y"] + above["height"]) >= 16


@pytest.mark.parametrize("width", [1280, 1440])
def test_on_a_desk_the_first_picture_is_as_large_as_it_is_drawn_and_has_the_finder_beside_it(browser, address, width):
    with opened(browser, f"{address}/sq/", width=width) as page:
        picture, finder = (page.locator(part).first.bounding_box() for part in (".story--lead img", ".find"))

        assert picture["width"] == WIDE.width
        assert finder["x"] > picture["x"] + WIDE.width
        assert finder["y"] < picture["y"]
