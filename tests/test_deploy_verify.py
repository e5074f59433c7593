"""A deployed copy is the site, file by file, or it is said which file is not."""

from __future__ import annotations

import gzip
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsed import Quiet, served
from built import write_build
from conftest import ROOT

from pipeline.deploy.verify import verify
from pipeline.errors import SiteError
from pipeline.manifest import MANIFEST, files, is_whole
from pipeline.render.renew import renew

PAGE = "sq/data/fountains/index.html"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    renew(write_build(folder / "build"), folder / "output", tell=lambda _: None)
    return folder / "output"


@pytest.fixture
def site(rendered: Path, tmp_path: Path) -> Path:
    """A deployed copy, to be spoilt by one test."""
    return shutil.copytree(rendered, tmp_path / "site")


class Compressing(Quiet):
    """Sends everything compressed, whatever was asked for."""

    encoding = "gzip"

    def do_GET(self) -> None:  # noqa: N802  the name of the base class
        file = Path(self.translate_path(self.path))
        content = gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes())
        self.send_response(200)
        self.send_header("Content-Encoding", self.encoding)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Strange(Compressing):
    encoding = "zstd"


class Failing(Quiet):
    def do_GET(self) -> None:  # noqa: N802  the name of the base class
        if self.path.endswith(".bib"):
            self.send_error(503)
        else:
            super().do_GET()


class Broken(Quiet):
    """Says that there is no such file, and breaks off."""

    def do_GET(self) -> None:  # noqa: N802  the name of the base class
        self.send_response(404)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"no")


class Misleading(Quiet):
    def do_GET(self) -> None:  # noqa: N802  the name of the base class
        self.send_response(302)
        self.send_header("Location", "http://[::1")
        self.end_headers()


class Interrupting(Quiet):
    """Ends its only reader as Ctrl+C would."""

    reader: subprocess.Popen[str]

    def do_GET(self) -> None:  # noqa: N802  the name of the base class
        self.reader.send_signal(signal.SIGINT)
        super().do_GET()


def problems(*arguments: Any, **options: Any) -> list[str]:
    with pytest.raises(SiteError) as caught:
        verify(*arguments, **options)
    return [str(problem) for problem in caught.value.problems]


def test_the_manifest_lists_every_published_file_once_and_sha256sum_agrees(rendered):
    listed = [line.partition("  ")[2] for line in (rendered / MANIFEST).read_text(encoding="utf-8").splitlines()]

    done = subprocess.run(["sha256sum", "--check", "--quiet", "--strict", MANIFEST], cwd=rendered, check=False)

    assert done.returncode == 0
    assert listed == sorted(files(rendered))
    assert MANIFEST not in listed
    assert not [path for path in listed if "/." in f"/{path}"]


def test_a_copy_is_as_listed_in_a_folder_and_over_http(site):
    count = len(list(files(site)))

    with served(site) as address:
        assert verify(str(site)) == verify(address) == verify(f"{address}/") == count


def test_a_copy_below_a_path_is_found_there(site, tmp_path):
    site.rename(tmp_path / "repo")

    with served(tmp_path) as address:
        assert verify(f"{address}/repo") == verify(f"{address}/repo/")


def test_a_server_may_compress_what_it_sends(site):
    with served(site, Compressing) as address:
        assert verify(address) == verify(str(site))


def test_a_spoilt_file_is_named(site):
    with (site / PAGE).open("a") as page:
        page.write("\n")

    (in_folder,) = problems(str(site))
    with served(site) as address:
        (over_http,) = problems(address)

    assert in_folder.startswith(f"{site}/{PAGE}: sha256 ")
    assert over_http.startswith(f"{address}/{PAGE}: sha256 ")
    assert in_folder.endswith(f"…, as in {MANIFEST}. Publish the site again.")


def test_every_missing_file_is_named(site):
    gone = ["data/fountains/fountains.csv", PAGE]
    for path in gone:
        (site / path).unlink()

    with served(site) as address:
        said = problems(address)

    assert said[0] == f"{address}/{gone[0]}: not there; expected a file, as in {MANIFEST}. Publish the site again."
    # In place of the page this server lists its folder.
    assert said[1].startswith(f"{address}/{gone[1]}: sha256 ")
    assert problems(str(site)) == [text.replace(address, str(site)) for text in said[:1]] + [
        f"{site}/{PAGE}: not there; expected a file, as in {MANIFEST}. Publish the site again."
    ]


def test_a_file_that_nobody_published_is_named(site):
    (site / "sq/extra.html").write_text("…")
    # Servers send such a one in place of the page.
    (site / f"{PAGE}.gz").write_bytes(gzip.compress(b"something else"))
    (site / "en/elsewhere").symlink_to(site / "sq")
    (site / "en/nowhere").symlink_to(site / "none")

    assert problems(str(site)) == [
        f"{site}/{path}: a file that {MANIFEST} does not list; expected none. Publish the site again."
        for path in ("en/elsewhere", "en/nowhere", f"{PAGE}.gz", "sq/extra.html")
    ]


