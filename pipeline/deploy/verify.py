"""Compare a deployed site, file by file, with its manifest. Only the standard library."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from pipeline.errors import Problem, SiteError, raise_all, shown
from pipeline.manifest import MANIFEST, files, read_manifest

AT_ONCE = 8
"""Files asked of a server at the same time."""

PATIENCE = 60
"""Seconds after which a server that says nothing has failed."""

OF_A_HOST = {"_headers"}
"""Files that are for the host and not for readers."""

AGAIN = "Publish the site again"

Fetch = Callable[[str], bytes | None]


def verify(site: str, against: Path | None = None) -> int:
    """Compare a site with its own manifest, or with that of the folder `against`; give the number of files.

    Args:
        site: a folder, or an address that starts with `http://` or `https://`.
        against: a site on this machine that the other one has to equal.

    Raises:
        SiteError: every file that differs, is missing or should not be there.
    """
    is_remote = site.lower().startswith(("http://", "https://"))
    place = site.rstrip("/") if is_remote else shown(site)
    fetch = _from_server(place) if is_remote else _from_folder(Path(site))
    listed = read_manifest(
        *_manifest(fetch, place) if against is None else _manifest(_from_folder(against), shown(against))
    )
    with ThreadPoolExecutor(AT_ONCE) as workers:
        found = workers.map(lambda path: _problems(fetch, f"{place}/{path}", path, listed[path]), listed)
        raise_all(SiteError, (problem for problems in found for problem in problems))
    if not is_remote:
        raise_all(SiteError, _strangers(Path(site), set(listed)))
    return len(listed)


def _manifest(fetch: Fetch, place: str) -> tuple[bytes, str]:
    content = fetch(MANIFEST)
    if content is None:
        remedy = "Name the folder or address of its home page"
        raise SiteError(Problem(str(place), None, "", f"no {MANIFEST}", "a site, which has one", remedy))
    return content, f"{place}/{MANIFEST}"


def _problems(fetch: Fetch, place: str, path: str, expected: str) -> Iterable[Problem]:
    try:
        content = fetch(path)
    except SiteError as error:
        return error.problems
    if content is None:
        return [Problem(place, None, "", "not there", f"a file, as in {MANIFEST}", AGAIN)]
    found = sha256(content).hexdigest()
    if found != expected:
        return [Problem(place, None, "", f"sha256 {found[:16]}…", f"{expected[:16]}…, as in {MANIFEST}", AGAIN)]
    return []


def _strangers(site: Path, listed: set[str]) -> Iterator[Problem]:
    for path in sorted(set(files(site)) - listed - OF_A_HOST):
        yield Problem(f"{shown(site)}/{path}", None, "", f"a file that {MANIFEST} does not list", "none", AGAIN)


def _from_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes | None:
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    return fetch


def _from_server(address: str) -> Fetch:
    def fetch(path: str) -> bytes | None:
        url = f"{address}/{quote(_as_asked(path))}"
        try:
            with _answer(url) as answer:
                if isinstance(answer, HTTPError):
                    if answer.code != 404:
                        raise _refusal(url, f"the server answers {answer.code} {answer.reason}")
                    # The page that says so is a file of the site, which some hosts send with its own status.
                    if path != "404.html":
                        return None
                return _unpacked(url, answer)
        except (OSError, HTTPException, ValueError) as error:  # of the last kind is what is wrong with an address
            said = getattr(error, "reason", error)
            raise _refusal(url, f"the server cannot be asked ({said!r})") from error

    return fetch


def _answer(url: str) -> HTTPResponse | HTTPError:
    try:
        # Only http and https, see `verify`.
        request = Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        answer: HTTPResponse = urlopen(request, timeout=PATIENCE)  # noqa: S310
    except HTTPError as error:
        return error
    return answer


def _as_asked(path: str) -> str:
    """Give the path as readers ask for it: some hosts send them on when it ends in index.html."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.html" else path


def _unpacked(url: str, answer: HTTPResponse | HTTPError) -> bytes:
    content, encoding = answer.read(), answer.headers.get("Content-Encoding", "identity")
    if encoding == "identity":
        return content
    if encoding != "gzip":
        raise _refusal(url, f"sent as `{encoding}`", "gzip or nothing, as was asked for")
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise _refusal(url, "said to be gzip, and is not") from error


def _refusal(url: str, found: str, expected: str = "the file") -> SiteError:
    return SiteError(Problem(url, None, "", found, expected))
