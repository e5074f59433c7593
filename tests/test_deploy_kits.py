"""What a kit holds: the site as published, what its server needs beside it, and nothing else."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
import yaml
from built import write_build
from conftest import ROOT, snapshot
from hosted import Tries, render

from pelicanconf import CONTENT_SECURITY_POLICY
from pipeline.deploy import kits
from pipeline.deploy.headers import ASK, COMMON, KEEP, TYPES, require_types, rule_of, rules
from pipeline.deploy.kits import KITS, write_kit
from pipeline.deploy.verify import verify
from pipeline.errors import SiteError
from pipeline.manifest import MANIFEST, files, write_manifest
from pipeline.render.renew import renew
from pipeline.swap import fresh

HOSTS = ["cloudflare", "netlify"]
SERVERS = ["caddy", "nginx"]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(tmp_path_factory.mktemp("kits"), "https://site.example")


@pytest.fixture(scope="module")
def made_of(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kit of the same site, for tests that only look."""
    return {name: made(name, rendered, tmp_path_factory.mktemp(name)) for name in KITS}


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(tmp_path_factory.mktemp("below"), "https://site.example/repo")


def made(name: str, site: Path, tmp_path: Path) -> Path:
    write_kit(name, site, tmp_path / "kit", tell=lambda _: None)
    return tmp_path / "kit"


def headers_of(path: str, file: Path) -> dict[str, list[str]]:
    """Give what a `_headers` file says of a path, each rule that matches added up, with `*` only at the end or start."""
    said: dict[str, list[str]] = {}
    matches = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            before, star, after = line.partition("*")
            matches = path.startswith(before) and path.endswith(after) if star else path == line
        elif matches and not line.startswith("#"):
            name, _, text = line.strip().partition(": ")
            said.setdefault(name, []).append(text)
    return said


@pytest.mark.parametrize("name", KITS)
def test_a_kit_serves_what_the_manifest_lists_and_twins_of_it(rendered, made_of, name):
    kit = made_of[name]
    published = snapshot(kit / "site")
    plain = {path: content for path, content in published.items() if not path.endswith((".gz", ".br", "_headers"))}

    assert plain == {path: (rendered / path).read_bytes() for path in [*files(rendered), MANIFEST]}
    assert not [path for path in snapshot(kit) if "/." in f"/{path}"]
    assert {path.name for path in kit.iterdir()} - {"site", MANIFEST} == (
        {f"zgjedhje.{name}"} if name in SERVERS else set()
    )


@pytest.mark.parametrize("name", KITS)
def test_the_manifest_of_a_kit_vouches_for_all_of_it(made_of, tmp_path, name):
    kit = shutil.copytree(made_of[name], tmp_path / "kit")
    assert verify(str(kit)) == len(snapshot(kit)) - 1

    (kit / "site/robots.txt").write_text("…")

    with pytest.raises(SiteError, match=r"site/robots\.txt"):
        verify(str(kit))


def test_twins_hold_the_same_stand_where_they_pay_and_are_the_same_each_time(made_of):
    kit = made_of["gitlab"]
    twins = [path for path in (kit / "site").rglob("*") if path.suffix in (".gz", ".br")]

    assert twins
    for twin in twins:
        content = twin.with_suffix("").read_bytes()
        unpack = gzip.decompress if twin.suffix == ".gz" else brotli.decompress
        assert unpack(twin.read_bytes()) == content
        assert twin.stat().st_size < len(content)
    assert not list((kit / "site").rglob("*.parquet.*"))
    assert not list((kit / "site").rglob("*.png.*"))
    assert snapshot(kit / "site") == snapshot(made_of["nginx"] / "site")


@pytest.mark.parametrize("name", HOSTS)
def test_hosts_are_told_the_headers_of_the_table_and_no_header_twice(rendered, made_of, name):
    file = made_of[name] / "site/_headers"
    known = rules(rendered)

    for path in (path for path in files(rendered) if path.endswith(".html") or path.count("/") > 1):
        address = f"/{path.removesuffix('index.html')}"
        expected = {**COMMON, **rule_of(path, known).headers}
        if not address.endswith("/"):
            expected["Content-Type"] = TYPES[Path(path).suffix]
        assert headers_of(address, file) == {name: [text] for name, text in expected.items()}, path
    assert headers_of("/nothing/here", file) == {name: [text] for name, text in COMMON.items()}


def test_the_policy_of_a_page_is_written_once_and_said_by_page_and_server(rendered):
    page = rule_of("sq/index.html", rules(rendered)).headers["Content-Security-Policy"]
    embed = rule_of("sq/embed/x/", rules(rendered)).headers["Content-Security-Policy"]

    assert page == f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'self'"
    assert "script-src" not in embed
    assert "'unsafe-inline'" not in page + embed


def test_only_what_has_its_hash_in_its_name_may_be_kept(rendered):
    known = rules(rendered)
    lifetimes = {path: rule_of(path, known).headers["Cache-Control"] for path in files(rendered)}

    assert {path for path, lifetime in lifetimes.items() if lifetime == KEEP} == {
        path.relative_to(rendered).as_posix() for path in (rendered / "static").iterdir()
    }
    assert set(lifetimes.values()) == {KEEP, ASK}


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_kit_below_a_path_has_the_site_there(below, tmp_path, name):
    kit = made(name, below, tmp_path)

    assert (kit / "site/repo/index.html").is_file()
    assert "/repo/404.html" in (kit / f"zgjedhje.{name}").read_text(encoding="utf-8")


