"""What the files of prose must be: each way to get one wrong, with the message a person reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.catalogues import read_languages
from pipeline.errors import DescriptionError
from pipeline.render.prose import hold

LANGUAGES = read_languages(ROOT / "languages")
HEAD = "Title: Wells\nSlug: wells\nDescription: About wells.\nOrder: 1\nNav: main\n"
KEYS = "one of title, slug, description, order, nav, short, template"
FILE = "content/en/wells.md"

Spoil = Callable[[Path], object]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for folder in ("sq", "en"):
        (tmp_path / "content" / folder).mkdir(parents=True)
        (tmp_path / "content" / folder / "wells.md").write_text(f"{HEAD}\nWater.\n", encoding="utf-8")
    return Path("content")


def write(text: str | bytes, name: str = "en/wells.md") -> Spoil:
    return lambda content: (content / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def head(old: str, new: str) -> Spoil:
    assert old in HEAD
    return write(f"{HEAD.replace(old, new)}\nWater.\n")


REFUSED: dict[str, tuple[Spoil, str]] = {
    "no head": (write("Water.\n"), f"{FILE}:1: `Water.`; expected `Key: value`, such as `Title: Method`. Put an empty line below the head."),
    "a heading for a head": (write("# Wells\n\nWater.\n"), f"{FILE}:1: `# Wells`; expected `Key: value`, such as `Title: Method`. Put an empty line below the head."),
    "no empty line below the head": (write(f"{HEAD}Water.\n"), f"{FILE}:6: `Water.`; expected `Key: value`, such as `Title: Method`. Put an empty line below the head."),
    "nothing below the head": (write(f"{HEAD}\n \n"), f"{FILE}: no text below the head; expected something to read."),
    "an empty file": (write(""), "\n".join([
        f"{FILE}:1:title: no `Title:` in the head; expected a title.",
        f"{FILE}:1:slug: no `Slug:` in the head; expected lower case, digits and hyphens.",
        f"{FILE}:1:description: no `Description:` in the head; expected a sentence for search engines.",
        f"{FILE}:1:order: no `Order:` in the head; expected a whole number.",
        f"{FILE}:1:nav: no `Nav:` in the head; expected `main` or `foot`.",
        f"{FILE}: no text below the head; expected something to read.",
    ])),
    "no title": (head("Title: Wells\n", ""), f"{FILE}:1:title: no `Title:` in the head; expected a title."),
    "an empty title": (head("Title: Wells", "Title: "), f"{FILE}:1:title: ``; expected a title."),
    "an unknown key": (head("Order: 1", "Order: 1\nDate: 2026-01-01"), f"{FILE}:5:date: unknown key `date`; expected {KEYS}. Delete it."),
    "an unknown key near a known one": (head("Nav:", "Navi:"), f"{FILE}:5:navi: unknown key `navi`; expected {KEYS}. Did you mean `nav`.\n{FILE}:1:nav: no `Nav:` in the head; expected `main` or `foot`."),
    "a key that would write the page elsewhere": (head("Nav: main", "Nav: main\nSave_as: ../x"), f"{FILE}:6: `Save_as: ../x`; expected `Key: value`, such as `Title: Method`. Put an empty line below the head."),
    "a key twice": (head("Nav: main", "Nav: main\nTitle: Springs"), f"{FILE}:6: `Title` twice; expected each key once. Delete one."),
    "an order in words": (head("Order: 1", "Order: first"), f"{FILE}:4:order: `first`; expected a whole number."),
    "an order of other digits": (head("Order: 1", "Order: ٣"), f"{FILE}:4:order: `٣`; expected a whole number."),
    "an unknown place in the navigation": (head("Nav: main", "Nav: left"), f"{FILE}:5:nav: `left`; expected `main` or `foot`."),
    "an unknown template": (head("Nav: main", "Nav: main\nTemplate: well"), f"{FILE}:6:template: `well`; expected `page` or `glossary`, the templates for prose."),
    "a template for pages of data": (head("Nav: main", "Nav: main\nTemplate: dataset"), f"{FILE}:6:template: `dataset`; expected `page` or `glossary`, the templates for prose."),
    "a slug that leaves its folder": (head("Slug: wells", "Slug: ../wells"), f"{FILE}:2:slug: `../wells`; expected lower case, digits and hyphens."),
    "a slug with a capital": (head("Slug: wells", "Slug: Wells"), f"{FILE}:2:slug: `Wells`; expected lower case, digits and hyphens."),
    "the slug of a page of the site": (head("Slug: wells", "Slug: data"), f"{FILE}:2:slug: `data`, the address of another page; expected an address of its own. Choose another."),
    "the slug of pages of things": (head("Slug: wells", "Slug: towns"), f"{FILE}:2:slug: `towns`, the address of another page; expected an address of its own. Choose another."),
    "a slug twice": (write(f"{HEAD}\nWater.\n", "en/springs.md"), f"{FILE}:2:slug: `wells`, the slug of content/en/springs.md; expected each slug once in a language. Choose another."),
    "prose in Latin-1": (write(f"{HEAD}\nçezmë\n".encode("latin-1")), f"{FILE}:7: byte 0xe7; expected UTF-8. Save the file as UTF-8."),
    "prose in UTF-16": (write(f"{HEAD}\nWater.\n".encode("utf-16")), f"{FILE}:1: byte 0xff; expected UTF-8. Save the file as UTF-8."),
    "a control character": (write(f"{HEAD}\nWa\x07ter.\n"), f"{FILE}:7: the control character U+0007; expected text. Delete it."),
    "more brackets than Markdown gets through": (write(f"{HEAD}\n{'[' * 2001}\n"), f"{FILE}: 2001 times `[`; expected at most 2000. Divide the page."),
    "more tags than Markdown gets through": (write(f"{HEAD}\n{'<a ' * 2001}\n"), f"{FILE}: 2001 times `<`; expected at most 2000. Divide the page."),
    "a page without end": (write(f"{HEAD}\n{'Water. ' * 30_000}\n"), f"{FILE}: 210072 signs; expected at most 200000. Divide the page."),
    "a file with another ending": (write("Water.\n", "en/wells.txt"), "content/en/wells.txt: a file that nothing reads; expected files of Markdown, `<name>.md`. Move it away."),
    "a folder among the files": (lambda content: (content / "en/more.md").mkdir(), "content/en/more.md: no file; expected files of Markdown, `<name>.md`. Move it away."),
    "a link that leads nowhere": (lambda content: (content / "en/more.md").symlink_to("nowhere.md"), "content/en/more.md: no file; expected files of Markdown, `<name>.md`. Move it away."),
    "a link that leads out of the prose": (lambda content: (content / "en/more.md").symlink_to("/etc/hosts"), "content/en/more.md: a link that leads out of the prose; expected files of its own. Put the file itself there."),
    "a folder of an unknown language": (lambda content: (content / "de").mkdir(), "content/de: a folder named `de`; expected one of ['sq', 'en'], as in languages/. Rename it, or add the language."),
}  # fmt: skip


def test_prose_that_is_whole_passes(content):
    hold(content, LANGUAGES)


def test_the_prose_of_this_site_passes():
    hold(ROOT / "content", LANGUAGES)


@pytest.mark.parametrize("name", REFUSED)
def test_prose_is_refused_with_a_located_message(content, name):
    spoil, message = REFUSED[name]
    spoil(content)

    with pytest.raises(DescriptionError) as refusal:
        hold(content, LANGUAGES, ["towns"])

    assert str(refusal.value) == message
