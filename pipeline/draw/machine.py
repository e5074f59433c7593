"""What this machine draws with: its Chromium, its font, its plotly.js."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from pipeline.draw.lettering import FONT
from pipeline.errors import Problem, SetupError

T = TypeVar("T")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
STARTS, PATIENCE = 3, 30
"""How often Chromium is started, and how many seconds each start, and each picture, may take."""
BUNDLE = Path("theme/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js")
OFFLINE = ("--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync")


@cache
def browser() -> str | None:
    """Find Chromium: what BROWSER_PATH names, else the first known name on the PATH."""
    return os.environ.get("BROWSER_PATH") or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@cache
def version() -> str:
    """Give Chromium's version as it says it; nothing without Chromium."""
    path = browser()
    return answer([path, "--version"]) if path else ""


@cache
def font() -> str:
    """Give the font that stands in for the pictures' own, and its version."""
    return answer(["fc-match", "--format=%{family} %{fontversion}", FONT])


def lacking(bundle: Path) -> list[Problem]:
    """Give what this machine lacks to draw pictures: Chromium, the font, plotly.js."""
    lacks = []
    if not version():
        lacks.append(("no Chromium", "one to draw the charts with", "Install it: apt install chromium"))
    if not font().startswith(FONT):
        lacks.append((f"no font {FONT}", "the font of the charts", "Install it: apt install fonts-liberation"))
    if not bundle.is_file():
        lacks.append((f"no {bundle}", "the plotly.js that draws the charts", "Run `make site`"))
    return [Problem("this machine", None, "", *one) for one in lacks]


class Studio:
    """A browser with a page that draws figures, in a thread of its own: it starts while others are at work."""

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle
        self._stack = AsyncExitStack()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._artist: Future[Any] = Future()
        self._leaving: Future[None] | None = None

    def open(self) -> None:
        """Let the browser start, unless it was told to before; that it does not start is raised when it shall draw."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            try:
                self._thread.start()
            except RuntimeError:  # no room for it: nothing that is begun would ever end
                self._loop.close()
                self._loop = None
                raise
            self._artist = self._begun(self._stack.enter_async_context(_artist(self._bundle)))

    def draw(self, figure: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
        """Draw a figure as SVG.

        Raises:
            SetupError: the browser does not start.
            RuntimeError: it does not draw the figure.
        """
        self.open()
        return self._begun(_drawn(self._artist.result(), figure, options)).result()

    def _begun(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def dismiss(self) -> None:
        """Let the browser stop, if it was started; nothing waits for it but `close`."""
        if self._loop is not None and self._leaving is None:
            self._leaving = self._begun(self._leave())

    def close(self) -> None:
        """Stop the browser, if it was started."""
        self.dismiss()
        if self._loop is not None and self._leaving is not None:
            with suppress(RuntimeError, OSError):  # one that has gone is stopped as well
                self._leaving.result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    async def _leave(self) -> None:
        starting = asyncio.wrap_future(self._artist)
        await asyncio.wait([starting])
        starting.exception()  # raised where it should have drawn
        await self._stack.aclose()

    def _run(self) -> None:
        loop = self._loop
        assert loop is not None
        with asyncio.Runner(loop_factory=lambda: loop) as runner:  # which ends what the browser leaves running
            runner.get_loop().run_forever()


async def _drawn(artist: Any, figure: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    from choreographer.errors import DevtoolsProtocolError
    from kaleido.errors import KaleidoError

    try:
        async with asyncio.timeout(PATIENCE):
            drawn: bytes = await artist.calc_fig(dict(figure), opts=options)
    except TimeoutError as error:
        raise RuntimeError(f"it takes longer than {PATIENCE} seconds") from error
    except (KaleidoError, DevtoolsProtocolError, ValueError) as error:
        raise RuntimeError(str(error)) from error
    return drawn


@asynccontextmanager
async def _artist(bundle: Path) -> AsyncIterator[Any]:
    """Start the browser with a page that draws figures, and stop it in the end.

    Raises:
        SetupError: it does not start.
    """
    # Imported here: the package takes half a second, and a build whose pictures are all there does not need it.
    import kaleido
    from choreographer.browsers import Chromium

    class Quiet(Chromium):
        """Chromium that stays off the network."""

        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), *OFFLINE]

    class Steady(kaleido.Kaleido):  # type: ignore[misc]
        """Kaleido that keeps its page from one figure to the next: loading it anew takes longer than drawing."""

        async def _return_kaleido_tab(self, tab: Any) -> None:  # by another name one day, this is only not called
            await self.tabs_ready.put(tab)

    # What matters is raised, and where Pelican has run before, what they warn of would be raised in its place.
    for package in ("choreographer", "kaleido"):
        logging.getLogger(package).setLevel(logging.CRITICAL)
    page = kaleido.PageGenerator(plotly=bundle.resolve().as_uri(), mathjax=False)
    drawing = await _opened(lambda: Steady(n=1, page_generator=page, path=browser(), browser_cls=Quiet))
    try:
        yield drawing
    finally:
        await _close(drawing)


async def _opened(make: Callable[[], Any]) -> Any:
    """Start a browser; one that does not answer in time is started again.

    On a busy machine kaleido may miss the signal that its page is there, and would wait for it for ever. One that ends at
    once may have gone before it is spoken to, or after.
    """
    from choreographer.channels import ChannelClosedError

    for _ in range(STARTS):
        drawing = make()
        try:
            async with asyncio.timeout(PATIENCE):
                await drawing.open()
        except (RuntimeError, TimeoutError, ChannelClosedError):
            await _close(drawing)
        else:
            return drawing
    remedy = "Try it: chromium --headless about:blank"
    raise SetupError.at("this machine", f"{browser()} does not start", "one that runs headless", remedy)


async def _close(drawing: Any) -> None:
    from choreographer.channels import ChannelClosedError

    with suppress(TimeoutError, ChannelClosedError):
        async with asyncio.timeout(PATIENCE):  # from then on it is not asked any more, but killed
            await drawing.close()


def answer(command: Sequence[str]) -> str:
    """Run a program for what it prints; nothing when it is not there or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
