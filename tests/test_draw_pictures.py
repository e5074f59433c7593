"""What is written for each chart: pictures in light and dark, the interactive figure, the plotted rows."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from choreographer.channels import ChannelClosedError
from drawn import BARS, INCOME, LINES, MAP, MARK, OUTLINES, RIPE, drawn, every_kind

from pipeline.draw import machine, pictures
from pipeline.draw.figures import Drawing
from pipeline.draw.palette import HEX, read_palette
from pipeline.draw.pictures import Pictures
from pipeline.draw.svg import darken
from pipeline.errors import ChartError, DescriptionError, SetupError

KINDS = every_kind()
PALETTE = read_palette()
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def forget_the_machine() -> Iterator[None]:
    """What is known of browser and font is asked again."""
    yield
    for known in (machine.browser, machine.version, machine.font):
        known.cache_clear()


needs_chromium = pytest.mark.skipif(machine.browser() is None, reason="no Chromium on this machine")
needs_bundle = pytest.mark.skipif(not machine.BUNDLE.is_file(), reason="theme/node_modules is not there")


def render(drawings: Iterable[tuple[Path, Drawing]], cache: Path, progress: Any = None, **parts: Path) -> None:
    with Pictures(cache, **parts) as writing:
        for folder, drawing in drawings:
            writing.add(folder, drawing)
        writing.write(progress)


def render_all(folder: Path, cache: Path, kinds: Sequence[str] = tuple(KINDS)) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    drawings = [(folder / kind.replace(" ", "-"), KINDS[kind]) for kind in kinds]
    render(drawings, cache, lambda done, total: told.append((done, total)))
    return told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    told = render_all(folder / "out", folder / "cache")
    assert told[0] == (0, len(KINDS) * 4)
    assert told[-1] == (len(KINDS) * 4, len(KINDS) * 4)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def script(path: Path, line: str) -> Path:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@needs_chromium
@needs_bundle
@pytest.mark.browser
class TestPictures:
    def test_each_chart_has_all_its_files(self, made):
        names = {path.name for path in (made / "out" / "bars").iterdir()}

        pictured = {
            f"orchards.{code}.{size}{dark}.svg"
            for code in ("sq", "en")
            for size in ("wide", "narrow")
            for dark in ("", ".dark")
        }
        assert names == {*pictured, "orchards.sq.json", "orchards.en.json", "orchards.csv"}

    def test_another_rendering_in_another_order_gives_the_same_bytes(self, made, tmp_path):
        render_all(tmp_path / "out", tmp_path / "cache", list(reversed(KINDS)))

        assert files(tmp_path / "out") == files(made / "out")
        assert files(tmp_path / "cache") == files(made / "cache")

    def test_pictures_in_the_cache_start_no_browser(self, made, tmp_path, monkeypatch):
        same = script(tmp_path / "chromium", f'[ "$1" = --version ] && echo "{machine.version()}" || exit 1')
        monkeypatch.setenv("BROWSER_PATH", str(same))
        machine.browser.cache_clear()

        told = render_all(tmp_path / "out", made / "cache")

        assert told == []
        assert files(tmp_path / "out") == files(made / "out")

    def test_a_picture_of_which_not_all_is_in_the_cache_is_drawn_again(self, made, tmp_path):
        shutil.copytree(made / "cache", tmp_path / "cache")
        spoilt = [path for path in sorted((tmp_path / "cache").iterdir()) if path.is_file()][:2]
        for place, path in enumerate(spoilt):
            content = path.read_bytes()
            path.write_bytes(content[: place * len(content) // 2])

        told = render_all(tmp_path / "out", tmp_path / "cache")

        assert told[-1] == (2, 2)
        assert files(tmp_path / "out") == files(made / "out")

    def test_another_chromium_draws_anew_and_one_that_does_not_start_is_refused(self, made, tmp_path, monkeypatch):
        other = script(tmp_path / "chromium", '[ "$1" = --version ] && echo "Chromium 1.0" || exit 1')
        monkeypatch.setenv("BROWSER_PATH", str(other))
        machine.browser.cache_clear()
        machine.version.cache_clear()

        with pytest.raises(SetupError, match="chromium does not start; expected one that runs headless"):
            render([(tmp_path / "out", KINDS["bars"])], made / "cache")

        assert not (tmp_path / "out").exists()

    def test_a_chromium_that_is_gone_before_it_is_spoken_to_does_not_start(self):
        class Gone:
            async def open(self):
                raise ChannelClosedError

            async def close(self):
                raise ChannelClosedError

        with pytest.raises(SetupError, match="does not start; expected one that runs headless"):
            asyncio.run(machine._opened(Gone))

    def test_a_picture_that_takes_too_long_is_given_up_with_the_reason(self, monkeypatch):
        class Slow:
            async def calc_fig(self, *_: object, **__: object):
                await asyncio.sleep(60)

        monkeypatch.setattr(machine, "PATIENCE", 0.1)
        with pytest.raises(RuntimeError, match=r"it takes longer than 0.1 seconds"):
            asyncio.run(machine._drawn(Slow(), {}, {}))

    def test_a_chromium_that_never_answers_is_stopped_and_refused(self, tmp_path, monkeypatch):
        silent = script(
            tmp_path / "chromium",
            f'[ "$1" = --version ] && echo "Chromium 2.0" || {{ echo $$ > {tmp_path}/id; sleep 600; }}',
        )
        monkeypatch.setenv("BROWSER_PATH", str(silent))
        monkeypatch.setattr(machine, "STARTS", 1)
        monkeypatch.setattr(machine, "PATIENCE", 1)
        machine.browser.cache_clear()
        machine.version.cache_clear()

        with pytest.raises(SetupError, match="chromium does not start; expected one that runs headless"):
            render([(tmp_path / "out", KINDS["bars"])], tmp_path / "cache")

        assert not Path("/proc", (tmp_path / "id").read_text().strip()).exists()

    def test_the_browser_starts_while_further_charts_are_drawn_up(self, tmp_path, monkeypatch):
        starting = tmp_path / "starting"
        line = f'[ "$1" = --version ] && echo Chromium 1 || {{ touch {starting}; exit 1; }}'
        monkeypatch.setenv("BROWSER_PATH", str(script(tmp_path / "chromium", line)))
        monkeypatch.setattr(machine, "STARTS", 1)
        machine.browser.cache_clear()
        machine.version.cache_clear()

        # That it fails to start is told where it shall draw.
        with Pictures(tmp_path / "cache") as writing:
            writing.add(tmp_path / "out", KINDS["bars"])
            until = time.monotonic() + 60
            while not starting.exists() and time.monotonic() < until:
                time.sleep(0.01)

        assert starting.exists()

    def test_a_chromium_that_fails_once_is_started_again(self, tmp_path, monkeypatch):
        twice = f'[ "$1" != --version ] && mkdir {tmp_path}/once && exit 1; exec {machine.browser()} "$@"'
        monkeypatch.setenv("BROWSER_PATH", str(script(tmp_path / "chromium", twice)))
        machine.browser.cache_clear()

        render([(tmp_path / "out", KINDS["bars"])], tmp_path / "cache")

        assert list((tmp_path / "out").glob("*.svg"))
        assert (tmp_path / "once").is_dir()

    def test_pictures_are_small_named_and_drawn_on_their_own_ground(self, made):
        for path in (made / "out").rglob("*.svg"):
            root = ElementTree.parse(path).getroot()  # noqa: S314 - written by this test
            assert root.get("role") == "img"
            assert root[0].tag.endswith("title")
            assert root[0].text == ("Titulli" if ".sq." in path.name else "The title")
            assert root[1].get("fill") == (PALETTE.dark if "dark" in path.name else PALETTE.light)["paper"]
            assert path.stat().st_size < 40_000

    def test_pictures_hold_no_style_that_a_strict_policy_blocks_and_nothing_from_elsewhere(self, made):
        for path in (made / "out").rglob("*.svg"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"style=|<style|class=|<script|href|on\w+=", text)
            assert set(re.findall(r"https?://[^\"]*", text)) == {"http://www.w3.org/2000/svg"}

    def test_every_id_is_used_and_is_of_one_picture_only(self, made):
        owners: dict[str, str] = {}
        for path in (made / "out").rglob("*.svg"):
            text = path.read_text(encoding="utf-8").replace(".dark", "")
            for name in re.findall(r' id="([^"]+)"', text):
                assert f"url(#{name})" in text
                picture = str(path).replace(".dark", "")
                assert owners.setdefault(name, picture) == picture

    def test_dark_pictures_have_dark_colours_only(self, made):
        for path in (made / "out").rglob("*.dark.svg"):
            dark = set(HEX.findall(path.read_text(encoding="utf-8")))
            light = set(HEX.findall(path.with_name(path.name.replace(".dark", "")).read_text(encoding="utf-8")))
            assert dark <= set(PALETTE.dark.values())
            assert not dark & light

    def test_marked_bars_share_one_pattern(self, tmp_path, made):
        rows = [row | {"__mark": True} for row in RIPE]
        render([(tmp_path, drawn(rows, **BARS, **MARK))], made / "cache")

        text = (tmp_path / "orchards.en.wide.svg").read_text(encoding="utf-8")
        assert text.count("<pattern") == 1
        assert text.count("url(#") == 3

    def test_no_text_leaves_its_picture_or_covers_another(self, made):
        sync_api = pytest.importorskip("playwright.sync_api")
        with sync_api.sync_playwright() as player:
            browser = player.chromium.launch(executable_path=machine.browser(), args=FLAGS)
            page = browser.new_page()
            for path in sorted((made / "out").rglob("*.svg")):
                if "dark" in path.name:
                    continue
                page.goto(path.as_uri())
                found = page.evaluate(
                    "[...document.querySelectorAll('text')].map(t => {const b = t.getBoundingClientRect();"
                    " return [t.textContent, b.left, b.top, b.right, b.bottom]})"
                )
                drawn_size = page.evaluate(
                    "[document.documentElement.width.baseVal.value, document.documentElement.height.baseVal.value]"
                )
                _assert_apart(path, found, drawn_size)
            browser.close()

    def test_the_interactive_figure_is_the_drawn_one(self, made):
        for kind, drawing in KINDS.items():
            figure = json.loads(
                (made / "out" / kind.replace(" ", "-") / "orchards.sq.json").read_text(encoding="utf-8")
            )
            for size, given in (("wide", figure), ("narrow", figure["narrow"])):
                expected = drawing.figures["sq", size]
                layout = {name: value for name, value in given["layout"].items() if name not in ("meta", "autosize")}
                assert layout == {name: value for name, value in expected["layout"].items() if name != "width"}
                data = given.get("data", figure["data"])
                assert data == [{k: v for k, v in trace.items() if k != "uid"} for trace in expected["data"]]

    def test_the_interactive_figure_tells_each_colours_role_in_light_and_dark(self, made):
        for path in (made / "out").rglob("*.json"):
            text = path.read_text(encoding="utf-8")
            figure = json.loads(text)
            roles = figure["layout"].pop("meta")["roles"]
            assert roles == {role: [PALETTE.light[role], PALETTE.dark[role]] for role in roles}
            assert set(HEX.findall(json.dumps(figure))) == {light for light, _ in roles.values()}

    def test_a_map_holds_its_outlines_once(self, made):
        figure = json.loads((made / "out" / "a-map" / "orchards.sq.json").read_text(encoding="utf-8"))

        assert "data" not in figure["narrow"]

    def test_the_plotted_rows_are_in_the_csv_with_their_names_in_every_language(self, made):
        for kind, drawing in KINDS.items():
            with (made / "out" / kind.replace(" ", "-") / "orchards.csv").open(encoding="utf-8", newline="") as file:
                head, *rows = csv.reader(file)
            names = [column.name for column in drawing.columns]
            assert [name for name in head if name in names] == names
            at = [head.index(name) for name in names]
            shown = [
                ["" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row]
                for row in drawing.rows
            ]
            assert [[row[index] for index in at] for row in rows] == shown

    def test_names_stand_beside_codes_in_the_csv(self, made):
        lines = (made / "out" / "marked-bars" / "orchards.csv").read_text(encoding="utf-8").split("\n")

        assert lines[0] == "orchard,orchard_sq,orchard_en,ripe_pct,marked"
        assert lines[1] == "b,Bregu,The Bank,61.50,true"
        assert lines[4:] == ["c,Çezma & Kroi,Fountain & Spring,,false", ""]


def _assert_apart(path: Path, found: list[list[Any]], size: list[float]) -> None:
    for text, left, top, right, bottom in found:
        assert left >= 0, f"{path.name}: {text}"
        assert top >= 0, f"{path.name}: {text}"
        assert right <= size[0], f"{path.name}: {text}"
        assert bottom <= size[1], f"{path.name}: {text}"
    for (one, left, top, right, bottom), (other, left2, top2, right2, bottom2) in combinations(found, 2):
        over = min(right, right2) - max(left, left2), min(bottom, bottom2) - max(top, top2)
        # Boxes of letters are taller than the letters.
        assert over[0] <= 0.5 or over[1] <= 4, f"{path.name}: {one} / {other}"


def test_a_colour_that_is_no_role_is_refused():
    with pytest.raises(
        ChartError, match=re.escape("x.svg: colours ['#123456']; expected colours of theme/palette.toml")
    ):
        darken('<svg><path fill="#123456"/></svg>', PALETTE, "x.svg")
    with pytest.raises(ChartError, match=re.escape("colours ['red']")):
        darken('<svg><path stroke="red"/></svg>', PALETTE, "x.svg")


@pytest.mark.parametrize(
    ("lacks", "message"),
    [
        (
            "chromium",
            "this machine: no Chromium; expected one to draw the charts with. Install it: apt install chromium.",
        ),
        ("font", "this machine: no font Liberation Sans; expected the font of the charts. Install it: apt install"),
        ("bundle", "expected the plotly.js that draws the charts."),
    ],
)
def test_a_machine_without_its_parts_is_told_what_to_install(lacks, message, tmp_path, monkeypatch):
    tools = tmp_path / "bin"
    tools.mkdir()
    if lacks != "chromium":
        script(tools / "chromium", "echo 'Chromium 1.0 <html>'")
    script(tools / "fc-match", "echo DejaVu Sans" if lacks == "font" else "echo Liberation Sans 2.1")
    bundle = tmp_path / "plotly.js"
    if lacks != "bundle":
        bundle.touch()
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}/bin" if lacks != "chromium" else str(tools))
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    for known in (machine.browser, machine.version, machine.font):
        known.cache_clear()

    with pytest.raises(SetupError) as refusal:
        render([(tmp_path / "charts", drawn(INCOME, **LINES))], tmp_path / "cache", bundle=bundle)

    assert message in str(refusal.value)
    assert not (tmp_path / "charts").exists()


_LEFT = """
import asyncio
from pipeline.draw.machine import BUNDLE, Studio

