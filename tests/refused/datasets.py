"""What is wrong about a dataset as a whole, from its folder to its published files."""

from __future__ import annotations

import os

from pipeline.errors import DescriptionError
from refused.ways import (
    FIELDS,
    HISTORY,
    OUTLINES,
    PLACES,
    VOTES,
    Row,
    append,
    edit,
    link,
    make_folder,
    remove,
    rename,
    together,
    write,
)

ROWS = [
    Row(
        "an unknown key near a known one",
        edit(VOTES, "keywords:", "keyword:"),
        DescriptionError,
        "data/votes/dataset.yaml:4:keyword: unknown key `keyword`; expected one of title, summary, licence, keywords, order, tables, changes, files, highlights, codelists. Did you mean `keywords`.",
    ),
    Row(
        "a key that is missing",
        edit(VOTES, "licence: CC-BY-4.0\n", ""),
        DescriptionError,
        "data/votes/dataset.yaml:1: no `licence`; expected `licence` to be said.",
    ),
    Row(
        "a value of another type",
        edit(VOTES, "order: 2\n", "order: second\n"),
        DescriptionError,
        "data/votes/dataset.yaml:5:order: `second`; expected a whole number.",
    ),
    Row(
        "versions out of order",
        edit(VOTES, "1.1.0", "0.9.0"),
        DescriptionError,
        "data/votes/dataset.yaml:7:changes/#1: 0.9.0 of 2026-02-28 above 1.0.0 of 2026-01-31; expected the newest change first.",
    ),
    Row(
        "dates out of order",
        edit(VOTES, "2026-02-28", "2025-02-28"),
        DescriptionError,
        "data/votes/dataset.yaml:7:changes/#1: 1.1.0 of 2025-02-28 above 1.0.0 of 2026-01-31; expected the newest change first.",
    ),
    Row(
        "a version of two parts",
        edit(VOTES, "1.1.0", "1.1"),
        DescriptionError,
        "data/votes/dataset.yaml:7:changes/#1/version: `1.1`; expected a version such as 1.0.0.",
    ),
    Row(
        "a version with a line break behind it",
        edit(VOTES, "1.1.0", '"1.1.0\\n"'),
        DescriptionError,
        "data/votes/dataset.yaml:7:changes/#1/version: `1.1.0\\u000a`; expected a version such as 1.0.0.",
    ),
    Row(
        "a licence with a line break behind it",
        edit(VOTES, "licence: CC-BY-4.0", 'licence: "CC-BY-4.0\\n"'),
        DescriptionError,
        "data/votes/dataset.yaml:3:licence: `CC-BY-4.0\\u000a`; expected a licence id.",
    ),
    Row(
        "a change on the 29th of February",
        edit(VOTES, "2026-02-28", "2026-02-29"),
        DescriptionError,
        "data/votes/dataset.yaml:8:changes/#1/date: `2026-02-29`; expected a day of the calendar.",
    ),
    Row(
        "a change on a day that is not ISO",
        edit(VOTES, "2026-02-28", "28.02.2026"),
        DescriptionError,
        "data/votes/dataset.yaml:8:changes/#1/date: `28.02.2026`; expected a date such as 2026-11-22.",
    ),
    Row(
        "no change at all",
        lambda project: project.write(
            VOTES, project.path(VOTES).read_text(encoding="utf-8").split("changes:")[0] + "changes: []\n"
        ),
        DescriptionError,
        "data/votes/dataset.yaml:6:changes: nothing in it; expected a list.",
    ),
    Row(
        "a highlight of no row",
        edit(VOTES, "'local-2021'", "'local-1921'"),
        DescriptionError,
        "data/votes/dataset.yaml:14:highlights/#1: a figure that rests on no row; expected at least one. Delete the highlight.",
    ),
    Row(
        "a highlight of an unknown field",
        edit(VOTES, "sum(votes_cast)", "sum(votes_kast)"),
        DescriptionError,
        f"data/votes/dataset.yaml:16:highlights/#1/value: no field `votes_kast`; expected one of {FIELDS}, note_ids.",
    ),
    Row(
        "a highlight of an unknown table",
        edit(VOTES, "table: turnout", "table: turnaut"),
        DescriptionError,
        "data/votes/dataset.yaml:14:highlights/#1/table: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`.",
    ),
    Row(
        "a highlight that adds up words",
        edit(VOTES, "sum(votes_cast)", "sum(status)"),
        DescriptionError,
        "data/votes/dataset.yaml:16:highlights/#1/value: the sum of `status`, of type string; expected a field of type integer or number.",
    ),
    Row(
        "a highlight of the largest word",
        edit(VOTES, "sum(votes_cast)", "max(status)"),
        DescriptionError,
        "data/votes/dataset.yaml:16:highlights/#1/value: the max of `status`, of type string; expected a field of type integer or number or year or date.",
    ),
    Row(
        "a highlight by an unknown function",
        edit(VOTES, "sum(votes_cast)", "mean(votes_cast)"),
        DescriptionError,
        "data/votes/dataset.yaml:16:highlights/#1/value: `mean(votes_cast)`; expected sum, count, min, max or first of a field, such as sum(cost_eur).",
    ),
    Row(
        "a published file that is not there",
        remove(OUTLINES),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: no file `raw/outlines.geojson`; expected a file in the dataset's folder.",
    ),
    Row(
        "a published file that leaves the folder",
        edit(PLACES, "path: raw/outlines.geojson", "path: ../codebook.yaml"),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: the path `../codebook.yaml`; expected a file inside the dataset's folder.",
    ),
    Row(
        "a published file that is a link out of the folder",
        link(OUTLINES, "/etc/hosts"),
        DescriptionError,
        "data/places/dataset.yaml:11:files/#1/path: the path `raw/outlines.geojson`; expected a file inside the dataset's folder.",
    ),
    Row(
        "a published file with the name of a table",
        edit(PLACES, "name: outlines", "name: places"),
        DescriptionError,
        "data/places/dataset.yaml:10:files/#1/name: the name `places`; expected one that no other file has. Choose another.",
    ),
    Row(
        "a published file with the name of the descriptor",
        edit(PLACES, "name: outlines", "name: datapackage"),
        DescriptionError,
        "data/places/dataset.yaml:10:files/#1/name: the name `datapackage`; expected one that no other file has. Choose another.",
    ),
    Row(
        "a published file whose licence is no id",
        edit(PLACES, "licence: CC0-1.0", "licence: foo bar"),
        DescriptionError,
        "data/places/dataset.yaml:14:files/#1/licence: `foo bar`; expected a licence id.",
    ),
    Row(
        "two published files with one name",
        append(
            PLACES,
            "  - name: outlines\n    path: raw/outlines.geojson\n    title: {sq: a, en: b}\n    description: {sq: a, en: b}\n",
        ),
        DescriptionError,
        "data/places/dataset.yaml:15:files/#2/name: the name `outlines`; expected one that no other file has. Choose another.",
    ),
    Row(
        "a dataset without tables",
        remove("places/tables"),
        DescriptionError,
        "data/places/dataset.yaml:1: no tables/*.yaml; expected at least one table. Describe a table.\ndata/places/dataset.yaml:1: no table `sources`; expected tables/sources.yaml. Describe the sources.",
    ),
    Row(
        "a dataset without sources",
        remove("places/tables/sources.yaml"),
        DescriptionError,
        "data/places/dataset.yaml:1: no table `sources`; expected tables/sources.yaml. Describe the sources.",
    ),
    Row(
        "sources without titles",
        edit(
            "places/tables/sources.yaml", "{name: title, required: true, title:", "{name: heading, from: title, title:"
        ),
        DescriptionError,
        "data/places/tables/sources.yaml:6:fields: no field `title` that is `required`; expected the title of every source. Describe it.",
    ),
    Row(
        "sources with another key",
        edit("places/tables/sources.yaml", "key: [source_id]", "key: [title]"),
        DescriptionError,
        "data/places/tables/sources.yaml:3:key: the key ['title']; expected [source_id] in the table of sources.",
    ),
    Row(
        "a file that nothing reads, near a known name",
        rename("votes/notes.yaml", "votes/note.yaml"),
        DescriptionError,
        "data/votes/note.yaml: a file that nothing reads; expected one of dataset.yaml, tables, raw, corrections.yaml, notes.yaml, reconciliation.yaml, charts.yaml, profiles.yaml, panels.yaml. Did you mean `notes.yaml`.",
    ),
    Row(
        "a file that nothing reads",
        write("votes/Thumbs.db", "…"),
        DescriptionError,
        "data/votes/Thumbs.db: a file that nothing reads; expected one of dataset.yaml, tables, raw, corrections.yaml, notes.yaml, reconciliation.yaml, charts.yaml, profiles.yaml, panels.yaml. Move it to raw/ or delete it.",
    ),
    Row(
        "a draft beside an about page",
        write("votes/about.en.old.md", "A draft."),
        DescriptionError,
        "data/votes/about.en.old.md: a file that nothing reads; expected one of dataset.yaml, tables, raw, corrections.yaml, notes.yaml, reconciliation.yaml, charts.yaml, profiles.yaml, panels.yaml. Move it to raw/ or delete it.",
    ),
    Row(
        "a table's description with another ending",
        rename(HISTORY, "votes/tables/history.yml"),
        DescriptionError,
        "data/votes/tables/history.yml: a file that nothing reads; expected one of history.yaml. Did you mean `history.yaml`.",
    ),
    Row(
        "a codebook with another ending",
        rename("codebook.yaml", "codebook.yml"),
        DescriptionError,
        "data/codebook.yml: a file that nothing reads; expected one of codebook.yaml. Did you mean `codebook.yaml`.",
    ),
    Row(
        "a folder in the place of notes",
        together(remove("votes/notes.yaml"), make_folder("votes/notes.yaml")),
        DescriptionError,
        "data/votes/notes.yaml: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a folder in the place of a table's description",
        together(remove("votes/tables/history.yaml"), make_folder("votes/tables/history.yaml")),
        DescriptionError,
        "data/votes/tables/history.yaml: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a folder in the place of an about page",
        together(remove("votes/about.en.md"), make_folder("votes/about.en.md")),
        DescriptionError,
        "data/votes/about.en.md: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a folder in the place of charts",
        make_folder("votes/charts.yaml"),
        DescriptionError,
        "data/votes/charts.yaml: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a folder in the place of declarations",
        make_folder("votes/panels.yaml"),
        DescriptionError,
        "data/votes/panels.yaml: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a pipe in the place of notes",
        together(remove("votes/notes.yaml"), lambda project: os.mkfifo(project.path("votes/notes.yaml"))),
        DescriptionError,
        "data/votes/notes.yaml: no file; expected a file of this name. Move it away.",
    ),
    Row(
        "a folder whose name is no slug",
        rename("places", "Places_1"),
        DescriptionError,
        "data/Places_1: a folder named `Places_1`; expected lower case, digits and hyphens. Rename it.",
    ),
    Row(
        "a folder with the name of what the build makes itself",
        rename("places", "profiles"),
        DescriptionError,
        "data/profiles: a folder named `profiles`; expected a name that the build does not take. Rename it.",
    ),
    Row(
        "a folder without dataset.yaml",
        make_folder("soon"),
        DescriptionError,
        "data/soon: a folder without dataset.yaml; expected a dataset. Describe it or move it away.",
    ),
    Row(
        "no dataset",
        together(remove("places"), remove("votes")),
        DescriptionError,
        "data: no dataset; expected a folder for each. Start one with `make new`.",
    ),
    Row("no folder of data", remove("."), DescriptionError, "data: no such folder; expected the folder of datasets."),
    Row(
        "an unknown dataset on the command line",
        together(),
        DescriptionError,
        "data: no dataset `vote`; expected one of places, votes. Did you mean `votes`.",
        ("vote",),
    ),
    Row(
        "an unknown table to come first",
        edit(VOTES, "order: 2\n", "order: 2\ntables: [turnaut]\n"),
        DescriptionError,
        "data/votes/dataset.yaml:6:tables/#1: no table `turnaut`; expected one of elections, history, sources, turnout. Did you mean `turnout`.",
    ),
    Row(
        "a table to come first twice",
        edit(VOTES, "order: 2\n", "order: 2\ntables: [turnout, turnout]\n"),
        DescriptionError,
        "data/votes/dataset.yaml:6:tables: `['turnout', 'turnout']`, one of them twice; expected each once. Delete one.",
    ),
]
