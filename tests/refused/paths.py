"""Links by which a dataset would publish what lies elsewhere, and files that are too large for what they say."""

from __future__ import annotations

from conftest import Project

from pipeline.errors import DescriptionError, InvalidTableError, SourceError
from refused.ways import (
    ALIASES,
    DESCRIBE,
    ENGLISH,
    HISTORY,
    NOTES,
    PLACES,
    SOURCES_RAW,
    VOTES,
    Row,
    Spoil,
    edit,
    link,
    write,
)

MANY = [f"c{number}" for number in range(20_000)]
REMEDY = "expected files of its own. Put the file itself there."


def moved_behind_a_link(name: str) -> Spoil:
    """Put a folder of the project outside of its dataset, and a link in its place."""

    def spoil(project: Project) -> None:
        outside = project.root / "outside"
        project.path(name).rename(outside)
        project.path(name).symlink_to(outside)

    return spoil


ROWS = [
    Row(
        "a raw file whose name is not UTF-8",
        lambda project: project.path("votes/raw/\udcff.csv").write_text("x"),
        DescriptionError,
        r"data/votes/raw/\xff.csv: a name that is not UTF-8; expected a name that can be written. Rename it.",
    ),
    Row(
        "an about page that is a link out of the folder",
        link("votes/about.en.md", "/etc/hosts"),
        DescriptionError,
        f"data/votes/about.en.md: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a description that is a link to another dataset",
        link(NOTES, "../places/dataset.yaml"),
        DescriptionError,
        f"data/votes/notes.yaml: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a link that leads nowhere among the descriptions",
        link(HISTORY, "/nowhere"),
        DescriptionError,
        f"data/votes/tables/history.yaml: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a description that is a link to itself",
        link(NOTES, "notes.yaml"),
        DescriptionError,
        f"data/votes/notes.yaml: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a published file that is a link to itself",
        link("places/raw/outlines.geojson", "outlines.geojson"),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: no file `raw/outlines.geojson`; expected a file in the dataset's folder.",
    ),
    Row(
        "raw/ as a link out of the folder",
        moved_behind_a_link("votes/raw"),
        DescriptionError,
        f"data/votes/raw: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a dataset that is a link",
        moved_behind_a_link("votes"),
        DescriptionError,
        f"data/votes: a link that leads out of the dataset; {REMEDY}",
    ),
    Row(
        "a link among the raw files to another dataset",
        link("places/raw/aliases_more.csv", "../../votes/raw/history.csv"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there.",
    ),
    Row(
        "a raw file that is a link to itself",
        link("places/raw/aliases_more.csv", "aliases_more.csv"),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: `raw/aliases_more.csv`, a link that leads out of raw/; expected a file under raw/. Put the file itself there.",
    ),
    Row(
        "a pattern that leaves raw/",
        edit(ALIASES, "aliases*.csv", '"*/../../*.csv"'),
        DescriptionError,
        "data/places/tables/aliases.yaml:3:raw: the path `*/../../*.csv`; expected a file under raw/.",
    ),
    Row(
        "a published file by an absolute path",
        edit(PLACES, "path: raw/outlines.geojson", "path: /etc/hosts"),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: the path `/etc/hosts`; expected a file inside the dataset's folder.",
    ),
    Row(
        "a folder as a published file",
        edit(PLACES, "path: raw/outlines.geojson", "path: raw"),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: no file `raw`; expected a file in the dataset's folder.",
    ),
    # Sizes
    Row(
        "a text longer than the cell of a sheet",
        edit(VOTES, "title: {sq: Votat, en: Votes}", f"title: {{sq: Votat, en: {'x' * 32_768}}}"),
        DescriptionError,
        "data/votes/dataset.yaml:1:title/en: a text of 32768 characters; expected at most 32767, which the cell of a sheet holds.",
    ),
    Row(
        "a cell longer than that of a sheet",
        edit(SOURCES_RAW, "Results of 2021", "x" * 32_768),
        InvalidTableError,
        "data/votes/tables/sources.yaml:7:fields/#2: a text of 32768 characters in row 1 of `sources`; expected at most 32767 in a workbook's cell. Leave the column out under `ignore:`, or the row with `keep:`.",
    ),
    Row(
        "a cell longer than that of a sheet, which counts some signs twice",
        edit(SOURCES_RAW, "Results of 2021", "😀" * 16_384),
        InvalidTableError,
        "data/votes/tables/sources.yaml:7:fields/#2: a text of 32768 characters in row 1 of `sources`; expected at most 32767 in a workbook's cell. Leave the column out under `ignore:`, or the row with `keep:`.",
    ),
    Row(
        "twenty thousand columns that no field reads, told in part",
        write(SOURCES_RAW, ",".join(MANY) + "\n"),
        SourceError,
        f"data/votes/raw/sources.csv:1: {f'columns {MANY}'[:500].rstrip()}…; {DESCRIBE}",
    ),
    Row(
        "a hundred thousand brackets in a description",
        edit(VOTES, "order: 2", "order: " + "[" * 100_000),
        DescriptionError,
        "data/votes/dataset.yaml:5: more than 20 values inside one another; expected a description.",
    ),
    Row(
        "a tag that claims a number",
        edit(VOTES, "order: 2", "order: !!int x"),
        DescriptionError,
        "data/votes/dataset.yaml:5: the tag tag:yaml.org,2002:int; expected plain YAML without tags.",
    ),
    Row(
        "five thousand brackets in a catalogue",
        edit(ENGLISH, '"file.version" = "Version"', '"file.version" = ' + "[" * 5_000),
        DescriptionError,
        "languages/en.toml: a value without end; expected a catalogue in TOML.",
    ),
    Row(
        "a number of five thousand digits in a catalogue",
        edit(ENGLISH, "order = 2", "order = " + "9" * 5_000),
        DescriptionError,
        "languages/en.toml: a value without end; expected a catalogue in TOML.",
    ),
    Row(
        "a change before there were archives",
        edit(VOTES, "2026-01-31", "1979-12-31"),
        DescriptionError,
        "data/votes/dataset.yaml:11:changes/#2/date: `1979-12-31`; expected a day from 1980 to 2107, which an archive can hold.",
    ),
    Row(
        "a change in the twenty-second century",
        edit(VOTES, "2026-02-28", "2108-01-01"),
        DescriptionError,
        "data/votes/dataset.yaml:8:changes/#1/date: `2108-01-01`; expected a day from 1980 to 2107, which an archive can hold.",
    ),
    Row(
        "a version of a thousand digits",
        edit(VOTES, "1.1.0", f"{'9' * 1_000}.1.0"),
        DescriptionError,
        f"data/votes/dataset.yaml:7:changes/#1/version: `{'9' * 499}…; expected a version such as 1.0.0.",
    ),
]
