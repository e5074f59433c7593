"""Render the site beside `output/`, check it, and let the two change places: readers never see half a site."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.manifest import MANIFEST, is_whole, write_manifest
from pipeline.render.key import KEY, PARTS, is_current, site_key
from pipeline.swap import fresh, recover, undisturbed

LOCAL = "pelicanconf.py"


def renew(build: Path, output: Path, settings: str = LOCAL, tell: Callable[[str], object] = print) -> bool:
    """Bring `output` up to date; tell whether there was anything to do.

    Raises:
        SiteError: the build or the rendered site is not whole, or another run is at work; `output` is as it was.
        SetupError: a part of the theme has not been fetched.
    """
    recover(output, tell)
    with undisturbed(build):
        key = site_key(build, settings, os.environ.get("SITEURL", ""))
        if is_current(output, key):
            if is_whole(output):
                return False
            tell(f"{output}: no longer as it was rendered")
        # Only now: Pelican takes longer to import than seeing that nothing has changed.
        from pipeline.render.check import check
        from pipeline.render.run import render

        reads = [build, *(Path(part) for part in PARTS)]
        with fresh(output, tell, reads=reads, marks=(KEY, MANIFEST)) as folder:
            tell(f"{output}: rendering")
            address = render(settings, build, folder, output)
            write_manifest(folder)
            tell(f"{output}: checking")
            pages = check(folder, address)
            (folder / KEY).write_text(key + "\n", encoding="utf-8")
    tell(f"{output}: {pages} pages")
    return True
