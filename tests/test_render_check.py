"""The checker of the rendered site finds what would fail a reader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from built import write_build

from pipeline.errors import SiteError
from pipeline.render.check import check
from pipeline.render.page import read_page
from pipeline.render.renew import renew

ADDRESS = "http://localhost:8000"
HOME = "sq/index.html"
FEED = "en/feed.xml"
DATASET = "en/data/fountains/index.html"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    renew(write_build(folder / "build"), folder / "output", tell=lambda _: None)
    return folder / "output"


@pytest.fixture
def site(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "output")
    return tmp_path / "output"


def test_a_whole_site_passes(site):
    assert check(site, ADDRESS) == len(list(site.rglob("*.html")))


SPOILT = {
    "a link that leads nowhere": (HOME, 'href="data/"', 'href="dta/"', "dta/: leads nowhere"),
    "a link out of the site": (HOME, 'href="data/"', 'href="../../x/"', "../../x/: leads nowhere"),
    "an anchor that is not there": (DATASET, 'href="#files"', 'href="#flies"', "no `flies` there"),
    "an anchor on another page": (
        "en/data/fountains/fountains/index.html", "../#source-survey", "../#source-none", "no `source-none` there",
    ),
    "an absolute link to a page that is not": (HOME, 'href="data/"', f'href="{ADDRESS}/x/"', "/x/: leads nowhere"),
    "a missing stylesheet": (HOME, "static/site.", "static/sight.", "leads nowhere"),
    "a script from elsewhere": (HOME, "</body>", '<script src="https://x.org/a.js"></script></body>', "from elsewhere"),
    "a picture from elsewhere": (HOME, "</main>", '<img src="//x.org/a.png" alt="x" width="1" height="1"></main>', "from elsewhere"),
    "a picture whose address is none": (HOME, "</main>", '<img src="https://[x/a.png" alt="x" width="1" height="1"></main>', "from elsewhere"),
    "a picture without a description": (DATASET, 'alt="Bars for 12 fountains."', 'alt=""', "no alternative text"),
    "a picture without a size": (DATASET, ' width="880"', "", "no size"),
    "two main headings": (HOME, "</main>", "<h1>Tjetër</h1></main>", "h1: 2 of them"),
    "a heading level left out": (HOME, "</main>", "<h5>x</h5></main>", "h5: follows h"),
    "no language": (HOME, '<html lang="sq">', "<html>", "no lang"),
    "the wrong language": (HOME, '<html lang="sq">', '<html lang="en">', "lang `en`"),
    "no title": (HOME, "<title>Zgjedhje", "<title></title><title>Zgjedhje", "title: 2 of them"),
    "an empty description": (HOME, 'name="description" content="', 'name="description" content="" x="', "description: no text"),
    "the canonical address of another page": (HOME, f'"canonical" href="{ADDRESS}/sq/"', f'"canonical" href="{ADDRESS}/"', "canonical"),
    "a language left out": (DATASET, 'hreflang="sq" href="http', 'hreflang="de" href="http', "no ['sq']"),
    "another page in the other language": (
        DATASET, f'hreflang="sq" href="{ADDRESS}/sq/data/fountains/"', f'hreflang="sq" href="{ADDRESS}/sq/data/"',
        "names other versions",
    ),
    "a version that does not exist": (
        DATASET, f'hreflang="sq" href="{ADDRESS}/sq/data/fountains/"', f'hreflang="sq" href="{ADDRESS}/sq/x/"',
        "leads nowhere",
    ),
    "an id twice": (DATASET, 'id="files"', 'id="sources"', "an id twice"),
    "an empty link": (HOME, "</main>", '<a href="data/"></a></main>', "a: no text"),
    "an empty heading": (HOME, "</main>", "<h2> </h2></main>", "h2: no text"),
    "the title of another page": (DATASET, "<title>Public fountains", "<title>Mills", "title: the title of en/data/"),
    "the description of another page": (
        DATASET, 'name="description" content="The fountains of a made-up town and how many people visit them. For tests only."',
        'name="description" content="The mills of a made-up town."', "description: the description of en/data/",
    ),
    "a social card that is not there": (DATASET, "fountains/card.png", "fountains/cord.png", "cord.png: leads nowhere"),
    "a script inside the page": (HOME, "</main>", "<script>x()</script></main>", "a script inside the page: more than"),
    "an attribute that runs": (HOME, "<main ", '<main onclick="x()" ', "the attribute onclick: more than"),
    "a style inside the page": (HOME, "<main ", '<main style="color:red" ', "the attribute style: more than"),
    "a frame": (HOME, "</main>", '<iframe src="data/"></iframe></main>', "<iframe>: more than"),
    "a page that leads away by itself": (
        HOME, "</head>", '<meta http-equiv="Refresh" content="0;url=https://x.org"></head>', "<meta>: more than",
    ),
    "a link that runs": (HOME, "</main>", '<a href="java\nscript:x()">x</a></main>', "script:x(): more than"),
    "a link that is no address": (HOME, "</main>", '<a href="https://[x/">x</a></main>', "https://[x/: more than"),
    "a feed without a date": (FEED, "<updated>2026-11-20T00:00:00Z</updated>", "<updated></updated>", "updated: no text"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_it_finds(site, name):
    file, old, new, message = SPOILT[name]
    path = site / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SiteError) as caught:
        check(site, ADDRESS)

    assert any(message in str(problem) for problem in caught.value.problems), str(caught.value)


def test_it_finds_an_empty_feed(site):
    path = site / FEED
    content = path.read_text(encoding="utf-8")
    path.write_text(content[: content.index("<entry>")] + "</feed>", encoding="utf-8")

    with pytest.raises(SiteError, match="an empty feed is no feed"):
        check(site, ADDRESS)


def test_a_page_that_was_read_before_is_read_the_same(site, tmp_path):
    first = read_page(site / DATASET, tmp_path / "cache")
    kept = list((tmp_path / "cache").iterdir())
    again = read_page(site / DATASET, tmp_path / "cache")

    assert again == first
    assert list((tmp_path / "cache").iterdir()) == kept


def test_a_page_that_has_changed_is_read_anew(site, tmp_path):
    read_page(site / HOME, tmp_path / "cache")
    (site / HOME).write_text("<h1>Tjetër</h1>", encoding="utf-8")

    assert read_page(site / HOME, tmp_path / "cache").levels == [1]
