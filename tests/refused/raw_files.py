"""Raw files that cannot be read as what they are said to be."""

from __future__ import annotations

from pipeline.errors import DescriptionError, InvalidTableError, SourceError
from refused.ways import (
    ALIASES,
    ALIASES_RAW,
    DESCRIBE,
    HISTORY,
    HISTORY_RAW,
    MORE,
    PLACES_RAW,
    TURNOUT,
    TURNOUT_RAW,
    Row,
    append,
    edit,
    link,
    make_folder,
    prepend,
    remove,
    replace,
    row,
    together,
    write,
)

ROWS = [
    Row(
        "a column that no field reads",
        together(
            replace(TURNOUT_RAW, ",\n", ",,\n"),
            edit(TURNOUT_RAW, "smudged\n", "smudged,\n"),
            edit(TURNOUT_RAW, "Shënim\n", "Shënim,Pavlefshme\n"),
        ),
        SourceError,
        f"data/votes/raw/turnout.csv:1: columns ['Pavlefshme'] that no field reads; {DESCRIBE}",
    ),
    Row(
        "a column that no field reads, in files without a row",
        together(write(ALIASES_RAW, "alias,code,kind\n"), write(MORE, "alias,code,kind\n")),
        SourceError,
        f"data/places/raw/aliases*.csv:1: columns ['kind'] that no field reads; {DESCRIBE}",
    ),
    Row(
        "a renamed column",
        edit(TURNOUT_RAW, ",Votuan,", ",Votuam,"),
        SourceError,
        f"data/votes/raw/turnout.csv:1: columns ['Votuam'] that no field reads, and none called ['Votuan']; {DESCRIBE}",
    ),
    Row(
        "a missing column",
        write(PLACES_RAW, "code,name_sq,name_en,area,source_id\n01,a,b,,P1\n"),
        DescriptionError,
        "data/places/tables/places.yaml:18:fields/#5: field `is_town` reads `town`, which raw/places.csv does not have; expected one of code, name_sq, name_en, area, source_id. Name the column it reads with `from:`.",
    ),
    Row(
        "a column to be ignored that is not there",
        edit(TURNOUT, "{Shënim: a clerk's remark}", "{Shënim: a clerk's remark, Vula: a stamp}"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:4:ignore: no column `Vula`; expected one of Zgjedhja, Vendi, Votues, Votuan, Përqind, Gjendja, Burimi, Shënim.",
    ),
    Row(
        "a column to be unpivoted that is not there",
        edit(HISTORY, '["1999", "2003"]', '["1999", "2003", "2007"]'),
        DescriptionError,
        "data/votes/tables/history.yaml:4:unpivot: no column `2007`; expected one of place, 1999, 2003.",
    ),
    Row(
        "a field that reads a misspelt column",
        edit(HISTORY, "from: cell", "from: cel"),
        DescriptionError,
        "data/votes/tables/history.yaml:10:fields/#3: field `votes_cast` reads `cel`, which raw/history.csv does not have; expected one of place, 1999, 2003, column, cell. Did you mean `cell`.",
    ),
    Row(
        "a byte order mark",
        prepend(TURNOUT_RAW, b"\xef\xbb\xbf"),
        SourceError,
        "data/votes/raw/turnout.csv:1: a byte order mark; expected plain UTF-8. Say `encoding: utf-8-sig`.",
    ),
    Row(
        "Latin-1 where UTF-8 is said",
        replace(TURNOUT_RAW, "Çezmë", "Çezmë".encode("latin-1")),
        SourceError,
        "data/votes/raw/turnout.csv:4: byte 0xc7; expected UTF-8. Say `encoding:` or save the file as UTF-8.",
    ),
    Row(
        "UTF-16 where UTF-8 is said",
        write(HISTORY_RAW, "place;1999;2003\n".encode("utf-16")),
        SourceError,
        "data/votes/raw/history.csv:1: UTF-16; expected UTF-8. Say `encoding: utf-16`.",
    ),
    Row(
        "a byte order mark where the order of bytes is said",
        together(
            edit(HISTORY, 'delimiter: ";"\n', 'delimiter: ";"\nencoding: utf-16-le\n'),
            write(HISTORY_RAW, "place;1999;2003\n".encode("utf-16")),
        ),
        SourceError,
        "data/votes/raw/history.csv:1: UTF-16; expected UTF-16-LE. Say `encoding: utf-16`.",
    ),
    Row(
        "a workbook",
        write(TURNOUT_RAW, b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xe1\x81"),
        SourceError,
        "data/votes/raw/turnout.csv: a workbook or an archive; expected a CSV file. Save the sheet as CSV, or unpack it.",
    ),
    Row(
        "a NUL byte",
        replace(TURNOUT_RAW, b"smudged", b"smud\0ged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the control character U+0000; expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a control character",
        replace(TURNOUT_RAW, b"smudged", b"smud\x07ged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the control character U+0007; expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a control character of the second kind",
        replace(TURNOUT_RAW, "smudged", "smud\x85ged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the control character U+0085; expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a cell that turns its direction",
        replace(TURNOUT_RAW, "smudged", "smud\u202eged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE); expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a code with a sign of no width",
        row("local-2025,Gurzi,1.100,550,51.0,para\u200bprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7: the invisible character U+200B (ZERO WIDTH SPACE); expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a soft hyphen",
        replace(TURNOUT_RAW, "smudged", "smud\u00adged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the invisible character U+00AD (SOFT HYPHEN); expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a filler that looks like nothing",
        replace(TURNOUT_RAW, "smudged", "smud\u3164ged"),
        SourceError,
        "data/votes/raw/turnout.csv:3: the invisible character U+3164 (HANGUL FILLER); expected text. Say `encoding:` if it is another, or get the file without it.",
    ),
    Row(
        "a line break inside quotes",
        edit(TURNOUT_RAW, "smudged", '"smud\nged"'),
        SourceError,
        "data/votes/raw/turnout.csv:3: a line break inside a cell; expected one line per row. Say `multiline: true` if it is meant.",
    ),
    Row(
        "a short row",
        row("local-2025,Gurzi,1.100,550,51.0,paraprake,V2"),
        SourceError,
        "data/votes/raw/turnout.csv:7: 7 cells; expected 8 as in the heading. Say `short_rows: true` if the others are empty.",
    ),
    Row(
        "a long row",
        row("local-2025,Gurzi,1.100,550,51.0,paraprake,V2,,"),
        SourceError,
        "data/votes/raw/turnout.csv:7: 9 cells; expected 8 as in the heading. Put a cell that holds `,` in quotes, say `heading_line:` if the heading is another, or name the columns behind it under `headings:`, such as 9: note.",
    ),
    Row(
        "a decimal comma outside quotes",
        row("local-2025,Gurzi,1.100,550,51,0,paraprake,V2,"),
        SourceError,
        "data/votes/raw/turnout.csv:7: 9 cells; expected 8 as in the heading. Put a cell that holds `,` in quotes, say `heading_line:` if the heading is another, or name the columns behind it under `headings:`, such as 9: note.",
    ),
    Row(
        "a blank line",
        edit(TURNOUT_RAW, "smudged\n", "smudged\n\n"),
        SourceError,
        "data/votes/raw/turnout.csv:4: a blank line; expected 8 cells. Say `blank_lines: true` if they are meant.",
    ),
    Row(
        "a blank line at the end",
        append(TURNOUT_RAW, "\n"),
        SourceError,
        "data/votes/raw/turnout.csv:9: a blank line; expected 8 cells. Say `blank_lines: true` if they are meant.",
    ),
    Row(
        "a hundred thousand blank lines",
        append(TURNOUT_RAW, "\n" * 100_000),
        SourceError,
        "\n".join(
            [
                *(
                    f"data/votes/raw/turnout.csv:{line}: a blank line; expected 8 cells. Say `blank_lines: true` if they are meant."
                    for line in range(9, 29)
                ),
                "… and 99980 more",
            ]
        ),
    ),
    Row(
        "a heading that is ours",
        edit(TURNOUT_RAW, "Burimi,Shënim", "Burimi,__line"),
        SourceError,
        "data/votes/raw/turnout.csv:1: the heading `__line`; expected one that does not begin with `__`, as our own columns do. Say another under `headings:`, such as 8: note.",
    ),
    Row(
        "a blank line before the heading",
        prepend(TURNOUT_RAW, b"\n"),
        SourceError,
        "data/votes/raw/turnout.csv:1: a blank line; expected the heading. Say `heading_line:`, such as 2.",
    ),
    Row(
        "an empty file",
        write(TURNOUT_RAW, ""),
        SourceError,
        "data/votes/raw/turnout.csv: an empty file; expected a heading and rows.",
    ),
    Row(
        "a heading without rows",
        write(HISTORY_RAW, "place;1999;2003\n"),
        InvalidTableError,
        "data/votes/tables/history.yaml:6:rows: 0 rows in `history`; expected 5. Look at what came or went, then say the new number.",
    ),
    Row(
        "a heading twice",
        edit(TURNOUT_RAW, "Votues,Votuan", "Votuan,Votuan"),
        SourceError,
        "data/votes/raw/turnout.csv:1: the heading `Votuan` twice; expected each heading once. Say one under `headings:`, such as 4: note.",
    ),
    Row(
        "a blank heading",
        edit(TURNOUT_RAW, ",Shënim\n", ", \n"),
        SourceError,
        "data/votes/raw/turnout.csv:1: a blank heading in column 8; expected a name for every column. Say one under `headings:`, such as 8: note, or `heading_line:` if the heading stands further down.",
    ),
    Row(
        "blank columns behind the last one",
        edit(TURNOUT_RAW, ",Shënim\n", ",Shënim,,\n"),
        SourceError,
        "data/votes/raw/turnout.csv:1: a blank heading in column 9, 10; expected a name for every column. Say one under `headings:`, such as 9: note, or `heading_line:` if the heading stands further down.",
    ),
    Row(
        "a heading said for a column that has one",
        edit(TURNOUT, "key:", "headings: {4: Votat}\nkey:"),
        SourceError,
        "data/votes/raw/turnout.csv:1: the heading `Votuan` of column 4; expected none, or one that stands twice. Delete 4 from `headings:`.",
    ),
    Row(
        "a heading said for a column that is not there",
        edit(TURNOUT, "key:", "headings: {9: Vula}\nkey:"),
        SourceError,
        "\n".join(
            f"data/votes/raw/turnout.csv:{line}: 8 cells; expected 9 as in the heading and under `headings:`. Say `short_rows: true` if the others are empty."
            for line in range(2, 9)
        ),
    ),
    Row(
        "a heading on another line than is said",
        edit(TURNOUT, "key:", "heading_line: 3\nkey:"),
        SourceError,
        "data/votes/raw/turnout.csv:3: columns ['local-2021', 'UJEMIRE', '2.000', '1.30', '65.0', 'përfundimtare', 'V1', 'smudged'] that no field reads, and none called ['Burimi', 'Gjendja', 'Përqind', 'Shënim', 'Vendi', 'Votuan', 'Votues', 'Zgjedhja']; expected described columns only. Describe them as fields, or list them under `ignore:` with a reason.",
    ),
    Row(
        "a heading below the end of the file",
        edit(TURNOUT, "key:", "heading_line: 30\nkey:"),
        SourceError,
        "data/votes/raw/turnout.csv: no line 30; expected a heading and rows. Look at `heading_line:`.",
    ),
    Row(
        "another delimiter",
        replace(PLACES_RAW, ",", ";"),
        SourceError,
        'data/places/raw/places.csv:1: one column `code;name_sq;name_en;area;town;source_id`; expected columns separated by `,`. Say `delimiter: ";"`.',
    ),
    Row(
        "tabs between headings of which one has a semicolon",
        write(PLACES_RAW, "code\tname_sq\tname_en\tarea; km2\ttown\tsource_id\n"),
        SourceError,
        r'data/places/raw/places.csv:1: one column `code\u0009name_sq\u0009name_en\u0009area; km2\u0009town\u0009source_id`; expected columns separated by `,`. Say `delimiter: "\t"`.',
    ),
    Row(
        "a quote that is never closed",
        edit(TURNOUT_RAW, "smudged", '"smudged'),
        SourceError,
        "data/votes/raw/turnout.csv:3: a quote that is never closed; expected quotes in pairs.",
    ),
    Row(
        "text after a closing quote",
        edit(TURNOUT_RAW, "smudged", '"smud"ged'),
        SourceError,
        "data/votes/raw/turnout.csv:3: text after a closing quote; expected a separator there; a quote inside a cell is written twice.",
    ),
    Row(
        "a bare carriage return",
        edit(TURNOUT_RAW, "smudged\n", "smudged\r"),
        SourceError,
        "data/votes/raw/turnout.csv:3: a bare carriage return; expected lines that end in LF or CR LF. Save the file with such line ends.",
    ),
    Row(
        "a bare carriage return in a file of Windows",
        together(
            replace(TURNOUT_RAW, "\n", "\r\n"),
            edit(TURNOUT_RAW, "paraprake,V2,\r\nlocal-2025,Gurzi", "paraprake,V2,\rlocal-2025,Gurzi"),
        ),
        SourceError,
        "data/votes/raw/turnout.csv:6: a bare carriage return; expected lines that end in LF or CR LF. Save the file with such line ends.",
    ),
    Row(
        "a cell of more than a megabyte",
        edit(TURNOUT_RAW, "smudged", "x" * (2**20 + 1)),
        SourceError,
        "data/votes/raw/turnout.csv:3: a cell that is too long; expected at most 1048576 characters.",
    ),
    Row(
        "two files of one table with different headings",
        edit(MORE, "alias,code", "code,alias"),
        SourceError,
        "data/places/raw/aliases_more.csv:1: the columns ['code', 'alias']; expected those of the first file, ['alias', 'code'].",
    ),
    Row(
        "two files of one table, the first of which is a heading without an end",
        write(ALIASES_RAW, "alias"),
        SourceError,
        "data/places/raw/aliases_more.csv:1: the columns ['alias', 'code']; expected those of the first file, ['alias'].",
    ),
    Row(
        "two files of one table with different headings in another encoding",
        together(
            edit(ALIASES, "raw: aliases*.csv", "raw: aliases*.csv\nencoding: utf-16"),
            write(ALIASES_RAW, "alias,code\nFountain,01\n".encode("utf-16")),
            write(MORE, "code,alias\n03,Gurzi\n".encode("utf-16")),
        ),
        SourceError,
        "data/places/raw/aliases_more.csv:1: the columns ['code', 'alias']; expected those of the first file, ['alias', 'code'].",
    ),
    Row(
        "a raw file that is not there",
        remove(TURNOUT_RAW),
        DescriptionError,
        "data/votes/tables/turnout.yaml:1:raw: no file `raw/turnout.csv`; expected a raw file. Put the file there or name another.",
    ),
    Row(
        "a pattern that fits no raw file",
        edit(ALIASES, "aliases*.csv", "names*.csv"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: no file `raw/names*.csv`; expected a raw file. Put the file there or name another.",
    ),
    Row(
        "a pattern that is none",
        edit(ALIASES, "aliases*.csv", "aliases**.csv"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: the pattern `aliases**.csv`; expected one such as turnout-*.csv.",
    ),
    Row(
        "a raw path that leaves raw/",
        edit(ALIASES, "aliases*.csv", "../../votes/raw/turnout.csv"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: the path `../../votes/raw/turnout.csv`; expected a file under raw/.",
    ),
    Row(
        "an absolute raw path",
        edit(ALIASES, "aliases*.csv", "/etc/hosts"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: the path `/etc/hosts`; expected a file under raw/.",
    ),
    Row(
        "an empty raw path",
        edit(ALIASES, "aliases*.csv", '""'),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: the path ``; expected a file under raw/.",
    ),
    Row(
        "a folder where a raw file is meant",
        together(make_folder("places/raw/aliases"), edit(ALIASES, "aliases*.csv", "aliases")),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: no file `raw/aliases`; expected a raw file. Put the file there or name another.",
    ),
    Row(
        "a link that leads out of raw/",
        link(MORE, "/etc/hosts"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there.",
    ),
    Row(
        "a link that leads nowhere",
        link(MORE, "/nowhere"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there.",
    ),
    Row(
        "an unknown encoding",
        edit(ALIASES, "raw:", "encoding: utf-9\nraw:"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:encoding: `utf-9`; expected a codec such as utf-8.",
    ),
    Row(
        "an encoding in which nothing can be read",
        edit(ALIASES, "raw:", "encoding: undefined\nraw:"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:encoding: `undefined`; expected a codec such as utf-8.",
    ),
    Row(
        "an encoding of something else than text",
        edit(ALIASES, "raw:", "encoding: hex\nraw:"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:encoding: `hex`; expected a codec such as utf-8.",
    ),
    Row(
        "a quote as delimiter",
        edit(ALIASES, "raw:", "delimiter: '\"'\nraw:"),
        DescriptionError,
        'data/places/tables/aliases.yaml:3:delimiter: `"`; expected one character other than a quote or a line break.',
    ),
    Row(
        "a line break as delimiter",
        edit(ALIASES, "raw:", 'delimiter: "\\n"\nraw:'),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:delimiter: `\\u000a`; expected one character other than a quote or a line break.",
    ),
    Row(
        "a heading whose accents stand for themselves",
        replace(TURNOUT_RAW, "Përqind", "Pe\u0308rqind"),
        SourceError,
        f"data/votes/raw/turnout.csv:1: columns ['Pe\\u0308rqind'] that no field reads, and none called ['Përqind']; {DESCRIBE}",
    ),
]
