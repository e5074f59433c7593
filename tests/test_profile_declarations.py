"""What declarations may say: every name is known, every text stands in every language, every address once."""

from __future__ import annotations

import json

import pytest
from test_languages import add_language
from towns import KIND, PANEL, declare, towns

from pipeline.describe.reserved import ADDRESSES
from pipeline.errors import DescriptionError, InvalidTableError


def test_a_build_without_declarations_has_no_profiles(built):
    assert not built.built("profiles").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            "{turnout}, {place}",
            "{turnot}, {place}",
            "data/votes/panels.yaml:22:#1/lead/#1/#1/text/en: no fact or field `turnot`",
            id="an unknown fact in a sentence",
        ),
        pytest.param(
            "{turnout}, {place}",
            "{turnout:>999999999}, {place}",
            "data/votes/panels.yaml:22:#1/lead/#1/#1/text/en: `{name_en}: {turnout:>999999999}, {place} of {places}.`; expected braces in pairs",
            id="a fact that is written wide",
        ),
        pytest.param(
            "when: gap > 0",
            "when: gab > 0",
            "data/votes/panels.yaml:24:#1/sentences/#1/#1/when: no fact `gab`",
            id="an unknown fact in a condition",
        ),
        pytest.param(
            "compute: abs(gap)",
            "compute: abs(places)",
            "data/votes/panels.yaml:11:#1/facts/distance/compute: no fact `places`",
            id="a fact computed from a later one",
        ),
        pytest.param(
            "fields: [election_id",
            "fields: [elektion_id",
            "data/votes/panels.yaml:6:#1/fields: no field `elektion_id`",
            id="an unknown field",
        ),
        pytest.param("of: towns", "of: tonws", "data/votes/panels.yaml:2:#1/of: no kind `tonws`", id="an unknown kind"),
        pytest.param(
            "  table: turnout",
            "  table: turnuot",
            "data/votes/panels.yaml:3:#1/table: no table `votes/turnuot`",
            id="an unknown table",
        ),
        pytest.param(
            "title: {sq: Pjesëmarrja, en: Turnout}",
            "title: {sq: Pjesëmarrja}",
            "data/votes/panels.yaml:5:#1/title: text misses ['en']",
            id="a text without a language",
        ),
        pytest.param(
            "{fact: turnout,",
            "{fact: tornout,",
            "data/votes/panels.yaml:17:#1/index/#1/fact: no fact `tornout`",
            id="an unknown fact in the index",
        ),
        pytest.param(
            'title: {sq: "Pjesëmarrja", en: "Turnout"}}',
            'title: {sq: "Pjesëmarrja", en: "Turnout"}, same: [gap]}',
            "data/votes/panels.yaml:17:#1/index/#1/same: no fact with `value` `gap`",
            id="a computed fact that figures shall share",
        ),
        pytest.param(
            'en: {one: "Count", other',
            'en: {one: "Count", many',
            "data/votes/panels.yaml:20:#1/index/#2/counted/en: the plural forms ['many', 'one']; expected those of CLDR: ['one', 'other']",
            id="a plural form of what is counted that the language does not have",
        ),
        pytest.param(
            'en: {one: "{counted} vote counted.", other',
            'en: {one: "{counted} vote counted.", many',
            "data/votes/panels.yaml:31:#1/sentences/#2/#1/text/en: the plural forms ['many', 'one']; expected those of CLDR: ['one', 'other']",
            id="a plural form that the language does not have",
        ),
        pytest.param(
            "  facts:\n",
            "  compare: {value: status, across: [election_id]}\n  facts:\n",
            "data/votes/panels.yaml:7:#1/compare/value: `status`, of type string; expected an integer or a number.",
            id="a comparison by what is no figure",
        ),
        pytest.param(
            "    distance:",
            "    null: {compute: gap}\n    distance:",
            "data/votes/panels.yaml:11:#1/facts/null: a fact named `null`; expected a name that is no value in expressions.",
            id="a fact with the name of a value",
        ),
        pytest.param(
            "gap: {compute: turnout - before}",
            "gap: {compute: turnout - before, unit: percnt}",
            "data/votes/panels.yaml:10:#1/facts/gap/unit: `percnt`; expected one of percent, eur, ordinal. Did you mean `percent`.",
            id="an unknown unit",
        ),
        pytest.param(
            "gap: {compute: turnout - before}",
            "gap: {compute: turnout - before, decimals: 13}",
            "data/votes/panels.yaml:10:#1/facts/gap/decimals: `13`; expected a whole number of at most 12.",
            id="more decimals than a figure has",
        ),
        pytest.param(
            "gap: {compute: turnout - before}",
            "gap: {compute: turnout - before, unit: ordinal}",
            "data/votes/panels.yaml:10:#1/facts/gap/unit: `turnout - before`, which may be no place; expected `ordinal` of a rank(…).",
            id="an ordinal of what is no rank",
        ),
        pytest.param(
            "gap: {compute: turnout - before}",
            "day: {table: elections, over: all, value: election_date, take: most, of: election_date}\n    span: {compute: day - day}\n    gap: {compute: turnout - before}",
            "data/votes/panels.yaml:11:#1/facts/span/compute: `day - day` gives a span of time; expected a number, a date, a text or a condition. Compare years, as year(…) gives them.",
            id="a fact that is one day less another",
        ),
    ],
)
def test_a_declaration_that_leads_nowhere_is_refused_where_it_stands(project, old, new, message):
    assert PANEL.count(old) == 1
    declare(project, panel=PANEL.replace(old, new))

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    assert any(line.startswith(message) for line in str(refusal.value).splitlines()), str(refusal.value)


