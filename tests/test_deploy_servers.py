"""The kits for nginx and Caddy, deployed as README tells and asked over HTTP: at the root of a host and below a path."""

from __future__ import annotations

import gzip
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pyarrow.parquet as pq
import pytest
from browsed import needs_browser, opened, served
from conftest import ROOT
from hosted import ROWS, UNPACKED, Answer, ask, caddy, nginx, render

from pipeline.deploy.headers import ASK, COMMON, KEEP, TYPES
from pipeline.deploy.kits import write_kit
from pipeline.deploy.verify import verify

KINDS = {
    "choice of language": "", "home": "sq/", "catalogue": "en/data/", "dataset": "sq/data/fountains/",
    "table": "en/data/fountains/fountains/", "quality": "sq/data/fountains/quality/", "prose": "en/method/",
    "search": "sq/search/", "codebook": "en/codebook/", "embed": "sq/embed/fountains/visitors/", "style": "en/style/",
    "lost": "404.html",
}  # fmt: skip
PARQUET = "data/fountains/visits.parquet"
SERVERS = {"nginx": nginx, "caddy": caddy}
BASES = ("", "/repo")

# That both servers say the same is tested without one; a browser need not hear it from both.
through_nginx = pytest.mark.parametrize("host", [("nginx", base) for base in BASES], ids="".join, indirect=True)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site at the root of a host and below a path."""
    return {base: render(tmp_path_factory.mktemp("site"), f"https://site.example{base}") for base in BASES}


@pytest.fixture(scope="module", params=[(name, base) for base in BASES for name in SERVERS], ids="".join)
def host(
    request: pytest.FixtureRequest, sites: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of the site on a server, and the rendered site."""
    name, base = request.param
    folder = tmp_path_factory.mktemp(name)
    write_kit(name, sites[base], folder / "kit", str(folder / "srv"), tell=lambda _: None)
    subprocess.run(
        [ROOT / "scripts/release", "deploy", folder / "kit", folder / "srv"], check=True, capture_output=True
    )
    with SERVERS[name](folder / f"srv/current/zgjedhje.{name}", folder) as address:
        yield address + base, sites[base]


def one_of_each_type(site: Path) -> list[str]:
    by_suffix = {path.suffix: path.relative_to(site).as_posix() for path in sorted(site.rglob("*.*")) if path.is_file()}
    return [by_suffix[suffix] for suffix in TYPES]


def says(answer: Answer, name: str) -> str:
    return answer.headers.get(name.lower(), "")


def test_every_kind_of_file_has_its_type(host):
    address, site = host
    paths = one_of_each_type(site)

    assert {path: says(ask(f"{address}/{path}"), "Content-Type") for path in paths} == {
        path: TYPES[Path(path).suffix] for path in paths
    }


@pytest.mark.parametrize("path", ["sq/index.html", "data/fountains/fountains.csv", "data/fountains/fountains.json"])
def test_text_is_sent_as_the_reader_takes_it(host, path):
    address, site = host
    content = (site / path).read_bytes()

    plain, gzipped = ask(f"{address}/{path}"), ask(f"{address}/{path}", accept_encoding="gzip")
    assert (says(plain, "Content-Encoding"), plain.body) == ("", content)
    assert (says(gzipped, "Content-Encoding"), gzip.decompress(gzipped.body)) == ("gzip", content)
    assert "accept-encoding" in says(gzipped, "Vary").lower()
    assert says(gzipped, "Content-Type") == says(plain, "Content-Type") == TYPES[Path(path).suffix]
    assert len(gzipped.body) < len(content)


def test_brotli_goes_before_gzip(host, request):
    address, site = host
    if "nginx" in request.node.callspec.id and not list(UNPACKED.rglob("ngx_http_brotli_static_module.so")):
        pytest.skip("this nginx has no module for brotli")

    answer = ask(f"{address}/sq/", accept_encoding="gzip, deflate, br")

    assert says(answer, "Content-Encoding") == "br"
    assert brotli.decompress(answer.body) == (site / "sq/index.html").read_bytes()


def test_what_is_packed_already_is_not_compressed_again(host):
    address, site = host

    answer = ask(f"{address}/{PARQUET}", accept_encoding="gzip, br")

    assert says(answer, "Content-Encoding") == ""
    assert answer.body == (site / PARQUET).read_bytes()


def test_only_files_with_their_hash_in_the_name_are_kept_without_asking(host):
    address, site = host
    static = sorted(path.relative_to(site).as_posix() for path in (site / "static").iterdir())

    assert {says(ask(f"{address}/{path}"), "Cache-Control") for path in static} == {KEEP}
    assert {says(ask(f"{address}/{path}"), "Cache-Control") for path in [*KINDS.values(), PARQUET]} == {ASK}


def test_a_page_that_has_not_changed_is_not_sent_again(host):
    address, _ = host
    first = ask(f"{address}/sq/")

    again = ask(f"{address}/sq/", if_none_match=says(first, "ETag"))

    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", [*KINDS.values(), PARQUET, "nothing/here"])
