"""Paint one picture. A module of its own, because every process that helps to paint has to import it."""

from __future__ import annotations

from pathlib import Path

from pipeline.cache import keep


def brush(svg: str, scale: float, family: str, fonts: tuple[str, ...], target: Path) -> None:
    """Keep an SVG as PNG."""
    # Imported here: most builds have nothing to paint.
    from resvg_py import svg_to_bytes

    png = svg_to_bytes(svg_string=svg, zoom=scale, font_files=list(fonts), skip_system_fonts=True, font_family=family)
    keep(target, png)
