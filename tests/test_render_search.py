"""The search: its index, the way it compares names, and its answers in a browser."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsed import IN_BROWSER, opened, served, violations
from built import both, write_build
from conftest import Project

from pipeline.catalogues import read_languages
from pipeline.render.fold import fold, forms
from pipeline.render.profiles import read_kinds
from pipeline.render.read import read_datasets
from pipeline.render.renew import renew
from pipeline.render.search import search_index

playwright = pytest.importorskip("playwright.sync_api")

LANGUAGES = read_languages()
REAL = Path("build")
HERE = "/en/data/fountains/"


def towns(build: Path) -> Path:
    """Add things with pages of their own, in two scripts and many spellings, and rows that can be found."""
    names = {
        "gurez": ("Gurëz", "Gurëz", ["Gurezi", "Гурез", "Taşlıca"]),
        "djurdjeve": ("Gjurgjevë", "Gjurgjeva", ["Đurđevo", "Ђурђево", "Gjurgjeva", "Gjurgjevës"]),
        "gure": ("Gurë e Madhe", "Great Gurë", []),
    }
    kind = {
        "kind": "towns",
        "dataset": "fountains",
        "table": "fountains",
        "id": "fountain_id",
        "ordered": False,
        "title": both("Qytetet", "Towns"),
        "text": both("Të gjitha qytetet.", "All towns."),
        "columns": [],
        "panels": [],
        "things": [
            {
                "id": f"t-{number}",
                "slug": slug,
                "name": both(sq, en),
                "kicker": both("Qytet", "Town"),
                "other_names": [],
                "spellings": spellings,
                "figures": [],
                "lead": [],
                "panels": [],
            }
            for number, (slug, (sq, en, spellings)) in enumerate(names.items())
        ],
    }
    (build / "profiles").mkdir()
    (build / "profiles/towns.json").write_text(json.dumps(kind), encoding="utf-8")
    found = {"mills": {"label": both("mill_id", "mill_id"), "fields": ["mill_id"]}}
    page = json.loads((build / "mills/page.json").read_text(encoding="utf-8"))
    (build / "mills/page.json").write_text(json.dumps({**page, "search": found}), encoding="utf-8")
    return build


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    renew(towns(write_build(folder / "build")), folder / "output", tell=lambda _: None)
    return folder / "output"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


def index(site: Path, code: str) -> Any:
    (file,) = (site / "static").glob(f"search.{code}.*.json")
    return json.loads(file.read_text(encoding="utf-8"))


def titles(site: Path, code: str) -> dict[str, str]:
    """Give title by address of everything that can be found."""
    made = index(site, code)
    return {made["groups"][group][1] + path: title for group, title, path, *_ in made["entries"]}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Prishtinë", "prishtine"),
        ("KAÇANIK", "kacanik"),
        ("Đakovica", "djakovica"),
        ("Ђаковица", "djakovica"),
        ("Džep, Џеп", "dzep dzep"),
        ("İstok Taşlıca", "istok taslica"),
        ("  Hani  i Elezit (2013) ", "hani i elezit 2013"),
        ("turnout_pct", "turnout pct"),
        ("–", ""),
    ],
)
def test_names_are_compared_without_case_marks_and_script(text, folded):
    assert fold(text) == folded


def test_a_crossed_d_is_also_written_plain():
    assert forms("Đurđevo") == ("djurdjevo", "durdevo")
    assert forms("Gurëz") == ("gurez",)


@pytest.mark.parametrize("code", ["sq", "en"])
def test_everything_a_reader_may_look_for_is_in_the_index(site, code):
    found = titles(site, code)

    assert {"towns/gurez/", "towns/", "method/", "data/fountains/", "data/fountains/fountains/"} <= set(found)
    assert "data/fountains/#chart-visitors" in found
    assert any(path.startswith("codebook/#cost_eur-") for path in found)
    assert any(path.startswith("method/#") for path in found)


def test_each_title_is_in_the_language_of_its_index(site):
    assert titles(site, "sq")["data/fountains/"] == "Çezmat publike"
    assert titles(site, "en")["data/fountains/"] == "Public fountains"


def test_a_spelling_that_folds_to_a_known_one_is_left_out(site):
    entry = next(each for each in index(site, "sq")["entries"] if each[2] == "gurez/")

    assert entry[4].split("|") == ["Gurezi", "Taşlıca", "t-0"]


@pytest.mark.parametrize("code", ["sq", "en"])
def test_every_address_of_the_index_leads_somewhere(site, code):
    for path in titles(site, code):
        way, _, anchor = path.partition("#")
        page = site / code / way / "index.html"
        assert page.is_file(), path
        assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8"), path


def test_a_row_that_can_be_found_stands_under_its_key(site):
    assert [
        name for way, name in titles(site, "en").items() if way.startswith("data/mills/mills/#row-mills-m-1--")
    ] == ["m<1>"]


def test_the_page_of_the_search_says_what_it_needs_and_leads_on_without_it(site):
    page = (site / "sq/search/index.html").read_text(encoding="utf-8")

    assert "<noscript>" in page
    assert all(f'href="../{way}"' in page for way in ("data/", "codebook/", "towns/", "data/fountains/"))


def test_a_table_says_by_what_its_rows_are_found(project: Project):
    project.edit("places/tables/places.yaml", "rows: 3", "rows: 3\nsearch: [name_sq, place_code]")
    project.build()

    label = {"sq": "name_sq", "en": "name_en"}
    assert project.page("places")["search"] == {"places": {"label": label, "fields": ["name_sq", "place_code"]}}


# The datasets of this repository, where they are built


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    if not (REAL / "index.json").is_file():
        pytest.skip("nothing is built")
    datasets, kinds = read_datasets(REAL), read_kinds(REAL)
    return {language.code: search_index(datasets, kinds, {}, (), language) for language in LANGUAGES}


def real_spellings() -> dict[str, set[str]]:
    """Give every way to write the name of a thing that has a page, with its page; some names are those of two things."""
    wanted: dict[str, set[str]] = {}
    owners: dict[str, set[str]] = {}
    for kind in read_kinds(REAL):
        for thing in kind.things:
            others = (other["text"] for other in thing["other_names"])
            for name in [*thing["name"].values(), *thing["spellings"], *others]:
                wanted[name] = owners.setdefault(fold(name), set())
                wanted[name].add(kind.page(thing))
    return wanted


def test_the_index_is_small(real):
    assert all(len(gzip.compress(written, 9)) < 60_000 for written in real.values())


class TestInTheBrowser:
    pytestmark = IN_BROWSER

    def ask(self, page: Any, made: Any, queries: list[str]) -> list[list[str]]:
        """Give the addresses of the answers to each query, as the published module finds them."""
        return page.evaluate(
            """async ([made, queries, form]) => {
                const source = await (await fetch(new URL(form.dataset.module, document.baseURI))).text();
                const name = /"\\.\\/(search\\.[^"]+)"/.exec(source)[1];
                const { Index } = await import(new URL(`/static/${name}`, document.baseURI));
                const index = new Index(made);
                return queries.map((query) => index.find(query).found.slice(0, 3).map((each) => each.path));
            }""",
            [made, queries, page.query_selector("[data-search]")],
        )

    @pytest.mark.parametrize("code", ["sq", "en"])
    def test_every_spelling_of_every_thing_finds_it_first(self, browser, address, real, code):
        wanted = real_spellings()
        with opened(browser, address + HERE) as page:
            answers = self.ask(page, json.loads(real[code]), list(wanted))

        wrong = {
            name: given[:1] for name, given in zip(wanted, answers, strict=True) if not wanted[name] & {*given[:1]}
        }
        assert wrong == {}

    def test_folding_is_the_same_in_the_browser(self, browser, address):
        texts = ["Đakovica", "Ђаковица", "Џеп ЉИГ њива", "İstok", "Taşlıca", "ëÇžĆ –_ 12", "Ж ж Щ ы", "naïve Œuvre"]
        with opened(browser, address + HERE) as page:
            folded = page.evaluate(
                """async ([texts, form]) => {
                    const script = async (url, name) => {
                        const source = await (await fetch(url)).text();
                        return new URL(`/static/${new RegExp(`"\\\\./(${name}\\\\.[^"]+)"`).exec(source)[1]}`, document.baseURI);
                    };
                    const search = await script(new URL(form.dataset.module, document.baseURI), "search");
                    const { fold } = await import(await script(search, "fold"));
                    return texts.map(fold);
                }""",
                [texts, page.query_selector("[data-search]")],
            )

        assert folded == [fold(text) for text in texts]

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("gurez", "towns/gurez/"),
            ("Gurëzit", "towns/gurez/"),
            ("гурез", "towns/gurez/"),
            ("djurdjevo", "towns/djurdjeve/"),
            ("durdevo", "towns/djurdjeve/"),
            ("gjurgjev", "towns/djurdjeve/"),
            ("Gure", "towns/gure/"),
            ("e madhe", "towns/gure/"),
            ("cezmat", "data/fountains/fountains/"),
            ("cost_eur", "codebook/#cost_eur"),
            ("vizitoret sipas cezmes", "data/fountains/#chart-visitors"),
            ("sa njerëz vizitojnë Gurëz", "towns/gurez/"),
            ("cila çezmë është më e shtrenjta në Gurëz?", "towns/gurez/"),
        ],
    )
    def test_the_right_answer_comes_first(self, browser, address, site, query, first):
        with opened(browser, f"{address}/sq/") as page:
            (found,) = self.ask(page, index(site, "sq"), [query])

        assert found[0].startswith(first)

    def test_nothing_of_the_search_is_loaded_before_the_reader_goes_to_the_field(self, browser, address):
        with opened(browser, address + HERE) as page:
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.mouse.wheel(0, 2000)
            page.wait_for_timeout(200)
            assert not any(name in url for url in asked for name in ("combobox", "search", "fold"))

            page.locator("#search").focus()
            page.wait_for_selector("#search[role=combobox]")

            assert any("search.en" in url for url in asked)

    def test_answers_are_chosen_with_the_keys_and_counted_aloud(self, browser, address):
        with opened(browser, address + HERE) as page:
            field = page.locator("#search")
            field.focus()
            page.wait_for_selector("#search[role=combobox]")
            page.keyboard.type("Gur")
            assert field.get_attribute("aria-expanded") == "true"
            playwright.expect(page.locator(".search [role=status]")).to_have_text("2 results")

            page.keyboard.press("ArrowDown")
            option = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
            assert option.get_attribute("aria-selected") == "true"
            assert "Gurëz" in option.inner_text()
            assert violations(page) == []
            page.keyboard.press("Escape")
            assert field.get_attribute("aria-expanded") == "false"
            assert field.input_value() == "Gur"
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_url("**/en/towns/gurez/")

    def test_a_click_on_an_answer_leads_to_it(self, browser, address):
        with opened(browser, address + HERE) as page:
            page.locator("#search").click()
            page.keyboard.type("Ђурђ")
            page.locator("[role=option]").first.click()

            page.wait_for_url("**/en/towns/djurdjeve/")

    def test_the_name_that_was_written_stands_beside_another_title(self, browser, address):
        with opened(browser, address + HERE) as page:
            page.locator("#search").click()
            page.keyboard.type("đurđ")

            assert page.locator(".found__as").first.inner_text() == "Đurđevo"

    def test_the_form_leads_to_a_page_with_all_answers(self, browser, address):
        with opened(browser, address + HERE) as page:
            page.locator("#search").click()
            page.wait_for_selector("#search[role=combobox]")  # or leaving the page cuts off what it loads
            page.keyboard.type("gurez")
            page.keyboard.press("Enter")
            page.wait_for_url("**/en/search/?q=gurez")
            page.wait_for_selector(".result")

            assert page.locator("#said").inner_text() == "1 result"
            assert page.locator(".result a").get_attribute("href") == "../towns/gurez/"
            assert page.title().startswith("gurez – ")
            assert violations(page) == []

    def test_the_query_stays_in_the_address_and_goes_along_to_the_other_language(self, browser, address):
        with opened(browser, f"{address}/en/search/?q=gurez") as page:
            page.wait_for_selector(".result")
            page.locator("#search").fill("fountains")
            page.wait_for_url("**/en/search/?q=fountains")
            page.locator(".languages__link").click()
            page.wait_for_url("**/sq/search/?q=fountains")
            page.wait_for_selector(".result")

            assert "rezultat" in page.locator("#said").inner_text()

    @pytest.mark.parametrize("query", ["xyzzy", "$&"])
    def test_when_nothing_is_found_it_is_said(self, browser, address, query):
        with opened(browser, f"{address}/sq/search/?q={quote(query)}") as page:
            playwright.expect(page.locator("#said")).to_have_text(f"Për „{query}“ nuk u gjet asgjë.")

    def test_when_the_index_cannot_be_loaded_the_page_says_so(self, browser, address):
        context = browser.new_context()
        page = context.new_page()
        page.route("**/static/search.en.*.json", lambda route: route.abort())
        page.goto(f"{address}/en/search/?q=gurez")
        playwright.expect(page.locator("#said")).to_contain_text("did not open")

        assert page.locator("#elsewhere").is_visible()
        context.close()

    def test_without_a_script_the_form_leads_to_the_page_that_explains(self, browser, address):
        with opened(browser, address + HERE, java_script_enabled=False) as page:
            page.locator("#search").fill("gurez")
            page.locator(".search__button").click()
            page.wait_for_url("**/en/search/?q=gurez")

            assert "JavaScript" in page.locator("main").inner_text()
            assert page.locator("main a[href='../data/']").is_visible()
