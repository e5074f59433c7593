"""Pages in a browser, for tests: a server of a rendered site, a page that complains, and what axe finds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.draw.pictures import BROWSERS

BROWSER = os.environ.get("BROWSER_PATH") or next((path for name in BROWSERS if (path := shutil.which(name))), None)
AXE = Path("theme/node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.is_file(), reason="theme/node_modules is not there"),
]


def needs_browser(test: Any) -> Any:
    """Mark one test among others that need none."""
    for mark in IN_BROWSER:
        test = mark(test)
    return test


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        pass


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """Serve a rendered site; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        # Also after a test has failed: the thread would keep the run from ending.
        server.shutdown()
        thread.join()
        server.server_close()


PATIENCE = 90_000
"""Milliseconds to wait for what has to come: other tests may be keeping the machine busy."""

ASLEEP = "[data-module]:not([data-search]):not([data-awake])"
"""Parts of a page whose modules have still to come: theme/static/js/wake.js."""

CANCELLED = "net::ERR_ABORTED"
"""What the browser says of a request that it gave up itself, because the page was left or its download began."""


@contextmanager
def opened(browser: Any, url: str, *, width: int = 1280, **settings: Any) -> Iterator[Any]:
    """Open a page and fail when it breaks its policy, says something on the console or misses a file."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    here = url[: url.index("/", 8)]
    complaints: list[str] = []

    def failed(request: Any) -> None:
        if request.failure != CANCELLED:
            complaints.append(f"{request.url}: {request.failure}")

    def asked(request: Any) -> None:
        if not request.url.startswith((here, "data:", "blob:")):
            complaints.append(request.url)

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", failed)
    page.on("request", asked)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.log('policy', e.violatedDirective))"
    )
    page.goto(url)
    if settings.get("java_script_enabled", True):
        page.locator(ASLEEP).first.wait_for(state="detached")
    yield page
    assert complaints == []
    context.close()


def violations(page: Any, *, but: tuple[str, ...] = ()) -> list[str]:
    """Give what axe finds on a page as it stands, each with the start of its element; `but` names rules to leave out."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })", TAGS)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        if each["id"] not in but
        for node in each["nodes"]
    ]
