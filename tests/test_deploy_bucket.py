"""A bucket is made equal to the site by the real rclone, in a bucket that speaks as much S3 as rclone asks for."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest
from hosted import Tries, program, render

from pipeline.deploy.bucket import fill
from pipeline.deploy.headers import ASK, KEEP, TYPES
from pipeline.errors import SetupError, SiteError
from pipeline.manifest import MANIFEST, files

CHANGED = "sq/index.html"


class Bucket(ThreadingHTTPServer):
    """Objects by key, with the headers they were sent with; and the keys in the order in which they came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.objects: dict[str, tuple[bytes, Mapping[str, str]]] = {}
        self.came: list[str] = []


class Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        pass

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/site").removeprefix("/")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, text in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.key] = (content, dict(self.headers.items()))
        self.server.came.append(self.key)
        self.answer(200, ETag=_etag(content))

    def do_HEAD(self) -> None:
        if self.key not in self.server.objects:
            self.answer(404)
            return
        content, headers = self.server.objects[self.key]
        kept = {name: text for name, text in headers.items() if name.lower().startswith(("x-amz-meta", "content-type"))}
        self.answer(200, **kept | {"Content-Length": str(len(content)), "ETag": _etag(content)}, Last_Modified=_THEN)

    def do_DELETE(self) -> None:
        del self.server.objects[self.key]
        self.answer(204)

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        prefix, end = asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]
        found, folders = "", set()
        for key, (content, _) in sorted(self.server.objects.items()):
            if key.startswith(prefix):
                inside, cut, _ = key.removeprefix(prefix).partition(end) if end else (key, "", "")
                if cut:
                    folders.add(prefix + inside + end)
                else:
                    found += (
                        f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size><ETag>{_etag(content)}</ETag>"
                        "<LastModified>2026-11-25T00:00:00.000Z</LastModified></Contents>"
                    )
        found += "".join(
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders)
        )
        body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
        self.answer(200, body.encode(), Content_Type="application/xml")


_THEN = "Wed, 25 Nov 2026 00:00:00 GMT"


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(tmp_path_factory.mktemp("bucket"), "https://site.example")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with pytest.MonkeyPatch.context() as patch, Bucket() as server:
        patch.setenv("PATH", str(Path(program("rclone")).parent), prepend=os.pathsep)
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings = {
            "TYPE": "s3",
            "PROVIDER": "Other",
            "ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "ACCESS_KEY_ID": "key",
            "SECRET_ACCESS_KEY": "secret",
            "NO_CHECK_BUCKET": "true",
        }
        for name, value in settings.items():
            patch.setenv(f"RCLONE_CONFIG_TEST_{name}", value)
        patch.setenv("RCLONE_CONFIG", os.devnull)
        # A machine's own certificates, which this rclone cannot be told of in that way.
        patch.delenv("AWS_CA_BUNDLE", raising=False)
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def filled(bucket: Bucket, rendered: Path) -> Bucket:
    fill("test:site", rendered, tell=quiet)
    return bucket


def quiet(_: str) -> None:
    """Tell nobody."""


def test_a_bucket_holds_the_site_with_type_and_lifetime_of_every_file(filled, rendered):
    assert set(filled.objects) == {*files(rendered), MANIFEST}
    for path, (content, headers) in filled.objects.items():
        assert content == (rendered / path).read_bytes()
        assert headers["Content-Type"] == TYPES[Path(path).suffix]
        assert headers["Cache-Control"] == (KEEP if path.startswith("static/") else ASK)


def test_pages_come_after_what_they_load(filled):
    first = next(number for number, key in enumerate(filled.came) if key.endswith(".html"))

    assert all(key.endswith(".html") for key in filled.came[first:])


def test_only_what_has_changed_is_sent_and_what_is_gone_is_removed(filled, rendered):
    filled.objects["sq/old/index.html"] = (b"old", {})
    filled.objects[CHANGED] = (b"older", {})
    before = len(filled.came)

    fill("test:site", rendered, tell=quiet)

    assert filled.came[before:] == [CHANGED]
    assert set(filled.objects) == {*files(rendered), MANIFEST}


def test_a_spoilt_site_does_not_reach_the_bucket(bucket, rendered, tmp_path):
    site = shutil.copytree(rendered, tmp_path / "site")
    (site / CHANGED).write_text("…")

    before = len(bucket.came)
    with pytest.raises(SiteError, match=CHANGED):
        fill("test:site", site, tell=quiet)

    assert len(bucket.came) == before


def test_a_site_stays_as_it_is_while_it_is_sent(bucket, rendered, tmp_path, monkeypatch):
    monkeypatch.setattr(bucket, "objects", {})
    tries = Tries(shutil.copytree(rendered, tmp_path / "site"))

    fill("test:site", tries.site, tell=tries)

    assert set(tries.results[:-1]) == {"another run is at work here; expected one at a time. Wait for it to end."}
    assert tries.results[-1] == "exchanged"


def test_a_bucket_that_refuses_is_an_error(bucket, rendered, monkeypatch):
    monkeypatch.setattr(Requests, "do_PUT", lambda request: request.answer(403))

    monkeypatch.setattr(bucket, "objects", {})
    with pytest.raises(SiteError, match=r"rclone copy .*: exit \d+; expected 0\."):
        fill("test:site", rendered, tell=quiet)


def test_without_rclone_it_says_what_to_install(rendered, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupError, match=r"no rclone; expected it on the path\. Install the package rclone"):
        fill("test:site", rendered, tell=quiet)
