"""A rendered page as a browser would see its outline: links, anchors, pictures, headings, languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache as once
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.cache import keep, kept

CACHE = Path(".cache/pages")
_SETS = ("links", "loads", "empty", "active", "ids", "twice")

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_RUNS = {"applet", "base", "embed", "frame", "iframe", "object", "style"}
"""Elements that bring in what is not the site's own, or turn its links elsewhere."""
_ADDRESSES = {"a": "href", "area": "href", "form": "action", "button": "formaction", "input": "formaction"}
_SCHEMES = {"", "http", "https", "mailto"}
_DATA = {"application/json", "application/ld+json"}
_SPOKEN = {"a", "button", "caption", "figcaption", "h1", "h2", "h3", "h4", "li", "p", "summary", "th", "title"}
"""Elements that say nothing to anybody when they are empty."""


@dataclass
class Page:
    """What a page holds.

    `links` lead somewhere else, `loads` are fetched by the browser itself; `alternates` maps hreflang to an address;
    `hidden` tells that search engines shall not list it; `policy` is what it may load, and from where; `empty` names
    elements without a word in them, `active` what could do more than be read, other than by the site's own files.
    """

    lang: str = ""
    canonical: str = ""
    hidden: bool = False
    policy: str = ""
    links: set[str] = field(default_factory=set)
    loads: set[str] = field(default_factory=set)
    alternates: dict[str, str] = field(default_factory=dict)
    images: list[dict[str, str]] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    tags: dict[str, int] = field(default_factory=dict)

    def count(self, tag: str) -> int:
        return self.tags.get(tag, 0)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[tuple[str, dict[str, str], bool]] = []
        self._drawings = 0

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        # A drawing's <title> is not the page's.
        if not self._drawings:
            self.page.tags[tag] = self.page.count(tag) + 1
        self._note(tag, attributes)
        self.page.active.update(_active(tag, attributes))
        if tag not in _VOID:
            self._open.append((tag, attributes, False))
            self._drawings += tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attributes, spoken = self._open.pop()
            self._drawings -= name == "svg"
            if spoken and self._open:
                self._speak()
            elif name in _SPOKEN and "aria-label" not in attributes:
                self.page.empty.add(f"{name}{'.' + attributes['class'] if 'class' in attributes else ''}")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open:
            self._speak()
            if self._open[-1][0] == "title":
                self.page.texts["title"] = self.page.texts.get("title", "") + data

    def _speak(self) -> None:
        name, attributes, _ = self._open[-1]
        self._open[-1] = (name, attributes, True)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("id")
        if name:
            self.page.twice |= self.page.ids & {name}
            self.page.ids.add(name)
        if tag == "html":
            self.page.lang = attributes.get("lang", "")
        elif tag == "meta":
            self._note_meta(attributes)
        elif tag == "link":
            self._note_link(attributes)
        elif tag == "img":
            self.page.images.append(attributes)
            if self._open and attributes.get("alt"):
                self._speak()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.page.levels.append(int(tag[1]))
        if tag == "a" and "href" in attributes and _is_address(attributes["href"]):
            self.page.links.add(attributes["href"])
        for source in ("src", "srcset", "data-figure", "data-library", "data-locale", "data-module", "data-index"):
            if source in attributes:
                self.page.loads.add(attributes[source])

    def _note_meta(self, attributes: dict[str, str]) -> None:
        name, content = attributes.get("name") or attributes.get("property"), attributes.get("content", "")
        if name == "description":
            self.page.texts["description"] = content
        elif name == "robots":
            self.page.hidden = "noindex" in content
        elif attributes.get("http-equiv") == "Content-Security-Policy":
            self.page.policy = content
        elif name == "og:image":
            self.page.links.add(content)

    def _note_link(self, attributes: dict[str, str]) -> None:
        rel, target = attributes.get("rel", ""), attributes.get("href", "")
        if rel == "canonical":
            self.page.canonical = target
        elif rel == "alternate" and "hreflang" in attributes:
            self.page.alternates[attributes["hreflang"]] = target
        elif rel == "alternate":
            self.page.links.add(target)
        else:
            self.page.loads.add(target)


def _active(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Name what of an element could run, or lead a reader away unseen."""
    if tag in _RUNS or (tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh"):
        yield f"<{tag}>"
    if tag == "script" and "src" not in attributes and attributes.get("type") not in _DATA:
        yield "a script inside the page"
    yield from (f"the attribute {name}" for name in attributes if name.startswith("on") or name == "style")
    target = attributes.get(_ADDRESSES.get(tag, ""), "")
    if not _is_address(target):
        yield f"the link {target[:60]}"


def _is_address(target: str) -> bool:
    try:
        # Browsers drop blanks and line breaks from an address before they look at its scheme.
        return urlsplit("".join(target.split())).scheme in _SCHEMES
    except ValueError:
        return False


def read_page(file: Path, cache: Path = CACHE) -> Page:
    """Read one page; one that was read before, letter by letter the same, is taken from `cache`."""
    html = file.read_bytes()
    known = cache / sha256(_reader_key() + html).hexdigest()
    content = kept(known)
    if content is not None:
        stored: dict[str, Any] = json.loads(content)
        return Page(**{**stored, **{name: set(stored[name]) for name in _SETS}})
    reader = _Reader()
    reader.feed(html.decode())
    reader.close()
    keep(known, json.dumps(vars(reader.page), ensure_ascii=False, default=sorted).encode())
    return reader.page


@once
def _reader_key() -> bytes:
    """Identify what reads: another reader may find something else in the same page."""
    return sha256(Path(__file__).read_bytes()).digest()
