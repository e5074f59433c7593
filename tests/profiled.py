"""Profiles of the fictional fountains of `built.py`, as the pipeline leaves them in `build/profiles/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from built import both

NAMES = ("Burimi", "Çinari", "Dega", "Ëmbla", "Guri", "Hijeshi", "Iliri")


def write_profiles(build: Path) -> Path:
    """Write the kind `fountains` with a page for the first fountains, comparable by visitors where open or not."""
    kind: dict[str, Any] = {
        "kind": "fountains",
        "dataset": "fountains",
        "table": "fountains",
        "id": "fountain_id",
        "ordered": False,
        "title": both("Çezmat", "Fountains"),
        "text": both("Çezmat një nga një.", "The fountains one by one."),
        "columns": [
            _column("visitors", both("Vizitorë", "Visitors"), "integer"),
            _column("share_pct", both("Pjesa", "Share"), "number", "percent", 2),
        ],
        "panels": [
            {
                "id": "visits",
                "dataset": "fountains",
                "table": "fountains",
                "title": both("Vizitat", "Visits"),
                "fields": ["visitors", "is_open", "status"],
                "anchor": None,
                "compare": {"value": "share_pct", "across": ["is_open"], "same": ["status"]},
            }
        ],
        "things": [_thing(number, name) for number, name in enumerate(NAMES)],
    }
    (build / "profiles").mkdir(exist_ok=True)
    (build / "profiles/fountains.json").write_text(json.dumps(kind, ensure_ascii=False), encoding="utf-8")
    return build


def _column(name: str, title: dict[str, str], type_: str, unit: str | None = None, decimals: int | None = None) -> Any:
    """Describe a leading figure, by which fountains compare whose status is the same."""
    return {
        "name": name,
        "dataset": "fountains",
        "title": title,
        "type": type_,
        "unit": unit,
        "decimals": decimals,
        "same": [["fountains", "fountains", "status"]],
    }


def _figure(value: object, written: dict[str, str], number: int) -> dict[str, Any]:
    return {"value": str(value), "text": written, "title": None, "same": ["final" if number == 3 else "preliminary"]}


def _thing(number: int, name: str) -> dict[str, Any]:
    visitors = (number + 1) * 1234
    return {
        "id": f"f-{number + 1:02}",
        "slug": f"f-{number + 1:02}",
        "name": both(name, f"{name} fountain"),
        "kicker": both("Çezmë", "Fountain"),
        "other_names": [{"field": "name_sr", "text": f"Česma {number + 1}", "tag": "sr-Latn"}],
        "spellings": [],
        "figures": [
            None if number == 2 else _figure(visitors, both(f"{visitors}", f"{visitors:,}"), number),
            _figure(number, both(f"{number}%", f"{number}%"), number),
        ],
        "lead": [both(f"{name} është çezmë.", f"{name} is a fountain.")],
        "panels": [
            {
                "id": "visits",
                "sentences": [both("U vizitua.", "It was visited.")],
                "rows": [number],
                "breaks": [both("Uji u ndal një vit.", "Water stopped for a year.")] if number == 0 else [],
                "chart": None,
                "text": both("Numëruar me dorë.", "Counted by hand."),
                "empty": {},
            }
        ],
    }
