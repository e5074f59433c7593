"""The same input gives the same bytes, wherever, whenever and for whomever it is built."""

from __future__ import annotations

from typing import Any

from conftest import Project, snapshot
from towns import PANEL, declare
from whole import RAW, STEPS, run, write_site

FORMS = {
    ".html",
    ".csv",
    ".parquet",
    ".json",
    ".xlsx",
    ".zip",
    ".xml",
    ".svg",
    ".png",
    ".bib",
    ".js",
    ".css",
    ".geojson",
}
PLACES = {
    "here": ({"TZ": "Europe/Belgrade", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"}, 0o022),
    "some/where else": ({"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}, 0o077),
}


def make(project: Project, **options: Any) -> None:
    for step in STEPS:
        ended = run(project, step, **options)
        assert (ended.returncode, ended.stderr) == (0, "")


def made(project: Project) -> dict[str, bytes]:
    every = snapshot(project.root)
    return {name: content for name, content in every.items() if name.startswith(("build/", "output/"))}


def kept(project: Project, what: str) -> set[str]:
    return {path.name for path in (project.root / ".cache" / what).iterdir()}


def places(project: Project) -> dict[str, int]:
    """Tell where on the disk each page lies: one that is not made again lies where it did."""
    output = project.root / "output"
    return {path.relative_to(output).as_posix(): path.stat().st_ino for path in output.rglob("*.html")}


def test_two_sites_made_in_other_folders_zones_locales_and_under_other_masks_are_equal_to_the_byte(tmp_path):
    sites = []
    for folder, (settings, mask) in PLACES.items():
        project = write_site(tmp_path / folder)
        make(project, settings=settings, umask=mask)
        sites.append(made(project))

    first, second = sites
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert {f".{name.rpartition('.')[2]}" for name in first} >= FORMS


def test_after_a_change_of_one_cell_the_site_is_the_same_as_one_made_anew_and_only_what_shows_it_is_made(tmp_path):
    project, anew = write_site(tmp_path / "again"), write_site(tmp_path / "anew")
    for each in (project, anew):
        # The search, which every page leads to, knows the leads: without them it stays as it is.
        head, _, tail = PANEL.partition("  lead:")
        declare(each, panel=head + "  sentences:" + tail.partition("  sentences:")[2])
        charts = each.path("votes/charts.yaml").read_text(encoding="utf-8")
        each.write("votes/charts.yaml", charts + charts.replace("2025", "2021").replace("Pj", "Atëherë pj"))
    make(project)
    drawn = kept(project, "drawings")
    assert len(drawn) == 2
    before = places(project)

    for each in (project, anew):
        each.edit(RAW, ",2.400,800,", ",2.401,800,")
        make(each)

    assert made(project) == made(anew)
    assert len(kept(project, "drawings") - drawn) == 1
    again = {path for path, place in places(project).items() if before[path] != place}
    deep = {path.partition("/")[2] for path in again if path.count("/") > 2}
    about = {"data/votes/turnout", "embed/votes/turnout-2025", "towns/goodwater"}
    assert {path.removesuffix("/index.html") for path in deep} >= about
    assert all(path.startswith(("data/votes/", *about)) for path in deep)
