"""The same input gives the same bytes, wherever, whenever and for whomever it is built."""

from __future__ import annotations

from conftest import snapshot
from whole import STEPS, run, write_site

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


def test_two_sites_made_in_other_folders_zones_locales_and_under_other_masks_are_equal_to_the_byte(tmp_path):
    made = []
    for folder, (settings, mask) in PLACES.items():
        project = write_site(tmp_path / folder)
        for step in STEPS:
            ended = run(project, step, settings=settings, umask=mask)
            assert (ended.returncode, ended.stderr) == (0, "")
        made.append(
            {
                name: content
                for name, content in snapshot(project.root).items()
                if name.startswith(("build/", "output/"))
            }
        )

    first, second = made
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert {f".{name.rpartition('.')[2]}" for name in first} >= FORMS
