"""The weight of each kind of page on a phone: what the first load transfers, compressed."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from bench._server import compressed, served
from bench.result import Result

OUTPUT, BUDGET = Path("output"), Path(__file__).with_name("budget.json")
PHONE = 412, 823
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def kinds(output: Path = OUTPUT) -> dict[str, list[Path]]:
    """Sort the pages of one language by their template, which their address tells."""
    found: dict[str, list[Path]] = defaultdict(list)
    root = next(folder for folder in sorted(output.iterdir()) if (folder / "data/index.html").is_file())
    for file in sorted(root.rglob("index.html")):
        found[_kind(file.parent.relative_to(root).parts, root)].append(file)
    return dict(sorted(found.items()))


def _kind(parts: tuple[str, ...], root: Path) -> str:
    match parts:
        case ():
            return "home"
        case ("data",):
            return "catalogue"
        case ("data", _):
            return "dataset"
        case ("data", _, "quality"):
            return "quality"
        case ("data", _, _):
            return "table"
        case (name,) if any(each.is_dir() for each in (root / name).iterdir()):
            return "list of things"
        case (name,):
            return name if name in {"codebook", "search", "glossary", "style"} else "prose"
        case (_, "compare"):
            return "comparison"
        case ("embed", *_):
            return "embed"
        case (_, _):
            return "thing"
    return "embed"


def measure() -> Result:
    """Weigh the heaviest page of each kind."""
    budget = json.loads(BUDGET.read_text(encoding="utf-8"))
    rows, kept = [], True
    for kind, files in kinds().items():
        heaviest = max(files, key=_compressed)
        weights = _first_load(heaviest)
        fonts = sum(size for path, size in weights.items() if path.suffix == ".woff2")
        total = sum(weights.values())
        fits = total - fonts <= budget["page_bytes"] and total <= budget["page_and_font_bytes"]
        kept = kept and fits
        name = f"{heaviest.parent.relative_to(OUTPUT)}/"
        rows.append((kind, len(files), _compressed(heaviest), total - fonts, total, "yes" if fits else "no", name))
    text = (
        "The heaviest page of each kind in one language, opened in Chromium on a phone that has never been here: bytes "
        f"transferred with gzip. The budget is {budget['page_bytes']:,} without fonts, "
        f"{budget['page_and_font_bytes']:,} with them."
    )
    columns = ("kind", "pages", "HTML", "first load", "with fonts", "kept", "heaviest")
    return Result("Weight of pages", text, columns, tuple(rows), kept)


def _compressed(file: Path) -> int:
    return len(compressed(file))


def _first_load(page: Path) -> dict[Path, int]:
    """Open a page on a phone that has never been here; give the compressed size of each file it asked for."""
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with served(OUTPUT) as address, sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        tab = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
        tab.on("requestfinished", lambda request: asked.append(request.url))
        tab.goto(f"{address}/{page.parent.relative_to(OUTPUT)}/", wait_until="networkidle")
        browser.close()
    files = {OUTPUT / urlsplit(url).path.lstrip("/") for url in asked if url.startswith("http")}
    return {file: _compressed(file) for file in (path / "index.html" if path.is_dir() else path for path in files)}
