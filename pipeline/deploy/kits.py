"""A kit is a folder to hand to one kind of server: `site/` as it will be served, the server's configuration, a manifest."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.deploy.compress import compress
from pipeline.deploy.headers import TYPES, apart, common, require_types, rules
from pipeline.deploy.verify import verify
from pipeline.errors import SiteError, suggest
from pipeline.manifest import MANIFEST, files, write_manifest
from pipeline.render.page import read_page
from pipeline.swap import fresh, undisturbed

TEMPLATES = Path(__file__).parent / "templates"
ROOT = "/srv/zgjedhje"
"""Where the server kits expect the releases."""

_PLAIN = re.compile(r"(/[A-Za-z0-9@._-]+)+/?")
"""Paths that mean the same in every configuration and every shell; the signs are those of scripts/release."""

MOST_RULES = 100
"""Cloudflare drops what a `_headers` file has beyond this."""


@dataclass(frozen=True)
class Kit:
    """What a kind of server takes: compressed twins, the site below its path, files written from templates."""

    compressed: bool = False
    below_path: bool = False
    at_root_only: bool = False
    templates: Mapping[str, str] = field(default_factory=dict)


_HOST = Kit(at_root_only=True, templates={"_headers": "site/_headers"})

KITS = {
    "caddy": Kit(compressed=True, below_path=True, templates={"zgjedhje.caddy": "zgjedhje.caddy"}),
    "cloudflare": _HOST,
    "gitlab": Kit(compressed=True),
    "netlify": _HOST,
    "nginx": Kit(compressed=True, below_path=True, templates={"zgjedhje.nginx": "zgjedhje.nginx"}),
}


def write_kit(name: str, output: Path, target: Path, root: str = ROOT, tell: Callable[[str], object] = print) -> None:
    """Write a kit from the rendered site; nothing is in it that the manifest does not list, twins aside.

    Args:
        name: one of `KITS`.
        output: the site, rendered for its real address.
        target: the folder to write, whole or not at all.
        root: the folder of the releases on the server.

    Raises:
        SiteError: the kit is unknown, the folder could be misread, or the site is spoiled, a preview, or made for an address the kit cannot serve.
    """
    if name not in KITS:
        raise SiteError.at("FOR", f"`{name}`", f"one of {sorted(KITS)}", suggest(name, KITS))
    if not _PLAIN.fullmatch(root):
        expected = "an absolute path without blanks or signs that servers read otherwise, such as /srv/zgjedhje"
        raise SiteError.at("ROOT", f"`{root}`", expected, "Name the folder of the releases on the server")
    kit = KITS[name]
    with held(output) as address, fresh(target, tell, reads=[output], marks=[MANIFEST]) as folder:
        base = urlsplit(address).path.rstrip("/")
        if base and kit.at_root_only:
            raise SiteError.at(output, f"made for {address}", "an address without a path, as this host serves it")
        paths = sorted(files(output))
        require_types(paths)
        known = rules(output)
        patterns = list(apart(output, known))
        if kit.at_root_only and len(patterns) + len(TYPES) > MOST_RULES:
            raise SiteError.at(
                "_headers", f"{len(patterns) + len(TYPES)} rules", f"at most {MOST_RULES}", "Merge folders"
            )
        site = folder / "site" / (base.lstrip("/") if kit.below_path else "")
        for path in [*paths, MANIFEST]:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(output / path, site / path)
        twins = compress(site, paths, known) if kit.compressed else 0
        words = {
            "base": base,
            "root": root.rstrip("/"),
            "common": common(base),
            "rules": known,
            "types": TYPES,
            "apart": patterns,
        }
        for template, file in kit.templates.items():
            (folder / file).write_text(_environment().get_template(template).render(words), encoding="utf-8")
        # For the server, which proves with it that everything has arrived.
        write_manifest(folder)
    tell(f"{target}: {len(paths)} files, {twins} of them compressed beside")


@contextmanager
def held(output: Path) -> Iterator[str]:
    """Keep a site, every file of which is as listed, from being exchanged; give the address it is made for.

    Raises:
        SiteError: a file is not as listed, another run is at work there, or the address is this machine's.
    """
    with undisturbed(output):
        verify(str(output))
        address = read_page(output / "index.html").canonical
        if urlsplit(address).hostname in (None, "localhost"):
            remedy = "Run `SITEURL=https://… make publish`"
            raise SiteError.at(output, f"a preview, made for {address}", "a site made for its real address", remedy)
        yield address


def _environment() -> Environment:
    # The files are not HTML: nothing may be escaped, and a name that is missing stops the kit.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
