"""A rendered page as a browser would see its outline: links, anchors, pictures, headings, languages."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SPOKEN = {"a", "button", "caption", "figcaption", "h1", "h2", "h3", "h4", "li", "p", "summary", "th", "title"}
"""Elements that say nothing to anybody when they are empty."""


class Page(HTMLParser):
    """What a page holds.

    `links` lead somewhere else, `loads` are fetched by the browser itself; `alternates` maps hreflang to an address;
    `hidden` tells that search engines shall not list it; `policy` is what it may load, and from where; `empty` names
    elements without a word in them.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lang = ""
        self.canonical = ""
        self.hidden = False
        self.policy = ""
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.alternates: dict[str, str] = {}
        self.images: list[dict[str, str]] = []
        self.levels: list[int] = []
        self.texts: dict[str, str] = {}
        self.empty: set[str] = set()
        self.ids: set[str] = set()
        self.twice: set[str] = set()
        self._tags: Counter[str] = Counter()
        self._open: list[tuple[str, dict[str, str], bool]] = []

    def count(self, tag: str) -> int:
        return self._tags[tag]

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        # A drawing's <title> is not the page's.
        if not any(name == "svg" for name, _, _ in self._open):
            self._tags[tag] += 1
        self._note(tag, attributes)
        if tag not in _VOID:
            self._open.append((tag, attributes, False))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attributes, spoken = self._open.pop()
            if spoken and self._open:
                self._speak()
            elif name in _SPOKEN and "aria-label" not in attributes:
                self.empty.add(f"{name}{'.' + attributes['class'] if 'class' in attributes else ''}")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open:
            self._speak()
            if self._open[-1][0] == "title":
                self.texts["title"] = self.texts.get("title", "") + data

    def _speak(self) -> None:
        name, attributes, _ = self._open[-1]
        self._open[-1] = (name, attributes, True)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("id")
        if name:
            self.twice |= self.ids & {name}
            self.ids.add(name)
        if tag == "html":
            self.lang = attributes.get("lang", "")
        elif tag == "meta":
            self._note_meta(attributes)
        elif tag == "link":
            self._note_link(attributes)
        elif tag == "img":
            self.images.append(attributes)
            if self._open and attributes.get("alt"):
                self._speak()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        if tag == "a" and "href" in attributes:
            self.links.add(attributes["href"])
        for source in ("src", "srcset", "data-figure", "data-library", "data-locale", "data-module", "data-index"):
            if source in attributes:
                self.loads.add(attributes[source])

    def _note_meta(self, attributes: dict[str, str]) -> None:
        name, content = attributes.get("name") or attributes.get("property"), attributes.get("content", "")
        if name == "description":
            self.texts["description"] = content
        elif name == "robots":
            self.hidden = "noindex" in content
        elif attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = content
        elif name == "og:image":
            self.links.add(content)

    def _note_link(self, attributes: dict[str, str]) -> None:
        rel, target = attributes.get("rel", ""), attributes.get("href", "")
        if rel == "canonical":
            self.canonical = target
        elif rel == "alternate" and "hreflang" in attributes:
            self.alternates[attributes["hreflang"]] = target
        elif rel == "alternate":
            self.links.add(target)
        else:
            self.loads.add(target)


def read_page(file: Path) -> Page:
    """Read one page."""
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    page.close()
    return page