def test_a_folder_that_leads_elsewhere_is_named_even_when_all_its_files_are_as_listed(site, tmp_path):
    (site / "sq").rename(tmp_path / "sq")
    (site / "sq").symlink_to(tmp_path / "sq")

    assert problems(str(site)) == [
        f"{site}/sq: a file that {MANIFEST} does not list; expected none. Publish the site again."
    ]
    assert not is_whole(site)


def test_a_copy_that_agrees_with_itself_is_still_compared_with_what_was_built(site, rendered):
    listed = (site / MANIFEST).read_text(encoding="utf-8")
    (site / "robots.txt").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (site / MANIFEST).write_text(
        "".join(
            f"{empty}  robots.txt\n" if line.endswith("robots.txt") else f"{line}\n" for line in listed.splitlines()
        )
    )

    assert verify(str(site))
    (said,) = problems(str(site), against=rendered)
    assert said.startswith(f"{site}/robots.txt: sha256 {empty[:16]}…; expected ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing in it; expected the files of a site"),
        (b"<!DOCTYPE html>\n", "`<!DOCTYPE html>`; expected a SHA-256 digest, two blanks and a path"),
        (b"\xff\xfe\n", "expected a SHA-256 digest, two blanks and a path"),
        *(
            (b"0" * 64 + b"  " + path, f":1: `{path.decode()}`; expected a path that stays inside the site")
            for path in (b"/etc/passwd", b"../site/robots.txt", b"sq/../robots.txt", b"sq//index.html", b"./robots.txt")
        ),
        (
            b"0" * 64 + b"  robots.txt\n" + b"1" * 64 + b"  robots.txt\n",
            ":2: `robots.txt` again; expected each path once",
        ),
    ],
)
def test_what_is_no_manifest_is_refused(site, content, said):
    (site / MANIFEST).write_bytes(content)

    assert said in problems(str(site))[0]
    assert not is_whole(site)


def test_what_is_no_site_is_refused(site, tmp_path):
    with served(site) as address:
        assert problems(f"{address}/sq") == [
            f"{address}/sq: no {MANIFEST}; expected a site, which has one. Name the folder or address of its home page."
        ]
    assert "the server cannot be asked" in problems(address)[0]  # it is gone by now
    assert problems(str(tmp_path / "none"))[0].startswith(f"{tmp_path}/none: no {MANIFEST}")


def test_a_server_that_fails_is_told_from_a_file_that_is_not_there(site):
    with served(site, Failing) as address:
        said = problems(address)

    assert said
    assert all(".bib: the server answers 503 Service Unavailable; expected the file." in text for text in said)


def test_an_encoding_nobody_asked_for_is_refused(site):
    with served(site, Strange) as address:
        assert problems(address) == [
            f"{address}/{MANIFEST}: sent as `zstd`; expected gzip or nothing, as was asked for."
        ]


def test_the_command_needs_nothing_but_python_and_fails_with_the_files_named(site):
    # -I -S: no packages at all, as on a reader's machine.
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.deploy.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-I", "-S", "-c", code, "verify", str(site)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    (site / "robots.txt").unlink()
    bad = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == f"{site}: {len(list(files(site))) + 1} files, each as listed\n"
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.startswith(f"{site}/robots.txt: not there")


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://127.0.0.1:1/ë", f"http://{'a' * 64}.example", "HTTP://127.0.0.1:x"]
)
def test_what_is_no_address_is_refused_in_one_line(address):
    (said,) = problems(address)

    assert said.startswith(f"{address}/{MANIFEST}: the server cannot be asked (")


def test_a_server_that_leads_nowhere_is_refused(site):
    with served(site, Misleading) as address:
        # In a process of its own: urllib lets go of the answer without closing it.
        command = [sys.executable, "-m", "pipeline.deploy", "verify", address]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith(f"{address}/{MANIFEST}: the server cannot be asked (")


def test_an_answer_that_breaks_off_is_refused(site):
    (site / MANIFEST).write_text(f"{'0' * 64}  404.html\n{'0' * 64}  robots.txt\n")

    with served(site, Broken) as address:
        page, file = problems(address, against=site)

    assert page.startswith(f"{address}/404.html: the server cannot be asked (IncompleteRead(")
    assert file.startswith(f"{address}/robots.txt: not there")


def test_an_address_may_be_written_in_capitals(site):
    with served(site) as address:
        assert verify(address.replace("http", "HTTP")) == verify(address)


def test_an_interrupted_comparison_says_so(site):
    with served(site, Interrupting) as address:
        command = [sys.executable, "-m", "pipeline.deploy", "verify", address]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            Interrupting.reader = process
            _, said = process.communicate()

    assert (process.returncode, said) == (130, f"{address}: interrupted\n")
