"""Prove that the rendered site is whole, from its files alone.

Every link and anchor leads somewhere, every page has its version in every language and they name each other, nothing is
loaded from elsewhere, and each page has what a reader and a screen reader need to find their way.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import cache as once
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from pipeline.errors import Problem, SiteError, raise_all
from pipeline.manifest import MANIFEST
from pipeline.manifest import files as published
from pipeline.render.apart import each_apart
from pipeline.render.page import Page, read_page

ATOM = "{http://www.w3.org/2005/Atom}"

Pages = Mapping[str, Page]


def check(output: Path, address: str) -> int:
    """Check the site in `output`, made for `address`; give its number of pages.

    Raises:
        SiteError: everything that is wrong, by page.
    """
    files = {*published(output), *(file.name for file in output.glob(MANIFEST))}
    every = sorted(file for file in files if file.endswith(".html"))
    # Any two parts of about the same size.
    read = each_apart(lambda part: [read_page(output / path) for path in part], [every[::2], every[1::2]])
    pages = dict(sorted((*zip(every[::2], read[0], strict=True), *zip(every[1::2], read[1], strict=True))))
    problems: list[Problem] = []
    for path, page in pages.items():
        problems += _form(path, page)
        problems += _links(path, page, pages, files, address)
        problems += _versions(path, page, pages, address)
    problems += _repeats(pages)
    for path in sorted(file for file in files if file.endswith("feed.xml")):
        problems += _feed(path, output / path)
    raise_all(SiteError, problems)
    return len(pages)


def _form(path: str, page: Page) -> Iterator[Problem]:
    """What every page has once, and what no page may have."""
    for tag in ("h1", "main", "title"):
        if page.count(tag) != 1:
            yield Problem(path, None, tag, f"{page.count(tag)} of them", "one")
    if not page.lang:
        yield Problem(path, None, "html", "no lang", "the language of the page")
    folder = path.partition("/")[0]
    if "/" in path and page.lang.partition("-")[0] != folder:
        yield Problem(path, None, "html", f"lang `{page.lang}`", f"`{folder}`, as its folder says")
    for name in ("title", "description"):
        if not page.texts.get(name, "").strip():
            yield Problem(path, None, name, "no text", "words of its own")
    for tag in sorted(page.empty):
        yield Problem(path, None, tag, "no text", "something to read")
    for what in sorted(page.active):
        yield Problem(path, None, what, "more than something to read", "text, and links to addresses of the web")
    for name in sorted(page.twice):
        yield Problem(path, None, f"#{name}", "an id twice", "each id once")
    for before, level in pairwise(page.levels):
        if level > before + 1:
            yield Problem(path, None, f"h{level}", f"follows h{before}", "no level left out")
    for image in page.images:
        if not image.get("alt"):
            yield Problem(path, None, image.get("src", "img"), "no alternative text", "what the picture shows")
        if not (image.get("width") and image.get("height")):
            yield Problem(path, None, image.get("src", "img"), "no size", "width and height, so that nothing moves")


def _repeats(pages: Pages) -> Iterator[Problem]:
    """Titles and descriptions that two pages of a language share: in a list of results nobody could tell them apart."""
    first: dict[tuple[str, str, str], str] = {}
    for path, page in pages.items():
        for name in ("title", "description") if "/" in path and not page.hidden else ():
            other = first.setdefault((page.lang, name, page.texts.get(name, "").strip()), path)
            if other != path:
                yield Problem(path, None, name, f"the {name} of {other}", "words of its own")


def _links(path: str, page: Page, pages: Pages, files: set[str], address: str) -> Iterator[Problem]:
    base = urlsplit(address).path
    for target in page.loads:
        if _is_outside(target) and not target.startswith("data:"):
            yield Problem(path, None, target, "loaded from elsewhere", "only files of the site")
    for target in sorted({*page.links, *(load for load in page.loads if not _is_outside(load))}):
        if target.startswith(address + "/"):
            target = base + target.removeprefix(address)
        is_outside, way, anchor = _parts(target)
        if is_outside:
            continue
        found = _resolve(path, way, base)
        if found is None or found not in files:
            yield Problem(path, None, target, "leads nowhere", "a page or file of the site")
            continue
        if anchor and found in pages and anchor not in pages[found].ids:
            yield Problem(path, None, target, f"no `{anchor}` there", "an anchor of that page")


def _is_outside(target: str) -> bool:
    return _parts(target)[0]


@once
def _parts(target: str) -> tuple[bool, str, str]:
    """Tell whether a link leads outside; give its path and its anchor. Most links stand on many pages."""
    try:
        parts = urlsplit(target)
    except ValueError:  # such as [ without ]
        return True, "", ""
    return bool(parts.scheme or parts.netloc), unquote(parts.path), unquote(parts.fragment)


def _resolve(path: str, way: str, base: str) -> str | None:
    """Give the file a link leads to, or None when it leaves the site."""
    if way.startswith("/"):
        if not way.startswith(base + "/"):
            return None
        found = way.removeprefix(base + "/")
    else:
        found = posixpath.join(posixpath.dirname(path), way) if way else path
    is_folder = found == "" or found.endswith(("/", "/.", "/..")) or found in (".", "..")
    found = posixpath.normpath(found) if found else "."
    if found.startswith(".."):
        return None
    return posixpath.normpath(posixpath.join(found, "index.html")) if is_folder else found


def _versions(path: str, page: Page, pages: Pages, address: str) -> Iterator[Problem]:
    """Canonical address and languages: complete, and the other version says the same."""
    if path == "404.html":
        return
    own = f"{address}/{path.removesuffix('index.html')}"
    if page.canonical != own:
        yield Problem(path, None, "canonical", f"`{page.canonical}`", f"`{own}`")
    languages = {other.lang for name, other in pages.items() if "/" in name}
    missing = sorted((languages | {"x-default"}) - set(page.alternates))
    if missing:
        yield Problem(path, None, "hreflang", f"no {missing}", "a version in every language and x-default")
    for language, target in page.alternates.items():
        way = target.removeprefix(address + "/")
        other = pages.get(f"{way}index.html")
        if other is None or not target.startswith(address + "/"):
            yield Problem(path, None, f"hreflang {language}", f"`{target}` leads nowhere", "a page of the site")
        elif "/" in path and language != "x-default" and other.alternates != page.alternates:
            yield Problem(path, None, f"hreflang {language}", f"`{target}` names other versions", "the same ones")
        elif "/" in path and language == page.lang and target != own:
            yield Problem(path, None, f"hreflang {language}", f"`{target}`", f"the page itself, `{own}`")


def _feed(path: str, file: Path) -> Iterator[Problem]:
    feed = ElementTree.fromstring(file.read_bytes())  # noqa: S314  our own file
    entries = feed.findall(f"{ATOM}entry")
    if not entries:
        yield Problem(path, None, "entry", "none", "at least one: an empty feed is no feed")
    for node in [feed, *entries]:
        for name in ("id", "title", "updated"):
            if not (node.findtext(f"{ATOM}{name}") or "").strip():
                yield Problem(path, None, name, "no text", "what Atom asks for")
