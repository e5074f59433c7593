"""Texts that miss a language, or have one too many."""

from __future__ import annotations

from pipeline.errors import DescriptionError
from refused.ways import CODEBOOK, ELECTIONS, VOTES, Row, edit, remove, write

ROWS = [
    Row(
        "a text that misses a language",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat}"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a text in an unknown language",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: Votes, de: Stimmen}"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title: text has unknown ['de']; expected only ['sq', 'en'].",
    ),
    Row(
        "an empty text",
        edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: ""}'),
        DescriptionError,
        "data/votes/dataset.yaml:1:title/en: nothing in it; expected text.",
    ),
    Row(
        "a blank text",
        edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: " "}'),
        DescriptionError,
        "data/votes/dataset.yaml:1:title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a text without languages",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: Votat"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title: `Votat`; expected a text in every language.",
    ),
    Row(
        "a comma in a text without quotes",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, po, en: Votes}"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title/po: nothing; expected text. Put a text that holds a comma or a colon in quotes.",
    ),
    Row(
        "a code that misses a language",
        edit(VOTES, "local: {title: {sq: Lokale, en: Local}}", "local: {title: {sq: Lokale}}"),
        DescriptionError,
        "data/votes/dataset.yaml:22:codelists/election_type/codes/local/title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a shared code that misses a language",
        edit(CODEBOOK, "final: {title: {sq: Përfundimtar, en: Final}}", "final: {title: {sq: Përfundimtar}}"),
        DescriptionError,
        "data/codebook.yaml:18:codelists/status/codes/final/title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a shared codelist that misses a language",
        edit(CODEBOOK, "title: {sq: Statusi, en: Status}", "title: {sq: Statusi}"),
        DescriptionError,
        "data/codebook.yaml:16:codelists/status/title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a shared field that misses a language, told once",
        edit(CODEBOOK, "title: {sq: Burimi, en: Source}", "title: {sq: Burimi}"),
        DescriptionError,
        "data/codebook.yaml:11:fields/source_id/title: text misses ['en']; expected every language. Write it.",
    ),
    Row(
        "a label that misses a language",
        edit(ELECTIONS, "label: {sq: name_sq, en: name_en}", "label: {sq: name_sq}"),
        DescriptionError,
        "data/votes/tables/elections.yaml:5:label: label in ['sq']; expected a field for each of ['sq', 'en'].",
    ),
    Row(
        "an about page in one language only",
        remove("votes/about.en.md"),
        DescriptionError,
        "data/votes/about.en.md: no such file; expected about pages in every language, or none. Write it.",
    ),
    Row(
        "an about page in an unknown language",
        write("votes/about.de.md", "Ausgedacht."),
        DescriptionError,
        "data/votes/about.de.md: the language `de`; expected one of ['sq', 'en']. Rename it.",
    ),
    Row(
        "an about page in Latin-1",
        write("votes/about.sq.md", "Të dhëna\ntë trilluara".encode("latin-1")),
        DescriptionError,
        "data/votes/about.sq.md:1: byte 0xeb; expected UTF-8. Save the file as UTF-8.",
    ),
    Row(
        "an about page that Markdown does not get through",
        write("votes/about.sq.md", "[" * 3000),
        DescriptionError,
        "data/votes/about.sq.md: 3000 times `[`; expected at most 2000. Divide the page.",
    ),
    Row(
        "a highlight that asks for an unknown value",
        edit(VOTES, "{value} votes in {n} places", "{value} votes in {places}"),
        DescriptionError,
        "data/votes/dataset.yaml:17:highlights/#1/text/en: the placeholder {places}; expected {value} or {n}.",
    ),
    Row(
        "a highlight that says how its value is to be written",
        edit(VOTES, "{value} votes in {n} places", "{value:>999999999} votes in {n} places"),
        DescriptionError,
        "data/votes/dataset.yaml:17:highlights/#1/text/en: `{value:>999999999} votes in {n} places`; expected braces in pairs, with a name in them. Write {{ for a brace.",
    ),
    Row(
        "a highlight with an open brace",
        edit(VOTES, "{value} votes in {n} places", "{value} votes in {n places"),
        DescriptionError,
        "data/votes/dataset.yaml:17:highlights/#1/text/en: `{value} votes in {n places`; expected braces in pairs, with a name in them. Write {{ for a brace.",
    ),
    Row(
        "a text that a sheet would run",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: =1+1}"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title/en: `=1+1`, which a sheet takes for a formula; expected a text that begins with a letter. Put a word before it.",
    ),
    Row(
        "a code's title that a sheet would run",
        edit(VOTES, "local: {title: {sq: Lokale, en: Local}}", "local: {title: {sq: '-2+3', en: '@Local'}}"),
        DescriptionError,
        "data/votes/dataset.yaml:22:codelists/election_type/codes/local/title/en: `@Local`, which a sheet takes for a formula; expected a text that begins with a letter. Put a word before it.\n"
        "data/votes/dataset.yaml:22:codelists/election_type/codes/local/title/sq: `-2+3`, which a sheet takes for a formula; expected a text that begins with a letter. Put a word before it.",
    ),
    Row(
        "a text that turns its direction",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: Vo\u202etes}"),
        DescriptionError,
        "data/votes/dataset.yaml:1: the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); expected text. Delete it.",
    ),
    Row(
        "a text that turns its direction by an escape",
        edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: "Vo\\u202etes"}'),
        DescriptionError,
        "data/votes/dataset.yaml:1: the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); expected text. Delete it.",
    ),
    Row(
        "a control character by an escape",
        edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: "Vo\\ates"}'),
        DescriptionError,
        "data/votes/dataset.yaml:1: the control character U+0007; expected text. Delete it.",
    ),
    Row(
        "a key with a sign of no width",
        edit(VOTES, "order: 2", "ord\u200ber: 2"),
        DescriptionError,
        "data/votes/dataset.yaml:5: the invisible character U+200B (ZERO WIDTH SPACE); expected text. Delete it.",
    ),
    Row(
        "a line break in disguise",
        edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: "Vo\\Ltes"}'),
        DescriptionError,
        "data/votes/dataset.yaml:1: the invisible character U+2028 (LINE SEPARATOR); expected text. Delete it.",
    ),
    Row(
        "a description with a byte order mark",
        lambda project: project.write(VOTES, b"\xef\xbb\xbf" + project.path(VOTES).read_bytes()),
        DescriptionError,
        "data/votes/dataset.yaml:1: the invisible character U+FEFF (ZERO WIDTH NO-BREAK SPACE); expected text. Delete it.",
    ),
    Row(
        "an about page that hides a comment in tags",
        write("votes/about.sq.md", "Të dhëna\U000e0041 të trilluara"),
        DescriptionError,
        "data/votes/about.sq.md:1: the invisible character U+E0041 (TAG LATIN CAPITAL LETTER A); expected text. Delete it.",
    ),
]
