"""Files that are no YAML, or more than plain YAML."""

from __future__ import annotations

from pipeline.errors import DescriptionError
from refused.ways import CODEBOOK, NOTES, VOTES, Row, append, edit, replace, write

ROWS = [
    Row(
        "a brace that is never closed",
        edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: Votes"),
        DescriptionError,
        "data/votes/dataset.yaml:2: did not find expected ',' or '}'; expected valid YAML. See what is open since line 1.",
    ),
    Row(
        "a colon in a text without quotes",
        edit(VOTES, "en: Two made-up elections.", "en: Two: made up"),
        DescriptionError,
        "data/votes/dataset.yaml:2: did not find expected ',' or '}'; expected valid YAML.",
    ),
    Row(
        "a key twice in YAML",
        edit(VOTES, "order: 2\n", "order: 2\norder: 3\n"),
        DescriptionError,
        "data/votes/dataset.yaml:6: `order` twice; expected each key once. Delete one.",
    ),
    Row(
        "a tab",
        edit(VOTES, "  - version: 1.1.0", "\t- version: 1.1.0"),
        DescriptionError,
        "data/votes/dataset.yaml:7: a tab; expected blanks. Put blanks in its place.",
    ),
    Row(
        "an alias",
        edit(
            VOTES,
            "title: {sq: Votat, en: Votes}\nsummary: {sq: Dy zgjedhje të trilluara., en: Two made-up elections.}",
            "title: &t {sq: Votat, en: Votes}\nsummary: *t",
        ),
        DescriptionError,
        "data/votes/dataset.yaml:1: an alias (`*name`); expected values written out.",
    ),
    Row(
        "a tag",
        edit(VOTES, "licence: CC", "licence: !!python/object:os.system CC"),
        DescriptionError,
        "data/votes/dataset.yaml:3: the tag tag:yaml.org,2002:python/object:os.system; expected plain YAML without tags.",
    ),
    Row(
        "a description in Latin-1",
        replace(VOTES, "ë", b"\xeb"),
        DescriptionError,
        "data/votes/dataset.yaml:2: byte 0xeb; expected UTF-8. Save the file as UTF-8.",
    ),
    Row(
        "a NUL in a description",
        replace(VOTES, b"Votat", b"Vo\0tat"),
        DescriptionError,
        "data/votes/dataset.yaml:1: the control character U+0000; expected text. Delete it.",
    ),
    Row(
        "an empty description",
        write(NOTES, ""),
        DescriptionError,
        "data/votes/notes.yaml: an empty file; expected a description. Fill it or delete it.",
    ),
    Row(
        "a description of comments only",
        write(VOTES, "# soon\n"),
        DescriptionError,
        "data/votes/dataset.yaml: an empty file; expected a description. Fill it or delete it.",
    ),
    Row(
        "a list where a mapping is meant",
        write(VOTES, "- a\n"),
        DescriptionError,
        "data/votes/dataset.yaml:1: `['a']`; expected a mapping.",
    ),
    Row(
        "a mapping where a list is meant",
        write(NOTES, "a: b\n"),
        DescriptionError,
        "data/votes/notes.yaml:1: `{'a': 'b'}`; expected a list.",
    ),
    Row(
        "two documents in one file",
        append(VOTES, "---\na: b\n"),
        DescriptionError,
        "data/votes/dataset.yaml:23: but found another document; expected valid YAML. See what is open since line 1.",
    ),
    Row(
        "a thousand brackets",
        edit(VOTES, "order: 2", "order: " + "[" * 1000 + "]" * 1000),
        DescriptionError,
        "data/votes/dataset.yaml:5: more than 20 values inside one another; expected a description.",
    ),
    Row(
        "a list as a key",
        edit(VOTES, "order: 2", "? [a, b]\n: 2"),
        DescriptionError,
        "data/votes/dataset.yaml:5: a key that is not a word; expected words as keys.",
    ),
    Row(
        "a number of five thousand digits",
        edit(VOTES, "order: 2", "order: " + "9" * 5000),
        DescriptionError,
        "data/votes/dataset.yaml:5: a number of 5000 digits; expected at most 18.",
    ),
    Row(
        "a codebook that is empty",
        write(CODEBOOK, ""),
        DescriptionError,
        "data/codebook.yaml: an empty file; expected a description. Fill it or delete it.",
    ),
    Row(
        "a list where the codebook has a text",
        edit(CODEBOOK, "en: Place code", "en: [Place code]"),
        DescriptionError,
        "data/codebook.yaml:3:fields/place_code/title/en: `['Place code']`; expected text.",
    ),
    Row(
        "a file that ends inside a brace",
        append(NOTES, "- {id: x, text: {sq: a, en: b"),
        DescriptionError,
        "data/votes/notes.yaml:11: did not find expected ',' or '}'; expected valid YAML.",
    ),
    Row(
        "a file that ends inside a quote",
        append(NOTES, '- id: "x'),
        DescriptionError,
        "data/votes/notes.yaml:11: found unexpected end of stream; expected valid YAML.",
    ),
]
