"""Every page of a rendered site, opened in a browser that may ask nobody but its own server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from browsed import ASLEEP
from hostile import MARK


def pages(site: Path) -> list[str]:
    """Give the address of every page below that of the site."""
    return sorted(file.relative_to(site).as_posix().removesuffix("index.html") for file in site.rglob("*.html"))


def crawl(browser: Any, address: str, paths: Iterable[str]) -> Iterator[str]:
    """Open page after page, unfold all of it, make its charts interactive; tell whatever no page may do.

    That is a request to another place, a breach of the policy on content, a word on the console, a file that is missing,
    a dialog, a new window, or a script of somebody else's that ran.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    heard: list[str] = []

    def route(each: Any) -> None:
        if each.request.url.startswith(f"{address}/"):
            each.continue_()
        else:
            heard.append(f"asked for {each.request.url}")
            each.abort()

    context.route("**/*", route)
    context.on("page", lambda page: _listen(page, heard))
    page = context.new_page()
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.log('policy', e.violatedDirective, e.blockedURI))"
    )
    for path in paths:
        page.goto(f"{address}/{path}", wait_until="load")
        _unfold(page)
        if page.evaluate(f"'{MARK}' in window"):
            heard.append("a script of somebody else's ran")
        yield from (f"{path}: {each}" for each in heard)
        heard.clear()
    context.close()


def _listen(page: Any, heard: list[str]) -> None:
    if page.opener():
        heard.append(f"opened a window at {page.url}")
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("websocket", lambda socket: heard.append(f"opened a socket to {socket.url}"))
    page.on("response", lambda answer: heard.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)


def _unfold(page: Any) -> None:
    """Open what is folded, show every picture, and make each chart interactive."""
    page.evaluate(
        """() => {
            for (const each of document.querySelectorAll('details')) each.open = true;
            for (const each of document.images) each.loading = 'eager';
        }"""
    )
    page.locator(ASLEEP).first.wait_for(state="detached")
    buttons = page.locator("button[data-explore]:visible")
    count = buttons.count()
    for number in range(count):
        buttons.nth(number).press("Enter")
    page.wait_for_function("(count) => document.querySelectorAll('.chart__plot .main-svg').length >= count", arg=count)
    page.wait_for_function("() => [...document.images].every((each) => each.complete)")
