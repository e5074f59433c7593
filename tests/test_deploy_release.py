"""Releases on a server: switched in one step and back again, and never half of one, however a deploy ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT, snapshot

from pipeline.manifest import MANIFEST, write_manifest

RELEASE = ROOT / "scripts" / "release"


def kit(folder: Path, edition: str, size: int = 1) -> Path:
    """Make a small kit: a page that says which edition it is, more files, a server's configuration."""
    (folder / "site").mkdir(parents=True)
    (folder / "site/index.html").write_text(edition)
    for number in range(size):
        (folder / f"site/{number}.csv").write_text(f"{edition},{number}\n" * 500)
    (folder / "zgjedhje.nginx").write_text("# headers\n")
    write_manifest(folder)
    return folder


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RELEASE, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def done(*arguments: object, **environment: str) -> str:
    ended = run(*arguments, **environment)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def served(server: Path) -> str:
    return (server / "current/site/index.html").read_text()


def releases(server: Path) -> list[str]:
    return sorted(path.name for path in (server / "releases").iterdir())


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A server that serves the first edition."""
    done("deploy", kit(tmp_path / "one", "one"), tmp_path / "server")
    return tmp_path / "server"


def test_a_deploy_is_served_whole(server, tmp_path):
    arrived = snapshot(server / "current")
    assert {path: content for path, content in arrived.items() if path != ".before"} == snapshot(tmp_path / "one")
    assert (server / "current").readlink() == Path("releases") / releases(server)[0]


def test_the_next_deploy_takes_its_place_and_one_command_brings_it_back(server, tmp_path):
    said = done("deploy", kit(tmp_path / "two", "two"), server)
    assert served(server) == "two"
    assert said == f"{server}: serves {releases(server)[1]}\n"

    done("rollback", server)

    assert served(server) == "one"
    assert done("list", server).splitlines() == [f"{releases(server)[0]} (served)", releases(server)[1]]


def test_there_is_no_way_back_beyond_the_first_release(server):
    ended = run("rollback", server)

    assert ended.returncode == 1
    assert ended.stderr == f"{server}: no release before {releases(server)[0]}; expected one to go back to.\n"
    assert served(server) == "one"


def test_the_way_back_leads_to_what_was_served_before_and_not_to_what_was_made_before(server, tmp_path):
    done("deploy", kit(tmp_path / "two", "bad"), server)
    done("rollback", server)
    done("deploy", kit(tmp_path / "three", "three"), server)

    done("rollback", server)

    assert served(server) == "one"
    assert "no release before" in run("rollback", server).stderr


def test_a_clock_that_was_set_back_does_not_change_the_way_back(server, tmp_path):
    clock = tmp_path / "bin/date"
    clock.parent.mkdir()
    clock.write_text("#!/bin/sh\necho 20200101T000000.000Z\n")
    clock.chmod(0o755)
    path = f"{clock.parent}{os.pathsep}{os.environ['PATH']}"
    done("deploy", kit(tmp_path / "two", "two"), server, PATH=path, KEEP="1")
    assert (served(server), len(releases(server))) == ("two", 1)

    done("deploy", kit(tmp_path / "three", "three"), server)
    done("rollback", server)

    assert served(server) == "two"


def test_what_was_served_before_stays_longest(server, tmp_path):
    for edition in ("two", "three"):
        done("deploy", kit(tmp_path / edition, edition), server)
        done("rollback", server)

    done("deploy", kit(tmp_path / "four", "four"), server, KEEP="2")
    done("rollback", server)

    assert served(server) == "one"


@pytest.mark.parametrize("name", [".", "..", ".before", "../releases", "$(id)", "one two"])
def test_a_name_that_is_no_release_is_refused(server, name):
    ended = run("rollback", server, name)

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "expected" in ended.stderr
    assert served(server) == "one"


def test_any_release_that_is_kept_can_be_named(server, tmp_path):
    for edition in ("two", "three"):
        done("deploy", kit(tmp_path / edition, edition), server)
    done("rollback", server, releases(server)[0])
    assert served(server) == "one"

    done("rollback", server, releases(server)[2])
    assert served(server) == "three"

    ended = run("rollback", server, "none")
    assert (ended.returncode, served(server)) == (1, "three")
    assert "no release `none`; expected one of: " in ended.stderr


def test_the_server_can_go_back_without_this_project(server, tmp_path):
    done("deploy", kit(tmp_path / "two", "two"), server)

    subprocess.run(["sh", "release", "rollback", "."], cwd=server, check=True, capture_output=True)

    assert served(server) == "one"


def test_old_releases_go_and_the_one_that_is_served_never_does(server, tmp_path):
    for edition in ("two", "three", "four"):
        done("deploy", kit(tmp_path / edition, edition), server, KEEP="2")

    assert len(releases(server)) == 2
    assert served(server) == "four"


def test_a_new_configuration_is_not_passed_over_in_silence(server, tmp_path):
    two = kit(tmp_path / "two", "two")
    (two / "zgjedhje.nginx").write_text("# other headers\n")
    write_manifest(two)

    assert f"{server}/current/zgjedhje.nginx is another: copy it" in done("deploy", two, server)


@pytest.mark.parametrize("spoil", ["a byte", "a file", "the manifest"])
def test_what_has_not_arrived_whole_is_not_served(server, tmp_path, spoil):
    two = kit(tmp_path / "two", "two")
    if spoil == "a byte":
        (two / "site/0.csv").write_text("…")
    else:
        (two / {"a file": "site/0.csv", "the manifest": MANIFEST}[spoil]).unlink()
    stream = subprocess.run(["tar", "-C", two, "-c", "."], capture_output=True, check=True).stdout

    ended = subprocess.run(
        ["sh", "release", "receive", "5"], cwd=server, input=stream, capture_output=True, check=False
    )

    assert ended.returncode == 1
    assert b"not arrived whole (" in ended.stderr
    assert ended.stderr.count(b"\n") == 1
    assert served(server) == "one"


@pytest.mark.parametrize("part", [0, 0.25, 0.5, 0.75])
def test_a_connection_that_breaks_leaves_the_old_release_and_the_next_deploy_tidies_up(server, tmp_path, part):
    two = kit(tmp_path / "two", "two", size=20)
    stream = subprocess.run(["tar", "-C", two, "-c", "."], capture_output=True, check=True).stdout

    ended = subprocess.run(
        ["sh", "release", "receive", "5"],
        cwd=server,
        input=stream[: int(len(stream) * part)],
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, served(server)) == (1, "one")

    done("deploy", two, server)
    assert (served(server), len(releases(server))) == ("two", 2)


def test_a_deploy_killed_at_any_moment_leaves_a_whole_release(server, tmp_path):
    two = kit(tmp_path / "two", "two", size=200)

    for pause in range(12):
        process = subprocess.Popen(
            [RELEASE, "deploy", two, server],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(pause / 60)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

        whole = ["sha256sum", "--check", "--quiet", "--strict", MANIFEST]
        subprocess.run(whole, cwd=server / "current", check=True)

    # A process that was killed lets go of its lock when the system comes to it.
    with (server / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    done("deploy", two, server)
    assert served(server) == "two"
    assert not [name for name in releases(server) if name.startswith(".")]


def test_deploys_and_rollbacks_do_not_mix(server, tmp_path):
    done("deploy", kit(tmp_path / "two", "two"), server)
    with (server / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = [run("deploy", kit(tmp_path / "three", "three"), server), run("rollback", server)]

    for ended in refused:
        assert ended.returncode == 1
        assert "another deploy or rollback is running; expected one at a time" in ended.stderr
    assert served(server) == "two"


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_web_server_may_read_a_release_whatever_the_rights_of_the_kit(mask, tmp_path):
    one = kit(tmp_path / "one", "one")
    for path in (one / "site", one / "site/index.html"):
        path.chmod(0o700)

    subprocess.run([RELEASE, "deploy", one, tmp_path / "server"], check=True, capture_output=True, umask=mask)

    for folder in ("", "releases", "current/", "current/site"):
        assert (tmp_path / "server" / folder).stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "server/current/zgjedhje.nginx").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "server/current/site/index.html").stat().st_mode & 0o444 == 0o444


def test_a_server_elsewhere_is_reached_by_ssh(tmp_path):
    # In ssh's place: it notes the host, and runs the command on this machine as a login shell there would.
    shim = tmp_path / "bin/ssh"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\necho "$1" >>{tmp_path}/hosts\nexec sh -c "$2"\n')
    shim.chmod(0o755)
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    server = tmp_path / "server"

    for edition in ("one", "two"):
        done("deploy", kit(tmp_path / edition, edition), f"web@host.example:{server}", PATH=path)
    done("rollback", f"web@host.example:{server}", PATH=path)

    assert served(server) == "one"
    assert set((tmp_path / "hosts").read_text().split()) == {"web@host.example"}


@pytest.mark.parametrize("to", ["host:/srv/a b", "/srv/$(id)", "-oProxyCommand=id:/srv", "host:/srv/'"])
def test_a_target_that_a_shell_would_read_otherwise_is_refused(tmp_path, to):
    ended = run("deploy", kit(tmp_path / "one", "one"), to)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"TO: `{to}`; expected a folder or host:folder.")


def test_what_is_no_kit_is_refused(tmp_path):
    ended = run("deploy", tmp_path, tmp_path / "server")

    assert ended.returncode == 1
    assert ended.stderr == f"{tmp_path}: no kit; expected what `make kit` writes.\n"
    assert not (tmp_path / "server").exists()


def test_the_script_is_what_a_plain_shell_understands():
    assert shutil.which("dash"), "the shell of Debian's servers"
    subprocess.run(["dash", "-n", RELEASE], check=True)
