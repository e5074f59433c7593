"""Settings of the site while it is being worked on; `publishconf.py` adds the address it is published at."""

import sys
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, StrictUndefined

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from pipeline.catalogues import read_languages  # noqa: E402  the project has to be importable first
from pipeline.render import site  # noqa: E402

# The plugin is given as a module: a name that cannot be imported would only be logged.
PLUGINS = [site]

SITEURL = "http://localhost:8000"
LANGUAGES = read_languages(ROOT / "languages")
BUILD_PATH = str(ROOT / "build")
PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
THEME = str(ROOT / "theme")

# Both languages side by side: a page is found by its folder, its slug pairs it with the others.
PATH_METADATA = r"(?P<lang>[^/]+)/.*"
DEFAULT_LANG = LANGUAGES[0].code
PAGE_PATHS = [language.code for language in LANGUAGES]
PAGE_URL = PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
TEMPLATE_EXTENSIONS = [".html", ""]

# Markdown only: the reader of reStructuredText warns about Albanian, and a warning stops the build.
READERS = {"rst": None, "htm": None, "html": None}
MARKDOWN = {"extensions": ["extra", "toc"], "extension_configs": {}, "output_format": "html"}

AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# Templates are compiled once, not for every run.
COMPILED = ROOT / ".cache" / "templates"
COMPILED.mkdir(parents=True, exist_ok=True)
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "bytecode_cache": FileSystemBytecodeCache(str(COMPILED)),
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}

# Nothing is loaded from elsewhere and nothing inline runs. The hashes are those of two style attributes that the charts'
# library sets: an empty one, without which it cannot put its own rules in place, and `font-weight:bold`.
_EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
_BOLD = "'sha256-wkY2X5hecQzbhnFCqvTpwrUJ1f4X8LH5WFjYUzv1wmU='"
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' 'unsafe-hashes' {_EMPTY} {_BOLD}",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    ]
)

# The same bytes on every machine.
LOCALE = ["C.UTF-8"]
TIMEZONE = "UTC"
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
