"""Charts: from `charts.yaml` and a finished table to pictures that need no script.

    read_charts   the entries of charts.yaml -> Chart            charts.py
    draw          Chart + table -> Drawing: plotted rows, texts, one plotly figure per language and size
                  rows.py cells.py (what is plotted, what is refused), voice.py (words and numbers), scale.py (round
                  numbers), sheet.py swatch.py size.py lettering.py palette.py (layout in pixels), bars.py columns.py
                  lines.py breaks.py labels.py map.py areas.py (the kinds), figures.py (draw itself); before it
                  choose.py (which rows), drawer.py (what was drawn before)
    render        Drawings -> SVG in light and dark, figure as JSON, plotted rows as CSV
                  pictures.py (cache and browser), machine.py (what must be installed), svg.py (clean, small, the
                  same bytes each time)

The picture is complete without a script; the interactive version is drawn from the same figure.
"""

from pathlib import Path

CHARTS_SCHEMA = Path(__file__).with_name("charts.schema.json")
"""The form of charts.yaml, as JSON Schema."""
