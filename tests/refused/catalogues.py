"""Catalogues that are no TOML, or not like the others."""

from __future__ import annotations

from conftest import ROOT

from pipeline.errors import DescriptionError
from refused.ways import ENGLISH, Row, append, edit, remove, rename, replace


def line_of(text: str) -> int:
    """Find the line of the English catalogue that begins with `text`."""
    lines = (ROOT / "languages" / "en.toml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


LAST = len((ROOT / "languages" / "en.toml").read_text(encoding="utf-8").splitlines())
WORD, ROWS = line_of('"file.version" ='), line_of('"file.rows" =')


ROWS = [
    Row(
        "no catalogue",
        remove("../languages"),
        DescriptionError,
        "languages: no catalogue; expected one `<code>.toml` per language.",
    ),
    Row(
        "a word that one catalogue lacks",
        edit(ENGLISH, '"file.version" = "Version"\n', ""),
        DescriptionError,
        "languages/en.toml: file.version: no wording; expected the same words in every language. Translate this key.",
    ),
    Row(
        "a word that is empty",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = ""'),
        DescriptionError,
        "languages/en.toml: file.version: no wording; expected the same words in every language. Translate this key.",
    ),
    Row(
        "a word with another placeholder",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version {n}"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: the placeholders ['n']; expected [] as in languages/sq.toml.",
    ),
    Row(
        "a word with an open brace",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version {"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `Version {{`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a word that is a number",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = 1'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `1`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a placeholder that is written wide",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "{n:>999999999}"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `{{n:>999999999}}`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a placeholder that asks for more than a value",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "{n.__class__}"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `{{n.__class__}}`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a placeholder without a name",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "{}"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `{{}}`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a placeholder that is converted",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "{n!r}"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: `{{n!r}}`; expected a text, or one for each plural form; braces in pairs, with a name in them.",
    ),
    Row(
        "a word of a blank",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = " "'),
        DescriptionError,
        "languages/en.toml: file.version: no wording; expected the same words in every language. Translate this key.",
    ),
    Row(
        "a plural form that is empty",
        edit(ENGLISH, '"file.rows" = { one = "{n} row"', '"file.rows" = { one = ""'),
        DescriptionError,
        "languages/en.toml: file.rows: no wording; expected the same words in every language. Translate this key.",
    ),
    Row(
        "a language without a name of its own",
        edit(ENGLISH, 'name = "English"', 'name = " "'),
        DescriptionError,
        "languages/en.toml: [language] with `name = ' '`; expected name = \"Shqip\".",
    ),
    Row(
        "a language whose tag is none",
        edit(ENGLISH, 'tag = "en"', 'tag = "e n"'),
        DescriptionError,
        "languages/en.toml: [language] with `tag = 'e n'`; expected tag = \"sq\".",
    ),
    Row(
        "a first sheet called as a table is",
        edit(ENGLISH, '"file.sheet" = "Read first"', '"file.sheet" = "Turnout"'),
        DescriptionError,
        "languages/en.toml: file.sheet: `Turnout`, which is a table of votes; expected a name that no other sheet has.",
    ),
    Row(
        "a key without its quotes",
        edit(ENGLISH, '"file.version" = "Version"', 'file.version = "Version"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file: `{{'version': 'Version'}}`; expected a text, or one for each plural form; braces in pairs, with a name in them. Write a key with dots in quotes, as \"file.…\".",
    ),
    Row(
        "a plural form too many",
        edit(ENGLISH, '"file.rows" = { one', '"file.rows" = { few = "{n} rows", one'),
        DescriptionError,
        f"languages/en.toml:{ROWS}:file.rows: the plural forms ['few', 'one', 'other']; expected those of CLDR: ['one', 'other'].",
    ),
    Row(
        "a plural form that is missing",
        edit(ENGLISH, '"file.rows" = { one = "{n} row", other', '"file.rows" = { other'),
        DescriptionError,
        f"languages/en.toml:{ROWS}:file.rows: the plural forms ['other']; expected those of CLDR: ['one', 'other'].",
    ),
    Row(
        "a catalogue that is no TOML",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = Version'),
        DescriptionError,
        f"languages/en.toml:{WORD}: Invalid value; expected a catalogue in TOML.",
    ),
    Row(
        "a word twice",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version"\n"file.version" = "Version"'),
        DescriptionError,
        f"languages/en.toml:{WORD + 1}: Cannot overwrite a value; expected a catalogue in TOML.",
    ),
    Row(
        "an unknown locale",
        edit(ENGLISH, 'locale = "en_GB"', 'locale = "xx_XX"'),
        DescriptionError,
        "languages/en.toml: the locale `xx_XX`; expected one of CLDR such as sq_XK.",
    ),
    Row(
        "a catalogue without a header",
        edit(ENGLISH, "[language]", "[langage]"),
        DescriptionError,
        "languages/en.toml: no [language]; expected its locale, tag, name and order under this heading.",
    ),
    Row(
        "a catalogue whose header is one value",
        edit(ENGLISH, "[language]", 'language = "en"\n[header]'),
        DescriptionError,
        "languages/en.toml: no [language]; expected its locale, tag, name and order under this heading.",
    ),
    Row(
        "a catalogue without a locale",
        edit(ENGLISH, 'locale = "en_GB"\n', ""),
        DescriptionError,
        'languages/en.toml: [language] without `locale`; expected locale = "sq_XK".',
    ),
    Row(
        "a catalogue without words",
        edit(ENGLISH, "[words]", "[wards]"),
        DescriptionError,
        "languages/en.toml: no [words]; expected the site's words under this heading.",
    ),
    Row(
        "a catalogue with a table that nothing reads",
        append(ENGLISH, "[wordz]\n"),
        DescriptionError,
        f"languages/en.toml:{LAST + 1}: unknown key `wordz`; expected one of language, words. Did you mean `words`.",
    ),
    Row(
        "a catalogue with a key that nothing reads",
        edit(ENGLISH, "order = 2", "order = 2\ncolour = 3"),
        DescriptionError,
        "languages/en.toml:8: [language] with unknown key `colour`; expected one of locale, tag, name, order. Delete it.",
    ),
    Row(
        "a catalogue whose order is a word",
        edit(ENGLISH, "order = 2", 'order = "second"'),
        DescriptionError,
        "languages/en.toml: [language] with `order = 'second'`; expected order = 1.",
    ),
    Row(
        "a catalogue in Latin-1",
        replace("../languages/sq.toml", "ë", b"\xeb"),
        DescriptionError,
        "languages/sq.toml:1: byte 0xeb; expected UTF-8. Save the file as UTF-8.",
    ),
    Row(
        "a catalogue whose name is no language code",
        rename(ENGLISH, "../languages/English.toml"),
        DescriptionError,
        "languages/English.toml: the name `English.toml`; expected a language code such as sq.toml. Rename it.",
    ),
    Row(
        "a word that turns its direction by an escape",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Ver\\u202esion"'),
        DescriptionError,
        f"languages/en.toml:{WORD}:file.version: the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); expected text. Delete it.",
    ),
]
