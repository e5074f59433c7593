"""The glossary: `content/glossary.yaml`, each term in the languages of the site and in those of the country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.describe.yaml import Description, Steps, read_yaml
from pipeline.errors import DescriptionError, Problem, raise_all
from pipeline.languages import Language, Text

FILE = Path("glossary.yaml")
SCHEMA = Path(__file__).with_name("glossary.schema.yaml")

_TAGS = {"sr": "sr-Latn"}
_OTHER = {"id", "text", "law"}
"""Keys of a term that are not its name in a language."""


@dataclass(frozen=True)
class Law:
    """A text of law that defines a term; `url` is empty where it was not read online."""

    title: Text
    url: str


@dataclass(frozen=True)
class Name:
    """A name in another language: the language's tag, and what the reader's language calls it."""

    text: str
    tag: str
    language: str


@dataclass(frozen=True)
class Term:
    """A term: `names` by language code, among them languages the site itself does not have."""

    id: str
    names: Mapping[str, str]
    text: Text
    law: Law | None

    def elsewhere(self, language: Language) -> list[Name]:
        """Give its names in all other languages."""
        return [
            Name(text, _TAGS.get(code, code), language.cldr.languages.get(code, code))
            for code, text in self.names.items()
            if code != language.code
        ]


@dataclass(frozen=True)
class Group:
    """Terms that belong together."""

    id: str
    title: Text
    terms: tuple[Term, ...]

    def by_name(self, code: str) -> list[Term]:
        """Give the terms in the alphabet's order; diacritics stand with their letter."""
        return sorted(self.terms, key=lambda term: term.names[code].lower().translate(_PLAIN))


_PLAIN = str.maketrans("ëç", "ec")


def read_glossary(content: Path, languages: Sequence[Language]) -> tuple[Group, ...]:
    """Read the glossary; a site without one has no groups.

    Raises:
        DescriptionError: not of the form, an id twice, an unknown law, or a text or a name that misses a language.
    """
    if not (content / FILE).is_file():
        return ()
    origin = read_yaml(content / FILE, SCHEMA)
    raise_all(DescriptionError, _problems(origin, [language.code for language in languages]))
    laws = {name: Law(each["title"], each.get("url", "")) for name, each in origin.content.get("laws", {}).items()}
    return tuple(
        Group(each["id"], each["title"], tuple(_term(term, laws) for term in each["terms"]))
        for each in origin.content["groups"]
    )


def _term(given: Mapping[str, Any], laws: Mapping[str, Law]) -> Term:
    names = {key: value for key, value in given.items() if key not in _OTHER}
    return Term(given["id"], names, given["text"], laws[given["law"]] if "law" in given else None)


def _problems(origin: Description, codes: Sequence[str]) -> Iterator[Problem]:
    laws, groups = origin.content.get("laws", {}), origin.content["groups"]
    texts: list[tuple[Steps, Mapping[str, str]]] = [(("laws", name, "title"), laws[name]["title"]) for name in laws]
    seen: set[str] = set()
    for place, group in enumerate(groups):
        texts.append((("groups", place, "title"), group["title"]))
        for number, term in enumerate(group["terms"]):
            steps: Steps = ("groups", place, "terms", number)
            texts += [((*steps, "text"), term["text"]), (steps, term)]
            if term["id"] in seen:
                yield origin.problem((*steps, "id"), f"`{term['id']}` twice", "each term once", "Delete one")
            seen.add(term["id"])
            if "law" in term and term["law"] not in laws:
                yield origin.problem((*steps, "law"), f"`{term['law']}`", "one of " + ", ".join(laws))
    yield from _missing(origin, texts, codes)


def _missing(
    origin: Description, texts: Iterable[tuple[Steps, Mapping[str, str]]], codes: Sequence[str]
) -> Iterator[Problem]:
    for steps, text in texts:
        missing = [code for code in codes if not text.get(code, "").strip()]
        if missing:
            yield origin.problem(steps, f"text misses {missing}", "every language", "Write it")
