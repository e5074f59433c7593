"""What holds of the real data, read from the published files alone; figures are the sources' own totals.

The only tests that name datasets.
"""

# ruff: noqa: S608 - the names in these queries are those of our own tables
from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import combining, normalize

import duckdb
import pytest
from conftest import ROOT

from pipeline.shape.names import fold

Query: TypeAlias = Callable[[str], list[tuple[Any, ...]]]

DATASETS = sorted(path.parent.name for path in (ROOT / "data").glob("*/dataset.yaml"))

TABLES = {
    "municipalities/municipalities": ["municipality_code", "name_sq", "name_sr", "name_en", "region_code"],
    "municipalities/regions": [],
    "municipalities/population": ["municipality_code", "census_year", "population", "basis"],
    "turnout/elections": ["election_id", "election_date", "election_type", "round"],
    "turnout/turnout_by_municipality": [
        "election_id", "round", "municipality_code", "registered_voters", "votes_cast", "turnout_pct", "status",
        "source_id",
    ],
    "turnout/turnout_national": [],
    "turnout/turnout_by_group": [],
    "turnout/valid_votes_by_municipality": [],
    "party-finance/parties": ["party_code"],
    "party-finance/public_funding": ["year", "party_code", "amount_eur", "amount_basis", "precision", "source_id"],
    "party-finance/annual_reports": [],
    "party-finance/campaign_spending": [],
    "party-finance/campaign_limits": [],
    "party-finance/fines": [],
    "work-plans/plans": ["plan_id"],
    "work-plans/activities": [
        "plan_id", "activity_number", "section_code", "title_sq", "cost_as_published", "cost_eur", "cost_status",
        "funding_source", "source_id",
    ],
    "work-plans/activity_units": ["plan_id", "activity_number", "unit_code", "role"],
    "institutions/units": ["unit_code", "name_sq", "name_en", "parent_code"],
    "civil-society/activities": [],
    "civil-society/figures": [],
}  # fmt: skip
"""The tables and columns that readers rely on."""

MADE = {"notes", "comparisons", "differences"}
"""Tables about the data rather than of it: they have no source of their own."""


@pytest.fixture(scope="module")
def query(published: Path) -> Query:
    """Run SQL in which ``{dataset/table}`` is a published Parquet file, and ``{dataset/table.csv}`` the CSV."""

    def run(sql: str) -> list[tuple[Any, ...]]:
        files = re.sub(r"\{(\S+?)(\.csv)?\}", lambda name: f"'{published}/{name[1]}{name[2] or '.parquet'}'", sql)
        return duckdb.sql(files).fetchall()

    return run


def resources(published: Path, dataset: str) -> list[dict[str, Any]]:
    package = json.loads((published / dataset / "datapackage.json").read_text(encoding="utf-8"))
    return [one for one in package["resources"] if one.get("type") == "table"]


# The contract


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_and_columns_that_readers_rely_on_are_there(query, table):
    columns = [row[0] for row in query(f"describe from {{{table}}}")]

    assert set(TABLES[table]) <= set(columns)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_row_has_a_source_that_the_sources_list(published, query, dataset):
    for table in resources(published, dataset):
        fields = [field["name"] for field in table["schema"]["fields"]]
        path = f"{dataset}/{table['name']}"
        if "source_id" in fields:
            ids = f"select source_id from {{{dataset}/sources}}"
            assert query(f"from {{{path}}} where source_id is null or source_id not in ({ids})") == [], path
        elif table["name"] not in MADE:
            assert table["schema"]["foreignKeys"], f"{path} has neither a source nor a key that leads to one"


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_codebook_names_every_published_column_and_the_tables_it_stands_in(published, dataset):
    codebook = (ROOT / "docs/codebook.md").read_text(encoding="utf-8")
    entries = [line.split(" | ") for line in codebook.splitlines() if line.startswith("| `")]
    named = {(entry[0], place.strip(" |")) for entry in entries for place in entry[-1].split(", ")}
    columns = {
        (f"| `{field['name']}`", f"{dataset}/{table['name']}")
        for table in resources(published, dataset)
        for field in table["schema"]["fields"]
    }

    assert columns - named == set()


@pytest.mark.parametrize("dataset", DATASETS)
def test_csv_and_parquet_hold_the_same_rows(published, query, dataset):
    for table in resources(published, dataset):
        path = f"{dataset}/{table['name']}"
        columns = ", ".join(_as_text(field) for field in table["schema"]["fields"])
        plain = f"read_csv({{{path}.csv}}, all_varchar = true, header = true, delim = ',', quote = '\"')"
        assert query(f"from (select {columns} from {{{path}}}) except all from {plain}") == [], path
        assert query(f"from (select count(*) from {{{path}}})") == [(table["rowCount"],)]


