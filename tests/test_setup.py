"""What a fresh clone installs: locked, explained, and from nowhere in particular."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).parent.parent
SETS = {name: ROOT / "requirements" / f"{name}.in" for name in ("site", "test", "audit")}
THEME = json.loads((ROOT / "theme" / "package.json").read_text(encoding="utf-8"))
BROWSER_PACKAGES = {**THEME["dependencies"], **THEME["devDependencies"]}


def named_in(requirements: Path) -> set[str]:
    return set(re.findall(r"^[a-z][\w.-]*", requirements.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_locked_with_hashes(name):
    lock = SETS[name].with_suffix(".lock").read_text(encoding="utf-8")

    locked = re.findall(r"^([a-z][\w.-]*)==[^\n]*\n +--hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)

    assert named_in(SETS[name]) <= set(locked)
    assert len(locked) == len(re.findall(r"^[^ #\n]", lock, re.MULTILINE))


@pytest.mark.parametrize("file", [*(f"requirements/{name}.lock" for name in SETS), "theme/.npmrc"])
def test_no_address_says_where_packages_come_from(file):
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


def test_browser_packages_are_pinned_with_hashes_and_without_addresses():
    packages = json.loads((ROOT / "theme" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {path.removeprefix("node_modules/"): entry for path, entry in packages.items() if path}

    assert {name: entry["version"] for name, entry in installed.items()} == BROWSER_PACKAGES
    assert all(entry["integrity"].startswith("sha512-") for entry in installed.values())
    assert not any("resolved" in entry for entry in installed.values())


def test_readers_get_the_plotly_that_draws_the_pictures():
    assert BROWSER_PACKAGES["plotly.js-basic-dist-min"] == get_plotlyjs_version()


def test_every_direct_dependency_has_its_reason():
    decision = (ROOT / "docs" / "decisions" / "002-dependencies.md").read_text(encoding="utf-8")
    explained = {
        name for cell in re.findall(r"^\| ([^|]+) \|", decision, re.MULTILINE) for name in cell.strip().split(", ")
    }

    assert explained - {"package", "---"} >= set(BROWSER_PACKAGES).union(*map(named_in, SETS.values()))


def test_nothing_that_others_wrote_lies_beside_the_readme():
    assert [path.name for path in ROOT.iterdir() if path.suffix in {".whl", ".zip", ".gz", ".tar", ".js", ".css"}] == []


def test_workflows_run_only_actions_pinned_to_a_commit():
    workflows = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").iterdir())

    used = re.findall(r"uses: (.*)", workflows)

    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used)


def test_workflows_may_do_nothing_that_a_job_does_not_ask_for():
    for file in (ROOT / ".github" / "workflows").iterdir():
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        asked = {job: given["permissions"] for job, given in workflow["jobs"].items()}

        assert workflow["permissions"] == {}
        assert [job for job, rights in asked.items() if "write" in rights.values()] == ["deploy"]
        assert "secrets." not in file.read_text(encoding="utf-8")
