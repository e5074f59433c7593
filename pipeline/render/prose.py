"""The prose of the site: one file per page and language, ``content/<language>/*.md``.

A file begins with a head of lines `Key: value`, then an empty line, then Markdown. Pelican reads the files; here they are
held against what it would pass over or stumble on, and paired by their slugs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.describe import reserved
from pipeline.describe.prose import read_prose
from pipeline.errors import DescriptionError, Problem, SiteError, raise_all, shown, suggest
from pipeline.languages import Language

_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "title": (re.compile(r"\S.*"), "a title"),
    "slug": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "lower case, digits and hyphens"),
    "description": (re.compile(r"\S.*"), "a sentence for search engines"),
    "order": (re.compile(r"[0-9]{1,6}"), "a whole number"),
    "nav": (re.compile(r"main|foot"), "`main` or `foot`"),
}
_OPTIONAL: Mapping[str, tuple[re.Pattern[str], str]] = {
    "short": (re.compile(r"\S.*"), "a short title"),
    "template": (re.compile(r"page|glossary"), "`page` or `glossary`, the templates for prose"),
}


def hold(content: Path, languages: Iterable[Language], taken: Iterable[str] = ()) -> None:
    """Hold every file of prose against its form.

    Args:
        content: the folder with a folder for each language.
        languages: those of the site.
        taken: slugs that are addresses of other pages.

    Raises:
        DescriptionError: every problem of every file.
    """
    problems: list[Problem] = []
    codes = [language.code for language in languages]
    for folder in sorted(path for path in content.iterdir() if path.is_dir()):
        if folder.name not in codes:
            found, expected = f"a folder named `{folder.name}`", f"one of {codes}, as in languages/"
            problems.append(Problem(shown(folder), None, "", found, expected, "Rename it, or add the language"))
            continue
        slugs: dict[str, Path] = {}
        for file in sorted(folder.iterdir()):
            if file.suffix != ".md" or not file.is_file():
                found = "a file that nothing reads" if file.is_file() else "no file"
                problems.append(Problem(shown(file), None, "", found, "files of Markdown, `<name>.md`", "Move it away"))
                continue
            if not file.resolve().is_relative_to(content.resolve()):
                found, expected = "a link that leads out of the prose", "files of its own"
                problems.append(Problem(shown(file), None, "", found, expected, "Put the file itself there"))
                continue
            try:
                head, body = _split(file)
            except DescriptionError as error:
                problems += error.problems
                continue
            problems += _unfit(file, head)
            if not body.strip():
                problems.append(Problem(shown(file), None, "", "no text below the head", "something to read"))
            row, slug = head.get("slug", (1, ""))
            if slug in (*reserved.ADDRESSES, *taken):
                found, expected = f"`{slug}`, the address of another page", "an address of its own"
                problems.append(Problem(shown(file), row, "slug", found, expected, "Choose another"))
            other = slugs.setdefault(slug, file)
            if slug and other != file:
                found = f"`{slug}`, the slug of {shown(other)}"
                problems.append(Problem(shown(file), row, "slug", found, "each slug once in a language", "Choose another"))  # fmt: skip
    raise_all(DescriptionError, problems)


def _split(file: Path) -> tuple[dict[str, tuple[int, str]], str]:
    """Read a head, each value with its line, and what follows it."""
    text = read_prose(file)
    lines = text.split("\n")
    head: dict[str, tuple[int, str]] = {}
    for row, line in enumerate(lines, 1):
        if not line.strip():
            break
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if not colon or not re.fullmatch(r"[A-Za-z]+", key):
            found, expected = f"`{line[:60]}`", "`Key: value`, such as `Title: Method`"
            raise DescriptionError.at(file, found, expected, "Put an empty line below the head", row=row)
        if name in head:
            raise DescriptionError.at(file, f"`{key}` twice", "each key once", "Delete one", row=row)
        head[name] = row, value.strip()
    return head, "\n".join(lines[len(head) :])


def _unfit(file: Path, head: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    known = {**_FORMS, **_OPTIONAL}
    for key, (row, value) in head.items():
        if key not in known:
            expected = "one of " + ", ".join(known)
            yield Problem(shown(file), row, key, f"unknown key `{key}`", expected, suggest(key, known, "Delete it"))
            continue
        pattern, expected = known[key]
        if not pattern.fullmatch(value):
            yield Problem(shown(file), row, key, f"`{value}`", expected)
    for key, (_, expected) in _FORMS.items():
        if key not in head:
            yield Problem(shown(file), 1, key, f"no `{key.title()}:` in the head", expected)


def paired(pages: Iterable[Any], languages: Iterable[Language]) -> dict[str, dict[str, Any]]:
    """Pair Pelican's pages by their slug, in the order they ask for.

    Raises:
        SiteError: a page is missing in a language.
    """
    found: dict[str, dict[str, Any]] = {}
    every = [each for page in pages for each in (page, *page.translations)]
    for page in sorted(every, key=lambda page: (int(page.order), page.slug, page.lang)):
        found.setdefault(page.slug, {})[page.lang] = page
    raise_all(
        SiteError,
        (
            Problem(f"content/{language.code}", None, slug, "no page with this slug", "each page in every language")
            for slug, versions in found.items()
            for language in languages
            if language.code not in versions
        ),
    )
    return found
