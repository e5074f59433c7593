"""What is refused: one row for each kind of bad input, with the message a person reads, and nothing half-written.

Every row spoils the valid project of `project/` in one way. The message is the whole message.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import pytest
from conftest import ROOT, Project, snapshot

from pipeline.errors import (
    ChartError,
    CorrectionError,
    DescriptionError,
    InvalidTableError,
    PipelineError,
    SourceError,
)

Spoil: TypeAlias = Callable[[Project], object]

CODEBOOK = "codebook.yaml"
PLACES, VOTES = "places/dataset.yaml", "votes/dataset.yaml"
PLACES_TABLE, PLACES_RAW = "places/tables/places.yaml", "places/raw/places.csv"
ALIASES, ALIASES_RAW, MORE = "places/tables/aliases.yaml", "places/raw/aliases.csv", "places/raw/aliases_more.csv"
OUTLINES = "places/raw/outlines.geojson"
TURNOUT, TURNOUT_RAW = "votes/tables/turnout.yaml", "votes/raw/turnout.csv"
ELECTIONS, ELECTIONS_RAW = "votes/tables/elections.yaml", "votes/raw/elections.csv"
HISTORY, HISTORY_RAW = "votes/tables/history.yaml", "votes/raw/history.csv"
SOURCES_RAW = "votes/raw/sources.csv"
CORRECTIONS, NOTES, RECONCILIATION = "votes/corrections.yaml", "votes/notes.yaml", "votes/reconciliation.yaml"
ENGLISH = "../languages/en.toml"

READ = "election_id, place_code, place_as_published, registered_voters, votes_as_published, votes_cast, published_pct"
FIELDS = f"{READ}, turnout_pct, status, source_id"
WRITE_NUMBERS = (
    "Say `number:` as the source prints it, list the cell under `missing:`, or correct it in corrections.yaml."
)
DESCRIBE = "expected described columns only. Describe them as fields, or list them under `ignore:` with a reason."
DERIVE = "Say in `derive` what holds there, such as if_else(…, …, null)."


class Row(NamedTuple):
    sentence: str
    spoil: Spoil
    kind: type[PipelineError]
    message: str
    asked: tuple[str, ...] = ()
    """Datasets named on the command line."""


# Ways to spoil


def edit(name: str, old: str, new: str) -> Spoil:
    return lambda project: project.edit(name, old, new)


def write(name: str, content: str | bytes) -> Spoil:
    return lambda project: project.write(name, content)


def replace(name: str, old: str | bytes, new: str | bytes) -> Spoil:
    """Change every place where a file says `old`."""
    before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))
    return lambda project: project.write(name, project.path(name).read_bytes().replace(before, after))


def append(name: str, text: str) -> Spoil:
    return lambda project: project.write(name, project.path(name).read_bytes() + text.encode())


def prepend(name: str, content: bytes) -> Spoil:
    return lambda project: project.write(name, content + project.path(name).read_bytes())


def remove(name: str) -> Spoil:
    return lambda project: project.remove(name)


def rename(name: str, new: str) -> Spoil:
    return lambda project: project.path(name).rename(project.path(new))


def make_folder(name: str) -> Spoil:
    return lambda project: project.path(name).mkdir(parents=True)


def link(name: str, to: str) -> Spoil:
    def spoil(project: Project) -> None:
        project.path(name).unlink()
        project.path(name).symlink_to(to)

    return spoil


def together(*spoils: Spoil) -> Spoil:
    return lambda project: [spoil(project) for spoil in spoils]


def row(cells: str) -> Spoil:
    """Put other cells in the place of line 7 of the turnout table."""
    return edit(TURNOUT_RAW, "local-2025,Gurzi,1.100,550,51.0,paraprake,V2,\n", f"{cells}\n")


def check(formula: str) -> Spoil:
    return edit(TURNOUT, "formula: votes_cast <= registered_voters", f'formula: "{formula}"')


def derive(expression: str, kind: str = "number") -> Spoil:
    old = "type: number\n    unit: percent\n    derive: 100 * votes_cast / registered_voters"
    return edit(TURNOUT, old, f"type: {kind}\n    derive: {expression}")


CHART = """\
- name: turnout-2025
  kind: bars
  table: turnout
  where: election_id == 'local-2025'
  category: place_code
  value: turnout_pct
  title: {sq: Pjesëmarrja, en: Turnout}
  alt: {sq: Shirita., en: Bars.}
