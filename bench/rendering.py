"""What rendering costs: time for each page, beside bare Pelican with as many pages of Markdown."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.result import Result

BUILD, OUTPUT, RUNS = Path("build"), Path("output"), 3
MEMORY, ROOM = Path("/dev/shm"), 2**29  # noqa: S108  folders with names of their own
"""Where sites are written, if it has so many bytes of room: a disk takes many times as long where much was deleted."""
PROSE = (
    "Title: Page {n}\nSlug: page-{n}\n\n" + "A paragraph of *plain* prose with a [link](https://example.org/).\n\n" * 12
)
TEMPLATE = "<!DOCTYPE html><html><head><title>{{ page.title }}</title></head><body>{{ page.content }}</body></html>"


def measure() -> Result:
    """Render the site that is built some times, the parts apart; give the medians."""
    # First, because our plugin stays connected to Pelican once it was.
    bare = median(_bare_pelican(len(list(OUTPUT.rglob("*.html")))) for _ in range(RUNS))
    _render()  # What is kept between runs shall be there: a first build is the pipeline's.
    runs = [_render_in_parts() for _ in range(RUNS)]
    pages = runs[0][1]
    parts = {part: median(times[part] for times, _ in runs) for part in runs[0][0]}
    parts["on every core"] = median(_render() for _ in range(RUNS))
    rows = [
        (part, round(spent, 2), round(1000 * spent / pages, 1))
        for part, spent in {**parts, "bare Pelican": bare}.items()
    ]
    text = (
        f"Processor seconds on one core, the median of {RUNS}, for {pages:,} pages. *Pages* is everything from the tables to finished "
        "HTML, *files* the copied data, what is taken away from charts, and the social cards, *checking* the proof that every page is whole; "
        "*on every core* is the time by the clock until all of that is done, the languages at once; pictures and pages that have not changed are known by their content. Sites are written into memory where there is room, for a disk takes many times as long where much was deleted just before. *Bare Pelican* makes as many pages of "
        "twelve short paragraphs in Markdown with a template of one line."
    )
    return Result("Rendering", text, ("part", "seconds", "ms a page"), tuple(rows))


def _render() -> float:
    """Render the site, and give the time it takes by the clock."""
    from pipeline.manifest import write_manifest
    from pipeline.render import check, run

    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        output = Path(folder) / "output"
        output.mkdir()
        begun = time.perf_counter()
        address = run.render("pelicanconf.py", BUILD.resolve(), output)
        write_manifest(output)
        check.check(output, address)
        return time.perf_counter() - begun


def _render_in_parts() -> tuple[dict[str, float], int]:
    """Render the site on one core; give the processor time of its parts, and how many pages there are."""
    from pipeline.manifest import write_manifest
    from pipeline.render import check, run, site

    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        output = Path(folder) / "output"
        output.mkdir()
        with (
            _one_core(),
            _clocked(site, "write_kits", spent),
            _clocked(site, "draw_cards", spent),
            _clocked(site.SiteGenerator, "_publish_data", spent),
        ):
            begun = time.process_time()
            address = run.render("pelicanconf.py", BUILD.resolve(), output)
            whole = time.process_time() - begun
            begun = time.process_time()
            write_manifest(output)
            pages = check.check(output, address)
            checking = time.process_time() - begun
    files = sum(spent.values())
    return {"pages": whole - files, "files": files, "checking": checking, "together": whole + checking}, pages


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


@contextmanager
def _one_core() -> Iterator[None]:
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usable)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


@contextmanager
def _clocked(module: Any, name: str, spent: dict[str, float]) -> Iterator[None]:
    """Clock a function of a module while it is used."""
    function: Callable[..., Any] = getattr(module, name)

    def clocked(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[name] = spent.get(name, 0) + time.process_time() - begun

    setattr(module, name, clocked)
    try:
        yield
    finally:
        setattr(module, name, function)


def _bare_pelican(pages: int) -> float:
    from pelican import Pelican
    from pelican.settings import DEFAULT_CONFIG, configure_settings

    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        content, theme = Path(folder) / "content/pages", Path(folder) / "theme/templates"
        for each in (content, theme):
            each.mkdir(parents=True)
        (theme / "page.html").write_text(TEMPLATE, encoding="utf-8")
        for n in range(pages):
            (content / f"{n}.md").write_text(PROSE.format(n=n), encoding="utf-8")
        settings = configure_settings(
            {
                **DEFAULT_CONFIG,
                "PATH": str(content.parent),
                "OUTPUT_PATH": str(Path(folder) / "output"),
                "THEME": str(theme.parent),
                "DIRECT_TEMPLATES": [],
                "PLUGINS": [],
                "AUTHOR_SAVE_AS": "",
                "CATEGORY_SAVE_AS": "",
                "TAG_SAVE_AS": "",
                "FEED_ALL_ATOM": None,
                "CATEGORY_FEED_ATOM": None,
                "SITEURL": "http://localhost:8000",
                "TRANSLATION_FEED_ATOM": None,
                "AUTHOR_FEED_ATOM": None,
                "AUTHOR_FEED_RSS": None,
                "READERS": {"rst": None},
                "TIMEZONE": "UTC",
            }
        )
        begun = time.process_time()
        Pelican(settings).run()
        return time.process_time() - begun
