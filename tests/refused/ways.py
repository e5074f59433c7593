"""How a row spoils the valid project, and the words its messages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from conftest import Project

from pipeline.errors import PipelineError

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
WRITE_DATES = "Say `date:` as the source prints it, list the cell under `missing:`, or correct it in corrections.yaml."
WRITE_YEARS = "Recode what the source prints, list the cell under `missing:`, or correct it in corrections.yaml."
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
