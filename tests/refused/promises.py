"""Tables that break a promise of their description, and figures that do not agree."""

from __future__ import annotations

from pipeline.errors import CorrectionError, DescriptionError, InvalidTableError
from refused.ways import (
    DERIVE,
    ELECTIONS_RAW,
    FIELDS,
    HISTORY_RAW,
    MORE,
    PLACES_RAW,
    PLACES_TABLE,
    RECONCILIATION,
    SOURCES_RAW,
    TURNOUT_RAW,
    Row,
    derive,
    edit,
    replace,
    row,
    together,
    write,
)

ROWS = [
    Row(
        "a required cell that is empty",
        row("local-2025,,1.100,550,51.0,paraprake,V2,"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:7:Vendi: no place_code; expected a value in every row.",
    ),
    Row(
        "a key that is empty",
        edit(PLACES_RAW, "03,Gur", ",Gur"),
        InvalidTableError,
        "data/places/raw/places.csv:4:code: no place_code; expected a value in every row.",
    ),
    Row(
        "a key twice",
        row("local-2025,Ujëmirë,1.100,550,51.0,paraprake,V2,"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:8: election_id `local-2025`, place_code `02` again (first in row 7); expected each election_id + place_code once.",
    ),
    Row(
        "a value twice where each is unique",
        together(
            edit(PLACES_TABLE, "{name: name_en, required: true,", "{name: name_en, constraints: {unique: true},"),
            edit(PLACES_RAW, "Pebble", "Fountain"),
        ),
        InvalidTableError,
        "data/places/raw/places.csv:4:name_en: `Fountain` again (first in row 2); expected each name_en once.",
    ),
    Row(
        "a reference to a row that this dataset lacks",
        edit(TURNOUT_RAW, "local-2025,Gurzi", "local-2026,Gurzi"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:7:Zgjedhja: election_id `local-2026`; expected one that `votes/elections` has. Add it there, or mend this one.",
    ),
    Row(
        "a reference to a row that another dataset lacks",
        edit(HISTORY_RAW, "03;410", "04;410"),
        InvalidTableError,
        "data/votes/raw/history.csv:4:place: place_code `04`; expected one that `places/places` has. Add it there, or mend this one.",
    ),
    Row(
        "a source that the sources do not list",
        edit(PLACES_RAW, "jo,P1\n03", "jo,P9\n03"),
        InvalidTableError,
        "data/places/raw/places.csv:3:source_id: source_id `P9`; expected one that `places/sources` has. Add it there, or mend this one.",
    ),
    Row(
        "a row without a source",
        edit(PLACES_RAW, "jo,P1\n03", "jo,\n03"),
        InvalidTableError,
        "data/places/raw/places.csv:3:source_id: no source_id; expected a value in every row.",
    ),
    Row(
        "more votes than registered voters",
        row("local-2025,Gurzi,1.100,1.101,51.0,paraprake,V2,"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:7: registered_voters `1100`, votes_cast `1101`; expected votes_cast <= registered_voters. Nobody votes without being on the list.",
    ),
    Row(
        "a count below zero",
        row("local-2025,Gurzi,1.100,-5,51.0,paraprake,V2,"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:7:Votuan: `-5`; expected votes_cast of at least 0.",
    ),
    Row(
        "a percentage above a hundred",
        row("local-2025,Gurzi,1.100,550,100.1,paraprake,V2,"),
        InvalidTableError,
        "data/votes/raw/turnout.csv:7:Përqind: `100.1`; expected published_pct of at most 100.",
    ),
    Row(
        "a date before the first allowed",
        edit(ELECTIONS_RAW, "17.10.2021", "17.10.1921"),
        InvalidTableError,
        "data/votes/raw/elections.csv:2:day: `1921-10-17`; expected election_date of at least 2000-01-01.",
    ),
    Row(
        "a code that lost its leading zero",
        edit(PLACES_RAW, "03,Gur", "3,Gur"),
        InvalidTableError,
        "data/places/raw/places.csv:4:code: `3`; expected place_code like [0-9]{2}.",
    ),
    Row(
        "a value outside its codelist",
        edit(SOURCES_RAW, ",preliminary,", ",provisional,"),
        InvalidTableError,
        "data/votes/raw/sources.csv:3:status: `provisional`; expected one of final, preliminary.",
    ),
    Row(
        "a text that is too short",
        together(
            edit(PLACES_TABLE, "{name: name_en, required: true,", "{name: name_en, constraints: {minLength: 3},"),
            edit(PLACES_RAW, "Pebble", "Pe"),
        ),
        InvalidTableError,
        "data/places/raw/places.csv:4:name_en: `Pe`; expected at least 3 characters.",
    ),
    Row(
        "a row less than expected",
        edit(TURNOUT_RAW, "local-2025,Gurzi,1.100,550,51.0,paraprake,V2,\n", ""),
        InvalidTableError,
        "data/votes/tables/turnout.yaml:7:rows: 5 rows in `turnout`; expected 6. Look at what came or went, then say the new number.",
    ),
    Row(
        "rows outside the expected range",
        write(MORE, "alias,code\n"),
        InvalidTableError,
        "data/places/tables/aliases.yaml:5:rows: 3 rows in `aliases`; expected 4 to 6. Look at what came or went, then say the new number.",
    ),
    Row(
        "a share of nothing",
        row("local-2025,Gurzi,0,0,51.0,paraprake,V2,"),
        InvalidTableError,
        f"data/votes/raw/turnout.csv:7:turnout_pct: registered_voters `0`, votes_cast `0` give nan; expected a value of type number, of at most 15 digits. {DERIVE}",
    ),
    Row(
        "a derived fraction where an integer is meant",
        derive("votes_cast / 100", "integer"),
        InvalidTableError,
        f"data/votes/raw/turnout.csv:7:turnout_pct: votes_cast `550` give 5.5; expected a value of type integer, of at most 15 digits. {DERIVE}",
    ),
    Row(
        "a derived figure of more digits than a sheet keeps",
        derive("if_else(registered_voters > 2300, registered_voters * 1000000000000, 0)", "integer"),
        InvalidTableError,
        f"data/votes/raw/turnout.csv:8:turnout_pct: registered_voters `2400` give 2400000000000000; expected a value of type integer, of at most 15 digits. {DERIVE}",
    ),
    Row(
        "a derived text that is empty",
        derive("if_else(votes_cast == 550, '', 'more')", "string"),
        InvalidTableError,
        f"data/votes/raw/turnout.csv:7:turnout_pct: votes_cast `550` give an empty text; expected a value of type string. {DERIVE}",
    ),
    Row(
        "a derived text where a number is meant",
        derive("place_as_published"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:48:fields/#8/derive: `turnout_pct` gives string; expected values of type number.",
    ),
    Row(
        "a difference that nobody has declared",
        row("local-2025,Gurzi,1.100,550,52.0,paraprake,V2,"),
        CorrectionError,
        "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/03 differs by 2; expected the declared difference 1. Look at what changed, then declare it anew.",
    ),
    Row(
        "a new difference",
        edit(TURNOUT_RAW, "33.3,", "33.5,"),
        InvalidTableError,
        "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/02: 33.5 against 33.33, difference 0.17; expected at most 0.05. Correct it, or declare it under `differences` with a reason.",
    ),
    Row(
        "a declared difference that is gone",
        row("local-2025,Gurzi,1.100,550,50.0,paraprake,V2,"),
        CorrectionError,
        "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` at local-2025/03 agrees or is not compared; expected the declared difference 1. Delete its declaration.",
    ),
    Row(
        "a comparison of several figures with one",
        replace(RECONCILIATION, "[election_id, place_code]", "[election_id]"),
        InvalidTableError,
        "data/votes/reconciliation.yaml:4:#1/left: several figures at local-2025; expected one for each place. Narrow `where`, add to `by`, or say `sum: true`.",
    ),
    Row(
        "a comparison of nothing",
        edit(RECONCILIATION, "value: published_pct", "where: votes_cast < 0, value: published_pct"),
        InvalidTableError,
        "data/votes/reconciliation.yaml:1:#1: `percentage-recomputed` compares nothing; expected at least one place on both sides.",
    ),
    Row(
        "a comparison with what is divided by zero",
        edit(RECONCILIATION, "value: published_pct", "value: published_pct / (votes_cast - 550)"),
        InvalidTableError,
        "data/votes/reconciliation.yaml:4:#1/left/value: inf at local-2025/03; expected a number. Say what holds there, such as if_else(…, …, null).",
    ),
    Row(
        "a comparison of words",
        edit(RECONCILIATION, "value: published_pct", "value: status"),
        DescriptionError,
        "data/votes/reconciliation.yaml:4:#1/left/value: `status` gives string; expected a number.",
    ),
    Row(
        "a comparison by an unknown field",
        edit(
            RECONCILIATION,
            "by: [election_id, place_code], value: published_pct",
            "by: [election_id, place], value: published_pct",
        ),
        InvalidTableError,
        f"data/votes/reconciliation.yaml:4:#1/left: no field `place` in `votes/turnout`; expected one of {FIELDS}, note_ids.",
    ),
    Row(
        "a comparison with an unknown dataset",
        edit(RECONCILIATION, "left: {table: turnout", "left: {table: counts/turnout"),
        DescriptionError,
        "data/votes/reconciliation.yaml:4:#1/left/table: no dataset `counts`; expected one of places, votes.",
    ),
    Row(
        "a comparison with an unknown table",
        edit(RECONCILIATION, "left: {table: turnout", "left: {table: turnaut"),
        InvalidTableError,
        "data/votes/reconciliation.yaml:4:#1/left: no table `votes/turnaut`; expected a table of a dataset built before.",
    ),
]
