"""What a server says with each file: the one table that all kits are made from.

Policies on content are read from the pages themselves, so that page and server never ask for different things; what
only a server can say is added: who may put the page into a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import Problem, SiteError, raise_all
from pipeline.render.page import read_page

POLICY = "Content-Security-Policy"
CACHE = "Cache-Control"

COMMON = {
    # Open data may be fetched by any page; nothing here depends on who asks.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
"""Said with every file."""

OF_THE_HOST = {"Strict-Transport-Security"}
"""What binds a whole host: a site that stands below a path of one has no say in it."""

KEEP = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""

ASK = "no-cache"
"""For all others: a browser may keep them, but asks each time whether they have changed."""

DATA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""For what is not a page. A picture of a chart is a document when it is opened alone; no script in it would run."""

TYPES = {
    ".bib": "application/x-bibtex; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}
"""The type of a file by the end of its name; a type with a charset is text."""


@dataclass(frozen=True)
class Rule:
    """What is said, beside `COMMON`, with files whose path starts with `prefix`; the longest prefix that fits counts."""

    prefix: str
    headers: Mapping[str, str]


def rules(site: Path) -> list[Rule]:
    """Give the rules of a site, the general one first."""
    embeds = sorted(folder.relative_to(site).as_posix() for folder in site.glob("*/embed"))
    data = {CACHE: ASK, POLICY: DATA_POLICY}
    return [
        Rule("", {CACHE: ASK, POLICY: f"{_policy(site / 'index.html')}; frame-ancestors 'self'"}),
        Rule("data/", data),
        Rule("profiles/", data),
        Rule("static/", {CACHE: KEEP, POLICY: DATA_POLICY}),
        *(Rule(f"{folder}/", {CACHE: ASK, POLICY: _embed_policy(site / folder)}) for folder in embeds),
    ]


def common(base: str) -> Mapping[str, str]:
    """Give what is said with every file of a site that stands below the path `base`, empty at the root of a host."""
    return {name: text for name, text in COMMON.items() if not (base and name in OF_THE_HOST)}


def rule_of(path: str, among: Iterable[Rule]) -> Rule:
    """Find the rule that counts for a path."""
    return max((rule for rule in among if path.startswith(rule.prefix)), key=lambda rule: len(rule.prefix))


def type_of(path: str) -> str:
    """Give the type of a file whose name `require_types` has accepted."""
    return TYPES[PurePosixPath(path).suffix]


def is_text(path: str) -> bool:
    return "charset" in type_of(path)


def require_types(paths: Iterable[str]) -> None:
    """Refuse files of a kind that no server would be told the type of.

    Raises:
        SiteError: the files.
    """
    expected, remedy = "a kind of file with a known type", "Add it to TYPES in pipeline/deploy/headers.py"
    unknown = (path for path in paths if PurePosixPath(path).suffix not in TYPES)
    raise_all(SiteError, (Problem(path, None, "", "no type known", expected, remedy) for path in unknown))


def apart(site: Path, among: Iterable[Rule], prefix: str = "") -> Iterator[tuple[str, Rule]]:
    """Give patterns that match each page once, with its rule, for hosts that add up all rules that match.

    A folder in which another rule begins is taken apart; other files directly in it are left to the host's defaults.
    """
    known = list(among)
    if prefix and not any(rule.prefix != prefix and rule.prefix.startswith(prefix) for rule in known):
        yield f"/{prefix}*", rule_of(prefix, known)
        return
    yield f"/{prefix}", rule_of(prefix, known)
    for child in sorted((site / prefix).iterdir()):
        if child.is_dir():
            yield from apart(site, known, f"{prefix}{child.name}/")
        elif child.suffix == ".html":
            yield f"/{prefix}{child.name}", rule_of(prefix + child.name, known)


def _policy(page: Path) -> str:
    policy = read_page(page).policy
    if not policy:
        raise SiteError.at(page, "no policy on content", "one, as every page has", "Render the site again")
    return policy


def _embed_policy(folder: Path) -> str:
    pages = sorted(folder.rglob("index.html"))
    return f"{_policy(pages[0])}; frame-ancestors *"
