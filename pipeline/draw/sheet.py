"""One picture being laid out, in pixels from its top left corner, until it becomes a plotly figure.

Everything is placed by this package and not by plotly: pictures of every language and machine then have the same
layout, and nothing moves when the figure becomes interactive at another width (texts keep their distance from the
nearer edge of the plots).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from pipeline.draw.lettering import FAMILY, LINE, marked_up, width, wrap
from pipeline.draw.palette import Palette
from pipeline.draw.size import MARGIN, Box, Size
from pipeline.draw.swatch import SIDE, KeyEntry, sample

Figure: TypeAlias = dict[str, Any]
Facet = TypeVar("Facet")


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
        axes = {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"} if self.number > 1 else {}
        self.traces.append({"hoverinfo": "text", **trace, **axes})

    def text(
        self, x: object, y: object, text: str, *, dx: float = 0, dy: float = 0, anchor: str = "left", role: str = "ink",
        size: int | None = None, ground: str | None = None,
    ) -> None:  # fmt: skip
        """Write at a place of the data, `dx` and `dy` pixels right of and below it, on a patch in the colour of `ground`."""
        patch = {"bgcolor": self.sheet.palette[ground]} if ground else {}
        self.sheet.annotations.append(
            {**patch, "x": x, "y": y, "xref": f"x{self.suffix}", "yref": f"y{self.suffix}", "xshift": dx, "yshift": -dy,
             "xanchor": anchor, "text": text, "font": self.sheet.font(role, size)}
        )  # fmt: skip

    def band(self, x0: object, x1: object, y0: float, y1: float, role: str = "surface") -> None:
        """Shade a part of the panel from one x to another, below everything."""
        self.sheet.shapes.append(
            {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "xref": f"x{self.suffix}",
             "yref": f"y{self.suffix}", "layer": "below", "line": {"width": 0}, "fillcolor": self.sheet.palette[role]}
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
        self.left = float(MARGIN)
        self.right = float(size.width - MARGIN)
        self.panels: list[Panel] = []
        self.annotations: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self._texts: list[tuple[float, float, dict[str, Any]]] = []
        self._samples: list[tuple[float, float, KeyEntry, float]] = []

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
        return {"color": colour, "line": {"color": colour, "width": [int(one) for one in marked]}, "pattern": pattern}

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "left", role: str = "ink", size: int | None = None,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line with its middle at `y`."""
        self._texts.append(
            (x, y, {"text": marked_up(text, bold=bold), "xanchor": anchor, "font": self.font(role, size)})
        )

    def sample(self, entry: KeyEntry, x: float, y: float, wide: float = SIDE) -> None:
        """Draw a sample of a mark, its left end at `x` and its middle at `y`."""
        self._samples.append((x, y, entry, wide))

    def key(self, entries: Sequence[KeyEntry]) -> float:
        """Draw a key, one entry beside the other as far as there is room. Gives its right end."""
        x, end, line = self.left, self.left, round(self.size.small * LINE)
        for entry in entries:
            taken = SIDE + 6 + width(entry.word, self.size.small)
            if x > self.left and x + taken > self.right:
                x, self.y = self.left, self.y + line + 4
            self.sample(entry, x, self.y + line / 2)
            self.text(x + SIDE + 6, self.y + line / 2, entry.word, size=self.size.small)
            x += taken + 18
            end = max(end, x - 18)
        self.y += line + 10 if entries else 0
        return end

    def heading(self, title: str, entries: Sequence[KeyEntry]) -> None:
        """Write what is measured, then the key."""
        line = round(self.size.small * LINE)
        for part in wrap(title, self.size.small, self.right - self.left):
            self.text(self.left, self.y + line / 2, part, role="ink_soft", size=self.size.small)
            self.y += line
        self.y += 4 if entries else 10
        self.key(entries)

    def grid(
        self, facets: Sequence[tuple[Facet, str]], columns: int, gap: float, indent: float = 0
    ) -> Iterator[tuple[Facet, Box]]:
        """Go through facets in rows of `columns`, writing the title of each; the caller draws it and sets `y` below it.

        Gives each facet with its place, which has no height yet. `indent` is kept free at the left of all.
        """
        wide = (self.right - self.left - indent - gap * (columns - 1)) / columns
        top = self.y
        for start in range(0, len(facets), columns):
            bottom = top
            for column, (facet, title) in enumerate(facets[start : start + columns]):
                left, self.y = self.left + indent + column * (wide + gap), top
                if title:
                    self.text(left, top + 9, title, bold=True)
                    self.y += 24
                yield facet, Box(left, self.y, left + wide, self.y)
                bottom = max(bottom, self.y)
            self.y = bottom
            top = bottom + 18

    def panel(self, box: Box, x: dict[str, Any], y: dict[str, Any]) -> Panel:
        self.panels.append(Panel(self, len(self.panels) + 1, box, x, y))
        return self.panels[-1]

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
        height, paper = round(self.y + MARGIN), self.palette["paper"]
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
        # Without a uid of ours plotly makes one by chance.
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
        """Tie texts and samples to the nearer edge of the plots, at a distance in pixels; y then grows upwards."""

        def tie(x: float, y: float) -> tuple[int, float, float]:
            near, edge = (0, plots.left) if x <= self.size.width / 2 else (1, plots.right)
            return near, round(x - edge, 1), round(plots.top - y, 1)

        for x, y, written in self._texts:
            near, dx, dy = tie(x, y)
            place = {"x": near, "y": 1, "xref": "paper", "yref": "paper", "xshift": dx, "yshift": dy}
            self.annotations.append({**place, **written})
        for x, y, entry, wide in self._samples:
            near, dx, dy = tie(x, y)
            place = {"xref": "paper", "yref": "paper", "xanchor": near, "yanchor": 1}
            pixels = {"xsizemode": "pixel", "ysizemode": "pixel"}
            self.shapes += [{**place, **pixels, **shape} for shape in sample(entry, self.palette, dx, dy, wide)]
        fixed = {"showarrow": False, "yanchor": "middle", "borderpad": 0}
        layout["annotations"] = [{**fixed, "align": one["xanchor"], **one} for one in self.annotations]
        layout["shapes"] = self.shapes
