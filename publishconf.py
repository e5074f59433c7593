"""Settings of the published site: the same as ever, at the address the environment names."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403  Pelican's own form of settings that build on others
from pipeline.render.address import published_at

# No default: a site published under the wrong address would tell every search engine about it.
SITEURL = published_at()
