"""Settings of the published site: the same as ever, at the address the environment names."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403  Pelican's own form of settings that build on others
from pipeline.errors import SetupError

# No default: a site published under the wrong address would tell every search engine about it.
if "SITEURL" not in os.environ:
    raise SetupError.at("SITEURL", "not set", "the address the site will stand at", "Set it in the environment")
SITEURL = os.environ["SITEURL"].rstrip("/")