def _as_text(field: dict[str, Any]) -> str:
    name = f'"{field["name"]}"'
    return f"rtrim(rtrim({name}::varchar, '0'), '.')" if field["type"] == "number" else f"{name}::varchar"


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_address_or_telephone_number_of_a_person_is_published(published, dataset):
    for path in (published / dataset).glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", text) == [], path.name
        assert re.findall(r"(?:\+|00)38[13][\s/-]?\d|\b0?4[4-9][\s/-]\d{3}[\s/-]\d{3}\b", text) == [], path.name


# Work plans


def test_the_plan_of_2017_has_79_activities_in_9_sections(query):
    rows = query(
        "select count(*) from {work-plans/activities} where plan_id = 'kqz-2017' group by section_code order by section_code"
    )

    assert [count for (count,) in rows] == [16, 2, 9, 2, 5, 7, 28, 3, 7]
    assert sum(count for (count,) in rows) == 79


def test_twelve_activities_of_2017_are_budgeted_with_765500_euros_in_all(query):
    rows = query(
        "select coalesce(sum(cost_eur), 0)::int from {work-plans/activities} "
        "where plan_id = 'kqz-2017' group by section_code order by section_code"
    )

    assert [total for (total,) in rows] == [118500, 457000, 55000, 40000, 60000, 30000, 5000, 0, 0]
    assert query(
        "select count(cost_eur), sum(cost_eur)::int from {work-plans/activities} where plan_id = 'kqz-2017'"
    ) == [(12, 765500)]


def test_what_the_other_activities_of_2017_say_of_their_cost(query):
    rows = query("select cost_status, count(*) from {work-plans/activities} where plan_id = 'kqz-2017' group by all")

    assert dict(rows) == {"budgeted": 12, "no_cost": 39, "not_applicable": 24, "under_review": 1, "not_stated": 3}


def test_an_activity_has_an_amount_exactly_when_it_is_budgeted(query):
    assert query("from {work-plans/activities} where (cost_status = 'budgeted') != (cost_eur is not null)") == []


def test_the_amount_printed_with_two_full_stops_stands_beside_its_value(query):
    assert query("select cost_eur::int from {work-plans/activities} where cost_as_published = '450.000.00 Euro'") == [
        (450000,)
    ]


def test_units_are_responsible_or_monitoring_and_known(query):
    assert query("select distinct role from {work-plans/activity_units} order by 1") == [
        ("monitoring",),
        ("responsible",),
    ]
    assert query("from {work-plans/activity_units} where unit_code is null") == []
    assert query("from {work-plans/activity_units} anti join {institutions/units} using (unit_code)") == []


def test_a_municipality_is_tied_to_its_own_plan(query):
    assert query(
        "select plan_id, name_sq from {work-plans/plans} join {municipalities/municipalities} using (municipality_code)"
    ) == [("kllokot-2019-2022", "Kllokot")]


# Party finance


def test_the_public_fund_of_2024_is_4800000_euros_over_120_seats(query):
    assert query(
        "select sum(amount_eur)::int, sum(seats_as_published)::int from {party-finance/public_funding} where year = 2024"
    ) == [(4800000, 120)]


def test_the_bases_of_public_funding_are_never_mixed_within_a_year_and_party(query):
    assert query("from {party-finance/public_funding} where amount_basis is null or precision is null") == []


def test_a_fine_that_a_later_source_no_longer_calls_unpaid_says_so_beside_it(query):
    unpaid, unmarked = query(
        "select sum(unpaid_eur), count(*) filter (note_ids is null or note_ids not like '%unpaid-in-april-2018%')"
        " from {party-finance/fines} where election_id = 'local-2017' and unpaid_eur > 0"
    )[0]
    later = query("select unpaid_eur from {party-finance/fines_totals} where as_of = '2018-05'")[0][0]

    assert (unpaid, later) == (130100, 17650)
    assert unmarked == 0


def test_a_share_of_two_lower_bounds_is_not_called_the_most_it_can_be(query):
    bounds = query("select distinct precision from {party-finance/aggregates} where measure = 'liabilities'")
    note = query("select note_sq, note_en from {party-finance/notes} where note_id = 'liabilities-share'")[0]

    assert bounds == [("lower_bound",)]
    assert "e shumta" not in note[0]
    assert "at most" not in note[1]


# Municipalities


def test_there_are_38_municipalities_coded_01_to_38_in_7_regions(query):
    codes = query("select municipality_code from {municipalities/municipalities} order by 1")

    assert [code for (code,) in codes] == [f"{number:02}" for number in range(1, 39)]
    assert query("select count(*) from {municipalities/regions}") == [(7,)]
    assert query("from {municipalities/municipalities} anti join {municipalities/regions} using (region_code)") == []


def test_the_census_of_2024_counts_1602515_people(query):
    assert query(
        "select sum(population)::int, count(*) from {municipalities/population} where census_year = 2024 and basis = 'final'"
    ) == [(1602515, 38)]


