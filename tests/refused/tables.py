"""Descriptions of tables and fields that contradict themselves or lead nowhere."""

from __future__ import annotations

from pipeline.errors import DescriptionError, InvalidTableError
from refused.ways import (
    ALIASES,
    ELECTIONS,
    FIELDS,
    HISTORY,
    PLACES_RAW,
    PLACES_TABLE,
    TURNOUT,
    Row,
    edit,
    rename,
    replace,
    together,
)

ALIKE = "expected one that every engine reads alike. Name the signs, such as [0-9] for digits, and leave out anchors, flags and what looks elsewhere."

TAKEN = "['comparisons', 'datapackage', 'differences', 'notes', 'page', 'quality']"

ROWS = [
    Row(
        "a table without a source",
        edit(ELECTIONS, "  - source_id\n", ""),
        DescriptionError,
        "data/votes/tables/elections.yaml:7:fields: no field `source_id` in `elections`; expected a source for every row. Add it, or say `sourced_by`.",
    ),
    Row(
        "a table sourced by a field that refers to nothing",
        together(edit(ELECTIONS, "  - source_id\n", ""), edit(ELECTIONS, "rows: 2", "rows: 2\nsourced_by: name_sq")),
        DescriptionError,
        "data/votes/tables/elections.yaml:5:sourced_by: `name_sq`, which refers to nothing; expected a field of a reference.",
    ),
    Row(
        "a table with a reserved name",
        rename(HISTORY, "votes/tables/notes.yaml"),
        DescriptionError,
        f"data/votes/tables/notes.yaml:1: a table named `notes`; expected lower_snake of at most 31 signs, not one of {TAKEN}. Rename it.",
    ),
    Row(
        "a table with the name of the descriptor",
        rename(HISTORY, "votes/tables/datapackage.yaml"),
        DescriptionError,
        f"data/votes/tables/datapackage.yaml:1: a table named `datapackage`; expected lower_snake of at most 31 signs, not one of {TAKEN}. Rename it.",
    ),
    Row(
        "a table with the name of what the pages are made from",
        rename(HISTORY, "votes/tables/page.yaml"),
        DescriptionError,
        f"data/votes/tables/page.yaml:1: a table named `page`; expected lower_snake of at most 31 signs, not one of {TAKEN}. Rename it.",
    ),
    Row(
        "a table whose name is not lower_snake",
        rename(HISTORY, "votes/tables/History-2.yaml"),
        DescriptionError,
        f"data/votes/tables/History-2.yaml:1: a table named `History-2`; expected lower_snake of at most 31 signs, not one of {TAKEN}. Rename it.",
    ),
    Row(
        "a table whose name is too long for a sheet",
        rename(HISTORY, "votes/tables/the_history_of_the_votes_before_2005.yaml"),
        DescriptionError,
        f"data/votes/tables/the_history_of_the_votes_before_2005.yaml:1: a table named `the_history_of_the_votes_before_2005`; expected lower_snake of at most 31 signs, not one of {TAKEN}. Rename it.",
    ),
    Row(
        "a field twice",
        edit(ELECTIONS, "  - source_id\n", "  - source_id\n  - source_id\n"),
        DescriptionError,
        "data/votes/tables/elections.yaml:23:fields/#7: field `source_id` twice; expected each field once.",
    ),
    Row(
        "a field that the codebook does not have",
        edit(ELECTIONS, "  - source_id\n", "  - source_id\n  - turnout\n"),
        DescriptionError,
        "data/votes/tables/elections.yaml:23:fields/#7: field `turnout` without `title`; expected a title here or in codebook.yaml.\ndata/votes/tables/elections.yaml:23:fields/#7: field `turnout` without `description`; expected a description here or in codebook.yaml.",
    ),
    Row(
        "a key of an unknown field",
        edit(ELECTIONS, "key: [election_id]", "key: [elekcion_id]"),
        DescriptionError,
        "data/votes/tables/elections.yaml:3:key: no field `elekcion_id`; expected one of election_id, election_date, election_type, name_sq, name_en, source_id. Did you mean `election_id`.",
    ),
    Row(
        "an order by an unknown field",
        edit(TURNOUT, "order: [-election_id]", "order: [-election_date]"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:6:order: no field `election_date`; expected one of {FIELDS}. Did you mean `election_id`.",
    ),
    Row(
        "a label of an unknown field",
        edit(ELECTIONS, "label: {sq: name_sq, en: name_en}", "label: {sq: name_sq, en: name}"),
        DescriptionError,
        "data/votes/tables/elections.yaml:5:label: no field `name`; expected one of election_id, election_date, election_type, name_sq, name_en, source_id. Did you mean `name_sq`.",
    ),
    Row(
        "more rows at least than at most",
        edit(ALIASES, "rows: [4, 6]", "rows: [6, 4]"),
        DescriptionError,
        "data/places/tables/aliases.yaml:5:rows: from 6 to 4 rows; expected [least, most].",
    ),
    Row(
        "an unknown codelist",
        edit(TURNOUT, "codelist: status", "codelist: statusi"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:52:fields/#9: no codelist `statusi`; expected one of election_type, status. Did you mean `status`.",
    ),
    Row(
        "a language that is no tag",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, language: shqip,"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4/language: `shqip`; expected a language by BCP 47 such as sq or sr-Latn.",
    ),
    Row(
        "a language of numbers",
        edit(TURNOUT, "missing: [n/a]", "missing: [n/a]\n    language: sq"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:30:fields/#6: `language` for a field of type integer; expected string. Delete it, or say another `type:`.",
    ),
    Row(
        "a language of codes",
        edit(TURNOUT, "codelist: status", "codelist: status\n    language: sq"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:52:fields/#9: `status` with `codelist` and `language`; expected either. Codes are shown by their titles: delete `language`.",
    ),
    Row(
        "a language told by a field without codes",
        edit(ALIASES, "en: As met.},", "en: As met.}, language: {field: place_code},"),
        DescriptionError,
        "data/places/tables/aliases.yaml:7:fields/#1/language: `place_code` to tell the language; expected a field of this table with a codelist. Add it, or say the language itself.",
    ),
    Row(
        "a language told by codes that are no tags",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, language: {field: election_type},"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4/language: the code `local` of `election_type`; expected a language by BCP 47. Say `tags:` beside `field:`.",
    ),
    Row(
        "a language told by a code that there is not",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, language: {field: election_type, tags: {majors: sq}},"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4/language: no code `majors` of `election_type`; expected one of local.",
    ),
    Row(
        "an unknown type",
        edit(ELECTIONS, "type: date", "type: dat"),
        DescriptionError,
        "data/votes/tables/elections.yaml:9:fields/#2/type: `dat`; expected one of string, integer, number, date, boolean, year. Did you mean `date`.",
    ),
    Row(
        "an unknown key of a field",
        edit(TURNOUT, "required: true\n    constraints", "require: true\n    constraints"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:24:fields/#4/require: unknown key `require`; expected one of name, title, description, type, decimals, unit, from, missing, number, date, recode, resolve, constant, derive, codelist, language, required, constraints, show. Did you mean `required`.",
    ),
    Row(
        "decimals of an integer",
        edit(TURNOUT, "missing: [n/a]", "missing: [n/a]\n    decimals: 2"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:30:fields/#6: `decimals` for a field of type integer; expected number. Delete it, or say another `type:`.",
    ),
    Row(
        "one sign for groups and decimals",
        edit(PLACES_TABLE, '{decimal: ",", group: "."}', '{group: "."}'),
        DescriptionError,
        "data/places/tables/places.yaml:10:fields/#4: one sign for groups and decimals; expected two different signs. Say `decimal:` too.",
    ),
    Row(
        "a field both derived and read",
        edit(TURNOUT, "derive: 100", "from: Votues\n    derive: 100"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:46:fields/#8: `turnout_pct` with `derive` and `from`; expected one origin of its values. Delete one.",
    ),
    Row(
        "a derived field with words for missing",
        edit(TURNOUT, "derive: 100", "missing: [x]\n    derive: 100"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:46:fields/#8: `turnout_pct` with `derive` and `missing`; expected either. A derived field is not read: delete `missing`.",
    ),
    Row(
        "a pattern that is no regular expression",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '[a-'},"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4: the pattern `[a-`: unterminated character set at position 0; expected a regular expression.",
    ),
    Row(
        "a pattern that looks ahead",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '(?=V)V[0-9]+'},"),
        DescriptionError,
        f"data/votes/tables/elections.yaml:20:fields/#4: the pattern `(?=V)V[0-9]+`; {ALIKE}",
    ),
    Row(
        "a pattern that depends on the alphabet",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '\\d+'},"),
        DescriptionError,
        f"data/votes/tables/elections.yaml:20:fields/#4: the pattern `\\d+`; {ALIKE}",
    ),
    Row(
        "a pattern of a class that only some engines know",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '[[:alpha:]]'},"),
        DescriptionError,
        f"data/votes/tables/elections.yaml:20:fields/#4: the pattern `[[:alpha:]]`; {ALIKE}",
    ),
    Row(
        "a pattern that repeats without end",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: 'a{99999999999999}'},"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4: the pattern `a{99999999999999}`: the repetition number is too large; expected a regular expression.",
    ),
    Row(
        "a pattern too large to be looked for",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {pattern: '(a{999}){999}'},"),
        DescriptionError,
        f"data/votes/tables/elections.yaml:20:fields/#4: the pattern `(a{{999}}){{999}}`; {ALIKE}",
    ),
    Row(
        "a text that a pattern would be tried on without end",
        together(
            edit(
                PLACES_TABLE,
                "{name: name_en, required: true,",
                "{name: name_en, required: true, constraints: {pattern: '(e+)+b'},",
            ),
            edit(PLACES_RAW, "Fountain", "e" * 60),
        ),
        InvalidTableError,
        "\n".join(
            f"data/places/raw/places.csv:{line}:name_en: `{name}`; expected name_en like (e+)+b."
            for line, name in ((2, "e" * 60), (3, "Goodwater"), (4, "Pebble"))
        ),
    ),
    Row(
        "a limit of an integer that is none",
        edit(
            TURNOUT, "required: true\n    constraints: {minimum: 0}", "required: true\n    constraints: {minimum: 0.5}"
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:18:fields/#4: `minimum: 0.5`; expected a value of type integer.",
    ),
    Row(
        "a pattern for an integer",
        edit(TURNOUT, "required: true\n    constraints: {minimum: 0}", "required: true\n    constraints: {pattern: x}"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:18:fields/#4: `pattern` for a field of type integer; expected string. Delete it, or say another `type:`.",
    ),
    Row(
        "a minimum for a text",
        edit(ELECTIONS, "{name: name_sq,", "{name: name_sq, constraints: {minimum: 3},"),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4: `minimum` for a field of type string; expected integer or number or year or date. Delete it, or say another `type:`.\ndata/votes/tables/elections.yaml:20:fields/#4: `minimum: 3`; expected a value of type string.",
    ),
    Row(
        "a minimum that is no number",
        edit(
            TURNOUT, "required: true\n    constraints: {minimum: 0}", "required: true\n    constraints: {minimum: zero}"
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:18:fields/#4: `minimum: zero`; expected a value of type integer.",
    ),
    Row(
        "a minimum that is no date",
        edit(ELECTIONS, "minimum: 2000-01-01", "minimum: 01.01.2000"),
        DescriptionError,
        "data/votes/tables/elections.yaml:8:fields/#2: `minimum: 01.01.2000`; expected a value of type date.",
    ),
    Row(
        "a codelist beside an enum",
        edit(TURNOUT, "codelist: status", "codelist: status\n    constraints: {enum: [final]}"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:52:fields/#9: `status` with `codelist` and `enum`; expected either. A list names all its codes: delete `enum`.",
    ),
    Row(
        "an ignored column that a field reads",
        edit(TURNOUT, "ignore: {", "ignore: {Votuan: counted by hand, "),
        DescriptionError,
        "data/votes/tables/turnout.yaml:4:ignore/Votuan: `Votuan`, which is read; expected columns that nothing is made of. Delete it.",
    ),
    Row(
        "an ignored column that is unpivoted",
        edit(HISTORY, "key:", "ignore: {1999: before the war}\nkey:"),
        DescriptionError,
        "data/votes/tables/history.yaml:5:ignore/1999: `1999`, which is read; expected columns that nothing is made of. Delete it.",
    ),
    Row(
        "a codelist of numbers",
        edit(TURNOUT, "missing: [n/a]", "missing: [n/a]\n    codelist: status"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:30:fields/#6: `codelist` for a field of type integer; expected string. Delete it, or say another `type:`.",
    ),
    Row(
        "a date pattern that says the year twice",
        edit(ELECTIONS, '"%d.%m.%Y"', '"%Y%d.%m.%Y"'),
        DescriptionError,
        "data/votes/tables/elections.yaml:8:fields/#2: the pattern `%Y%d.%m.%Y`; expected day, month and year, such as %d.%m.%Y.",
    ),
    Row(
        "a date pattern with an unknown letter",
        edit(ELECTIONS, '"%d.%m.%Y"', '"%d.%m.%Q"'),
        DescriptionError,
        "data/votes/tables/elections.yaml:8:fields/#2: the pattern `%d.%m.%Q`; expected day, month and year, such as %d.%m.%Y.",
    ),
    Row(
        "a date pattern without a year",
        edit(ELECTIONS, '"%d.%m.%Y"', '"%d.%m"'),
        DescriptionError,
        "data/votes/tables/elections.yaml:8:fields/#2: the pattern `%d.%m`; expected day, month and year, such as %d.%m.%Y.",
    ),
    Row(
        "a reference to an unknown table",
        edit(TURNOUT, "table: elections}", "table: elektions}"),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:61:references/#1: no table `votes/elektions`; expected one of places/aliases, places/places, places/sources, votes/elections, votes/history, votes/notes, votes/sources, votes/turnout. Did you mean `votes/elections`.",
    ),
    Row(
        "a reference to an unknown table of another dataset",
        edit(TURNOUT, "table: places/places}", "table: places/plases}"),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:62:references/#2: no table `places/plases`; expected one of places/aliases, places/places, places/sources, votes/elections, votes/history, votes/notes, votes/sources, votes/turnout. Did you mean `places/places`.",
    ),
    Row(
        "a reference to an unknown dataset",
        edit(TURNOUT, "table: places/places}", "table: plases/places}"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:62:references/#2/table: no dataset `plases`; expected one of places, votes. Did you mean `places`.",
    ),
    Row(
        "a reference to an unknown field",
        edit(
            TURNOUT, "{field: place_code, table: places/places}", "{field: place_code, table: places/places, to: code}"
        ),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:62:references/#2: no field `code` in `places/places`; expected one of place_code, name_sq, name_en, area_km2, is_town, source_id.",
    ),
    Row(
        "a reference from an unknown field",
        edit(
            TURNOUT, "{field: place_code, table: places/places}", "{field: place, table: places/places, to: place_code}"
        ),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:61:references: no field `place`; expected one of {FIELDS}. Did you mean `place_code`.",
    ),
    Row(
        "a reference of one field to two",
        edit(
            TURNOUT,
            "{field: place_code, table: places/places}",
            "{field: place_code, table: places/places, to: [place_code, name_sq]}",
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:62:references/#2: 1 fields to 2; expected as many on both sides.",
    ),
    Row(
        "a reference without a field",
        edit(TURNOUT, "{field: place_code, table: places/places}", "{table: places/places}"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:62:references/#2: no `field`; expected `field` to be said.",
    ),
    Row(
        "a reference with field and fields",
        edit(
            TURNOUT,
            "{field: place_code, table: places/places}",
            "{field: place_code, fields: [place_code], table: places/places}",
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:62:references/#2: both `field` and `fields`; expected one of them. Delete the other.",
    ),
    Row(
        "names resolved through an unknown table",
        edit(TURNOUT, "{table: places/aliases, by", "{table: places/alias, by"),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:13:fields/#2/resolve: no table `places/alias`; expected a table built before this one.",
    ),
    Row(
        "names resolved through an unknown dataset",
        edit(TURNOUT, "{table: places/aliases, by", "{table: palces/aliases, by"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:13:fields/#2/resolve/table: no dataset `palces`; expected one of places, votes. Did you mean `places`.",
    ),
    Row(
        "names resolved through an unknown field",
        edit(TURNOUT, "by: alias,", "by: name,"),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:13:fields/#2/resolve: no field `name` in `places/aliases`; expected one of alias, place_code, source_id.",
    ),
    Row(
        "two datasets that refer to each other",
        edit(ALIASES, "references:", "references:\n  - {field: place_code, table: votes/history}"),
        DescriptionError,
        "data/places/dataset.yaml:1: a circle of references: places, votes; expected one direction. Take one of them out.",
    ),
    Row(
        "two tables that resolve through each other",
        together(
            edit(
                PLACES_TABLE,
                "from: code, required: true}",
                "from: code, required: true, resolve: {table: aliases, by: alias, take: place_code}}",
            ),
            edit(
                ALIASES,
                "{name: place_code, from: code, required: true}",
                "{name: place_code, from: code, required: true, resolve: {table: places, by: name_sq, take: place_code}}",
            ),
        ),
        DescriptionError,
        "data/places/tables/aliases.yaml:1: a circle of references: aliases, places; expected one direction. Take one of them out.",
    ),
    Row(
        "an unpivoted position without a split",
        edit(HISTORY, "value: cell}", "value: cell, position: n}"),
        DescriptionError,
        "data/votes/tables/history.yaml:4:unpivot/position: a position without `split`; expected both or none.",
    ),
    Row(
        "an unpivoted column with the name of a raw one",
        edit(HISTORY, "name: column,", "name: place,"),
        DescriptionError,
        "data/votes/tables/history.yaml:4:unpivot: `place`, which is a raw column too; expected a name of its own.",
    ),
    Row(
        "two unpivoted columns with one name",
        edit(HISTORY, "name: column,", "name: cell,"),
        DescriptionError,
        "data/votes/tables/history.yaml:4:unpivot: the columns ['cell', 'cell']; expected a name of its own for each.",
    ),
    Row(
        "fewer rows than none",
        edit(ALIASES, "rows: [4, 6]", "rows: -1"),
        DescriptionError,
        "data/places/tables/aliases.yaml:5:rows: `-1`; expected a whole number of at least 0.",
    ),
    Row(
        "a range of rows with one end",
        edit(ALIASES, "rows: [4, 6]", "rows: [4]"),
        DescriptionError,
        "data/places/tables/aliases.yaml:5:rows: `[4]`; expected [least, most].",
    ),
    Row(
        "a range of rows with three ends",
        edit(ALIASES, "rows: [4, 6]", "rows: [4, 5, 6]"),
        DescriptionError,
        "data/places/tables/aliases.yaml:5:rows: `[4, 5, 6]`; expected [least, most].",
    ),
    Row(
        "a decimal for a number of rows",
        edit(TURNOUT, "rows: 6", "rows: 6.0"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:7:rows: `6.0`; expected a whole number or [least, most].",
    ),
    Row(
        "a decimal for a number of decimals",
        edit(PLACES_TABLE, "decimals: 1", "decimals: 1.0"),
        DescriptionError,
        "data/places/tables/places.yaml:12:fields/#4/decimals: `1.0`; expected a whole number.",
    ),
    Row(
        "a decimal for the line of the heading",
        edit(HISTORY, "rows:", "heading_line: 1.0\nrows:"),
        DescriptionError,
        "data/votes/tables/history.yaml:6:heading_line: `1.0`; expected the number of a line.",
    ),
    Row(
        "a constant that is a decimal",
        edit(HISTORY, "constant: V1", "constant: 1.0"),
        DescriptionError,
        "data/votes/tables/history.yaml:11:fields/#4/constant: `1.0`; expected a value, a decimal in quotes.",
    ),
    Row(
        "a code that is a decimal",
        edit(TURNOUT, "përfundimtare: final", "përfundimtare: 1.0"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:54:fields/#9/recode/përfundimtare: `1.0`; expected a value, a decimal in quotes.",
    ),
    Row(
        "more decimals than are kept",
        edit(PLACES_TABLE, "decimals: 1", "decimals: 13"),
        DescriptionError,
        "data/places/tables/places.yaml:12:fields/#4/decimals: `13`; expected a whole number of at most 12.",
    ),
    Row(
        "a decimal sign of two signs",
        edit(PLACES_TABLE, 'decimal: ","', 'decimal: ",,"'),
        DescriptionError,
        "data/places/tables/places.yaml:14:fields/#4/number/decimal: `,,`; expected one sign that is no letter, digit, plus or minus.",
    ),
    Row(
        "a name with a line break behind it",
        edit(ELECTIONS, "name: name_sq", 'name: "name_sq\\n"'),
        DescriptionError,
        "data/votes/tables/elections.yaml:20:fields/#4/name: `name_sq\\u000a`; expected a name in lower_snake.",
    ),
    Row(
        "a sign of groups that is a digit",
        edit(PLACES_TABLE, 'group: "."', 'group: "0"'),
        DescriptionError,
        "data/places/tables/places.yaml:14:fields/#4/number/group: `0`; expected one sign that is no letter, digit, plus or minus.",
    ),
    Row(
        "a sign of groups that is a minus",
        edit(PLACES_TABLE, 'group: "."', 'group: "-"'),
        DescriptionError,
        "data/places/tables/places.yaml:14:fields/#4/number/group: `-`; expected one sign that is no letter, digit, plus or minus.",
    ),
    Row(
        "a decimal sign that is a letter",
        edit(PLACES_TABLE, 'decimal: ","', "decimal: e"),
        DescriptionError,
        "data/places/tables/places.yaml:14:fields/#4/number/decimal: `e`; expected one sign that is no letter, digit, plus or minus.",
    ),
    Row(
        "no prefix in a list of them",
        edit(PLACES_TABLE, 'decimal: ","', 'decimal: ",", prefix: []'),
        DescriptionError,
        "data/places/tables/places.yaml:14:fields/#4/number/prefix: nothing in it; expected a list of texts.",
    ),
    Row(
        "a prefix that takes the minus of a number",
        edit(PLACES_TABLE, 'decimal: ","', 'decimal: ",", prefix: ["-", ""]'),
        DescriptionError,
        "data/places/tables/places.yaml:10:fields/#4: the prefix `-`; expected no digit or minus at its end.",
    ),
    Row(
        "a suffix that takes the end of a number",
        edit(PLACES_TABLE, 'decimal: ","', 'decimal: ",", suffix: ["0 km", ""]'),
        DescriptionError,
        "data/places/tables/places.yaml:10:fields/#4: the suffix `0 km`; expected no digit at its beginning.",
    ),
    Row(
        "a constant that is empty",
        edit(HISTORY, "constant: V1", 'constant: ""'),
        DescriptionError,
        "data/votes/tables/history.yaml:11:fields/#4/constant: nothing in it; expected a value, a decimal in quotes.",
    ),
    Row(
        "an enum with a value twice",
        edit(
            TURNOUT,
            "codelist: status\n    recode: {përfundimtare: final, paraprake: preliminary}",
            "constraints: {enum: [final, final]}",
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:53:fields/#9/constraints/enum: `['final', 'final']`, one of them twice; expected each once. Delete one.",
    ),
    Row(
        "a table of which nothing is shown",
        replace(HISTORY, "- {name", "- {show: false, name"),
        DescriptionError,
        "data/votes/tables/history.yaml:8:fields: no field that is shown; expected one for the table on the page. Show its key.",
    ),
    Row(
        "a field with the name of a value",
        edit("votes/tables/sources.yaml", "{name: publisher,", "{name: 'true', from: publisher,"),
        DescriptionError,
        "data/votes/tables/sources.yaml:8:fields/#3: a field named `true`; expected a name that is no value in expressions. Choose another.",
    ),
    Row(
        "a virtual column with the name of a value",
        edit(HISTORY, "name: column,", "name: 'null',"),
        DescriptionError,
        "data/votes/tables/history.yaml:4:unpivot: a column named `null`; expected a name that is no value in expressions.",
    ),
    Row(
        "a key with a field twice",
        edit(TURNOUT, "key: [election_id, place_code]", "key: [election_id, election_id]"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:5:key: `['election_id', 'election_id']`, one of them twice; expected each once. Delete one.",
    ),
    Row(
        "an order that is a word",
        edit(TURNOUT, "order: [-election_id]", "order: rew"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:6:order: `rew`; expected `raw` or a list of fields.",
    ),
    Row(
        "fields that are a word",
        edit(HISTORY, "key: [place_code, year]", "key: place_code"),
        DescriptionError,
        "data/votes/tables/history.yaml:5:key: `place_code`; expected a list of fields.",
    ),
    Row(
        "a table without fields",
        lambda project: project.write(
            HISTORY, project.path(HISTORY).read_text(encoding="utf-8").split("fields:")[0] + "fields: []\n"
        ),
        DescriptionError,
        "data/votes/tables/history.yaml:7:fields: nothing in it; expected a list.",
    ),
    Row(
        "rows that can be found but have no name",
        edit(HISTORY, "rows:", "search: [place_code]\nrows:"),
        DescriptionError,
        "data/votes/tables/history.yaml:6:search: rows that can be found but have no name; expected `label` beside `search`.",
    ),
    Row(
        "rows that are found by a field that is not there",
        edit(PLACES_TABLE, "rows: 3", "rows: 3\nsearch: [name_sq, name_de]"),
        DescriptionError,
        "data/places/tables/places.yaml:5:search: no field `name_de`; expected one of place_code, name_sq, name_en, area_km2, is_town, source_id. Did you mean `name_en`.",
    ),
]
