"""Expressions outside the grammar, or over types that do not go together."""

from __future__ import annotations

from pipeline.errors import DescriptionError
from refused.ways import ELECTIONS, FIELDS, READ, TURNOUT, TURNOUT_RAW, Row, check, derive, edit, replace, together

ROWS = [
    Row(
        "an unknown name in a check",
        check("votes_kast <= registered_voters"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown name `votes_kast` in `votes_kast <= registered_voters`; expected one of {FIELDS}. Did you mean `votes_cast`.",
    ),
    Row(
        "an unknown name in keep",
        edit(TURNOUT, "keep: Vendi", "keep: Vend"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:3:keep: unknown name `Vend` in `Vend != 'Gjithsej'`; expected one of Zgjedhja, Vendi, Votues, Votuan, Përqind, Gjendja, Burimi, Shënim. Did you mean `Vendi`.",
    ),
    Row(
        "an unknown name in keep, where a heading is of several words",
        together(
            edit(TURNOUT, "keep: Vendi", "keep: column('Emri')"),
            replace(TURNOUT, "Vendi", "Emri i vendit"),
            replace(TURNOUT_RAW, "Vendi,", "Emri i vendit,"),
        ),
        DescriptionError,
        "data/votes/tables/turnout.yaml:3:keep: unknown name `Emri` in `column('Emri') != 'Gjithsej'`; expected one of Zgjedhja, column('Emri i vendit'), Votues, Votuan, Përqind, Gjendja, Burimi, Shënim.",
    ),
    Row(
        "a column whose name is not written out",
        edit(TURNOUT, "keep: Vendi", "keep: column(Vendi)"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:3:keep: unknown function `column` in `column(Vendi) != 'Gjithsej'`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a column whose name says true, false or null",
        edit(TURNOUT, "keep: Vendi", "keep: column('null')"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:3:keep: unknown function `column` in `column('null') != 'Gjithsej'`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "an unknown name in derive",
        derive("votes_kast / 2"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:48:fields/#8/derive: unknown name `votes_kast` in `votes_kast / 2`; expected one of {READ}, status, source_id. Did you mean `votes_cast`.",
    ),
    Row(
        "a derived field that needs itself",
        derive("100 * turnout_pct"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:48:fields/#8/derive: unknown name `turnout_pct` in `100 * turnout_pct`; expected one of {READ}, status, source_id.",
    ),
    Row(
        "half an expression",
        check("votes_cast <="),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast <=`: invalid syntax; expected an expression such as votes_cast <= registered_voters.",
    ),
    Row(
        "an attribute",
        check("votes_cast.__class__ == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast.__class__` in `votes_cast.__class__ == 1`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a call of Python",
        check("__import__('os').system('true') == 0"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `__import__('os').system('true')` in `__import__('os').system('true') == 0`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "an unknown function",
        check("average(votes_cast) > 0"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown function `average` in `average(votes_cast) > 0`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a function of Python",
        check("(lambda: 1) == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `lambda: 1` in `(lambda: 1) == 1`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a power",
        check("votes_cast ** 99999 == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast ** 99999` in `votes_cast ** 99999 == 1`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "is null",
        check("votes_cast is null"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `is` (write missing(x)) in `votes_cast is null`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a comparison with nothing",
        check("votes_cast != null"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: a comparison with `null` (write missing(x)) in `votes_cast != null`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "two texts without a comma",
        check("status in ['final' 'preliminary']"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: two texts side by side in `status in ['final' 'preliminary']`; expected one text, or several with commas between them.",
    ),
    Row(
        "codes that are listed as numbers",
        check("place_code not in [1, 2]"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `place_code not in [1, 2]`: equal of string, int64; expected types that go together.",
    ),
    Row(
        "rounding without end",
        derive("round(votes_cast / registered_voters, 999999999999)"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:48:fields/#8/derive: `round` to more than 15 digits in `round(votes_cast / registered_voters, 999999999999)`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a constant of Python",
        check("is_town == True"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `True` (write true) in `is_town == True`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "too few values for a function",
        check("round(votes_cast) == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `round` with 1 values in `round(votes_cast) == 1`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a list outside in",
        check("votes_cast == [1]"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: a list outside `in` in `votes_cast == [1]`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a list of names",
        check("status in [source_id]"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `in` without a list of constants in `status in [source_id]`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a number compared with a text",
        check("votes_cast <= 'many'"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast <= 'many'`: less_equal of int64, string; expected types that go together.",
    ),
    Row(
        "a number among texts",
        check("votes_cast in ['many']"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast in ['many']`: equal of int64, string; expected types that go together.",
    ),
    Row(
        "a check that is no condition",
        check("votes_cast + registered_voters"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast + registered_voters` gives int64; expected a condition, true or false.",
    ),
    Row(
        "two numbers joined by and",
        check("votes_cast and registered_voters"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast and registered_voters`: and of int64, int64; expected types that go together.",
    ),
    Row(
        "a beginning that is a column",
        check("starts_with(status, source_id)"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `starts_with` without a written text as its second value in `starts_with(status, source_id)`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a number of decimals that is a column",
        check("round(turnout_pct, votes_cast) == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `round` without a written number as its second value in `round(turnout_pct, votes_cast) == 1`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "the year of a text",
        check("year(status) == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `year(status) == 1`: year of string; expected types that go together.",
    ),
    Row(
        "the sum of words",
        check("sum(status) == 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `sum(status) == 1`: sum of string; expected types that go together.",
    ),
    Row(
        "a number that no column holds",
        check("votes_cast <= 99999999999999999999"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: a number of more than 15 digits in `votes_cast <= 99999999999999999999`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a number with an exponent in an expression",
        check("votes_cast <= 1e400"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: a number of more than 15 digits in `votes_cast <= 1e400`; expected the grammar of docs/dataset-format.md.",
    ),
    Row(
        "a function without its values",
        check("round == 1"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:64:checks/#1/formula: unknown name `round` in `round == 1`; expected one of {FIELDS}.",
    ),
    Row(
        "a check that is a number",
        edit(TURNOUT, "formula: votes_cast <= registered_voters", "formula: 7"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `7`; expected an expression.",
    ),
    Row(
        "a day that is none, in an expression",
        edit(
            ELECTIONS, "label:", "checks:\n  - {formula: election_date > '31.02.2025', because: {sq: a, en: b}}\nlabel:"
        ),
        DescriptionError,
        "data/votes/tables/elections.yaml:6:checks/#1/formula: `election_date > '31.02.2025'`: '31.02.2025' is no day written YYYY-MM-DD; expected types that go together.",
    ),
    Row(
        "a date compared with a column of texts",
        edit(ELECTIONS, "label:", "checks:\n  - {formula: election_date > name_sq, because: {sq: a, en: b}}\nlabel:"),
        DescriptionError,
        "data/votes/tables/elections.yaml:6:checks/#1/formula: `election_date > name_sq`: greater of date32[day], string; expected types that go together.",
    ),
    Row(
        "parentheses without end",
        check("(" * 300 + "votes_cast" + ")" * 300 + " > 1"),
        DescriptionError,
        "data/votes/tables/turnout.yaml:64:checks/#1/formula: `((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…`: too many nested parentheses; expected an expression such as votes_cast <= registered_voters.",
    ),
    Row(
        "sums inside one another without end",
        check("votes_cast" + " + 1" * 200 + " > 1"),
        DescriptionError,
        f"data/votes/tables/turnout.yaml:64:checks/#1/formula: `votes_cast{' + 1' * 47} +…`, parts inside one another without end; expected at most 100 parts inside one another.",
    ),
]
