"""Paint one picture. A module of its own, because every process that helps to paint has to import it."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile


def brush(svg: str, scale: float, family: str, fonts: tuple[str, ...], target: Path) -> None:
    """Write an SVG as PNG, whole or not at all: other runs may be painting the same."""
    # Imported here: most builds have nothing to paint.
    from resvg_py import svg_to_bytes

    png = svg_to_bytes(svg_string=svg, zoom=scale, font_files=list(fonts), skip_system_fonts=True, font_family=family)
    with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(png)
            file.flush()
            part.chmod(0o644)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
