"""Run Pelican, in silence: what it warns of becomes one of our errors."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path

from jinja2 import TemplateError
from pelican import Pelican, log
from pelican.settings import read_settings

from pipeline.errors import SiteError
from pipeline.keys import digest
from pipeline.render.key import PARTS
from pipeline.render.last_site import LastSite
from pipeline.render.profiles import read_kinds
from pipeline.render.prose import hold


class _Heard(logging.Handler):
    """Keeps what Pelican warns of, which it would print in its own way, and why."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = sys.exception()
        self.messages.append(record.getMessage() + (f" ({type(cause).__name__}: {cause})" if cause else ""))


def render(settings: str, build: Path, output: Path, last: Path | None = None) -> str:
    """Let Pelican write the site of `build` into `output`, a new folder; give the address it is made for.

    Args:
        last: the site that was made before; its pages are taken where they would be the same.

    Raises:
        DescriptionError: a file of prose is not of its form.
        SiteError: Pelican has warned of something, or a template cannot be rendered.
    """
    heard = _Heard()
    log.console.quiet = True
    log.init(level=logging.WARNING, fatal="warnings", name="pelican", handler=None)
    logging.getLogger("pelican").addHandler(heard)
    given = read_settings(settings, override={"BUILD_PATH": str(build), "OUTPUT_PATH": str(output)})
    shared = digest((Path(part) for part in PARTS), settings, given["SITEURL"])
    given["LAST_SITE"] = LastSite(last or output, output, shared)
    taken = [kind.path.partition("/")[0] for kind in read_kinds(build)]
    hold(Path(given["PATH"]), given["LANGUAGES"], taken)
    # What is made here stays until the end: looking for what may go takes a tenth of the time.
    gc.disable()
    try:
        Pelican(given).run()
    except TemplateError as error:
        file = getattr(error, "filename", None) or Path(given["THEME"]) / "templates"
        raise SiteError.at(file, str(error), "a template that can be rendered") from error
    except RuntimeError as error:
        found = "; ".join(heard.messages) or str(error)
        raise SiteError.at(settings, found, "a run of Pelican without warnings") from error
    finally:
        gc.enable()
        logging.getLogger("pelican").removeHandler(heard)
    return str(given["SITEURL"])
