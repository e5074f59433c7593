"""Stylesheet, fonts and scripts, each under a name that changes with its content, so that browsers may keep them.

`site.css` is the table of contents of the stylesheet: its `@import` lines are put together into one file, and every
`url(…)` is published beside it. Colours come from `palette.toml`, also those of the icon.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.draw.palette import Palette
from pipeline.errors import SetupError, SiteError
from pipeline.languages import Language
from pipeline.render.locale import locale

_IMPORT = re.compile(r'@import "([^"]+)";')
_URL = re.compile(r'url\("([^"]+)"\)')
_MODULE = re.compile(r'(from|import) "\./([^"]+)"')
_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)

PALETTE = "palette.css"
PLOTLY = "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"


def publish_assets(theme: Path, palette: Palette, output: Path, languages: Iterable[Language]) -> dict[str, str]:
    """Write everything pages load into `output/static/`.

    Returns:
        The published path of `site.css`, `embed.css`, `chart.js`, `icon.svg`, `plotly.js` and `locale.<code>.json`.
    """
    press = _Press(output)
    css = theme / "static" / "css"
    return {
        "site.css": press.publish("site.css", _stylesheet(css / "site.css", palette, press).encode()),
        "embed.css": press.publish("embed.css", _stylesheet(css / "embed.css", palette, press).encode()),
        "icon.svg": press.publish("icon.svg", _stylesheet(theme / "static" / "icon.svg", palette, press).encode()),
        "plotly.js": press.publish("plotly.js", _read(theme / PLOTLY)),
        **{
            f"locale.{language.code}.json": press.publish(
                f"locale.{language.code}.json", json.dumps(locale(language), ensure_ascii=False).encode()
            )
            for language in languages
        },
        **_scripts(theme / "static" / "js", press),
    }


def publish(output: Path, name: str, content: bytes) -> str:
    """Write one more file into `output/static/`; give its published path."""
    return _Press(output).publish(name, content)


class _Press:
    """Publishes files under the hash of their content."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def publish(self, name: str, content: bytes) -> str:
        stem, _, suffix = name.rpartition(".")
        path = f"static/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        target = self._output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return path


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise SetupError.at(file, "no such file", "a part of the theme", "Run `make site`, which fetches it")
    return file.read_bytes()


def _stylesheet(contents: Path, palette: Palette, press: _Press) -> str:
    folder = contents.parent

    def imported(found: re.Match[str]) -> str:
        return _tokens(palette) if found[1] == PALETTE else part(folder / found[1])

    def part(file: Path) -> str:
        return _URL.sub(lambda found: f'url("{_beside(file, found[1], press)}")', _read(file).decode())

    return _squeezed(_IMPORT.sub(imported, part(contents)))


def _beside(stylesheet: Path, url: str, press: _Press) -> str:
    if url.startswith("data:"):
        return url
    file = (stylesheet.parent / url).resolve()
    return press.publish(file.name, _read(file)).removeprefix("static/")


def _tokens(palette: Palette) -> str:
    """Write the palette as custom properties: light, and dark on screens whose system asks for it."""
    light, dark = (
        "".join(f"--{role.replace('_', '-')}:{colour};" for role, colour in half.items())
        for half in (palette.light, palette.dark)
    )
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _squeezed(css: str) -> str:
    """Drop comments and the blanks that mean nothing; a sign that can be an operator keeps its blanks."""
    plain = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    tight = re.sub(r" ?([{};,]) ?", r"\1", plain).replace(": ", ":").replace(";}", "}")
    return tight.strip() + "\n"


def _scripts(folder: Path, press: _Press) -> dict[str, str]:
    """Publish the modules, imported ones first, so that an import names the published file."""
    waiting = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.js"))}
    published: dict[str, str] = {}
    while waiting:
        ready = [name for name, text in waiting.items() if not _imports(text) - published.keys()]
        if not ready:
            raise SiteError.at(folder, f"modules {sorted(waiting)} import each other", "imports without a circle")
        for name in ready:
            text = _MODULE.sub(
                lambda found: f'{found[1]} "./{published[found[2]].removeprefix("static/")}"', waiting.pop(name)
            )
            published[name] = press.publish(name, text.encode())
    return published


def _imports(text: str) -> set[str]:
    return {found[2] for found in _MODULE.finditer(text)}