def test_a_leading_figure_says_what_it_must_share_with_another_to_compare(project):
    same = 'title: {sq: "Pjesëmarrja", en: "Turnout"}, same: [before]}'
    declare(project, panel=PANEL.replace('title: {sq: "Pjesëmarrja", en: "Turnout"}}', same))

    things = towns(project)

    figure, _ = things["pebble"]["figures"]
    written = json.loads(project.built("profiles/towns.json").read_text(encoding="utf-8"))
    assert written["columns"][0]["same"] == [["votes", "turnout", "turnout_pct"]]
    assert figure["same"] == ["60"]


def test_a_third_language_is_named_where_it_is_missing(project):
    declare(project)
    add_language(project)

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    files = {problem.file for problem in refusal.value.problems}
    assert files & {"data/places/profiles.yaml", "data/votes/panels.yaml", "data/votes/dataset.yaml"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_kind_never_takes_the_address_of_a_page_of_the_site(project, name):
    declare(project, kind=KIND.replace("kind: towns", f"kind: {name}"), panel=PANEL.replace("of: towns", f"of: {name}"))

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    message = f"data/places/profiles.yaml:1:#1/kind: the kind `{name}`; expected a name that nothing else has."
    assert str(refusal.value) == message


def test_two_things_at_one_address_are_refused(project):
    project.edit("places/raw/places.csv", "Pebble", "GOODWATER")
    declare(project)

    with pytest.raises(DescriptionError, match="the address `goodwater` of `03`"):
        project.build()


def test_rows_about_what_is_not_there_are_refused(project):
    kind = KIND.replace("  table: places\n  id: place_code\n", "  table: places\n  id: name_en\n")
    declare(project, kind=kind.replace("by: place_code", "by: place_code"))

    with pytest.raises(InvalidTableError, match="rows about `01`, which is none of the towns"):
        project.build()


def test_a_thing_left_out_by_its_kind_has_no_page_and_no_place_among_the_others(project):
    declare(project, kind=KIND.replace("  slug:", "  where: place_code != '03'\n  slug:"))

    things = towns(project)

    assert sorted(things) == ["fountain", "goodwater"]
    assert things["goodwater"]["lead"][0]["en"] == "Goodwater: 33.33%, 1st of 2."


def test_a_name_that_is_the_title_already_is_not_repeated(project):
    declare(project)

    assert towns(project)["pebble"]["other_names"] == []


def test_a_further_name_says_its_language(project):
    name = "{name: name_other, constant: Kamen, language: sr-Latn, title: {sq: Tjetër, en: Other}, description: {sq: T., en: O.}}"
    project.edit("places/tables/places.yaml", "  - source_id\n", f"  - source_id\n  - {name}\n")
    declare(project, kind=KIND.replace("other_names: [name_sq,", "other_names: [name_other, name_sq,"))

    assert towns(project)["pebble"]["other_names"] == [{"text": "Kamen", "tag": "sr-Latn"}]


def test_every_spelling_of_a_name_is_handed_to_the_search(project):
    declare(project)

    assert "Gurzi" in towns(project)["pebble"]["spellings"]


def test_a_part_of_the_datasets_leaves_the_profiles_as_they_were(project):
    declare(project)
    before = towns(project)
    project.edit("votes/raw/turnout.csv", "Gurzi,1.100,550,51.0", "Gurzi,1.100,551,51.0")

    project.build("places")

    assert project.built("profiles/towns.json").is_file()
    assert before["pebble"]["lead"][0]["en"] == "Pebble: 50%, 1st of 3."
