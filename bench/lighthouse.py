"""Lighthouse's mobile preset on each kind of page. It is no part of the project: `LIGHTHOUSE` names its command."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench._server import served
from bench.pages import BUDGET, FLAGS, OUTPUT, kinds
from bench.result import Result

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = int(os.environ.get("LIGHTHOUSE_RUNS", "3"))
UNLISTED = {"embed", "style"}
"""Pages that no search engine is to find: their `seo` is not measured."""


def measure() -> Result | None:
    """Let Lighthouse judge the largest page of each kind, the median of some runs."""
    command = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if command is None:
        return None
    budget = json.loads(BUDGET.read_text(encoding="utf-8"))
    rows, kept = [], True
    with served(OUTPUT) as address:
        for kind, files in kinds().items():
            page = max(files, key=lambda file: file.stat().st_size).parent.relative_to(OUTPUT)
            reports = [_report(command, f"{address}/{page}/") for _ in range(RUNS)]
            scores = {name: round(_median(reports, "categories", name, "score") * 100) for name in CATEGORIES}
            painted, moved, blocked = (
                _median(reports, "audits", name, "numericValue")
                for name in ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
            )
            fits = painted <= budget["largest_contentful_paint_ms"] and round(moved, 3) <= budget["layout_shift"]
            fits = fits and all(
                scores[name] >= least
                for name, least in budget["lighthouse"].items()
                if not (name == "seo" and kind in UNLISTED)
            )
            kept = kept and fits
            figures = (*scores.values(), round(painted), round(moved, 3), round(blocked), "yes" if fits else "no")
            rows.append((kind, *figures, f"{page}/"))
    text = (
        f"Lighthouse's mobile preset, the largest page of each kind, the median of {RUNS}. Pages that no search engine "
        "is to list need no full SEO score."
    )
    columns = ("kind", *CATEGORIES, "LCP ms", "CLS", "TBT ms", "kept", "page")
    return Result("Lighthouse", text, columns, tuple(rows), kept)


def _median(reports: list[Any], *path: str) -> float:
    values = []
    for report in reports:
        value = report
        for step in path:
            value = value[step]
        values.append(float(value or 0))
    return statistics.median(values)


def _report(command: str, url: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        flags = " ".join(("--headless", *FLAGS, f"--user-data-dir={folder}/profile"))
        arguments = [command, url, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={flags}"]
        environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
        if subprocess.run(arguments, check=False, env=environment).returncode != 0:
            # A busy machine lets it run out of time now and then.
            subprocess.run(arguments, check=True, env=environment)
        report = json.loads(file.read_text(encoding="utf-8"))
        keep = os.environ.get("LIGHTHOUSE_REPORTS")
        if keep:
            shutil.copyfile(file, Path(keep) / (url.split("/", 3)[3].strip("/").replace("/", "-") + ".json"))
        return report
