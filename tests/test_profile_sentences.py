"""What is said about a thing is computed, and only said where all of it is known."""

from __future__ import annotations

import pytest
from towns import PANEL, declare, lead, said, towns

from pipeline.errors import DescriptionError

RAW = "votes/raw/turnout.csv"


def test_a_fact_that_is_known_is_said_in_every_language(project):
    declare(project)

    pebble = towns(project)["pebble"]

    assert lead(pebble) == ["Pebble: 50%, 1st of 3."]
    assert lead(pebble, "sq") == ["Gurëz: 50%, vendi 1 ndër 3."]


def test_a_sentence_whose_fact_is_missing_is_not_said(project):
    declare(project)

    assert said(towns(project)["fountain"]) == ["1 vote counted."]


def test_the_sign_of_a_difference_chooses_the_wording(project):
    project.edit(RAW, "Gurzi,1.100,550,51.0", "Gurzi,1.100,770,70.0")
    project.remove("votes/reconciliation.yaml")
    declare(project)

    things = towns(project)

    assert said(things["pebble"])[0] == "10 points more."
    assert said(things["goodwater"])[0] == "31.67 points less."


def test_nothing_is_said_about_a_difference_that_is_none(project):
    project.edit(RAW, "Gurzi,1.100,550,51.0", "Gurzi,1.100,660,60.0")
    project.remove("votes/reconciliation.yaml")
    declare(project)

    assert said(towns(project)["pebble"]) == ["2 votes counted."]


def test_zero_is_a_figure_and_has_a_rank(project):
    declare(project)

    assert lead(towns(project)["fountain"]) == ["Fountain: 0%, 3rd of 3."]


def test_equal_figures_share_a_rank_and_the_next_one_is_left_out(project):
    project.edit(RAW, "Ujëmirë,2.400,800,33.3", "Ujëmirë,2.400,1.200,50.0")
    project.remove("votes/reconciliation.yaml")
    declare(project)

    things = towns(project)

    assert [lead(things[slug]) for slug in ("pebble", "goodwater", "fountain")] == [
        ["Pebble: 50%, 1st of 3."],
        ["Goodwater: 50%, 1st of 3."],
        ["Fountain: 0%, 3rd of 3."],
    ]
    assert said(things["pebble"])[-1] == "Together with 1."


def test_a_thing_without_the_figure_has_no_rank_and_does_not_count(project):
    project.edit(RAW, "çezme,400,0,0.0", "çezme,400,n/a,")
    project.remove("votes/notes.yaml")
    project.remove("votes/reconciliation.yaml")
    declare(project)

    things = towns(project)

    assert lead(things["fountain"]) == []
    assert lead(things["goodwater"]) == ["Goodwater: 33.33%, 2nd of 2."]


def test_the_plural_follows_the_count(project):
    declare(project)

    things = towns(project)

    assert said(things["pebble"], "sq")[-1] == "2 votime të numëruara."
    assert said(things["fountain"], "sq")[-1] == "1 votim i numëruar."


def test_where_two_share_the_first_place_neither_is_named(project):
    project.edit(RAW, "Ujëmirë,2.400,800,33.3", "Ujëmirë,2.400,1.200,50.0")
    project.remove("votes/reconciliation.yaml")
    top = "    top: {over: all, where: election_id == 'local-2025', value: place_code, take: most, of: turnout_pct}\n"
    wording = '    - - text: {sq: "Krye: {top}.", en: "Top: {top}."}\n'
    declare(project, panel=PANEL.replace("    gap:", f"{top}    gap:") + wording)

    assert not any("Top:" in sentence for sentence in said(towns(project)["pebble"]))


def test_a_fact_that_is_divided_by_zero_is_refused_where_it_stands(project):
    declare(project, panel=PANEL.replace("{compute: turnout - before}", "{compute: 1 / turnout}"))

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    assert str(refusal.value) == (
        "data/votes/panels.yaml:10:#1/facts/gap/compute: `1 / turnout` gives inf for `01`; expected a number. "
        "Say what holds there, such as if_else(…, …, null)."
    )


def test_what_is_missing_in_the_first_place_is_not_taken_from_the_second(project):
    longest = "    longest: {value: votes_cast, take: most, of: registered_voters}\n"
    wording = '    - - text: {sq: "Lista më e gjatë: {longest}.", en: "Longest list: {longest}."}\n'
    declare(project, panel=PANEL.replace("    gap:", f"{longest}    gap:") + wording)

    things = towns(project)

    assert said(things["pebble"])[-1] == "Longest list: 550."
    assert said(things["fountain"])[-1] == "1 vote counted."


def test_a_code_is_said_by_its_label(project):
    top = "    top: {over: all, where: election_id == 'local-2025', value: place_code, take: most, of: turnout_pct}\n"
    wording = '    - - text: {sq: "Krye: {top}.", en: "Top: {top}."}\n'
    declare(project, panel=PANEL.replace("    gap:", f"{top}    gap:") + wording)

    assert said(towns(project)["goodwater"])[-1] == "Top: Pebble."
    assert said(towns(project)["goodwater"], "sq")[-1] == "Krye: Gurëz."


def test_a_quotient_is_said_with_at_most_twelve_decimals(project):
    third = "    third: {compute: turnout / 3}\n"
    wording = '    - - text: {sq: "{third}.", en: "{third}."}\n'
    declare(project, panel=PANEL.replace("  index:", f"{third}  index:") + wording)

    assert said(towns(project)["pebble"])[-1] == "16.666666666667."


def test_several_figures_where_one_is_expected_are_refused_where_the_fact_stands(project):
    declare(
        project, panel=PANEL.replace("{where: election_id == 'local-2025', value: turnout_pct}", "{value: turnout_pct}")
    )

    with pytest.raises(DescriptionError) as refusal:
        project.build()

    assert str(refusal.value) == (
        "data/votes/panels.yaml:8:#1/facts/turnout: 2 values of `turnout_pct` for `02`; expected one. "
        "Narrow `where`, or say which to `take`."
    )
