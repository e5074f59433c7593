"""Tables in a browser: sorted, filtered, taken along, and 100,000 rows of them without holding up the page."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsed import ASLEEP, IN_BROWSER, opened, served, violations
from built import both, write_build

from pipeline.catalogues import read_languages
from pipeline.render.read import read_datasets
from pipeline.render.renew import renew
from pipeline.render.tables import AT_MOST, sheet
from pipeline.render.tools import table_tools

TABLE = "/en/data/fountains/fountains/"
PAGE = "/en/towns/one/"
LONG = 100_000
FAILED = "The rows did not open. The table stays as it was."

playwright = pytest.importorskip("playwright.sync_api")


def towns(build: Path) -> Path:
    """Add a page whose panels show some rows of a table each."""
    rows = [29, 3, 7, 2, 0, 11, 12, 13, 14]
    panels = {"visits": rows, "costs": list(range(10)), "few": [0, 1]}
    fields = ["fountain_id", "visitors", "status"]
    kind = {
        "kind": "towns",
        "dataset": "mills",
        "table": "mills",
        "id": "mill_id",
        "ordered": False,
        "title": both("Qytetet", "Towns"),
        "text": both("Të gjitha qytetet.", "All towns."),
        "columns": [],
        "panels": [
            {
                "id": name,
                "dataset": "fountains",
                "table": "fountains",
                "title": both(name, name),
                "fields": fields,
                "anchor": None,
            }
            for name in panels
        ],
        "things": [
            {
                "id": "m<1>",
                "slug": "one",
                "name": both("Një", "One"),
                "kicker": {},
                "other_names": [],
                "spellings": [],
                "figures": [],
                "lead": [],
                "panels": [
                    {
                        "id": name,
                        "sentences": [],
                        "rows": places,
                        "breaks": [],
                        "chart": None,
                        "text": {},
                        "empty": {},
                    }
                    for name, places in panels.items()
                ],
            }
        ],
    }
    (build / "profiles").mkdir()
    (build / "profiles/towns.json").write_text(json.dumps(kind), encoding="utf-8")
    return build


def lengthen(build: Path) -> Path:
    """Let the table of fountains go on for 100,000 rows, the fountains coming again and again."""
    file = build / "fountains/fountains.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for number in range(LONG):
            row = rows[number % len(rows)]
            # Every object of a script has a `constructor`.
            name = "constructor" if number == 2 * AT_MOST + 1 else f'Česma, „{number}"'
            writer.writerow({**row, "name_sr": name, "visitors": row["visitors"] and str(number)})
    package = json.loads((build / "fountains/datapackage.json").read_text(encoding="utf-8"))
    package["resources"][0]["rowCount"] = LONG
    (build / "fountains/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return build


LONG_ADDRESS = "https://example.org/archive/https://example.org/the-list-of-all-the-fountains"
ODD = ("constructor", "__proto__", "toString", "http://", "https://[::1", "https://example.org/?a=1", LONG_ADDRESS)
"""Cells that are also the names of what every object of a script has, and addresses, whole or not."""


def oddly_named(build: Path) -> Path:
    """Let the first cells of a table that is just too long for its page be odd ones."""
    file = write_build(build, rows=AT_MOST + 1) / "fountains/fountains.csv"
    text = file.read_text(encoding="utf-8")
    for number, name in enumerate(ODD, 1):
        text = text.replace(f",Česma {number},", f",{name},")
    file.write_text(text, encoding="utf-8")
    return build


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    renew(towns(write_build(folder / "build")), folder / "output", tell=lambda _: None)
    return folder / "output"


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with served(built_site) as url:
        yield url


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("long")
    renew(lengthen(write_build(folder / "build")), folder / "output", tell=lambda _: None)
    with served(folder / "output") as url:
        yield url


@pytest.fixture(scope="module")
def odd_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("odd")
    renew(oddly_named(folder / "build"), folder / "output", tell=lambda _: None)
    with served(folder / "output") as url:
        yield url


def column(page: Any, number: int, region: str = "main") -> list[str]:
    """Read what the rows of a table show in one column."""
    shown = """(cells) => cells.map((cell) =>
        [...cell.childNodes].filter((node) => node.nodeName !== "SUP").map((node) => node.textContent).join("").trim())"""
    texts: list[str] = page.locator(f"{region} tbody tr > :nth-child({number})").evaluate_all(shown)
    return texts


def written(page: Any, count: int) -> list[str]:
    """Read the first rows of a table as they are written, whatever the blanks between their parts."""
    rows = [row.inner_html() for row in page.locator("tbody tr").all()[:count]]
    return [" ".join(row.split()).replace("> <", "><") for row in rows]


def sort(page: Any, title: str, region: str = "main") -> None:
    page.locator(region).get_by_role("button", name=f"Sort by {title}", exact=True).click()


def said(page: Any, text: str, region: str = "main") -> None:
    playwright.expect(page.locator(f"{region} .tools__said").first).to_have_text(text)


# What the script is told


@pytest.fixture(scope="module")
def english() -> Any:
    return next(language for language in read_languages() if language.code == "en")


def test_values_to_choose_from_are_codes_years_and_yes_or_no(tmp_path, english):
    dataset = read_datasets(write_build(tmp_path))[0]
    table = dataset.table("fountains")

    tools = table_tools(dataset, table, sheet(dataset, table, english, AT_MOST), english)

    assert tools is not None
    assert {column.name: [text for _, text in column.options] for column in tools.filters} == {
        "is_open": ["no", "yes"],
        "status": ["Derived", "Disputed", "Final", "Preliminary"],
    }
    assert {column.name: column.kind for column in tools.columns}["opened_date"] == "date"


@pytest.mark.parametrize("largest", [0, 10**9])
def test_a_page_fetches_no_file_that_is_too_much_for_a_phone(largest, tmp_path, english, monkeypatch):
    monkeypatch.setattr("pipeline.render.tools.LARGEST", largest)
    dataset = read_datasets(write_build(tmp_path, rows=AT_MOST + 1))[0]
    table = dataset.table("fountains")
    first, every = (sheet(dataset, table, english, most) for most in (AT_MOST, table.size + 1))

    assert (table_tools(dataset, table, first, english) is None) is (largest == 0)
    assert table_tools(dataset, table, every, english) is not None


def test_a_short_table_has_no_tools(tmp_path, english):
    dataset = read_datasets(write_build(tmp_path))[1]
    table = dataset.table("mills")

    assert table_tools(dataset, table, sheet(dataset, table, english, AT_MOST), english) is None


class TestATable:
    pytestmark = IN_BROWSER

    def test_figures_are_sorted_from_the_largest_with_missing_ones_last(self, browser, address):
        with opened(browser, address + TABLE) as page:
            sort(page, "Visitors")

            shown = column(page, 4)
            assert shown[:3] == ["37,020", "35,786", "34,552"]
            assert shown[-1].startswith("–")
            assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
            said(page, "30 of 30 rows; sorted by Visitors, descending")

    def test_words_are_sorted_as_the_language_does(self, browser, address):
        with opened(browser, address + TABLE) as page:
            sort(page, "Fountain")

            assert column(page, 1)[:3] == ["Fountain 1", "Fountain 2", "Fountain 3"]
            sort(page, "Fountain")
            assert column(page, 1)[:2] == ["Fountain 30", "Fountain 29"]

    def test_dates_are_sorted_by_the_calendar(self, browser, address):
        with opened(browser, address + TABLE) as page:
            sort(page, "Opened on")

            assert column(page, 3)[:2] == ["12 Apr 1980", "12 Mar 1979"]

    def test_the_third_time_the_table_stands_as_it_was(self, browser, address):
        with opened(browser, address + TABLE) as page:
            before = column(page, 1)
            for _ in range(3):
                sort(page, "Visitors")

            assert column(page, 1) == before
            assert page.locator("th[aria-sort]").count() == 0
            assert page.url.endswith(TABLE)

    def test_rows_are_filtered_by_words_and_by_codes(self, browser, address):
        with opened(browser, address + TABLE) as page:
            page.locator(".tools [name=status]").select_option("disputed")
            said(page, "7 of 30 rows")
            page.locator(".tools [name=q]").fill("CESMA mar")

            said(page, "1 of 30 rows")
            assert column(page, 2) == ["Česma 11"]
            assert page.url.endswith("?status=disputed&q=CESMA+mar")
            page.get_by_role("button", name="Clear filters").click()
            said(page, "30 of 30 rows")
            assert page.url.endswith(TABLE)

    def test_the_back_button_takes_back_what_was_chosen(self, browser, address):
        with opened(browser, address + TABLE) as page:
            page.locator(".tools [name=status]").select_option("final")
            said(page, "7 of 30 rows")
            sort(page, "Visitors")
            page.go_back()
            said(page, "7 of 30 rows")
            page.go_back()

            said(page, "30 of 30 rows")
            assert page.locator(".tools [name=status]").input_value() == ""

    def test_an_address_holds_what_was_chosen_and_so_does_the_other_language(self, browser, address):
        with opened(browser, f"{address}{TABLE}?sort=-visitors&q=mar&status=derived&nothing=1") as page:
            said(page, "1 of 30 rows; sorted by Visitors, descending")
            page.locator(".languages__link").click()
            page.wait_for_url("**/sq/data/fountains/fountains/?sort=-visitors*")

            said(page, "1 rresht nga 30; renditur sipas kolonës „Vizitorë“, në zbritje")

    def test_an_address_with_unknown_values_shows_the_whole_table(self, browser, address):
        with opened(browser, f"{address}{TABLE}?sort=nothing&status=nothing&page=-3") as page:
            assert len(column(page, 1)) == 30
            assert page.locator("th[aria-sort]").count() == 0

    def test_exactly_the_rows_that_are_left_are_saved(self, browser, address, built_site):
        lines = (built_site / "data/fountains/fountains.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        with opened(browser, f"{address}{TABLE}?q=česma mar&sort=-visitors") as page:
            said(page, "4 of 30 rows; sorted by Visitors, descending")
            with page.expect_download() as download:
                page.get_by_role("button", name="Save these rows (CSV)").click()

            file = download.value
            assert file.suggested_filename == "fountains-4.csv"
            saved = Path(file.path()).read_text(encoding="utf-8")
            assert saved == "".join([lines[0], *(lines[number] for number in (29, 20, 11, 2))])

    @pytest.mark.parametrize("answer", [None, 'fountain_id\nf-01\n"f-0'], ids=["nothing", "half of it"])
    def test_when_the_file_of_the_rows_does_not_come_it_is_said(self, browser, address, answer):
        context = browser.new_context()
        page = context.new_page()
        page.route("**/fountains.csv", lambda route: route.fulfill(body=answer) if answer else route.abort())
        page.goto(address + TABLE)
        page.get_by_role("button", name="Save these rows (CSV)").click()

        said(page, FAILED)
        context.close()

    def test_notes_and_sources_stay_with_their_rows(self, browser, address):
        with opened(browser, address + TABLE) as page:
            before = page.locator("tbody tr", has_text="Česma 4").first.inner_html()
            sort(page, "Visitors")

            assert page.locator("tbody tr", has_text="Česma 4").first.inner_html() == before

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing_while_the_tools_are_in_use(self, browser, address, scheme):
        with opened(browser, f"{address}{TABLE}?sort=-visitors&status=final", color_scheme=scheme) as page:
            said(page, "7 of 30 rows; sorted by Visitors, descending")

            assert violations(page) == []

    def test_every_tool_is_reached_with_the_keyboard_and_large_enough(self, browser, address):
        with opened(browser, address + TABLE, width=360) as page:
            page.locator(".tools [name=q]").focus()
            reached = set()
            for _ in range(40):
                page.keyboard.press("Tab")
                reached.add(page.evaluate("document.activeElement.className"))

            sizes = [
                tool.bounding_box() for tool in page.locator(".tools button, .tools select, .tools input, .sort").all()
            ]
            assert {"tools__field", "sort"} <= reached
            assert all(size["height"] >= 24 and size["width"] >= 24 for size in sizes)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360

    def test_without_a_script_and_in_print_the_whole_table_is_there_and_no_tool(self, browser, address):
        with opened(browser, address + TABLE, java_script_enabled=False) as page:
            assert len(column(page, 1)) == 30
            assert page.locator(".tools:visible, .sort:visible").count() == 0
        with opened(browser, address + TABLE) as page:
            page.emulate_media(media="print")

            assert len(column(page, 1)) == 30
            assert page.locator(".tools:visible, .sort:visible").count() == 0

    def test_nothing_moves_when_the_tools_wake(self, browser, address):
        with opened(browser, address + TABLE) as page:
            moved = page.evaluate(
                """() => new Promise((done) => {
                    let sum = 0;
                    new PerformanceObserver((list) => list.getEntries().forEach((each) => { sum += each.value; }))
                        .observe({ type: "layout-shift", buffered: true });
                    setTimeout(() => done(sum), 500);
                })"""
            )

            assert moved == 0


class TestTheTablesOfAPage:
    pytestmark = IN_BROWSER

    def test_what_a_reader_does_before_the_module_has_come_is_done_once_it_has(self, browser, address):
        page = browser.new_page()
        held: list[Any] = []
        page.route("**/static/table.*.js", lambda route: held.append(route))  # noqa: PLW0108  playwright takes no built-in
        page.goto(address + TABLE)  # which the module does not hold up
        page.locator("main [name=status]").select_option("final")
        page.locator("main [name=q]").fill("fountain 1")
        sort(page, "Visitors")
        assert page.locator(ASLEEP).count() == 1

        held[0].continue_()

        said(page, "7 of 30 rows; sorted by Visitors, descending")
        assert "sort=-visitors" in page.url
        page.close()

    def test_each_keeps_its_own_state(self, browser, address):
        with opened(browser, address + PAGE) as page:
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            visits, costs = ("section[aria-labelledby=visits]", "section[aria-labelledby=costs]")
            sort(page, "Visitors", visits)
            page.locator(f"{costs} [name=q]").fill("fountain 1")
            said(page, "2 of 10 rows", costs)

            assert column(page, 2, visits)[0] == "37,020"
            assert "visits.sort=-visitors" in page.url
            assert "costs.q=fountain+1" in page.url
            assert page.locator("section[aria-labelledby=few] .tools").count() == 0
            assert violations(page) == []

    def test_a_closed_part_opens_when_the_address_asks_for_its_rows(self, browser, address):
        with opened(browser, f"{address}{PAGE}?visits.status=final") as page:
            said(page, "3 of 9 rows", "section[aria-labelledby=visits]")

            assert page.locator("section[aria-labelledby=visits] table").is_visible()

    def test_the_saved_rows_are_those_of_the_page(self, browser, address, built_site):
        lines = (built_site / "data/fountains/fountains.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        with opened(browser, f"{address}{PAGE}?visits.sort=-visitors&visits.q=fountain 1") as page:
            said(page, "5 of 9 rows; sorted by Visitors, descending", "section[aria-labelledby=visits]")
            with page.expect_download() as download:
                page.locator("section[aria-labelledby=visits] [data-save]").click()

            saved = Path(download.value.path()).read_text(encoding="utf-8")
            assert saved == "".join([lines[0], *(lines[place + 1] for place in (14, 13, 12, 11, 0))])


class TestALongTable:
    pytestmark = IN_BROWSER

    def test_its_rows_are_only_loaded_when_asked_for(self, browser, long_address):
        with opened(browser, long_address + TABLE) as page:
            assert page.locator("tbody tr").count() == AT_MOST
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.mouse.wheel(0, 3000)
            page.wait_for_timeout(200)
            assert not any(url.endswith(".csv") for url in asked)

            page.locator(".tools [name=q]").fill("99999")

            said(page, "1 of 100,000 rows")
            assert column(page, 2) == ['Česma, „99999"']

    def test_a_link_to_a_place_on_its_page_asks_for_none_of_its_rows(self, browser, odd_address):
        with opened(browser, odd_address + TABLE) as page:
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.locator("tbody .mark[href^='#']").first.click()
            page.wait_for_timeout(200)

            assert not any(url.endswith(".csv") for url in asked)
            assert page.locator(".languages__link").get_attribute("href").endswith("#fountains-note-counted-twice")

    def test_its_rows_are_fetched_once_however_much_is_typed_meanwhile(self, browser, odd_address):
        with opened(browser, odd_address + TABLE) as page:
            held: list[Any] = []
            page.route("**/fountains.csv", lambda route: held.append(route))  # noqa: PLW0108  playwright takes no built-in
            page.locator(".tools [name=q]").press_sequentially("cons")
            page.get_by_role("button", name="Save these rows (CSV)").click()
            page.locator(".tools [name=q]").fill("const")
            with page.expect_download() as download:
                for route in held:
                    route.continue_()

            assert len(held) == 1
            assert download.value.suggested_filename == "fountains-1.csv"
            said(page, "1 of 101 rows")

    @pytest.mark.parametrize(
        "spoil",
        [lambda _: "", lambda _: "<!DOCTYPE html>", lambda text: text.partition("f-50,")[0]],
        ids=["an empty one", "another one", "the first half of it"],
    )
    def test_a_file_that_is_not_its_own_leaves_it_as_it_was(self, browser, odd_address, spoil):
        context = browser.new_context()
        page = context.new_page()
        page.route("**/fountains.csv", lambda route: route.fulfill(body=spoil(route.fetch().text())))
        page.goto(odd_address + TABLE)
        page.locator(".tools [name=q]").fill("1")

        said(page, FAILED)
        assert page.locator("tbody tr").count() == AT_MOST
        context.close()

    def test_its_rows_can_be_asked_for_again_when_they_did_not_come(self, browser, odd_address):
        context = browser.new_context()
        page = context.new_page()
        page.route("**/fountains.csv", lambda route: route.abort())
        page.goto(odd_address + TABLE)
        page.locator(".tools [name=q]").fill("const")
        said(page, FAILED)
        page.unroute("**/fountains.csv")
        page.locator(".tools [name=q]").fill("constructor")

        said(page, "1 of 101 rows")
        context.close()

    def test_its_rows_are_written_as_the_page_writes_them(self, browser, long_address):
        with opened(browser, long_address + TABLE) as page:
            by_the_page = written(page, 8)
            page.locator(".tools [name=q]").fill("cesma")
            said(page, "99,999 of 100,000 rows")

            assert written(page, 8) == by_the_page

    def test_odd_cells_are_written_as_the_page_writes_them(self, browser, odd_address):
        with opened(browser, odd_address + TABLE) as page:
            by_the_page = written(page, 8)
            for _ in range(3):
                sort(page, "Opened on")
            said(page, "101 of 101 rows")

            assert written(page, 8) == by_the_page
            page.locator(".tools [name=q]").fill("constructor")
            said(page, "1 of 101 rows")

    def test_the_rows_after_those_of_the_page_are_one_click_away(self, browser, long_address):
        with opened(browser, long_address + TABLE) as page:
            assert page.locator(".pager span").inner_text() == "Rows 1–100 of 100,000"
            page.get_by_role("button", name="Next").click()

            playwright.expect(page.locator(".pager span")).to_have_text("Rows 101–200 of 100,000")
            assert column(page, 2)[0] == 'Česma, „100"'
            assert page.url.endswith("?page=2")

    def test_it_is_turned_page_by_page_and_the_back_button_turns_back(self, browser, long_address):
        with opened(browser, f"{long_address}{TABLE}?sort=visitors") as page:
            said(page, "100,000 of 100,000 rows; sorted by Visitors, ascending")
            page.get_by_role("button", name="Next").click()

            playwright.expect(page.locator(".pager span")).to_have_text("Rows 101–200 of 100,000")
            assert "page=2" in page.url
            assert page.locator("tbody tr").count() == 100
            assert violations(page) == []
            page.go_back()
            playwright.expect(page.locator(".pager span")).to_have_text("Rows 1–100 of 100,000")

    def test_it_is_filtered_and_sorted_without_holding_up_the_page(self, browser, long_address, capsys):
        """Measured, not asserted: a test of a machine's speed proves nothing about the next one."""
        with opened(browser, long_address + TABLE) as page:
            measured = page.evaluate(
                """async () => {
                    let longest = 0;
                    new PerformanceObserver((list) => list.getEntries().forEach((each) => { longest = Math.max(longest, each.duration); }))
                        .observe({ type: "longtask" });
                    const field = document.querySelector(".tools [name=q]");
                    const told = document.querySelector(".tools__said");
                    const until = (test) => new Promise((done) => {
                        const look = () => (test() ? done() : setTimeout(look, 5));
                        look();
                    });
                    const type = (text) => { field.value = text; field.dispatchEvent(new Event("input")); };
                    const begun = performance.now();
                    type("9");
                    await until(() => /^[\\d,]+ of/.test(told.textContent));
                    const opened = performance.now() - begun;
                    const opening = longest;
                    const letters = [];
                    for (const text of ["99", "999", "9999", "999", ""]) {
                        const start = performance.now();
                        type(text);
                        letters.push(Math.round(performance.now() - start));
                        await new Promise((done) => setTimeout(done, 30));
                    }
                    const sorts = [];
                    for (const button of [...document.querySelectorAll(".sort")].slice(0, 4)) {
                        const start = performance.now();
                        button.click();
                        await new Promise((done) => setTimeout(done));
                        sorts.push(Math.round(performance.now() - start));
                    }
                    return { opened: Math.round(opened), opening: Math.round(opening), letters, sorts };
                }"""
            )
        with capsys.disabled():
            sys.stdout.write(f"\n100,000 rows, in milliseconds: {measured}\n")
