"""The catalogues of the site's languages: one file each in `languages/`, with the site's own words and a CLDR locale.

Adding a language is adding `languages/<code>.toml`; the build then names every text that misses it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError

from pipeline.describe import signs
from pipeline.describe.field import TAG
from pipeline.describe.yaml import read_text
from pipeline.errors import DescriptionError, Problem, raise_all, shown, suggest
from pipeline.languages import Language
from pipeline.placeholders import placeholders

CATALOGUES = Path("languages")


def read_languages(folder: Path = CATALOGUES) -> tuple[Language, ...]:
    """Read every language, in their own order; the first one is the language of last resort of data packages.

    Raises:
        DescriptionError: a catalogue is not TOML, has no valid header, or its keys, placeholders or plural
            categories are not those of the others.
    """
    languages = sorted((_read(path) for path in sorted(folder.glob("*.toml"))), key=lambda one: (one.order, one.code))
    if not languages:
        raise DescriptionError.at(folder, "no catalogue", "one `<code>.toml` per language")
    raise_all(DescriptionError, _mismatches(languages))
    return tuple(languages)


def _read(path: Path) -> Language:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", path.stem):
        raise DescriptionError.at(path, f"the name `{path.name}`", "a language code such as sq.toml", "Rename it")
    text = read_text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.fullmatch(r"(.*) \(at (?:line (\d+)|end of document).*\)", str(error))
        found, row = (place[1], int(place[2] or text.count("\n") + 1)) if place else (str(error), None)
        raise DescriptionError.at(path, found, "a catalogue in TOML", row=row) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in thousands
        raise DescriptionError.at(path, "a value without end", "a catalogue in TOML") from error
    for key, expected in (("language", "its locale, tag, name and order"), ("words", "the site's words")):
        if not isinstance(content.get(key), dict):
            raise DescriptionError.at(path, f"no [{key}]", f"{expected} under this heading")
    header, words = content["language"], content["words"]
    for key, (kind, form, example) in _HEADER.items():
        if not isinstance(header.get(key), kind) or not re.fullmatch(form, str(header[key])):
            found = f"[language] with `{key} = {header[key]!r}`" if key in header else f"[language] without `{key}`"
            raise DescriptionError.at(path, found, f"{key} = {example}")
    for known, where, said in ((("language", "words"), "", content), (_HEADER, "[language] with ", header)):
        for key in said:
            if key not in known:
                found, expected = f"{where}unknown key `{key}`", "one of " + ", ".join(known)
                raise DescriptionError.at(path, found, expected, suggest(key, known, "Delete it"), row=_row(text, key))
    try:
        Locale.parse(header["locale"])
    except (UnknownLocaleError, ValueError) as error:
        raise DescriptionError.at(path, f"the locale `{header['locale']}`", "one of CLDR such as sq_XK") from error
    raise_all(
        DescriptionError, (_malformed(path, text, key, word) for key, word in words.items() if not _is_word(word))
    )
    for key, word in {**header, **words}.items():
        unfit = signs.UNFIT.search("".join(map(str, _forms(word))))
        if unfit:
            raise DescriptionError.at(path, signs.name(unfit[0]), "text", "Delete it", row=_row(text, key), column=key)
    return Language(path.stem, header["tag"], header["locale"], header["name"], header["order"], path, words)


_PLURALS = {"zero", "one", "two", "few", "many", "other"}
_HEADER: Mapping[str, tuple[type, str, str]] = {
    "locale": (str, ".*", '"sq_XK"'),
    "tag": (str, TAG.pattern, '"sq"'),
    "name": (str, r".*\S.*", '"Shqip"'),
    "order": (int, "[0-9]{1,6}", "1"),
}


def _is_word(wording: object) -> bool:
    """Tell whether this is a text, or one for each plural form, with nothing but names in braces."""
    if isinstance(wording, dict) and not set(wording) <= _PLURALS:
        return False
    forms = list(wording.values()) if isinstance(wording, dict) else [wording]
    texts = [form for form in forms if isinstance(form, str)]
    try:
        names = [name for text in texts for name in placeholders(text)]
    except ValueError:
        return False
    return texts == forms and all(map(str.isidentifier, names))


def _malformed(path: Path, text: str, key: str, wording: object) -> Problem:
    expected = "a text, or one for each plural form; braces in pairs, with a name in them"
    remedy = f'Write a key with dots in quotes, as "{key}.…"' if isinstance(wording, dict) else ""
    return Problem(shown(path), _row(text, key), key, f"`{wording}`", expected, remedy)


def _row(text: str, key: str) -> int:
    """Find the line of a key; the first line where it stands in a form we do not look for."""
    lines = text.splitlines()
    found = (
        number
        for number, line in enumerate(lines, 1)
        if line.lstrip().startswith((f'"{key}"', f"{key} ", f"{key}.", f"[{key}]"))
    )
    return next(found, 1)


def _mismatches(languages: list[Language]) -> Iterator[Problem]:
    every = sorted({key for language in languages for key in language.words})
    for language in languages:
        file, text = shown(language.file), read_text(language.file)
        for key in every:
            wording = language.words.get(key)
            if wording is None or not all(form.strip() for form in _forms(wording)):
                yield Problem(file, None, key, "no wording", "the same words in every language", "Translate this key")
                continue
            if isinstance(wording, Mapping) and set(wording) != language.plurals:
                found, expected = f"the plural forms {sorted(wording)}", f"those of CLDR: {sorted(language.plurals)}"
                yield Problem(file, _row(text, key), key, found, expected)
            wanted, given = _asked(languages[0].words.get(key, wording)), _asked(wording)
            if wanted != given:
                found, expected = (
                    f"the placeholders {sorted(given)}",
                    f"{sorted(wanted)} as in {shown(languages[0].file)}",
                )
                yield Problem(file, _row(text, key), key, found, expected)


def _forms(wording: str | Mapping[str, str]) -> list[str]:
    return list(wording.values()) if isinstance(wording, Mapping) else [wording]


def _asked(wording: str | Mapping[str, str]) -> set[str]:
    """Name the values a wording asks for, over all its plural forms."""
    return {name for form in _forms(wording) for name in placeholders(form)}