def test_every_answer_carries_the_usual_headers(host, path):
    address, _ = host
    answer = ask(f"{address}/{path}")

    expected = dict(COMMON)
    if address.endswith("/repo"):
        # It binds the whole host, which is not the site's own.
        expected["Strict-Transport-Security"] = ""
    assert {name: says(answer, name) for name in COMMON} == expected
    assert "default-src 'none'" in says(answer, "Content-Security-Policy")


def test_only_charts_to_embed_may_stand_in_frames_of_others(host):
    address, _ = host
    said = {kind: says(ask(f"{address}/{path}"), "Content-Security-Policy") for kind, path in KINDS.items()}

    assert said.pop("embed").endswith("; frame-ancestors *")
    assert all(policy.endswith("; frame-ancestors 'self'") for policy in said.values())


@pytest.mark.parametrize("path", ["nothing/here", "static/site.0.css", "data/none.csv", "sq/embed/none/", ".key"])
def test_what_is_not_there_is_answered_with_the_page_that_says_so(host, path):
    address, site = host

    answer = ask(f"{address}/{path}")

    assert answer.status == 404
    assert answer.body == (site / "404.html").read_bytes()
    assert says(answer, "Content-Type") == TYPES[".html"]
    assert says(answer, "Cache-Control") == ASK


def test_a_folder_asked_for_without_its_slash_leads_to_its_page(host):
    address, _ = host

    answer = ask(f"{address}/sq")

    assert answer.status in (301, 308)
    assert says(answer, "Location") in ("/sq/", "/repo/sq/", "sq/")


def test_the_site_asked_for_without_its_slash_leads_to_its_first_page(host):
    address, site = host

    answer = ask(address)

    if not address.endswith("/repo"):
        assert answer.body == (site / "index.html").read_bytes()
    else:
        assert (answer.status, says(answer, "Location")) == (301, "/repo/")


def test_a_part_of_a_file_can_be_asked_for(host):
    address, site = host
    content = (site / PARQUET).read_bytes()

    answer = ask(f"{address}/{PARQUET}", range="bytes=-8")

    assert (answer.status, answer.body) == (206, content[-8:])
    assert says(answer, "Content-Range") == f"bytes {len(content) - 8}-{len(content) - 1}/{len(content)}"
    assert says(answer, "Content-Type") == TYPES[".parquet"]


class Remote(io.RawIOBase):
    """A file on a server, read in ranges as DuckDB's httpfs does; counts what has come over the wire."""

    def __init__(self, url: str) -> None:
        self.url, self.place, self.fetched = url, 0, 0
        self.size = int(says(ask(url, range="bytes=0-0"), "Content-Range").rpartition("/")[2])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        return self.place

    def readinto(self, buffer: Any) -> int:
        last = min(self.place + len(buffer), self.size) - 1
        if last < self.place:
            return 0
        answer = ask(self.url, range=f"bytes={self.place}-{last}")
        assert answer.status == 206
        buffer[: len(answer.body)] = answer.body
        self.place += len(answer.body)
        self.fetched += len(answer.body)
        return len(answer.body)


def test_a_query_of_a_parquet_file_fetches_only_the_parts_it_needs(host):
    remote = Remote(f"{host[0]}/{PARQUET}")

    with pq.ParquetFile(remote, pre_buffer=False) as file:
        numbers = file.read_row_group(2, columns=["id"]).column("id").to_pylist()

    assert numbers == list(range(ROWS // 3, ROWS // 2))
    assert remote.fetched < remote.size / 3


def test_a_deployed_site_is_verified_over_the_wire(host):
    address, site = host

    assert verify(address) == verify(str(site)) == verify(address, against=site)


@needs_browser
@through_nginx
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_no_page_breaks_its_policy_in_a_browser(browser, host, path):
    with opened(browser, f"{host[0]}/{path}") as page:
        assert page.locator("h1").is_visible()


@needs_browser
@through_nginx
def test_an_interactive_chart_opens_under_the_policy(browser, host):
    with opened(browser, f"{host[0]}/en/data/fountains/") as page:
        page.locator("[data-explore]").press("Enter")
        page.wait_for_selector(".chart__plot .main-svg")


@needs_browser
@through_nginx
def test_another_site_can_frame_a_chart_and_nothing_else(browser, host, tmp_path):
    address, _ = host
    (tmp_path / "index.html").write_text(
        f'<iframe id="chart" src="{address}/sq/embed/fountains/visitors/"></iframe>'
        f'<iframe id="page" src="{address}/sq/method/"></iframe>'
    )
    context = browser.new_context()
    page = context.new_page()
    with served(tmp_path) as other:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(other)
        page.frame_locator("#chart").locator("main.embed").wait_for()

        assert page.frame_locator("#page").locator("main").count() == 0
    context.close()
