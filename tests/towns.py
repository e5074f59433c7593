"""Declarations about the places of the small project: its kind of thing, and a panel that each test changes."""

from __future__ import annotations

import json
from typing import Any

from conftest import Project

KIND = """\
- kind: towns
  table: places
  id: place_code
  slug: name_en
  name: {sq: "{name_sq}", en: "{name_en}"}
  kicker: {sq: "Vend · {is_town}", en: "Place · {is_town}"}
  other_names: [name_sq, name_en]
  spellings: {table: aliases, by: place_code, field: alias}
  title: {sq: Qytezat, en: Towns}
  text: {sq: Çdo qytezë., en: Every town.}
"""

PANEL = """\
- id: turnout
  of: towns
  table: turnout
  by: place_code
  title: {sq: Pjesëmarrja, en: Turnout}
  fields: [election_id, votes_cast, turnout_pct]
  facts:
    turnout: {where: election_id == 'local-2025', value: turnout_pct}
    before: {where: election_id == 'local-2021', value: turnout_pct}
    gap: {compute: turnout - before}
    distance: {compute: abs(gap)}
    place: {compute: rank(turnout), unit: ordinal}
    same: {compute: ties(turnout)}
    places: {compute: count(turnout)}
    counted: {where: not missing(votes_cast), take: count}
  index:
    - {fact: turnout, title: {sq: "Pjesëmarrja", en: "Turnout"}}
    - fact: counted
      title: {sq: "Numërime", en: "Counts"}
      counted: {sq: {one: "Numërim", other: "Numërime"}, en: {one: "Count", other: "Counts"}}
  lead:
    - - text: {sq: "{name_sq}: {turnout}, vendi {place} ndër {places}.", en: "{name_en}: {turnout}, {place} of {places}."}
  sentences:
    - - when: gap > 0
        text: {sq: "{distance} pikë më shumë.", en: "{distance} points more."}
      - when: gap < 0
        text: {sq: "{distance} pikë më pak.", en: "{distance} points less."}
    - - plural: counted
        text:
          sq: {one: "{counted} votim i numëruar.", other: "{counted} votime të numëruara."}
          en: {one: "{counted} vote counted.", other: "{counted} votes counted."}
    - - when: same > 0
        text: {sq: "Bashkë me {same}.", en: "Together with {same}."}
"""


def declare(project: Project, kind: str = KIND, panel: str = PANEL) -> None:
    project.write("places/profiles.yaml", kind)
    project.write("votes/panels.yaml", panel)


def towns(project: Project) -> dict[str, dict[str, Any]]:
    """Build, and give what was written about each town, by its address."""
    project.build()
    written = json.loads(project.built("profiles/towns.json").read_text(encoding="utf-8"))
    return {thing["slug"]: thing for thing in written["things"]}


def said(thing: dict[str, Any], language: str = "en") -> list[str]:
    """Give the sentences of a thing's only panel."""
    return [text[language] for panel in thing["panels"] for text in panel["sentences"]]


def lead(thing: dict[str, Any], language: str = "en") -> list[str]:
    return [text[language] for text in thing["lead"]]
