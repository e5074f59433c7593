"""Cells that their field does not take."""

from __future__ import annotations

from pipeline.errors import DescriptionError, InvalidTableError, SourceError
from refused.ways import (
    ELECTIONS_RAW,
    HISTORY,
    HISTORY_RAW,
    MORE,
    PLACES_RAW,
    PLACES_TABLE,
    SOURCES_RAW,
    TURNOUT_RAW,
    WRITE_NUMBERS,
    Row,
    edit,
    replace,
    row,
    together,
)

ROWS = [
    Row(
        "a number with signs that are not declared",
        edit(PLACES_TABLE, '    number: {decimal: ",", group: "."}\n', ""),
        SourceError,
        f"data/places/raw/places.csv:2:area: `1.234,5`; expected a number written `1234.5`. {WRITE_NUMBERS}\ndata/places/raw/places.csv:4:area: `7,0`; expected a number written `1234.5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a group of two digits",
        row("local-2025,Gurzi,1.10,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `1.10`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "groups and decimals with one sign",
        row("local-2025,Gurzi,450.000.00,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `450.000.00`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a number with leading zeros",
        row("local-2025,Gurzi,0550,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `0550`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a blank after a number",
        row("local-2025,Gurzi,1.100 ,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `1.100 `; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "NaN",
        row("local-2025,Gurzi,NaN,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `NaN`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "INF",
        row("local-2025,Gurzi,1.100,550,INF,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Përqind: `INF`; expected a number written `1234.5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a number with an exponent",
        row("local-2025,Gurzi,1e3,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `1e3`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "digits of another script",
        row("local-2025,Gurzi,١٢٣,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `١٢٣`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a plus sign",
        row("local-2025,Gurzi,+100,550,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votues: `+100`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a word for missing that is not listed",
        row("local-2025,Gurzi,1.100,N/A,51.0,paraprake,V2,"),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votuan: `N/A`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
    Row(
        "a fraction where a count is meant",
        row('local-2025,Gurzi,"1.100,5",550,51.0,paraprake,V2,'),
        SourceError,
        "data/votes/raw/turnout.csv:7:Votues: `1.100,5`; expected a whole number.",
    ),
    Row(
        "an integer beyond 64 bits",
        row("local-2025,Gurzi,99999999999999999999,550,51.0,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7:Votues: `99999999999999999999`; expected at most 15 digits, which every format keeps.",
    ),
    Row(
        "an integer that a spreadsheet would round",
        row("local-2025,Gurzi,9007199254740993,550,51.0,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7:Votues: `9007199254740993`; expected at most 15 digits, which every format keeps.",
    ),
    Row(
        "too many decimals",
        row("local-2025,Gurzi,1.100,550,51.25,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7:Përqind: `51.25`; expected at most 1 decimals. Raise `decimals`: digits are never dropped silently.",
    ),
    Row(
        "too many digits before the decimals",
        together(edit(PLACES_TABLE, "decimals: 1", "decimals: 12"), edit(PLACES_RAW, '"7,0"', '"1234567,0"')),
        SourceError,
        "data/places/raw/places.csv:4:area: `1234567,0`; expected at most 6 digits before the decimals.",
    ),
    Row(
        "the 31st of February",
        edit(ELECTIONS_RAW, "12.10.2025", "31.02.2025"),
        SourceError,
        "data/votes/raw/elections.csv:3:day: `31.02.2025`; expected a day of the calendar, written %d.%m.%Y.",
    ),
    Row(
        "a date in another order than declared",
        edit(ELECTIONS_RAW, "12.10.2025", "2025-10-12"),
        SourceError,
        "data/votes/raw/elections.csv:3:day: `2025-10-12`; expected a day of the calendar, written %d.%m.%Y.",
    ),
    Row(
        "a date in digits of another script",
        edit(ELECTIONS_RAW, "12.10.2025", "١٢.10.2025"),
        SourceError,
        "data/votes/raw/elections.csv:3:day: `١٢.10.2025`; expected a date written %d.%m.%Y. Declare `date:` as the source prints it.",
    ),
    Row(
        "a date that is not ISO where nothing is declared",
        edit(SOURCES_RAW, "2025-10-13", "13.10.2025"),
        SourceError,
        "data/votes/raw/sources.csv:3:date: `13.10.2025`; expected a date written YYYY-MM-DD. Declare `date:` as the source prints it.",
    ),
    Row(
        "a day that the calendar does not have",
        edit(SOURCES_RAW, "2025-10-13", "2025-02-30"),
        SourceError,
        "data/votes/raw/sources.csv:3:date: `2025-02-30`; expected a day of the calendar, written YYYY-MM-DD.",
    ),
    Row(
        "a year of two digits",
        together(replace(HISTORY, "1999", "99"), replace(HISTORY_RAW, "1999", "99")),
        SourceError,
        "data/votes/raw/history.csv:2:column: `99`; expected a year such as 2025.\ndata/votes/raw/history.csv:4:column: `99`; expected a year such as 2025.",
    ),
    Row(
        "a word where true or false is meant",
        edit(PLACES_TABLE, '    recode: {po: "true", jo: "false"}\n', ""),
        SourceError,
        "data/places/raw/places.csv:2:town: `po`; expected true or false. Recode what the source prints.\ndata/places/raw/places.csv:3:town: `jo`; expected true or false. Recode what the source prints.\ndata/places/raw/places.csv:4:town: `jo`; expected true or false. Recode what the source prints.",
    ),
    Row(
        "a text that recode does not list",
        edit(PLACES_RAW, "po,P1", "ndoshta,P1"),
        SourceError,
        "data/places/raw/places.csv:2:town: `ndoshta`; expected one of `po`, `jo`. Add it to `recode` if it is meant.",
    ),
    Row(
        "a recode to something of another type",
        edit(PLACES_TABLE, 'jo: "false"', 'jo: "nej"'),
        DescriptionError,
        "data/places/tables/places.yaml:20:fields/#5/recode/jo: `nej`; expected true or false.",
    ),
    Row(
        "a constant of another type",
        edit(
            HISTORY,
            "  - {name: source_id, constant: V1}",
            "  - {name: edition, type: integer, constant: first, title: {sq: a, en: b}, description: {sq: a, en: b}}\n  - {name: source_id, constant: V1}",
        ),
        DescriptionError,
        "data/votes/tables/history.yaml:11:fields/#4/constant: `first`; expected a number written `1234.5`.",
    ),
    Row(
        "an unknown spelling near known ones",
        row("local-2025,Gurzzi,1.100,550,51.0,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7:Vendi: `Gurzzi`; expected a name listed in `places/aliases`. Did you mean `Gurzi` or `Gurëz`.",
    ),
    Row(
        "an unknown spelling near nothing",
        row("local-2025,Atlantis,1.100,550,51.0,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7:Vendi: `Atlantis`; expected a name listed in `places/aliases`. Add the spelling to `places/aliases`.",
    ),
    Row(
        "a spelling that stands for two codes",
        edit(MORE, "Gurzi,03", "gurez,02"),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:13:fields/#2/resolve: `gurez` stands for `03` and `02` in `places/aliases`; expected one code for each name.",
    ),
    Row(
        "several bad cells, told at once and by line",
        together(row("local-2025,Gurzi,many,few,51.0,paraprake,V2,"), edit(TURNOUT_RAW, "2.400", "2.4")),
        SourceError,
        f"data/votes/raw/turnout.csv:7:Votuan: `few`; expected a number written `1.234,5`. {WRITE_NUMBERS}\ndata/votes/raw/turnout.csv:7:Votues: `many`; expected a number written `1.234,5`. {WRITE_NUMBERS}\ndata/votes/raw/turnout.csv:8:Votues: `2.4`; expected a number written `1.234,5`. {WRITE_NUMBERS}",
    ),
]