def test_a_host_that_serves_roots_takes_no_site_made_for_a_path(below, tmp_path):
    with pytest.raises(SiteError, match=r"made for https://site\.example/repo/; expected an address without a path"):
        made("netlify", below, tmp_path)

    assert not (tmp_path / "kit").exists()


def test_a_preview_is_not_published(tmp_path):
    renew(write_build(tmp_path / "build"), tmp_path / "output", tell=lambda _: None)

    with pytest.raises(
        SiteError, match=r"a preview, made for http://localhost:8000/; .* Run `SITEURL=https://… make pub"
    ):
        made("nginx", tmp_path / "output", tmp_path)


def test_an_unknown_kind_of_server_is_refused(rendered, tmp_path):
    with pytest.raises(SiteError, match=r"FOR: `ngnix`; expected one of .*\. Did you mean `nginx`\."):
        made("ngnix", rendered, tmp_path)


@pytest.mark.parametrize("name", SERVERS)
def test_a_configuration_looks_where_the_releases_are(rendered, tmp_path, name):
    write_kit(name, rendered, tmp_path / "kit", "/srv/other/", tell=lambda _: None)

    text = (tmp_path / f"kit/zgjedhje.{name}").read_text(encoding="utf-8")
    assert " /srv/other/current/site" in text
    assert kits.ROOT not in text


@pytest.mark.parametrize("root", ["", "srv", "/srv/a b", "/srv/a;", "/srv/'", "/srv/{x}", "/srv//x", "host:/srv", "/"])
def test_a_folder_that_a_server_would_read_otherwise_is_refused(rendered, tmp_path, root):
    with pytest.raises(SiteError, match=r"^ROOT: `.*`; expected an absolute path without blanks"):
        write_kit("nginx", rendered, tmp_path / "kit", root)

    assert not (tmp_path / "kit").exists()


def make(folder: Path, *arguments: str) -> list[str]:
    """Run make, where Python and the script for releases only say what they were given."""
    for name in ("python", "release"):
        (folder / name).write_text('#!/bin/sh\nshift; echo "$@"\n')
        (folder / name).chmod(0o755)
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (folder / "Makefile").write_text(text.replace("scripts/release", "./release").replace("scripts/setup", "true"))
    command = ["make", "--silent", *arguments, "PY=./python"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("TO=/srv/other", "/srv/other"),
        ("TO=web@host.example:/srv/other", "/srv/other"),
        ("TO=/srv/other ROOT=/here", "/here"),
    ],
)
def test_the_configuration_of_a_deploy_follows_its_target(given, root, tmp_path):
    said = make(tmp_path, "deploy", "FOR=nginx", *given.split())

    to = given.split()[0].removeprefix("TO=")
    assert said == [f"pipeline.deploy kit nginx --root {root}", f"kits/nginx {to}"]


@pytest.mark.parametrize("given", ['a"b', "a'b", "a;b", "a b", "`id`"])
def test_what_make_is_given_is_nothing_to_its_shell(given, tmp_path):
    assert make(tmp_path, "verify", f"SITE={given}", f"AGAINST={given}") == [
        f"pipeline.deploy verify {given} --against {given}"
    ]
    assert make(tmp_path, "rollback", f"TO={given}") == [given]
    assert make(tmp_path, "kit", f"FOR={given}") == [f"pipeline.deploy kit {given}"]


def test_a_spoilt_site_makes_no_kit(rendered, tmp_path):
    site = shutil.copytree(rendered, tmp_path / "site")
    (site / "en/index.html").unlink()

    with pytest.raises(SiteError, match=r"en/index\.html: not there"):
        made("nginx", site, tmp_path)


def test_a_site_stays_as_it_is_while_a_kit_is_made_of_it(rendered, tmp_path):
    site = shutil.copytree(rendered, tmp_path / "site")
    (tmp_path / f".kit-{'0' * 32}").mkdir()
    tries = Tries(site)

    # Told of what was left there before the first file is copied, and at the end.
    write_kit("gitlab", site, tmp_path / "kit", tell=tries)

    assert tries.results == ["another run is at work here; expected one at a time. Wait for it to end.", "exchanged"]


def test_no_kit_is_made_of_a_site_that_is_being_exchanged(rendered, tmp_path):
    site = shutil.copytree(rendered, tmp_path / "site")

    with fresh(site, marks=[MANIFEST]), pytest.raises(SiteError, match="another run is at work here"):
        made("gitlab", site, tmp_path)


def test_a_kind_of_file_whose_type_nobody_knows_is_refused(rendered, tmp_path):
    site = shutil.copytree(rendered, tmp_path / "site")
    (site / "data/table.arrow").write_bytes(b"")
    write_manifest(site)

    with pytest.raises(SiteError, match=r"data/table\.arrow: no type known; .* Add it to TYPES in pipeline/deploy"):
        made("nginx", site, tmp_path)


def test_more_rules_than_a_host_reads_are_refused(rendered, tmp_path, monkeypatch):
    monkeypatch.setattr(kits, "MOST_RULES", 20)

    with pytest.raises(SiteError, match=r"_headers: \d+ rules; expected at most 20"):
        made("cloudflare", rendered, tmp_path)


def test_every_kind_of_file_the_real_site_has_is_known(published):
    require_types(files(published))


def test_gitlab_builds_with_the_commands_of_the_readme():
    file = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    targets = [word for line in file["pages"]["script"] if line.startswith("make ") for word in line.split()[1:2]]
    assert targets == ["publish", "kit"]
    assert all(f"\n{target}:" in makefile for target in targets)
    assert file["pages"]["artifacts"]["paths"] == ["public"]