def test_a_municipality_that_was_not_enumerated_has_no_row_and_not_nothing(query):
    assert query("select count(*) from {municipalities/population} where census_year = 2011") == [(34,)]
    assert query("from {municipalities/population} where population is null or population = 0") == []


def test_every_spelling_leads_to_its_municipality_in_any_case_and_without_diacritics(query):
    codes: dict[str, set[str]] = {}
    for alias, code in query("select alias, municipality_code from {municipalities/aliases}"):
        bare = "".join(sign for sign in normalize("NFKD", alias) if not combining(sign))
        for spelling in (alias, alias.upper(), alias.lower(), bare, f"  {bare}  "):
            codes.setdefault(fold(spelling), set()).add(code)

    assert len(codes) > 360
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_turnout_is_broken_at_the_municipalities_whose_territory_changed_and_at_no_others(published, query):
    changed = query("select municipality_code from {municipalities/territory_changes} where change != 'created'")
    page = json.loads((published / "profiles" / "municipalities.json").read_text(encoding="utf-8"))
    panels = {thing["id"]: thing["panels"] for thing in page["things"]}

    broken = {code for code, shown in panels.items() if any(panel["breaks"] for panel in shown)}

    assert broken == {code for (code,) in changed}


def test_a_territory_of_which_only_a_note_tells_is_not_stated_as_a_fact(published, query):
    noted = query("select municipality_code from {municipalities/territory_changes} where change_basis = 'note'")
    page = json.loads((published / "profiles" / "municipalities.json").read_text(encoding="utf-8"))
    told = {thing["id"]: [text for panel in thing["panels"] for text in panel["breaks"]] for thing in page["things"]}

    doubted = {code for code, texts in told.items() if any("no document" in text["en"] for text in texts)}

    assert doubted == {code for (code,) in noted}


# Turnout


def test_every_row_of_turnout_is_of_a_listed_election_and_municipality(query):
    for table in ("turnout_by_municipality", "valid_votes_by_municipality", "turnout_intraday"):
        rows = f"{{turnout/{table}}}"
        assert query(f"from {rows} anti join {{turnout/elections}} using (election_id, round)") == []
        assert query(f"from {rows} anti join {{municipalities/municipalities}} using (municipality_code) where municipality_code is not null") == []  # fmt: skip


def test_elections_stand_by_the_year_in_their_name_also_without_a_day(query):
    years = [year for (year,) in query("select election_year from {turnout/elections}")]

    assert years == sorted(years)
    assert query("from {turnout/elections} where not contains(name_sq, election_year::text)") == []
    assert query("select election_id from {turnout/elections} where election_date is null") == [
        ("mayor-2010",),
        ("mayor-2012",),
    ]


def test_turnout_is_between_0_and_100_and_nobody_votes_twice(query):
    assert query("from {turnout/turnout_by_municipality} where turnout_pct not between 0 and 100") == []
    assert query("from {turnout/turnout_by_municipality} where votes_cast > registered_voters") == []


def test_a_snapshot_of_a_running_day_never_stands_as_turnout(query):
    assert (
        query("from {turnout/turnout_by_municipality} where status ilike '%intraday%' or status ilike '%snapshot%'")
        == []
    )
    assert (
        query(
            "from {turnout/turnout_by_municipality} as final join {turnout/turnout_intraday} as running "
            "using (election_id, round, municipality_code) "
            "where final.votes_cast = running.voted_so_far or final.turnout_pct_as_published = running.voted_so_far_pct"
        )
        == []
    )
    columns = [row[0] for row in query("describe select * from {turnout/turnout_intraday}")]
    assert not {"turnout_pct", "votes_cast", "status"} & set(columns)


def test_the_ballots_of_2001_to_2007_are_said_to_be_derived(query):
    assert query(
        "select distinct votes_cast_basis from {turnout/turnout_by_municipality} "
        "where election_id in ('assembly-2001', 'assembly-2004', 'assembly-2007')"
    ) == [("derived",)]


def test_the_municipal_assemblies_of_2025_cover_all_38_municipalities(query):
    assert query(
        "select count(distinct municipality_code) from {turnout/turnout_by_municipality} where election_id = 'local-2025'"
    ) == [(38,)]


def test_a_sum_of_voters_that_is_not_the_published_total_is_called_a_sum(published, query):
    total = query("select registered_voters from {turnout/turnout_national} where election_id = 'local-2025'")[0][0]
    page = json.loads((published / "turnout" / "page.json").read_text(encoding="utf-8"))
    voters = page["highlights"][0]

    assert (int(voters["value"]), total) == (2069448, 2069098)
    assert "bëjnë bashkë" in voters["text"]["sq"]
    assert "added up" in voters["text"]["en"]
