"""A small site made for its real address, the servers it is deployed to, and a client that sees what they send."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from built import write_build
from conftest import ROOT

from pipeline.errors import SiteError
from pipeline.manifest import MANIFEST
from pipeline.render.renew import renew
from pipeline.swap import fresh

UNPACKED = ROOT / ".venv" / "servers" / "usr"
"""Where `scripts/setup test` puts the servers."""

PLACES = os.pathsep.join([str(UNPACKED / "sbin"), str(UNPACKED / "bin"), os.environ["PATH"], "/usr/sbin"])
BROTLI = Path("lib/nginx/modules/ngx_http_brotli_static_module.so")
ROWS = 60_000
START = 60


def program(name: str) -> str:
    """Find a server, or leave the test out and say why; not where every test has to run."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        reason = f"no {name} on this machine, and `scripts/setup test` could not fetch it"
        (pytest.fail if "GITHUB_ACTIONS" in os.environ else pytest.skip)(reason)
    return found


def render(folder: Path, address: str) -> Path:
    """Render a small site for an address, with files of every kind the real one has."""
    build = write_build(folder / "build")
    table = pa.table({"id": range(ROWS), "name": [f"fountain {n * 7919 % ROWS}" for n in range(ROWS)]})
    pq.write_table(table, build / "fountains/visits.parquet", row_group_size=ROWS // 6)
    (build / "fountains/places.geojson").write_text('{"type": "FeatureCollection", "features": []}\n')
    (build / "fountains/fountains.sq.xlsx").write_bytes(b"PK")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("SITEURL", address)
        renew(build, folder / "output", "publishconf.py", tell=lambda _: None)
    return folder / "output"


class Tries:
    """Tries to exchange a site whenever it is told something, and notes what came of it."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.results: list[str] = []

    def __call__(self, _: str) -> None:
        try:
            with fresh(self.site, marks=[MANIFEST]) as folder:
                (folder / MANIFEST).write_text("")
        except SiteError as refusal:
            self.results.append(str(refusal).removeprefix(f"{self.site}: "))
        else:
            self.results.append("exchanged")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, **headers: str) -> Answer:
    """Ask for exactly what the arguments say: `accept_encoding="br"`; names of headers in the answer are lower case."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=START)
    with closing(connection):
        connection.request("GET", parts.path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        names = [name.lower() for name, _ in answer.getheaders()]
        assert len(names) == len(set(names)), "a header twice"
        return Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())


@contextmanager
def nginx(config: Path, folder: Path) -> Iterator[str]:
    """Start nginx with one server block that includes `config`; give its address."""
    server = program("nginx")
    module = next((path for path in (UNPACKED / BROTLI, Path("/usr") / BROTLI) if path.is_file()), None)
    kept = "\n".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = f"""
        {f"load_module {module};" if module else ""}
        daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{}}
        http {{
            {kept}
            access_log off;
            {"brotli_static on;" if module else ""}
            server {{ listen 127.0.0.1:PORT; include {config}; }}
        }}"""
    with _started(
        [server, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"], folder / "nginx.conf", text
    ) as url:
        yield url


@contextmanager
def caddy(config: Path, folder: Path) -> Iterator[str]:
    """Start Caddy with one site block that imports `config`; give its address."""
    text = f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:PORT {{\n\tbind 127.0.0.1\n\timport {config}\n}}\n"
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _started(command, folder / "Caddyfile", text) as url:
        yield url


@contextmanager
def _started(command: list[str], file: Path, text: str) -> Iterator[str]:
    """Run a server on a free port until the block ends."""
    log = file.with_suffix(".out")
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        file.write_text(text.replace("PORT", str(port)), encoding="utf-8")
        environment = {**os.environ, "XDG_DATA_HOME": str(file.parent), "XDG_CONFIG_HOME": str(file.parent)}
        with log.open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        try:
            if _answers(process, port):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            process.kill()
            process.wait()
    # Another program may have taken the port in between, but not five times.
    pytest.fail(f"{command[0]} does not start:\n{log.read_text(errors='replace')[-2000:]}")


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    end = time.monotonic() + START
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False
