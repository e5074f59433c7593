"""One picture being laid out, in pixels from its top left corner, until it becomes a plotly figure.

Everything is placed by this package and not by plotly: pictures of every language and machine then have the same
layout, and nothing moves when the figure becomes interactive at another width (texts keep their distance from the
nearer edge of the plots).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pipeline.draw.lettering import FAMILY, LINE, marked_up, width, wrap
from pipeline.draw.palette import Palette

Figure: TypeAlias = dict[str, Any]

MARGIN = 6
SWATCH = 12


@dataclass(frozen=True)
class Size:
    """A width that pictures are drawn for, and its letters; heights follow the content."""

    name: str
    width: int
    text: int
    small: int

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"


WIDE = Size("wide", 880, 14, 13)
NARROW = Size("narrow", 360, 13, 12)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class KeyEntry:
    """One line of a key: a swatch (`square`, `hatched`, `striped`, `dot`, `hollow`) in the colour of a role, and its word."""

    shape: str
    role: str
    word: str


@dataclass
class Panel:
    """A pair of axes on a sheet. `x` and `y` become the axes' settings; marks are given in data coordinates."""

    sheet: Sheet
    number: int
    box: Box
    x: dict[str, Any]
    y: dict[str, Any]
    traces: list[dict[str, Any]] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        return "" if self.number == 1 else str(self.number)

    def add(self, **trace: Any) -> None:
        if self.number > 1:
            trace |= {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}
        self.traces.append({"hoverinfo": "text", **trace})

    def text(
        self, x: object, y: object, text: str, *, dx: float = 0, dy: float = 0, anchor: str = "left", role: str = "ink",
        size: int | None = None,
    ) -> None:  # fmt: skip
        """Write at a place of the data, `dx` and `dy` pixels to the right of it and below it."""
        self.sheet.annotations.append(
            {"x": x, "y": y, "xref": f"x{self.suffix}", "yref": f"y{self.suffix}", "xshift": dx, "yshift": -dy,
             "xanchor": anchor, "text": text, "font": self.sheet.font(role, size)}
        )  # fmt: skip

    def line(self, x0: object, y0: object, x1: object, y1: object, role: str = "ink_soft") -> None:
        """Draw a thin line between two places of the data, below the marks."""
        self.sheet.shapes.append(
            {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "xref": f"x{self.suffix}",
             "yref": f"y{self.suffix}", "layer": "below", "line": {"color": self.sheet.palette[role], "width": 1}}
        )  # fmt: skip