studio = Studio(BUNDLE)
studio.open()
asyncio.run_coroutine_threadsafe(asyncio.sleep(600), studio._loop)
studio.close()
"""


def test_what_a_browser_leaves_running_is_ended_without_a_word():
    ended = subprocess.run([sys.executable, "-c", _LEFT], capture_output=True, text=True, check=True)

    assert ended.stderr == ""


_UNSTARTED = """
import threading
from pathlib import Path
from pipeline.draw.machine import Studio

studio = Studio(Path("plotly.js"))
threading.stack_size(2**45)
try:
    studio.open()
except RuntimeError as error:
    print(error)
studio.close()
"""


def test_a_studio_whose_thread_does_not_start_is_not_waited_for():
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", _UNSTARTED], capture_output=True, text=True, timeout=30, check=True
    )

    assert (ended.stdout, ended.stderr) == ("can't start new thread\n", "")


_FIRST = """
from pipeline.draw.svg import tidy

hatched = b'''<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><pattern id="p" width="2" height="2">
<path d="M0,0V2" stroke="#000000" stroke-width="1"/></pattern></defs><path d="M0,0H9V9Z" fill="url(#p)"/></svg>'''
first, second = tidy(hatched, "", ""), tidy(hatched, "", "")
assert "<pattern" in first and first == second, (first, second)
"""


def test_the_first_picture_of_a_build_is_as_it_would_be_later():
    ended = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=False)

    assert ended.stderr == ""


def test_nothing_to_render_needs_no_machine(tmp_path):
    assert machine.lacking(tmp_path / "none.js")

    render([], tmp_path / "cache", bundle=tmp_path / "none.js")

    assert not (tmp_path / "cache").exists()


def test_a_map_of_another_title_is_another_picture():
    one, other = (drawn(RIPE, OUTLINES, **MAP, title={"sq": text, "en": text}) for text in ("1", "2"))

    assert pictures._key(one, "en", "wide", machine.BUNDLE) != pictures._key(other, "en", "wide", machine.BUNDLE)


HALVES = '[light]\nink = "#000000"\npaper = "#ffffff"\n[dark]\nink = "#eeeeee"\npaper = "#111111"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[dark]", "[dark", "expected a palette in TOML"),
        ("[dark]", "[black]", "the tables ['light', 'black']; expected [light] and [dark]"),
        (HALVES, "light = 1\ndark = 2\n", "the tables ['light', 'dark']; expected [light] and [dark]"),
        ("#111111", "black", "dark.paper: `black`; expected #rrggbb in lower case"),
        ('ink = "#eeeeee"\n', "", "ink: a colour in one half only; expected one in [light] and one in [dark]"),
        ("#ffffff", "#000000", "light.paper: the colour of `ink`; expected a colour of its own"),
    ],
)
def test_a_palette_that_cannot_be_is_refused(old, new, said, tmp_path):
    file = tmp_path / "palette.toml"
    file.write_text(HALVES.replace(old, new), encoding="utf-8")

    with pytest.raises(DescriptionError, match=re.escape(said)):
        read_palette(file)


def test_a_role_that_the_palette_lacks_is_named(tmp_path):
    file = tmp_path / "palette.toml"
    file.write_text(HALVES, encoding="utf-8")

    with pytest.raises(DescriptionError, match="no colour `grid`; expected one for every role of the pictures"):
        read_palette(file)["grid"]