"""


def chart(old: str, new: str) -> Spoil:
    """Describe a chart that says `new` where a valid one says `old`."""
    assert CHART.count(old) == 1
    return write("votes/charts.yaml", CHART.replace(old, new))


def geometry(content: str) -> Spoil:
    """Put other content in the place of the outlines, and ask for a map of them."""
    return together(write(OUTLINES, content), chart("kind: bars", "kind: map\n  geometry: places/outlines"))


def line_of(text: str) -> int:
    """Find the line of the English catalogue that begins with `text`."""
    lines = (ROOT / "languages" / "en.toml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


WORD, ROWS = line_of('"file.version" ='), line_of('"file.rows" =')


RAW_FILES = [
    Row(
        "a column that no field reads",
        together(replace(TURNOUT_RAW, ",\n", ",,\n"), edit(TURNOUT_RAW, "smudged\n", "smudged,\n"), edit(TURNOUT_RAW, "Shënim\n", "Shënim,Pavlefshme\n")),
        SourceError,
        f"data/votes/raw/turnout.csv:1: columns ['Pavlefshme'] that no field reads; {DESCRIBE}",
    ),
    Row("a column that no field reads, in files without a row", together(write(ALIASES_RAW, "alias,code,kind\n"), write(MORE, "alias,code,kind\n")), SourceError, f"data/places/raw/aliases*.csv:1: columns ['kind'] that no field reads; {DESCRIBE}"),
    Row("a renamed column", edit(TURNOUT_RAW, ",Votuan,", ",Votuam,"), SourceError, f"data/votes/raw/turnout.csv:1: columns ['Votuam'] that no field reads, and none called ['Votuan']; {DESCRIBE}"),
    Row("a missing column", write(PLACES_RAW, "code,name_sq,name_en,area,source_id\n01,a,b,,P1\n"), DescriptionError, "data/places/tables/places.yaml:18:fields/#5: field `is_town` reads `town`, which raw/places.csv does not have; expected one of code, name_sq, name_en, area, source_id. Name the column it reads with `from:`."),
    Row("a column to be ignored that is not there", edit(TURNOUT, "{Shënim: a clerk's remark}", "{Shënim: a clerk's remark, Vula: a stamp}"), DescriptionError, "data/votes/tables/turnout.yaml:4:ignore: no column `Vula`; expected one of Zgjedhja, Vendi, Votues, Votuan, Përqind, Gjendja, Burimi, Shënim."),
    Row("a column to be unpivoted that is not there", edit(HISTORY, '["1999", "2003"]', '["1999", "2003", "2007"]'), DescriptionError, "data/votes/tables/history.yaml:4:unpivot: no column `2007`; expected one of place, 1999, 2003."),
    Row("a field that reads a misspelt column", edit(HISTORY, "from: cell", "from: cel"), DescriptionError, "data/votes/tables/history.yaml:10:fields/#3: field `votes_cast` reads `cel`, which raw/history.csv does not have; expected one of place, 1999, 2003, column, cell. Did you mean `cell`."),
    Row("a byte order mark", prepend(TURNOUT_RAW, b"\xef\xbb\xbf"), SourceError, "data/votes/raw/turnout.csv:1: a byte order mark; expected plain UTF-8. Say `encoding: utf-8-sig`."),
    Row("Latin-1 where UTF-8 is said", replace(TURNOUT_RAW, "Çezmë", "Çezmë".encode("latin-1")), SourceError, "data/votes/raw/turnout.csv:4: byte 0xc7; expected UTF-8. Say `encoding:` or save the file as UTF-8."),
    Row("UTF-16 where UTF-8 is said", write(HISTORY_RAW, "place;1999;2003\n".encode("utf-16")), SourceError, "data/votes/raw/history.csv:1: UTF-16; expected UTF-8. Say `encoding: utf-16`."),
    Row("a NUL byte", replace(TURNOUT_RAW, b"smudged", b"smud\0ged"), SourceError, "data/votes/raw/turnout.csv:3: the control character U+0000; expected text. Get the file again."),
    Row("a control character", replace(TURNOUT_RAW, b"smudged", b"smud\x07ged"), SourceError, "data/votes/raw/turnout.csv:3: the control character U+0007; expected text. Get the file again."),
    Row("a line break inside quotes", edit(TURNOUT_RAW, "smudged", '"smud\nged"'), SourceError, "data/votes/raw/turnout.csv:3: a line break inside a cell; expected one line per row. Say `multiline: true` if it is meant."),
    Row("a short row", row("local-2025,Gurzi,1.100,550,51.0,paraprake,V2"), SourceError, "data/votes/raw/turnout.csv:7: 7 cells; expected 8 as in the heading."),
    Row("a long row", row("local-2025,Gurzi,1.100,550,51.0,paraprake,V2,,"), SourceError, "data/votes/raw/turnout.csv:7: 9 cells; expected 8 as in the heading."),
    Row("a decimal comma outside quotes", row("local-2025,Gurzi,1.100,550,51,0,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7: 9 cells; expected 8 as in the heading."),
    Row("a blank line", edit(TURNOUT_RAW, "smudged\n", "smudged\n\n"), SourceError, "data/votes/raw/turnout.csv:4: a blank line; expected 8 cells. Delete the line."),
    Row("a blank line at the end", append(TURNOUT_RAW, "\n"), SourceError, "data/votes/raw/turnout.csv:9: a blank line; expected 8 cells. Delete the line."),
    Row("a blank line before the heading", prepend(TURNOUT_RAW, b"\n"), SourceError, "data/votes/raw/turnout.csv:1: a blank line; expected the heading. Delete the line."),
    Row("an empty file", write(TURNOUT_RAW, ""), SourceError, "data/votes/raw/turnout.csv: an empty file; expected a heading and rows."),
    Row("a heading without rows", write(HISTORY_RAW, "place;1999;2003\n"), InvalidTableError, "data/votes/tables/history.yaml:6:rows: 0 rows in `history`; expected 5. Look at what came or went, then say the new number."),
    Row("a heading twice", edit(TURNOUT_RAW, "Votues,Votuan", "Votuan,Votuan"), SourceError, "data/votes/raw/turnout.csv:1: the heading `Votuan` twice; expected each heading once."),
    Row("a blank heading", edit(TURNOUT_RAW, ",Shënim\n", ", \n"), SourceError, "data/votes/raw/turnout.csv:1: a blank heading; expected a name for every column."),
    Row("another delimiter", replace(PLACES_RAW, ",", ";"), SourceError, "data/places/raw/places.csv:1: one column `code;name_sq;name_en;area;town;source_id`; expected columns separated by `,`. Say `delimiter:` in the table's description."),
    Row("a quote that is never closed", edit(TURNOUT_RAW, "smudged", '"smudged'), SourceError, "data/votes/raw/turnout.csv:3: a quote that is never closed; expected quotes in pairs."),
    Row("text after a closing quote", edit(TURNOUT_RAW, "smudged", '"smud"ged'), SourceError, "data/votes/raw/turnout.csv:3: text after a closing quote; expected a separator there; a quote inside a cell is written twice."),
    Row("a bare carriage return", edit(TURNOUT_RAW, "smudged\n", "smudged\r"), SourceError, "data/votes/raw/turnout.csv:3: a bare carriage return; expected lines that end in LF or CR LF."),
    Row("a bare carriage return in a file of Windows", together(replace(TURNOUT_RAW, "\n", "\r\n"), edit(TURNOUT_RAW, "paraprake,V2,\r\nlocal-2025,Gurzi", "paraprake,V2,\rlocal-2025,Gurzi")), SourceError, "data/votes/raw/turnout.csv:6: a bare carriage return; expected lines that end in LF or CR LF."),
    Row("a cell of more than a megabyte", edit(TURNOUT_RAW, "smudged", "x" * (2**20 + 1)), SourceError, "data/votes/raw/turnout.csv:3: a cell that is too long; expected at most 1048576 characters."),
    Row("two files of one table with different headings", edit(MORE, "alias,code", "code,alias"), SourceError, "data/places/raw/aliases_more.csv:1: the columns ['code', 'alias']; expected those of the first file, ['alias', 'code']."),
    Row("a raw file that is not there", remove(TURNOUT_RAW), DescriptionError, "data/votes/tables/turnout.yaml:1:raw: no file `raw/turnout.csv`; expected a raw file. Put the file there or name another."),
    Row("a pattern that fits no raw file", edit(ALIASES, "aliases*.csv", "names*.csv"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: no file `raw/names*.csv`; expected a raw file. Put the file there or name another."),
    Row("a pattern that is none", edit(ALIASES, "aliases*.csv", "aliases**.csv"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: the pattern `aliases**.csv`; expected one such as turnout-*.csv."),
    Row("a raw path that leaves raw/", edit(ALIASES, "aliases*.csv", "../../votes/raw/turnout.csv"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: the path `../../votes/raw/turnout.csv`; expected a file under raw/."),
    Row("an absolute raw path", edit(ALIASES, "aliases*.csv", "/etc/hosts"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: the path `/etc/hosts`; expected a file under raw/."),
    Row("an empty raw path", edit(ALIASES, "aliases*.csv", '""'), DescriptionError, "data/places/tables/aliases.yaml:3:raw: the path ``; expected a file under raw/."),
    Row("a folder where a raw file is meant", together(make_folder("places/raw/aliases"), edit(ALIASES, "aliases*.csv", "aliases")), DescriptionError, "data/places/tables/aliases.yaml:3:raw: no file `raw/aliases`; expected a raw file. Put the file there or name another."),
    Row("a link that leads out of raw/", link(MORE, "/etc/hosts"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there."),
    Row("a link that leads nowhere", link(MORE, "/nowhere"), DescriptionError, "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there."),
    Row("an unknown encoding", edit(ALIASES, "raw:", "encoding: utf-9\nraw:"), DescriptionError, "data/places/tables/aliases.yaml:3:encoding: `utf-9`; expected a codec such as utf-8."),
    Row("an encoding of something else than text", edit(ALIASES, "raw:", "encoding: hex\nraw:"), DescriptionError, "data/places/tables/aliases.yaml:3:encoding: `hex`; expected a codec such as utf-8."),
    Row("a quote as delimiter", edit(ALIASES, "raw:", "delimiter: '\"'\nraw:"), DescriptionError, 'data/places/tables/aliases.yaml:3:delimiter: `"`; expected one character other than a quote or a line break.'),
]  # fmt: skip

CELLS = [
    Row("a number with signs that are not declared", edit(PLACES_TABLE, '    number: {decimal: ",", group: "."}\n', ""), SourceError, f"data/places/raw/places.csv:2:area: `1.234,5`; expected a number written `1234.5`. {WRITE_NUMBERS}\ndata/places/raw/places.csv:4:area: `7,0`; expected a number written `1234.5`. {WRITE_NUMBERS}"),
    Row("a group of two digits", row("local-2025,Gurzi,1.10,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `1.10`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("groups and decimals with one sign", row("local-2025,Gurzi,450.000.00,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `450.000.00`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a number with leading zeros", row("local-2025,Gurzi,0550,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `0550`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a blank after a number", row("local-2025,Gurzi,1.100 ,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `1.100 `; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("NaN", row("local-2025,Gurzi,NaN,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `NaN`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("INF", row("local-2025,Gurzi,1.100,550,INF,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Përqind: `INF`; expected a number written `1234.5`. {WRITE_NUMBERS}"),
    Row("a number with an exponent", row("local-2025,Gurzi,1e3,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `1e3`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("digits of another script", row("local-2025,Gurzi,١٢٣,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `١٢٣`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a plus sign", row("local-2025,Gurzi,+100,550,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votues: `+100`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a word for missing that is not listed", row("local-2025,Gurzi,1.100,N/A,51.0,paraprake,V2,"), SourceError, f"data/votes/raw/turnout.csv:7:Votuan: `N/A`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a fraction where a count is meant", row('local-2025,Gurzi,"1.100,5",550,51.0,paraprake,V2,'), SourceError, "data/votes/raw/turnout.csv:7:Votues: `1.100,5`; expected a whole number."),
    Row("an integer beyond 64 bits", row("local-2025,Gurzi,99999999999999999999,550,51.0,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7:Votues: `99999999999999999999`; expected at most 15 digits, which every format keeps."),
    Row("an integer that a spreadsheet would round", row("local-2025,Gurzi,9007199254740993,550,51.0,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7:Votues: `9007199254740993`; expected at most 15 digits, which every format keeps."),
    Row("too many decimals", row("local-2025,Gurzi,1.100,550,51.25,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7:Përqind: `51.25`; expected at most 1 decimals. Raise `decimals`: digits are never dropped silently."),
    Row("too many digits before the decimals", together(edit(PLACES_TABLE, "decimals: 1", "decimals: 12"), edit(PLACES_RAW, '"7,0"', '"1234567,0"')), SourceError, "data/places/raw/places.csv:4:area: `1234567,0`; expected at most 6 digits before the decimals."),
    Row("the 31st of February", edit(ELECTIONS_RAW, "12.10.2025", "31.02.2025"), SourceError, "data/votes/raw/elections.csv:3:day: `31.02.2025`; expected a day of the calendar, written %d.%m.%Y."),
    Row("a date in another order than declared", edit(ELECTIONS_RAW, "12.10.2025", "2025-10-12"), SourceError, "data/votes/raw/elections.csv:3:day: `2025-10-12`; expected a day of the calendar, written %d.%m.%Y."),
    Row("a date in digits of another script", edit(ELECTIONS_RAW, "12.10.2025", "١٢.10.2025"), SourceError, "data/votes/raw/elections.csv:3:day: `١٢.10.2025`; expected a date written %d.%m.%Y. Declare `date:` as the source prints it."),
    Row("a date that is not ISO where nothing is declared", edit(SOURCES_RAW, "2025-10-13", "13.10.2025"), SourceError, "data/votes/raw/sources.csv:3:date: `13.10.2025`; expected a date written YYYY-MM-DD. Declare `date:` as the source prints it."),
    Row("a day that the calendar does not have", edit(SOURCES_RAW, "2025-10-13", "2025-02-30"), SourceError, "data/votes/raw/sources.csv:3:date: `2025-02-30`; expected a day of the calendar, written YYYY-MM-DD."),
    Row("a year of two digits", together(replace(HISTORY, "1999", "99"), replace(HISTORY_RAW, "1999", "99")), SourceError, "data/votes/raw/history.csv:2:column: `99`; expected a year such as 2025.\ndata/votes/raw/history.csv:4:column: `99`; expected a year such as 2025."),
    Row("a word where true or false is meant", edit(PLACES_TABLE, '    recode: {po: "true", jo: "false"}\n', ""), SourceError, "data/places/raw/places.csv:2:town: `po`; expected true or false. Recode what the source prints.\ndata/places/raw/places.csv:3:town: `jo`; expected true or false. Recode what the source prints.\ndata/places/raw/places.csv:4:town: `jo`; expected true or false. Recode what the source prints."),
    Row("a text that recode does not list", edit(PLACES_RAW, "po,P1", "ndoshta,P1"), SourceError, "data/places/raw/places.csv:2:town: `ndoshta`; expected one of `po`, `jo`. Add it to `recode` if it is meant."),
    Row("a recode to something of another type", edit(PLACES_TABLE, 'jo: "false"', 'jo: "nej"'), DescriptionError, "data/places/tables/places.yaml:20:fields/#5/recode/jo: `nej`; expected true or false."),
    Row("a constant of another type", edit(HISTORY, "  - {name: source_id, constant: V1}", "  - {name: edition, type: integer, constant: first, title: {sq: a, en: b}, description: {sq: a, en: b}}\n  - {name: source_id, constant: V1}"), DescriptionError, "data/votes/tables/history.yaml:11:fields/#4/constant: `first`; expected a number written `1234.5`."),
    Row("an unknown spelling near known ones", row("local-2025,Gurzzi,1.100,550,51.0,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7:Vendi: `Gurzzi`; expected a name listed in `places/aliases`. Did you mean `Gurzi` or `Gurëz`."),
    Row("an unknown spelling near nothing", row("local-2025,Atlantis,1.100,550,51.0,paraprake,V2,"), SourceError, "data/votes/raw/turnout.csv:7:Vendi: `Atlantis`; expected a name listed in `places/aliases`. Add the spelling to `places/aliases`."),
    Row("a spelling that stands for two codes", edit(MORE, "Gurzi,03", "gurez,02"), InvalidTableError, "data/votes/tables/turnout.yaml:13:fields/#2/resolve: `gurez` stands for `03` and `02` in `places/aliases`; expected one code for each name."),
    Row("several bad cells, told at once and by line", together(row("local-2025,Gurzi,many,few,51.0,paraprake,V2,"), edit(TURNOUT_RAW, "2.400", "2.4")), SourceError, f"data/votes/raw/turnout.csv:7:Votuan: `few`; expected a number written `1.234,5`. {WRITE_NUMBERS}\ndata/votes/raw/turnout.csv:7:Votues: `many`; expected a number written `1.234,5`. {WRITE_NUMBERS}\ndata/votes/raw/turnout.csv:8:Votues: `2.4`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
]  # fmt: skip

PROMISES = [
    Row("a required cell that is empty", row("local-2025,,1.100,550,51.0,paraprake,V2,"), InvalidTableError, "data/votes/raw/turnout.csv:7:Vendi: no place_code; expected a value in every row."),
    Row("a key that is empty", edit(PLACES_RAW, "03,Gur", ",Gur"), InvalidTableError, "data/places/raw/places.csv:4:code: no place_code; expected a value in every row."),
    Row("a key twice", row("local-2025,Ujëmirë,1.100,550,51.0,paraprake,V2,"), InvalidTableError, "data/votes/raw/turnout.csv:8: election_id `local-2025`, place_code `02` again (first in row 7); expected each election_id + place_code once."),
    Row("a value twice where each is unique", together(edit(PLACES_TABLE, "{name: name_en, required: true,", "{name: name_en, constraints: {unique: true},"), edit(PLACES_RAW, "Pebble", "Fountain")), InvalidTableError, "data/places/raw/places.csv:4:name_en: `Fountain` again (first in row 2); expected each name_en once."),
    Row("a reference to a row that this dataset lacks", edit(TURNOUT_RAW, "local-2025,Gurzi", "local-2026,Gurzi"), InvalidTableError, "data/votes/raw/turnout.csv:7:Zgjedhja: election_id `local-2026`; expected one that `votes/elections` has. Add it there, or mend this one."),
    Row("a reference to a row that another dataset lacks", edit(HISTORY_RAW, "03;410", "04;410"), InvalidTableError, "data/votes/raw/history.csv:4:place: place_code `04`; expected one that `places/places` has. Add it there, or mend this one."),
    Row("a source that the sources do not list", edit(PLACES_RAW, "jo,P1\n03", "jo,P9\n03"), InvalidTableError, "data/places/raw/places.csv:3:source_id: source_id `P9`; expected one that `places/sources` has. Add it there, or mend this one."),
    Row("a row without a source", edit(PLACES_RAW, "jo,P1\n03", "jo,\n03"), InvalidTableError, "data/places/raw/places.csv:3:source_id: no source_id; expected a value in every row."),
    Row("more votes than registered voters", row("local-2025,Gurzi,1.100,1.101,51.0,paraprake,V2,"), InvalidTableError, "data/votes/raw/turnout.csv:7: registered_voters `1100`, votes_cast `1101`; expected votes_cast <= registered_voters. Nobody votes without being on the list."),
    Row("a count below zero", row("local-2025,Gurzi,1.100,-5,51.0,paraprake,V2,"), InvalidTableError, "data/votes/raw/turnout.csv:7:Votuan: `-5`; expected votes_cast of at least 0."),
    Row("a percentage above a hundred", row("local-2025,Gurzi,1.100,550,100.1,paraprake,V2,"), InvalidTableError, "data/votes/raw/turnout.csv:7:Përqind: `100.1`; expected published_pct of at most 100."),
    Row("a date before the first allowed", edit(ELECTIONS_RAW, "17.10.2021", "17.10.1921"), InvalidTableError, "data/votes/raw/elections.csv:2:day: `1921-10-17`; expected election_date of at least 2000-01-01."),
    Row("a code that lost its leading zero", edit(PLACES_RAW, "03,Gur", "3,Gur"), InvalidTableError, "data/places/raw/places.csv:4:code: `3`; expected place_code like [0-9]{2}."),
    Row("a value outside its codelist", edit(SOURCES_RAW, ",preliminary,", ",provisional,"), InvalidTableError, "data/votes/raw/sources.csv:3:status: `provisional`; expected one of final, preliminary."),
    Row("a text that is too short", together(edit(PLACES_TABLE, "{name: name_en, required: true,", "{name: name_en, constraints: {minLength: 3},"), edit(PLACES_RAW, "Pebble", "Pe")), InvalidTableError, "data/places/raw/places.csv:4:name_en: `Pe`; expected at least 3 characters."),
    Row("a row less than expected", edit(TURNOUT_RAW, "local-2025,Gurzi,1.100,550,51.0,paraprake,V2,\n", ""), InvalidTableError, "data/votes/tables/turnout.yaml:7:rows: 5 rows in `turnout`; expected 6. Look at what came or went, then say the new number."),
    Row("rows outside the expected range", write(MORE, "alias,code\n"), InvalidTableError, "data/places/tables/aliases.yaml:5:rows: 3 rows in `aliases`; expected 4 to 6. Look at what came or went, then say the new number."),
    Row("a share of nothing", row("local-2025,Gurzi,0,0,51.0,paraprake,V2,"), InvalidTableError, f"data/votes/raw/turnout.csv:7:turnout_pct: registered_voters `0`, votes_cast `0` give nan; expected a value of type number. {DERIVE}"),
    Row("a derived fraction where an integer is meant", derive("votes_cast / 100", "integer"), InvalidTableError, f"data/votes/raw/turnout.csv:7:turnout_pct: votes_cast `550` give 5.5; expected a value of type integer. {DERIVE}"),
    Row("a derived text where a number is meant", derive("place_as_published"), DescriptionError, "data/votes/tables/turnout.yaml:48:fields/#8/derive: `turnout_pct` gives string; expected values of type number."),
    Row("a difference that nobody has declared", row("local-2025,Gurzi,1.100,550,52.0,paraprake,V2,"), CorrectionError, "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/03 differs by 2; expected the declared difference 1. Look at what changed, then declare it anew."),
    Row("a new difference", edit(TURNOUT_RAW, "33.3,", "33.5,"), InvalidTableError, "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/02: 33.5 against 33.33, difference 0.17; expected at most 0.05. Correct it, or declare it under `differences` with a reason."),
    Row("a declared difference that is gone", row("local-2025,Gurzi,1.100,550,50.0,paraprake,V2,"), CorrectionError, "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/03 agrees or is not compared; expected the declared difference 1. Delete its declaration."),
    Row("a comparison of several figures with one", replace(RECONCILIATION, "[election_id, place_code]", "[election_id]"), InvalidTableError, "data/votes/reconciliation.yaml:4:#1/left: several figures at local-2025; expected one for each place. Narrow `where`, add to `by`, or say `sum: true`."),
    Row("a comparison of nothing", edit(RECONCILIATION, "value: published_pct", "where: votes_cast < 0, value: published_pct"), InvalidTableError, "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` compares nothing; expected at least one place on both sides."),
    Row("a comparison of words", edit(RECONCILIATION, "value: published_pct", "value: status"), DescriptionError, "data/votes/reconciliation.yaml:4:#1/left/value: `status` gives string; expected a number."),
    Row("a comparison by an unknown field", edit(RECONCILIATION, "by: [election_id, place_code], value: published_pct", "by: [election_id, place], value: published_pct"), InvalidTableError, f"data/votes/reconciliation.yaml:4:#1/left: no field `place` in `votes/turnout`; expected one of {FIELDS}, note_ids."),
    Row("a comparison with an unknown dataset", edit(RECONCILIATION, "left: {table: turnout", "left: {table: counts/turnout"), DescriptionError, "data/votes/reconciliation.yaml:4:#1/left/table: no dataset `counts`; expected one of places, votes."),
    Row("a comparison with an unknown table", edit(RECONCILIATION, "left: {table: turnout", "left: {table: turnaut"), InvalidTableError, "data/votes/reconciliation.yaml:4:#1/left: no table `votes/turnaut`; expected a table of a dataset built before."),
]  # fmt: skip

CORRECTED = [
    Row("a correction whose source was mended", edit(TURNOUT_RAW, ",1.30,", ",1.300,"), CorrectionError, "data/votes/corrections.yaml:1:#1: the source now says `1.300`; expected `1.30`. Delete this correction."),
    Row("a correction that picks no row", edit(CORRECTIONS, "UJEMIRE", "Ujemire"), CorrectionError, "data/votes/corrections.yaml:1:#1: it picks 0 rows; expected 1. Delete or narrow this correction."),
    Row("a correction that picks too many rows", edit(CORRECTIONS, "place_as_published: UJEMIRE", "source_id: V1"), CorrectionError, "data/votes/corrections.yaml:1:#1: it picks 3 rows; expected 1. Delete or narrow this correction."),
    Row("a correction of an unknown field", edit(CORRECTIONS, "field: votes_cast", "field: votes_kast"), CorrectionError, f"data/votes/corrections.yaml:1:#1: no field `votes_kast` read from a file; expected one of {READ}, status, source_id."),
    Row("a correction of a derived field", edit(CORRECTIONS, "field: votes_cast", "field: turnout_pct"), CorrectionError, f"data/votes/corrections.yaml:1:#1: no field `turnout_pct` read from a file; expected one of {READ}, status, source_id."),
    Row("a correction of an unknown table", edit(CORRECTIONS, "table: turnout", "table: turnaut"), DescriptionError, "data/votes/corrections.yaml:1:#1/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`."),
    Row("a correction to something unreadable", edit(CORRECTIONS, 'becomes: "1.300"', 'becomes: "1.30O"'), SourceError, f"data/votes/raw/turnout.csv:3:Votuan: `1.30O`, which a correction puts in the place of `1.30`; expected a number written `1.234,5`. {WRITE_NUMBERS}"),
    Row("a correction reported on no day", edit(CORRECTIONS, "2026-01-30", "2026-02-30"), DescriptionError, "data/votes/corrections.yaml:7:#1/reported: `2026-02-30`; expected a day of the calendar."),
    Row("a correction without a reason", edit(CORRECTIONS, "  because: {sq: Mungon një zero., en: A zero is missing.}\n", ""), DescriptionError, "data/votes/corrections.yaml:1:#1: no `because`; expected `because` to be said."),
    Row("a correction with a reason in one language", edit(CORRECTIONS, ", en: A zero is missing.", ""), DescriptionError, "data/votes/corrections.yaml:6:#1/because: text misses ['en']; expected every language. Write it."),
    Row("a correction of the number rather than its text", edit(CORRECTIONS, 'was: "1.30"', "was: 1.30"), DescriptionError, "data/votes/corrections.yaml:4:#1/was: `1.3`; expected text."),
    Row("a note about no row", edit(NOTES, "votes_cast == 0", "votes_cast == 1"), DescriptionError, "data/votes/notes.yaml:7:#2/where: note `nobody-voted` is about no row; expected at least one. Delete the note."),
    Row("a note about an unknown table", edit(NOTES, "- id: nobody-voted\n  table: turnout", "- id: nobody-voted\n  table: turnaut"), DescriptionError, "data/votes/notes.yaml:6:#2/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`."),
    Row("a note about an unknown field", edit(NOTES, "votes_cast == 0", "votes_kast == 0"), DescriptionError, f"data/votes/notes.yaml:7:#2/where: unknown name `votes_kast` in `votes_kast == 0`; expected one of {FIELDS}. Did you mean `votes_cast`."),
    Row("a note whose rows are no condition", edit(NOTES, "votes_cast == 0", "votes_cast + 1"), DescriptionError, "data/votes/notes.yaml:7:#2/where: `votes_cast + 1` gives int64; expected a condition, true or false."),
    Row("a note twice", edit(NOTES, "id: made-up", "id: first-count"), DescriptionError, "data/votes/notes.yaml:9:#3/id: note `first-count` twice; expected each id once."),
    Row("a note about rows of no table", edit(NOTES, "- id: made-up", "- id: made-up\n  where: votes_cast == 0"), DescriptionError, "data/votes/notes.yaml:9:#3: `where` without `table`; expected the table whose rows are meant."),
    Row("a field with the name of the notes' column", edit(TURNOUT, "  - {name: source_id, from: Burimi}", "  - {name: source_id, from: Burimi}\n  - {name: note_ids, constant: x, title: {sq: a, en: b}, description: {sq: a, en: b}}"), DescriptionError, "data/votes/tables/turnout.yaml:9:fields: a field `note_ids`; expected another name. The notes make this column."),
]  # fmt: skip

TEXTS = [
    Row("a text that misses a language", edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat}"), DescriptionError, "data/votes/dataset.yaml:1:title: text misses ['en']; expected every language. Write it."),
    Row("a text in an unknown language", edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: Votes, de: Stimmen}"), DescriptionError, "data/votes/dataset.yaml:1:title: text has unknown ['de']; expected only ['sq', 'en']."),
    Row("an empty text", edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: ""}'), DescriptionError, "data/votes/dataset.yaml:1:title/en: nothing in it; expected text."),
    Row("a blank text", edit(VOTES, "title: {sq: Votat, en: Votes}", 'title: {sq: Votat, en: " "}'), DescriptionError, "data/votes/dataset.yaml:1:title: text misses ['en']; expected every language. Write it."),
    Row("a text without languages", edit(VOTES, "title: {sq: Votat, en: Votes}", "title: Votat"), DescriptionError, "data/votes/dataset.yaml:1:title: `Votat`; expected a text in every language."),
    Row("a comma in a text without quotes", edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, po, en: Votes}"), DescriptionError, "data/votes/dataset.yaml:1:title/po: nothing; expected text. Put a text that holds a comma or a colon in quotes."),
    Row("a code that misses a language", edit(VOTES, "local: {title: {sq: Lokale, en: Local}}", "local: {title: {sq: Lokale}}"), DescriptionError, "data/votes/dataset.yaml:22:codelists/election_type/codes/local/title: text misses ['en']; expected every language. Write it."),
    Row("a shared code that misses a language", edit(CODEBOOK, "final: {title: {sq: Përfundimtar, en: Final}}", "final: {title: {sq: Përfundimtar}}"), DescriptionError, "data/codebook.yaml:18:codelists/status/codes/final/title: text misses ['en']; expected every language. Write it."),
    Row("a shared codelist that misses a language", edit(CODEBOOK, "title: {sq: Statusi, en: Status}", "title: {sq: Statusi}"), DescriptionError, "data/codebook.yaml:16:codelists/status/title: text misses ['en']; expected every language. Write it."),
    Row("a shared field that misses a language, told once", edit(CODEBOOK, "title: {sq: Burimi, en: Source}", "title: {sq: Burimi}"), DescriptionError, "data/codebook.yaml:11:fields/source_id/title: text misses ['en']; expected every language. Write it."),
    Row("a label that misses a language", edit(ELECTIONS, "label: {sq: name_sq, en: name_en}", "label: {sq: name_sq}"), DescriptionError, "data/votes/tables/elections.yaml:5:label: label in ['sq']; expected a field for each of ['sq', 'en']."),
    Row("an about page in one language only", remove("votes/about.en.md"), DescriptionError, "data/votes/about.en.md: no such file; expected about pages in every language, or none. Write it."),
    Row("an about page in an unknown language", write("votes/about.de.md", "Ausgedacht."), DescriptionError, "data/votes/about.de.md: the language `de`; expected one of ['sq', 'en']. Rename it."),
    Row("an about page in Latin-1", write("votes/about.sq.md", "Të dhëna\ntë trilluara".encode("latin-1")), DescriptionError, "data/votes/about.sq.md:1: byte 0xeb; expected UTF-8. Save the file as UTF-8."),
    Row("a highlight that asks for an unknown value", edit(VOTES, "{value} votes in {n} places", "{value} votes in {places}"), DescriptionError, "data/votes/dataset.yaml:17:highlights/#1/text/en: the placeholder {places}; expected {value} or {n}."),
    Row("a highlight with an open brace", edit(VOTES, "{value} votes in {n} places", "{value} votes in {n places"), DescriptionError, "data/votes/dataset.yaml:17:highlights/#1/text/en: `{value} votes in {n places`; expected braces in pairs. Write {{ for a brace."),
]  # fmt: skip

DATASETS = [
    Row("an unknown key near a known one", edit(VOTES, "keywords:", "keyword:"), DescriptionError, "data/votes/dataset.yaml:4:keyword: unknown key `keyword`; expected one of title, summary, licence, keywords, order, changes, files, highlights, codelists. Did you mean `keywords`."),
    Row("a key that is missing", edit(VOTES, "licence: CC-BY-4.0\n", ""), DescriptionError, "data/votes/dataset.yaml:1: no `licence`; expected `licence` to be said."),
    Row("a value of another type", edit(VOTES, "order: 2\n", "order: second\n"), DescriptionError, "data/votes/dataset.yaml:5:order: `second`; expected a whole number."),
    Row("versions out of order", edit(VOTES, "1.1.0", "0.9.0"), DescriptionError, "data/votes/dataset.yaml:7:changes/#1: 0.9.0 of 2026-02-28 above 1.0.0 of 2026-01-31; expected the newest change first."),
    Row("dates out of order", edit(VOTES, "2026-02-28", "2025-02-28"), DescriptionError, "data/votes/dataset.yaml:7:changes/#1: 1.1.0 of 2025-02-28 above 1.0.0 of 2026-01-31; expected the newest change first."),
    Row("a version of two parts", edit(VOTES, "1.1.0", "1.1"), DescriptionError, "data/votes/dataset.yaml:7:changes/#1/version: `1.1`; expected a version such as 1.0.0."),
    Row("a change on the 29th of February", edit(VOTES, "2026-02-28", "2026-02-29"), DescriptionError, "data/votes/dataset.yaml:8:changes/#1/date: `2026-02-29`; expected a day of the calendar."),
    Row("a change on a day that is not ISO", edit(VOTES, "2026-02-28", "28.02.2026"), DescriptionError, "data/votes/dataset.yaml:8:changes/#1/date: `28.02.2026`; expected a date such as 2026-11-22."),
    Row("no change at all", lambda project: project.write(VOTES, project.path(VOTES).read_text(encoding="utf-8").split("changes:")[0] + "changes: []\n"), DescriptionError, "data/votes/dataset.yaml:6:changes: nothing in it; expected a list."),
    Row("a highlight of no row", edit(VOTES, "'local-2021'", "'local-1921'"), DescriptionError, "data/votes/dataset.yaml:14:highlights/#1: a figure that rests on no row; expected at least one. Delete the highlight."),
    Row("a highlight of an unknown field", edit(VOTES, "sum(votes_cast)", "sum(votes_kast)"), DescriptionError, f"data/votes/dataset.yaml:16:highlights/#1/value: no field `votes_kast`; expected one of {FIELDS}, note_ids."),
    Row("a highlight of an unknown table", edit(VOTES, "table: turnout", "table: turnaut"), DescriptionError, "data/votes/dataset.yaml:14:highlights/#1/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`."),
    Row("a highlight that adds up words", edit(VOTES, "sum(votes_cast)", "sum(status)"), DescriptionError, "data/votes/dataset.yaml:16:highlights/#1/value: the sum of `status`, of type string; expected an integer or a number."),
    Row("a highlight by an unknown function", edit(VOTES, "sum(votes_cast)", "mean(votes_cast)"), DescriptionError, "data/votes/dataset.yaml:16:highlights/#1/value: `mean(votes_cast)`; expected sum, count, min, max or first of a field, such as sum(cost_eur)."),
    Row("a published file that is not there", remove(OUTLINES), DescriptionError, "data/places/dataset.yaml:11:files/#1/path: no file `raw/outlines.geojson`; expected a file in the dataset's folder."),
    Row("a published file that leaves the folder", edit(PLACES, "path: raw/outlines.geojson", "path: ../codebook.yaml"), DescriptionError, "data/places/dataset.yaml:11:files/#1/path: the path `../codebook.yaml`; expected a file inside the dataset's folder."),
    Row("a published file that is a link out of the folder", link(OUTLINES, "/etc/hosts"), DescriptionError, "data/places/dataset.yaml:11:files/#1/path: the path `raw/outlines.geojson`; expected a file inside the dataset's folder."),
    Row("a published file with the name of a table", edit(PLACES, "name: outlines", "name: places"), DescriptionError, "data/places/dataset.yaml:10:files/#1/name: the name `places`; expected one that no other file has. Choose another."),
    Row("a published file with the name of the descriptor", edit(PLACES, "name: outlines", "name: datapackage"), DescriptionError, "data/places/dataset.yaml:10:files/#1/name: the name `datapackage`; expected one that no other file has. Choose another."),
    Row("two published files with one name", append(PLACES, "  - name: outlines\n    path: raw/outlines.geojson\n    title: {sq: a, en: b}\n    description: {sq: a, en: b}\n"), DescriptionError, "data/places/dataset.yaml:15:files/#2/name: the name `outlines`; expected one that no other file has. Choose another."),
    Row("a dataset without tables", remove("places/tables"), DescriptionError, "data/places/dataset.yaml:1: no tables/*.yaml; expected at least one table. Describe a table.\ndata/places/dataset.yaml:1: no table `sources`; expected tables/sources.yaml. Describe the sources."),
    Row("a dataset without sources", remove("places/tables/sources.yaml"), DescriptionError, "data/places/dataset.yaml:1: no table `sources`; expected tables/sources.yaml. Describe the sources."),
    Row("sources without titles", edit("places/tables/sources.yaml", "{name: title, required: true, title:", "{name: heading, from: title, title:"), DescriptionError, "data/places/tables/sources.yaml:6:fields: no field `title` that is `required`; expected the title of every source. Describe it."),
    Row("sources with another key", edit("places/tables/sources.yaml", "key: [source_id]", "key: [title]"), DescriptionError, "data/places/tables/sources.yaml:3:key: the key ['title']; expected [source_id] in the table of sources."),
    Row("a file that nothing reads, near a known name", rename("votes/notes.yaml", "votes/note.yaml"), DescriptionError, "data/votes/note.yaml: a file that nothing reads; expected one of dataset.yaml, tables, raw, corrections.yaml, notes.yaml, reconciliation.yaml, charts.yaml. Did you mean `notes.yaml`."),
    Row("a file that nothing reads", write("votes/Thumbs.db", "…"), DescriptionError, "data/votes/Thumbs.db: a file that nothing reads; expected one of dataset.yaml, tables, raw, corrections.yaml, notes.yaml, reconciliation.yaml, charts.yaml. Move it to raw/ or delete it."),
    Row("a table's description with another ending", rename(HISTORY, "votes/tables/history.yml"), DescriptionError, "data/votes/tables/history.yml: a file that nothing reads; expected one of history.yaml. Did you mean `history.yaml`."),
    Row("a folder whose name is no slug", rename("places", "Places_1"), DescriptionError, "data/Places_1: a folder named `Places_1`; expected lower case, digits and hyphens. Rename it."),
    Row("a folder without dataset.yaml", make_folder("soon"), DescriptionError, "data/soon: a folder without dataset.yaml; expected a dataset. Describe it or move it away."),
    Row("no dataset", together(remove("places"), remove("votes")), DescriptionError, "data: no dataset; expected a folder for each. Start one with `make new`."),
    Row("no folder of data", remove("."), DescriptionError, "data: no such folder; expected the folder of datasets."),
    Row("an unknown dataset on the command line", together(), DescriptionError, "data: no dataset `vote`; expected one of places, votes. Did you mean `votes`.", ("vote",)),
]  # fmt: skip

TABLES = [
    Row("a table without a source", edit(ELECTIONS, "  - source_id\n", ""), DescriptionError, "data/votes/tables/elections.yaml:7:fields: no field `source_id` in `elections`; expected a source for every row. Add it, or say `sourced_by`."),
    Row("a table sourced by a field that refers to nothing", together(edit(ELECTIONS, "  - source_id\n", ""), edit(ELECTIONS, "rows: 2", "rows: 2\nsourced_by: name_sq")), DescriptionError, "data/votes/tables/elections.yaml:5:sourced_by: `name_sq`, which refers to nothing; expected a field of a reference."),
    Row("a table with a reserved name", rename(HISTORY, "votes/tables/notes.yaml"), DescriptionError, "data/votes/tables/notes.yaml:1: a table named `notes`; expected lower_snake of at most 31 signs, not one of ['comparisons', 'differences', 'notes', 'quality']."),
    Row("a table whose name is not lower_snake", rename(HISTORY, "votes/tables/History-2.yaml"), DescriptionError, "data/votes/tables/History-2.yaml:1: a table named `History-2`; expected lower_snake of at most 31 signs, not one of ['comparisons', 'differences', 'notes', 'quality']."),
    Row("a table whose name is too long for a sheet", rename(HISTORY, "votes/tables/the_history_of_the_votes_before_2005.yaml"), DescriptionError, "data/votes/tables/the_history_of_the_votes_before_2005.yaml:1: a table named `the_history_of_the_votes_before_2005`; expected lower_snake of at most 31 signs, not one of ['comparisons', 'differences', 'notes', 'quality']."),
    Row("a field twice", edit(ELECTIONS, "  - source_id\n", "  - source_id\n  - source_id\n"), DescriptionError, "data/votes/tables/elections.yaml:23:fields/#7: field `source_id` twice; expected each field once."),
    Row("a field that the codebook does not have", edit(ELECTIONS, "  - source_id\n", "  - source_id\n  - turnout\n"), DescriptionError, "data/votes/tables/elections.yaml:23:fields/#7: field `turnout` without `title`; expected a title here or in codebook.yaml.\ndata/votes/tables/elections.yaml:23:fields/#7: field `turnout` without `description`; expected a description here or in codebook.yaml."),
    Row("a key of an unknown field", edit(ELECTIONS, "key: [election_id]", "key: [elekcion_id]"), DescriptionError, "data/votes/tables/elections.yaml:3:key: no field `elekcion_id`; expected one of election_id, election_date, election_type, name_sq, name_en, source_id. Did you mean `election_id`."),
    Row("an order by an unknown field", edit(TURNOUT, "order: [-election_id]", "order: [-election_date]"), DescriptionError, f"data/votes/tables/turnout.yaml:6:order: no field `election_date`; expected one of {FIELDS}. Did you mean `election_id`."),
    Row("a label of an unknown field", edit(ELECTIONS, "label: {sq: name_sq, en: name_en}", "label: {sq: name_sq, en: name}"), DescriptionError, "data/votes/tables/elections.yaml:5:label: no field `name`; expected one of election_id, election_date, election_type, name_sq, name_en, source_id. Did you mean `name_sq`."),
    Row("more rows at least than at most", edit(ALIASES, "rows: [4, 6]", "rows: [6, 4]"), DescriptionError, "data/places/tables/aliases.yaml:5:rows: from 6 to 4 rows; expected [least, most]."),
    Row("an unknown codelist", edit(TURNOUT, "codelist: status", "codelist: statusi"), DescriptionError, "data/votes/tables/turnout.yaml:52:fields/#9: no codelist `statusi`; expected one of election_type, status. Did you mean `status`."),
    Row("an unknown type", edit(ELECTIONS, "type: date", "type: dat"), DescriptionError, "data/votes/tables/elections.yaml:9:fields/#2/type: `dat`; expected one of string, integer, number, date, boolean, year. Did you mean `date`."),
    Row("an unknown key of a field", edit(TURNOUT, "required: true\n    constraints", "require: true\n    constraints"), DescriptionError, "data/votes/tables/turnout.yaml:24:fields/#4/require: unknown key `require`; expected one of name, title, description, type, decimals, unit, from, missing, number, date, recode, resolve, constant, derive, codelist, required, constraints, show. Did you mean `required`."),
    Row("decimals of an integer", edit(TURNOUT, "missing: [n/a]", "missing: [n/a]\n    decimals: 2"), DescriptionError, "data/votes/tables/turnout.yaml:30:fields/#6: `decimals` for a field of type integer; expected number. Delete it, or say another `type:`."),
    Row("one sign for groups and decimals", edit(PLACES_TABLE, '{decimal: ",", group: "."}', '{group: "."}'), DescriptionError, "data/places/tables/places.yaml:10:fields/#4: one sign for groups and decimals; expected two different signs. Say `decimal:` too."),
    Row("a field both derived and read", edit(TURNOUT, "derive: 100", "from: Votues\n    derive: 100"), DescriptionError, "data/votes/tables/turnout.yaml:46:fields/#8: `turnout_pct` with `derive` and `from`; expected one origin of its values. Delete one."),
    Row("a derived field with words for missing", edit(TURNOUT, "derive: 100", "missing: [x]\n    derive: 100"), DescriptionError, "data/votes/tables/turnout.yaml:46:fields/#8: `turnout_pct` with `derive` and `missing`; expected either. A derived field is not read: delete `missing`."),
    Row("a pattern that is no regular expression", edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '[a-'},"), DescriptionError, "data/votes/tables/elections.yaml:20:fields/#4: the pattern `[a-`: unterminated character set at position 0; expected a regular expression."),
    Row("a pattern for an integer", edit(TURNOUT, "required: true\n    constraints: {minimum: 0}", "required: true\n    constraints: {pattern: x}"), DescriptionError, "data/votes/tables/turnout.yaml:18:fields/#4: `pattern` for a field of type integer; expected string. Delete it, or say another `type:`."),
    Row("a minimum for a text", edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {minimum: 3},"), DescriptionError, "data/votes/tables/elections.yaml:20:fields/#4: `minimum` for a field of type string; expected integer or number or year or date. Delete it, or say another `type:`.\ndata/votes/tables/elections.yaml:20:fields/#4: `minimum: 3`; expected a value of type string."),
    Row("a minimum that is no number", edit(TURNOUT, "required: true\n    constraints: {minimum: 0}", "required: true\n    constraints: {minimum: zero}"), DescriptionError, "data/votes/tables/turnout.yaml:18:fields/#4: `minimum: zero`; expected a value of type integer."),
    Row("a minimum that is no date", edit(ELECTIONS, "minimum: 2000-01-01", "minimum: 01.01.2000"), DescriptionError, "data/votes/tables/elections.yaml:8:fields/#2: `minimum: 01.01.2000`; expected a value of type date."),
    Row("a codelist of numbers", edit(TURNOUT, "missing: [n/a]", "missing: [n/a]\n    codelist: status"), DescriptionError, "data/votes/tables/turnout.yaml:30:fields/#6: `codelist` for a field of type integer; expected string. Delete it, or say another `type:`."),
    Row("a date pattern with an unknown letter", edit(ELECTIONS, '"%d.%m.%Y"', '"%d.%m.%Q"'), DescriptionError, "data/votes/tables/elections.yaml:8:fields/#2: the pattern `%d.%m.%Q`; expected day, month and year, such as %d.%m.%Y."),
    Row("a date pattern without a year", edit(ELECTIONS, '"%d.%m.%Y"', '"%d.%m"'), DescriptionError, "data/votes/tables/elections.yaml:8:fields/#2: the pattern `%d.%m`; expected day, month and year, such as %d.%m.%Y."),
    Row("a reference to an unknown table", edit(TURNOUT, "table: elections}", "table: elektions}"), InvalidTableError, "data/votes/tables/turnout.yaml:61:references/#1: no table `votes/elektions`; expected one of places/aliases, places/places, places/sources, votes/elections, votes/history, votes/notes, votes/sources, votes/turnout. Did you mean `votes/elections`."),
    Row("a reference to an unknown table of another dataset", edit(TURNOUT, "table: places/places}", "table: places/plases}"), InvalidTableError, "data/votes/tables/turnout.yaml:62:references/#2: no table `places/plases`; expected one of places/aliases, places/places, places/sources, votes/elections, votes/history, votes/notes, votes/sources, votes/turnout. Did you mean `places/places`."),
    Row("a reference to an unknown dataset", edit(TURNOUT, "table: places/places}", "table: plases/places}"), DescriptionError, "data/votes/tables/turnout.yaml:62:references/#2/table: no dataset `plases`; expected one of places, votes. Did you mean `places`."),
    Row("a reference to an unknown field", edit(TURNOUT, "{field: place_code, table: places/places}", "{field: place_code, table: places/places, to: code}"), InvalidTableError, "data/votes/tables/turnout.yaml:62:references/#2: no field `code` in `places/places`; expected one of place_code, name_sq, name_en, area_km2, is_town, source_id."),
    Row("a reference from an unknown field", edit(TURNOUT, "{field: place_code, table: places/places}", "{field: place, table: places/places, to: place_code}"), DescriptionError, f"data/votes/tables/turnout.yaml:61:references: no field `place`; expected one of {FIELDS}. Did you mean `place_code`."),
    Row("a reference of one field to two", edit(TURNOUT, "{field: place_code, table: places/places}", "{field: place_code, table: places/places, to: [place_code, name_sq]}"), DescriptionError, "data/votes/tables/turnout.yaml:62:references/#2: 1 fields to 2; expected as many on both sides."),
    Row("a reference without a field", edit(TURNOUT, "{field: place_code, table: places/places}", "{table: places/places}"), DescriptionError, "data/votes/tables/turnout.yaml:62:references/#2: no `field`; expected `field` to be said."),
    Row("a reference with field and fields", edit(TURNOUT, "{field: place_code, table: places/places}", "{field: place_code, fields: [place_code], table: places/places}"), DescriptionError, "data/votes/tables/turnout.yaml:62:references/#2: both `field` and `fields`; expected one of them. Delete the other."),
    Row("names resolved through an unknown table", edit(TURNOUT, "{table: places/aliases, by", "{table: places/alias, by"), InvalidTableError, "data/votes/tables/turnout.yaml:13:fields/#2/resolve: no table `places/alias`; expected a table built before this one."),
    Row("names resolved through an unknown dataset", edit(TURNOUT, "{table: places/aliases, by", "{table: palces/aliases, by"), DescriptionError, "data/votes/tables/turnout.yaml:13:fields/#2/resolve/table: no dataset `palces`; expected one of places, votes. Did you mean `places`."),
    Row("names resolved through an unknown field", edit(TURNOUT, "by: alias,", "by: name,"), InvalidTableError, "data/votes/tables/turnout.yaml:13:fields/#2/resolve: no field `name` in `places/aliases`; expected one of alias, place_code, source_id."),
    Row("two datasets that refer to each other", edit(ALIASES, "references:", "references:\n  - {field: place_code, table: votes/history}"), DescriptionError, "data/places/dataset.yaml:1: a circle of references: places, votes; expected one direction. Take one of them out."),
    Row("two tables that resolve through each other", together(edit(PLACES_TABLE, "from: code, required: true}", "from: code, required: true, resolve: {table: aliases, by: alias, take: place_code}}"), edit(ALIASES, "{name: place_code, from: code, required: true}", "{name: place_code, from: code, required: true, resolve: {table: places, by: name_sq, take: place_code}}")), DescriptionError, "data/places/tables/aliases.yaml:1: a circle of references: aliases, places; expected one direction. Take one of them out."),
    Row("an unpivoted position without a split", edit(HISTORY, "value: cell}", "value: cell, position: n}"), DescriptionError, "data/votes/tables/history.yaml:4:unpivot/position: a position without `split`; expected both or none."),
    Row("an unpivoted column with the name of a raw one", edit(HISTORY, "name: column,", "name: place,"), DescriptionError, "data/votes/tables/history.yaml:4:unpivot: `place`, which is a raw column too; expected a name of its own."),
    Row("two unpivoted columns with one name", edit(HISTORY, "name: column,", "name: cell,"), DescriptionError, "data/votes/tables/history.yaml:4:unpivot: the columns ['cell', 'cell']; expected a name of its own for each."),
]  # fmt: skip

EXPRESSIONS = [
    Row("an unknown name in a check", check("votes_kast <= registered_voters"), DescriptionError, f"data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown name `votes_kast` in `votes_kast <= registered_voters`; expected one of {FIELDS}. Did you mean `votes_cast`."),
    Row("an unknown name in keep", edit(TURNOUT, "keep: Vendi", "keep: Vend"), DescriptionError, "data/votes/tables/turnout.yaml:3:keep: unknown name `Vend` in `Vend != 'Gjithsej'`; expected one of Zgjedhja, Vendi, Votues, Votuan, Përqind, Gjendja, Burimi, Shënim. Did you mean `Vendi`."),
    Row("an unknown name in derive", derive("votes_kast / 2"), DescriptionError, f"data/votes/tables/turnout.yaml:48:fields/#8/derive: unknown name `votes_kast` in `votes_kast / 2`; expected one of {READ}, status, source_id. Did you mean `votes_cast`."),
    Row("a derived field that needs itself", derive("100 * turnout_pct"), DescriptionError, f"data/votes/tables/turnout.yaml:48:fields/#8/derive: unknown name `turnout_pct` in `100 * turnout_pct`; expected one of {READ}, status, source_id."),
    Row("half an expression", check("votes_cast <="), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast <=`: invalid syntax; expected an expression such as votes_cast <= registered_voters."),
    Row("an attribute", check("votes_cast.__class__ == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast.__class__` in `votes_cast.__class__ == 1`; expected the grammar of docs/dataset-format.md."),
    Row("a call of Python", check("__import__('os').system('true') == 0"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `__import__('os').system('true')` in `__import__('os').system('true') == 0`; expected the grammar of docs/dataset-format.md."),
    Row("an unknown function", check("average(votes_cast) > 0"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown function `average` in `average(votes_cast) > 0`; expected the grammar of docs/dataset-format.md."),
    Row("a function of Python", check("(lambda: 1) == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `lambda: 1` in `(lambda: 1) == 1`; expected the grammar of docs/dataset-format.md."),
    Row("a power", check("votes_cast ** 99999 == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast ** 99999` in `votes_cast ** 99999 == 1`; expected the grammar of docs/dataset-format.md."),
    Row("is null", check("votes_cast is null"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `is` (write missing(x)) in `votes_cast is null`; expected the grammar of docs/dataset-format.md."),
    Row("a constant of Python", check("is_town == True"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `True` (write true) in `is_town == True`; expected the grammar of docs/dataset-format.md."),
    Row("too few values for a function", check("round(votes_cast) == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `round` with 1 values in `round(votes_cast) == 1`; expected the grammar of docs/dataset-format.md."),
    Row("a list outside in", check("votes_cast == [1]"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: a list outside `in` in `votes_cast == [1]`; expected the grammar of docs/dataset-format.md."),
    Row("a list of names", check("status in [source_id]"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `in` without a list of constants in `status in [source_id]`; expected the grammar of docs/dataset-format.md."),
    Row("a number compared with a text", check("votes_cast <= 'many'"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast <= 'many'`: less_equal of int64, string; expected types that go together."),
    Row("a number among texts", check("votes_cast in ['many']"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast in ['many']`: Failed to parse string: 'many' as a scalar of type int64; expected types that go together."),
    Row("a check that is no condition", check("votes_cast + registered_voters"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast + registered_voters` gives int64; expected a condition, true or false."),
    Row("two numbers joined by and", check("votes_cast and registered_voters"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast and registered_voters`: and of int64, int64; expected types that go together."),
    Row("a beginning that is a column", check("starts_with(status, source_id)"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `starts_with` without a written text as its second value in `starts_with(status, source_id)`; expected the grammar of docs/dataset-format.md."),
    Row("a number of decimals that is a column", check("round(turnout_pct, votes_cast) == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `round` without a written number as its second value in `round(turnout_pct, votes_cast) == 1`; expected the grammar of docs/dataset-format.md."),
    Row("the year of a text", check("year(status) == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `year(status) == 1`: year of string; expected types that go together."),
    Row("the sum of words", check("sum(status) == 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `sum(status) == 1`: sum of string; expected types that go together."),
    Row("a number that no column holds", check("votes_cast <= 99999999999999999999"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: a number of more than 15 digits in `votes_cast <= 99999999999999999999`; expected the grammar of docs/dataset-format.md."),
    Row("a number with an exponent in an expression", check("votes_cast <= 1e400"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: a number of more than 15 digits in `votes_cast <= 1e400`; expected the grammar of docs/dataset-format.md."),
    Row("a function without its values", check("round == 1"), DescriptionError, f"data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown name `round` in `round == 1`; expected one of {FIELDS}."),
    Row("a check that is a number", edit(TURNOUT, "formula: votes_cast <= registered_voters", "formula: 7"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `7`; expected an expression."),
    Row("a day that is none, in an expression", edit(ELECTIONS, "label:", "checks:\n  - {formula: election_date > '31.02.2025', because: {sq: a, en: b}}\nlabel:"), DescriptionError, "data/votes/tables/elections.yaml:6:checks/#1/formula: `election_date > '31.02.2025'`: '31.02.2025' is no day written YYYY-MM-DD; expected types that go together."),
    Row("a date compared with a column of texts", edit(ELECTIONS, "label:", "checks:\n  - {formula: election_date > name_sq, because: {sq: a, en: b}}\nlabel:"), DescriptionError, "data/votes/tables/elections.yaml:6:checks/#1/formula: `election_date > name_sq`: greater of date32[day], string; expected types that go together."),
    Row("parentheses without end", check("(" * 300 + "votes_cast" + ")" * 300 + " > 1"), DescriptionError, "data/votes/tables/turnout.yaml:64:checks/#1/formula: `((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…`: too many nested parentheses; expected an expression such as votes_cast <= registered_voters."),
]  # fmt: skip

YAML = [
    Row("a brace that is never closed", edit(VOTES, "title: {sq: Votat, en: Votes}", "title: {sq: Votat, en: Votes"), DescriptionError, "data/votes/dataset.yaml:2: did not find expected ',' or '}'; expected valid YAML. See what is open since line 1."),
    Row("a colon in a text without quotes", edit(VOTES, "en: Two made-up elections.", "en: Two: made up"), DescriptionError, "data/votes/dataset.yaml:2: did not find expected ',' or '}'; expected valid YAML."),
    Row("a key twice in YAML", edit(VOTES, "order: 2\n", "order: 2\norder: 3\n"), DescriptionError, "data/votes/dataset.yaml:6: `order` twice; expected each key once. Delete one."),
    Row("a tab", edit(VOTES, "  - version: 1.1.0", "\t- version: 1.1.0"), DescriptionError, "data/votes/dataset.yaml:7: a tab; expected blanks. Put blanks in its place."),
    Row("an alias", edit(VOTES, "title: {sq: Votat, en: Votes}\nsummary: {sq: Dy zgjedhje të trilluara., en: Two made-up elections.}", "title: &t {sq: Votat, en: Votes}\nsummary: *t"), DescriptionError, "data/votes/dataset.yaml:1: an alias (`*name`); expected values written out."),
    Row("a tag", edit(VOTES, "licence: CC", "licence: !!python/object:os.system CC"), DescriptionError, "data/votes/dataset.yaml:3: the tag tag:yaml.org,2002:python/object:os.system; expected plain YAML without tags."),
    Row("a description in Latin-1", replace(VOTES, "ë", b"\xeb"), DescriptionError, "data/votes/dataset.yaml:2: byte 0xeb; expected UTF-8. Save the file as UTF-8."),
    Row("a NUL in a description", replace(VOTES, b"Votat", b"Vo\0tat"), DescriptionError, "data/votes/dataset.yaml:1: the control character U+0000; expected text. Delete it."),
    Row("an empty description", write(NOTES, ""), DescriptionError, "data/votes/notes.yaml: an empty file; expected a description. Fill it or delete it."),
    Row("a description of comments only", write(VOTES, "# soon\n"), DescriptionError, "data/votes/dataset.yaml: an empty file; expected a description. Fill it or delete it."),
    Row("a list where a mapping is meant", write(VOTES, "- a\n"), DescriptionError, "data/votes/dataset.yaml:1: `['a']`; expected a mapping."),
    Row("a mapping where a list is meant", write(NOTES, "a: b\n"), DescriptionError, "data/votes/notes.yaml:1: `{'a': 'b'}`; expected a list."),
    Row("two documents in one file", append(VOTES, "---\na: b\n"), DescriptionError, "data/votes/dataset.yaml:23: but found another document; expected valid YAML. See what is open since line 1."),
    Row("a thousand brackets", edit(VOTES, "order: 2", "order: " + "[" * 1000 + "]" * 1000), DescriptionError, "data/votes/dataset.yaml:5: more than 20 values inside one another; expected a description."),
    Row("a list as a key", edit(VOTES, "order: 2", "? [a, b]\n: 2"), DescriptionError, "data/votes/dataset.yaml:5: a key that is not a word; expected words as keys."),
    Row("a number of five thousand digits", edit(VOTES, "order: 2", "order: " + "9" * 5000), DescriptionError, "data/votes/dataset.yaml:5: a number of 5000 digits; expected at most 18."),
    Row("a codebook that is empty", write(CODEBOOK, ""), DescriptionError, "data/codebook.yaml: an empty file; expected a description. Fill it or delete it."),
    Row("a list where the codebook has a text", edit(CODEBOOK, "en: Place code", "en: [Place code]"), DescriptionError, "data/codebook.yaml:3:fields/place_code/title/en: `['Place code']`; expected text."),
]  # fmt: skip

CHARTS = [
    Row("a chart of an unknown kind", chart("kind: bars", "kind: bar"), DescriptionError, "data/votes/charts.yaml:2:#1/kind: `bar`; expected one of bars, columns, lines, dots, map. Did you mean `bars`."),
    Row("a chart of an unknown table", chart("table: turnout", "table: turnaut"), ChartError, "data/votes/charts.yaml:3:#1/table: no table `turnaut`; expected one of elections, history, sources, turnout, notes, comparisons, differences. Did you mean `turnout`."),
    Row("a chart of an unknown column", chart("value: turnout_pct", "value: turnout"), ChartError, f"data/votes/charts.yaml:1:chart `turnout-2025`: no field `turnout` in table `turnout` (value); expected one of {FIELDS}, note_ids. Did you mean `turnout_pct`."),
    Row("a chart by an unknown column", chart("category: place_code", "category: place"), ChartError, f"data/votes/charts.yaml:1:chart `turnout-2025`: no field `place` in table `turnout` (category or x); expected one of {FIELDS}, note_ids. Did you mean `place_code`."),
    Row("an unknown key of a chart", chart("category: place_code", "kategory: place_code"), DescriptionError, "data/votes/charts.yaml:5:#1/kategory: unknown key `kategory`; expected one of name, kind, table, where, category, x, value, group, series, facet, order, mark, mark_text, same, geometry, feature, title, alt, caption, unit_title. Did you mean `category`."),
    Row("a chart of rows by an unknown name", chart("election_id ==", "elekcion_id =="), DescriptionError, f"data/votes/charts.yaml:4:#1/where: unknown name `elekcion_id` in `elekcion_id == 'local-2025'`; expected one of {FIELDS}, note_ids. Did you mean `election_id`."),
    Row("a chart of no row", chart("local-2025", "local-1925"), ChartError, "data/votes/charts.yaml:1:#1: chart `turnout-2025` without a row; expected at least one."),
    Row("a chart's title that misses a language", chart("title: {sq: Pjesëmarrja, en: Turnout}", "title: {sq: Pjesëmarrja}"), DescriptionError, "data/votes/charts.yaml:1:chart `turnout-2025`: `title` misses ['en']; expected every language. Write it."),
    Row("a chart's text that asks for an unknown value", chart("en: Bars.", "en: 'Bars {most}.'"), DescriptionError, "data/votes/charts.yaml:1:chart `turnout-2025`: `alt` in en has unknown {most}; expected {n}, {max}, {max_label}, {min}, {min_label}, {total}, {missing}."),
    Row("a chart without a text for those who cannot see it", chart("  alt: {sq: Shirita., en: Bars.}\n", ""), DescriptionError, "data/votes/charts.yaml:1:#1: no `alt`; expected `alt` to be said."),
    Row("two charts of one name", write("votes/charts.yaml", CHART * 2), DescriptionError, "data/votes/charts.yaml:9:chart `turnout-2025`: a second chart of this name; expected each name once. Rename it."),
    Row("a chart of words", chart("value: turnout_pct", "value: status"), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: `value: status` of type string; expected an integer or a number."),
    Row("a chart that mixes what must not be mixed", chart("  where: election_id == 'local-2025'\n", "  group: sum\n  same: [status]\n"), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: `status` is `final`, `preliminary`; expected one single `status` in a series. Narrow `where`, or split by `series`."),
    Row("a chart with several rows at one place", chart("  where: election_id == 'local-2025'\n", ""), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: 3 places with more than one row (01, 02, 03); expected one row each. Narrow `where`, or say `group: sum`."),
    Row("a chart over time of codes", chart("kind: bars\n  table: turnout\n  where: election_id == 'local-2025'\n  category:", "kind: lines\n  table: turnout\n  where: election_id == 'local-2025'\n  x:"), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: `x: place_code` of type string; expected a date, a year or a number."),
    Row("a map without geometry", chart("kind: bars", "kind: map"), DescriptionError, "data/votes/charts.yaml:1:chart `turnout-2025`: a map without `geometry`; expected a published GeoJSON file as <dataset>/<file>."),
    Row("a map of an unknown file", chart("kind: bars", "kind: map\n  geometry: places/borders"), ChartError, "data/votes/charts.yaml:3:#1/geometry: no file `places/borders`; expected one of places/outlines."),
    Row("a map of an unknown dataset", chart("kind: bars", "kind: map\n  geometry: plases/outlines"), DescriptionError, "data/votes/charts.yaml:3:#1/geometry: no dataset `plases`; expected one of places, votes. Did you mean `places`."),
    Row("a map of a file that is no JSON", geometry("nonsense"), ChartError, "data/votes/charts.yaml:3:#1/geometry: `places/outlines`, which is not JSON; expected a GeoJSON file."),
    Row("a map of a file without areas", geometry("{}"), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: places/outlines without features; expected a GeoJSON FeatureCollection."),
    Row("a map that lacks an area", together(replace(OUTLINES, '"id": "03"', '"id": "04"'), chart("kind: bars", "kind: map\n  geometry: places/outlines")), ChartError, "data/votes/charts.yaml:1:chart `turnout-2025`: rows for ['03'], which the map does not have; expected the areas of places/outlines. Narrow `where`."),
]  # fmt: skip

LANGUAGES = [
    Row("no catalogue", remove("../languages"), DescriptionError, "languages: no catalogue; expected one `<code>.toml` per language."),
    Row("a word that one catalogue lacks", edit(ENGLISH, '"file.version" = "Version"\n', ""), DescriptionError, "languages/en.toml: file.version: no wording; expected the same words in every language. Translate this key."),
    Row("a word that is empty", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = ""'), DescriptionError, "languages/en.toml: file.version: no wording; expected the same words in every language. Translate this key."),
    Row("a word with another placeholder", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version {n}"'), DescriptionError, f"languages/en.toml:{WORD}:file.version: the placeholders ['n']; expected [] as in languages/sq.toml."),
    Row("a word with an open brace", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version {"'), DescriptionError, f"languages/en.toml:{WORD}:file.version: `Version {{`; expected a text, or one for each plural form; braces in pairs."),
    Row("a word that is a number", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = 1'), DescriptionError, f"languages/en.toml:{WORD}:file.version: `1`; expected a text, or one for each plural form; braces in pairs."),
    Row("a key without its quotes", edit(ENGLISH, '"file.version" = "Version"', 'file.version = "Version"'), DescriptionError, f"languages/en.toml:{WORD}:file: `{{'version': 'Version'}}`; expected a text, or one for each plural form; braces in pairs. Write a key with dots in quotes, as \"file.…\"."),
    Row("a plural form too many", edit(ENGLISH, '"file.rows" = { one', '"file.rows" = { few = "{n} rows", one'), DescriptionError, f"languages/en.toml:{ROWS}:file.rows: the plural forms ['few', 'one', 'other']; expected those of CLDR: ['one', 'other']."),
    Row("a plural form that is missing", edit(ENGLISH, '"file.rows" = { one = "{n} row", other', '"file.rows" = { other'), DescriptionError, f"languages/en.toml:{ROWS}:file.rows: the plural forms ['other']; expected those of CLDR: ['one', 'other']."),
    Row("a catalogue that is no TOML", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = Version'), DescriptionError, f"languages/en.toml:{WORD}: Invalid value; expected a catalogue in TOML."),
    Row("a word twice", edit(ENGLISH, '"file.version" = "Version"', '"file.version" = "Version"\n"file.version" = "Version"'), DescriptionError, f"languages/en.toml:{WORD + 1}: Cannot overwrite a value; expected a catalogue in TOML."),
    Row("an unknown locale", edit(ENGLISH, 'locale = "en_GB"', 'locale = "xx_XX"'), DescriptionError, "languages/en.toml: the locale `xx_XX`; expected one of CLDR such as sq_XK."),
    Row("a catalogue without a header", edit(ENGLISH, "[language]", "[langage]"), DescriptionError, 'languages/en.toml: [language] without `locale`; expected locale = "sq_XK".'),
    Row("a catalogue without words", edit(ENGLISH, "[words]", "[wards]"), DescriptionError, "languages/en.toml: no [words]; expected the site's words under this heading."),
    Row("a catalogue whose order is a word", edit(ENGLISH, "order = 2", 'order = "second"'), DescriptionError, "languages/en.toml: [language] with `order = 'second'`; expected order = 1."),
    Row("a catalogue in Latin-1", replace("../languages/sq.toml", "ë", b"\xeb"), DescriptionError, "languages/sq.toml:1: byte 0xeb; expected UTF-8. Save the file as UTF-8."),
    Row("a catalogue whose name is no language code", rename(ENGLISH, "../languages/English.toml"), DescriptionError, "languages/English.toml: the name `English.toml`; expected a language code such as sq.toml. Rename it."),
]  # fmt: skip

REFUSED = [
    *RAW_FILES,
    *CELLS,
    *PROMISES,
    *CORRECTED,
    *TEXTS,
    *DATASETS,
    *TABLES,
    *EXPRESSIONS,
    *YAML,
    *CHARTS,
    *LANGUAGES,
]


@pytest.mark.parametrize("row", REFUSED, ids=[row.sentence for row in REFUSED])
def test_bad_input_is_refused_with_a_located_message_and_nothing_half_written(row: Row, project: Project):
    row.spoil(project)
    before = snapshot(project.root / "build")

    with pytest.raises(PipelineError) as refusal:
        project.build(*row.asked)

    assert str(refusal.value) == row.message
    assert type(refusal.value) is row.kind
    assert snapshot(project.root / "build") == before
    assert sorted(path.name for path in project.root.glob(".build*")) == [".build.lock"]


def test_every_kind_of_bad_input_has_a_sentence_of_its_own():
    sentences = [row.sentence for row in REFUSED]

    assert len(set(sentences)) == len(sentences)