class Sheet:
    """A picture of one size. `y` is the first pixel below what is drawn; whoever draws moves it on."""

    def __init__(self, size: Size, palette: Palette) -> None:
        self.size = size
        self.palette = palette
        self.y = float(MARGIN)
        self.panels: list[Panel] = []
        self.annotations: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self._loose: list[tuple[float, float, dict[str, Any]]] = []

    @property
    def left(self) -> float:
        return MARGIN

    @property
    def right(self) -> float:
        return self.size.width - MARGIN

    def font(self, role: str = "ink", size: int | None = None) -> dict[str, Any]:
        return {"color": self.palette[role], "size": size or self.size.text}

    def hatching(self, role: str, marked: Sequence[bool]) -> dict[str, Any]:
        """Give the look of bars: filled, and hatched within an outline where marked."""
        colour, paper = self.palette[role], self.palette["paper"]
        if not any(marked):
            return {"color": colour, "line": {"width": 0}}
        pattern = {
            "shape": ["/" if one else "" for one in marked], "fgcolor": colour, "bgcolor": paper, "size": 6,
            "solidity": 0.2,
        }  # fmt: skip
        return {
            "color": colour,
            "line": {"color": colour, "width": [1 if one else 0 for one in marked]},
            "pattern": pattern,
        }

    def panel(self, box: Box, x: dict[str, Any], y: dict[str, Any]) -> Panel:
        self.panels.append(Panel(self, len(self.panels) + 1, box, x, y))
        return self.panels[-1]

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "left", role: str = "ink", size: int | None = None,
        bold: bool = False, ground: str | None = None,
    ) -> None:  # fmt: skip
        """Write one line with its middle at `y`, on a patch in the colour of `ground`."""
        written: dict[str, Any] = {"text": marked_up(text, bold=bold), "xanchor": anchor, "font": self.font(role, size)}
        if ground is not None:
            written["bgcolor"] = self.palette[ground]
        self._loose.append((x, y, written))

    def heading(self, title: str, entries: Sequence[KeyEntry]) -> None:
        """Write what is measured, then the key, one entry beside the other as far as there is room."""
        line = round(self.size.small * LINE)
        for part in wrap(title, self.size.small, self.right - self.left):
            self.text(self.left, self.y + line / 2, part, role="ink_soft", size=self.size.small)
            self.y += line
        self.y += 4
        x = self.left
        for entry in entries:
            taken = SWATCH + 6 + width(entry.word, self.size.small)
            if x > self.left and x + taken > self.right:
                x, self.y = self.left, self.y + line + 4
            self.swatch(entry, x, self.y + line / 2)
            self.text(x + SWATCH + 6, self.y + line / 2, entry.word, size=self.size.small)
            x += taken + 18
        self.y += line + 10 if entries else 4

    def swatch(self, entry: KeyEntry, x: float, y: float, wide: float = SWATCH) -> None:
        """Draw a sample of a mark, its left end at `x` and its middle at `y`."""
        colour, half = self.palette[entry.role], SWATCH / 2
        round_one = entry.shape in ("dot", "hollow")
        shape: dict[str, Any] = {"type": "circle" if round_one else "rect", "line": {"width": 0}}
        if round_one:
            half = 4.5
            x, wide = x + SWATCH / 2 - half, 2 * half
        if entry.shape in ("hatched", "hollow"):
            shape |= {"fillcolor": self.palette["paper"], "line": {"color": colour, "width": 1.5}}
        else:
            shape |= {"fillcolor": colour}
        self._loose.append((x, y, {**shape, "x0": 0, "x1": wide, "y0": -half, "y1": half}))
        if entry.shape in ("hatched", "striped"):
            strokes = "M0,2L4,6M0,-2L8,6M0,-6L12,6M4,-6L12,2M8,-6L12,-2"
            stroke = {
                "type": "path",
                "path": strokes,
                "line": {"color": colour if entry.shape == "hatched" else self.palette["paper"], "width": 1.2},
            }
            self._loose.append((x, y, stroke))

    def figure(self, separators: str) -> Figure:
        """Make the plotly figure.

        Args:
            separators: decimal and group sign of the language, for what plotly itself may write.
        """
        boxes = [panel.box for panel in self.panels]
        plots = Box(
            min(box.left for box in boxes), min(box.top for box in boxes),
            max(box.right for box in boxes), max(box.bottom for box in boxes),
        )  # fmt: skip
        height = round(self.y + MARGIN)
        paper = self.palette["paper"]
        layout: dict[str, Any] = {
            "width": self.size.width,
            "height": height,
            "margin": {
                "l": round(plots.left, 1), "r": round(self.size.width - plots.right, 1),
                "t": round(plots.top, 1), "b": round(height - plots.bottom, 1), "pad": 0, "autoexpand": False,
            },
            "font": {"family": FAMILY, **self.font()},
            "paper_bgcolor": paper,
            "plot_bgcolor": paper,
            "separators": separators,
            "showlegend": False,
            "barmode": "stack",
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": self.palette["surface"], "bordercolor": self.palette["rule"], "align": "left",
                "font": {"family": FAMILY, **self.font(size=self.size.small)},
            },
        }  # fmt: skip
        for panel in self.panels:
            layout[f"xaxis{panel.suffix}"] = self._axis(panel.x, panel, plots, "x")
            layout[f"yaxis{panel.suffix}"] = self._axis(panel.y, panel, plots, "y")
        self._settle(layout, plots)
        traces = [trace for panel in self.panels for trace in panel.traces]
        return {"data": [{**trace, "uid": f"t{number}"} for number, trace in enumerate(traces)], "layout": layout}

    def _axis(self, settings: dict[str, Any], panel: Panel, plots: Box, direction: str) -> dict[str, Any]:
        box = panel.box
        if direction == "x":
            domain = [(box.left - plots.left) / plots.width, (box.right - plots.left) / plots.width]
        else:
            domain = [1 - (box.bottom - plots.top) / plots.height, 1 - (box.top - plots.top) / plots.height]
        partner = {"anchor": f"{'y' if direction == 'x' else 'x'}{panel.suffix}"} if panel.number > 1 else {}
        shown = {"visible": False} if "tickvals" not in settings else {
            "showgrid": False, "zeroline": False, "ticks": "", "tickfont": self.font("ink_soft", self.size.small)
        }  # fmt: skip
        return {"fixedrange": True, "domain": [round(end, 5) for end in domain], **partner, **shown, **settings}

    def _settle(self, layout: dict[str, Any], plots: Box) -> None:
        """Tie loose texts and shapes to the nearer edge of the plots, at a distance in pixels."""
        annotations, shapes = list(self.annotations), list(self.shapes)
        for x, y, item in self._loose:
            near, edge = (0, plots.left) if x <= self.size.width / 2 else (1, plots.right)
            dx, dy = round(x - edge, 1), round(plots.top - y, 1)
            if "text" in item:
                annotations.append(
                    {"x": near, "y": 1, "xref": "paper", "yref": "paper", "xshift": dx, "yshift": dy, **item}
                )
                continue
            pixels: dict[str, Any] = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": near, "yanchor": 1}
            shapes.append({"xref": "paper", "yref": "paper", **pixels, **_moved(item, dx, dy)})
        layout["annotations"] = [
            {"showarrow": False, "yanchor": "middle", "align": one["xanchor"], "borderpad": 0, **one}
            for one in annotations
        ]
        layout["shapes"] = shapes


def _moved(shape: dict[str, Any], dx: float, dy: float) -> dict[str, Any]:
    """Move a shape's pixel coordinates, whose y grows upwards in plotly."""
    if shape["type"] == "path":
        commands = shape["path"].replace("M", " M").replace("L", " L").split()
        moved = []
        for command in commands:
            x, y = command[1:].split(",")
            moved.append(f"{command[0]}{float(x) + dx:g},{float(y) + dy:g}")
        return {**shape, "path": "".join(moved)}
    return {
        **shape, "x0": shape["x0"] + dx, "x1": shape["x1"] + dx, "y0": shape["y0"] + dy, "y1": shape["y1"] + dy
    }  # fmt: skip
