"""The address that the site will stand at."""

from __future__ import annotations

import os
import re

from pipeline.errors import SetupError

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?(?:/(?!\.)[A-Za-z0-9._~-]+)*")


def published_at() -> str:
    """Give the address that `SITEURL` names in the environment, without the stroke at its end.

    Raises:
        SetupError: there is none, or it is no address of a site.
    """
    expected, remedy = "the address the site will stand at", "Set it in the environment"
    given = os.environ.get("SITEURL")
    if given is None:
        raise SetupError.at("SITEURL", "not set", expected, remedy)
    address = given.removesuffix("/")
    if not _ADDRESS.fullmatch(address):
        raise SetupError.at("SITEURL", f"`{given}`", f"{expected}, such as https://example.org/elections", remedy)
    return address
