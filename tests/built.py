"""A small `build/` as the pipeline leaves it, for tests of the pages: fictional, and complete in its variety."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.draw.size import NARROW

CODES = ("sq", "en")

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    '<rect x="40" y="30" width="{bar}" height="24" fill="{colour}"/></svg>\n'
)


def both(sq: str, en: str) -> dict[str, str]:
    return {"sq": sq, "en": en}


def write_build(build: Path, *, rows: int = 30, datasets: tuple[str, ...] = ("fountains", "mills")) -> Path:
    """Write a build with the dataset `fountains` (everything a dataset can have) and `mills` (the least it can)."""
    makers = {"fountains": lambda: _fountains(build, rows), "mills": lambda: _mills(build)}
    packages = [makers[name]() for name in datasets]
    _write_json(
        build / "index.json",
        [
            {
                "name": package["name"],
                "title": {code: package["translations"][code]["title"] for code in CODES},
                "version": package["version"],
                "modified": package["changes"][0]["date"],
            }
            for package in packages
        ],
    )
    return build


TONGUES = {
    "sq": both("Shqip", "Albanian"),
    "en": both("Anglisht", "English"),
    "bs": both("Boshnjakisht", "Bosnian"),
    "sr-Latn": both("Serbisht", "Serbian"),
}
"""The languages that the texts of the made-up town are in."""

HIDDEN = {"built_year", "name_language"}
"""The fields of the fountains that no page shows in a table."""


def _fountains(build: Path, rows: int) -> dict[str, Any]:
    folder = build / "fountains"
    status = {
        "final": both("Përfundimtar", "Final"),
        "preliminary": both("Paraprak", "Preliminary"),
        "derived": both("I nxjerrë", "Derived"),
        "disputed": both("I kundërthënë", "Disputed"),
    }
    fields = [
        _field("fountain_id", "string", both("Çezma", "Fountain"), required=True),
        {**_field("name_sr", "string", both("Emri serbisht", "Serbian name")), "language": {"field": "name_language"}},
        _field("opened_date", "date", both("Hapur më", "Opened on")),
        _field("built_year", "year", both("Viti i ndërtimit", "Year built")),
        _field("visitors", "integer", both("Vizitorë", "Visitors")),
        _field("share_pct", "number", both("Pjesa (%)", "Share (%)"), unit="percent", decimals=2),
        _field("cost_eur", "number", both("Kosto (EUR)", "Cost (EUR)"), unit="eur", decimals=2),
        _field("is_open", "boolean", both("E hapur", "Open")),
        _field("status", "string", both("Statusi", "Status"), codes=status),
        _field("source_id", "string", both("Burimi", "Source"), required=True),
        _field("note_ids", "string", both("Shënimet", "Notes")),
        _field("name_language", "string", both("Gjuha", "Language"), codes=TONGUES),
    ]
    names = {f"f-{n:02}": both(f"Çezma {n}", f"Fountain {n}") for n in range(1, rows + 1)}
    data = [
        {
            "fountain_id": f"f-{n:02}",
            "name_sr": f"Česma {n}",
            "opened_date": f"19{50 + n % 50}-0{1 + n % 9}-12",
            "built_year": str(1950 + n % 50),
            "visitors": "" if n == 3 else str(n * 1234),
            "share_pct": f"{n % 100}.50",
            "cost_eur": "" if n % 7 == 0 else f"{n * 1500}.00",
            "is_open": "true" if n % 2 else "false",
            "status": list(status)[n % 4],
            "source_id": "town-1990" if n % 2 else "survey",
            "name_language": ["bs", "sr-Latn"][n % 2],
            "note_ids": {2: "counted-twice", 4: "no-list;counted-twice"}.get(n, ""),
        }
        for n in range(1, rows + 1)
    ]
    chart = _charts(folder, data[:12])
    return _write_dataset(
        folder,
        title=both("Çezmat publike", "Public fountains"),
        summary=both(
            "Çezmat e një qyteti të trilluar dhe sa njerëz i vizitojnë. Shërben vetëm për prova.",
            "The fountains of a made-up town and how many people visit them. For tests only.",
        ),
        changes=[
            {"version": "1.1.0", "date": "2026-11-20", "text": both("U shtuan kostot.", "Costs were added.")},
            {"version": "1.0.0", "date": "2026-10-01", "text": both("Botimi i parë.", "First edition.")},
        ],
        tables={
            "fountains": (both("Çezmat", "Fountains"), fields, data),
            "sources": (
                both("Burimet", "Sources"),
                [
                    *(
                        {**field, "language": {"field": "language"}} if field["name"] == "title" else field
                        for field in _SOURCE_FIELDS
                    ),
                    _field("language", "string", both("language", "language"), codes=TONGUES),
                ],
                [{**row, "language": tag} for row, tag in zip(_SOURCES, CODES, strict=True)],
            ),
            "differences": (
                both("Mospërputhjet", "Differences"),
                [_field(name, "string", both(name, name)) for name in ("comparison_id", "at")],
                [{"comparison_id": "counted-and-published", "at": "f-02"}],
            ),
            "notes": (
                both("Shënimet", "Notes"),
                [_field(name, "string", both(name, name)) for name in ("note_id", "table", "text_sq", "text_en")],
                [{"note_id": "counted-twice", "table": "fountains", "text_sq": "…", "text_en": "…"}],
            ),
        },
        page={
            "labels": {"fountains": {"fountain_id": names}},
            "shown": {"fountains": [field["name"] for field in fields if field["name"] not in HIDDEN]},
            "highlights": [
                {
                    "value": "765500",
                    "type": "number",
                    "unit": "eur",
                    "label": None,
                    "n": 12,
                    "text": both("{value} për {n} çezma", "{value} for {n} fountains"),
                },
                {
                    "value": "53.57",
                    "type": "number",
                    "unit": "percent",
                    "label": None,
                    "n": 3,
                    "text": both("Pjesa: {value} e qytetit", "{value} of the town"),
                },
            ],
            "notes": [
                {
                    "id": "counted-twice",
                    "table": "fountains",
                    "rows": 2,
                    "text": both("Të numëruara dy herë në burim.", "Counted twice in the source."),
                },
                {
                    "id": "no-list",
                    "table": "fountains",
                    "rows": 1,
                    "text": both("Lista te „Česma 4“ mungon.", "The list at “Česma 4” is missing."),
                },
                {"id": "town-only", "table": None, "rows": None, "text": both("Vetëm qyteti.", "The town only.")},
            ],
            "corrections": [
                {
                    "table": "fountains",
                    "field": "cost_eur",
                    "rows": 1,
                    "was": "450.000.00 Euro",
                    "becomes": "450,000.00 Euro",
                    "because": both("Pikë te „Česma 1“.", "A full stop at “Česma 1”."),
                    "reported": "2026-11-22",
                }
            ],
            "comparisons": [_comparison()],
            "checks": [
                {
                    "table": "fountains",
                    "formula": "visitors >= 0",
                    "because": both("Askush nuk vjen më pak se zero herë.", "Nobody comes less than zero times."),
                    "rows": rows,
                }
            ],
            "charts": [chart],
            "about": both("## Metoda\n\nNumëruar me dorë.\n", "## Method\n\nCounted by hand.\n"),
        },
    )


def _comparison() -> dict[str, Any]:
    def side(sq: str, en: str) -> dict[str, Any]:
        return {"table": "fountains/fountains", "title": both(sq, en), "by": ["fountain_id", "visitors"]}

    return {
        "id": "counted-and-published",
        "title": both("Numërimi kundrejt regjistrit", "The count against the register"),
        "text": both("Vizitorët sipas dy burimeve.", "Visitors after two sources."),
        "unit": None,
        "tolerance": 0,
        "compared": 12,
        "left": side("numërimi", "count"),
        "right": side("regjistri", "register"),
        "differences": [
            {
                "at": "f-02/2468",
                "left": 2468,
                "right": 2486,
                "difference": -18,
                "left_sources": ["survey"],
                "right_sources": ["town-1990"],
                "because": both("Shifra të ndërruara te „Česma 2“.", "Digits changed places at “Česma 2”."),
            }
        ],
    }


def _mills(build: Path) -> dict[str, Any]:
    return _write_dataset(
        build / "mills",
        title=both("Mullinjtë", "Mills"),
        summary=both("Mullinjtë e një qyteti të trilluar.", "The mills of a made-up town."),
        changes=[{"version": "0.1.0", "date": "2026-11-01", "text": both("Botimi i parë.", "First edition.")}],
        tables={
            "mills": (
                both("Mullinjtë", "Mills"),
                [
                    _field("mill_id", "string", both("Mulliri", "Mill"), required=True),
                    _field("source_id", "string", both("Burimi", "Source"), required=True),
                ],
                [{"mill_id": "m<1>", "source_id": "survey"}],
            ),
            "sources": (both("Burimet", "Sources"), _SOURCE_FIELDS, _SOURCES[1:]),
        },
        page={
            "labels": {},
            "shown": {},
            "highlights": [],
            "notes": [],
            "corrections": [],
            "comparisons": [],
            "checks": [],
            "charts": [],
            "about": {},
        },
    )


def _charts(folder: Path, data: list[dict[str, str]]) -> dict[str, Any]:
    charts = folder / "charts"
    charts.mkdir(parents=True)
    pictures: dict[str, dict[str, Any]] = {}
    for code in CODES:
        for size, width, height in (("wide", 880, 420), ("narrow", NARROW.width, 420)):
            for scheme, colour in (("", "#1f5fa8"), (".dark", "#6ea6e6")):
                picture = PICTURE.format(width=width, height=height, bar=width - 80, colour=colour)
                (charts / f"visitors.{code}.{size}{scheme}.svg").write_text(picture, encoding="utf-8")
            pictures.setdefault(code, {})[size] = {
                "path": f"charts/visitors.{code}.{size}.svg",
                "dark": f"charts/visitors.{code}.{size}.dark.svg",
                "width": width,
                "height": height,
            }
        figure = {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": [int(row["visitors"] or 0) for row in data],
                    "y": [row["fountain_id"] for row in data],
                    "marker": {"color": "#1f5fa8"},
                    "hoverinfo": "text",
                    "hovertext": [f"<b>{row['fountain_id']}</b><br>{row['visitors']}" for row in data],
                }
            ],
            "layout": {
                "height": 420,
                "autosize": True,
                "paper_bgcolor": "#ffffff",
                "font": {"color": "#1b1e25"},
                "meta": {"roles": {"series_1": ["#1f5fa8", "#6ea6e6"], "ink": ["#1b1e25", "#eceae4"]}},
            },
            "narrow": {"layout": {"height": 420, "autosize": True}},
        }
        _write_json(charts / f"visitors.{code}.json", figure)
    columns = ["fountain_id", "visitors"]
    rows = [[row["fountain_id"], int(row["visitors"]) if row["visitors"] else None] for row in data]
    with (charts / "visitors.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    return {
        "name": "visitors",
        "kind": "bars",
        "feature": True,
        "table": "fountains",
        "title": both("Vizitorët sipas çezmës", "Visitors by fountain"),
        "alt": both("Shirita për 12 çezma.", "Bars for 12 fountains."),
        "caption": both("Çezma 3 nuk është numëruar.", "Fountain 3 was not counted."),
        "pictures": pictures,
        "figure": {code: f"charts/visitors.{code}.json" for code in CODES},
        "data": "charts/visitors.csv",
        "columns": [
            {"name": "fountain_id", "title": both("Çezma", "Fountain")},
            {"name": "visitors", "title": both("Vizitorë", "Visitors")},
        ],
        "rows": rows,
        "row_labels": {
            "fountain_id": {row["fountain_id"]: both(row["fountain_id"], row["fountain_id"]) for row in data}
        },
    }


def _field(
    name: str,
    kind: str,
    title: dict[str, str],
    *,
    unit: str | None = None,
    decimals: int | None = None,
    required: bool = False,
    codes: dict[str, dict[str, str]] | None = None,
) -> dict[str, Any]:
    described = {code: {"title": title[code], "description": f"{title[code]}."} for code in CODES}
    field: dict[str, Any] = {"name": name, "type": kind, "title": title["sq"], "constraints": {}}
    field |= {key: value for key, value in (("unit", unit), ("decimals", decimals)) if value is not None}
    if required:
        field["constraints"]["required"] = True
    if codes:
        field["categories"] = [{"value": value, "label": titles["sq"]} for value, titles in codes.items()]
        field["constraints"]["enum"] = list(codes)
        for code in CODES:
            described[code]["categories"] = [  # type: ignore[assignment]
                {"value": value, "label": titles[code]} for value, titles in codes.items()
            ]
    return {**field, "translations": described}


_SOURCE_FIELDS = [
    _field(name, kind, both(name, name))
    for name, kind in {
        "source_id": "string",
        "title": "string",
        "publisher": "string",
        "url": "string",
        "date": "date",
        "status": "string",
        "licence": "string",
    }.items()
]

_SOURCES = [
    {
        "source_id": "town-1990",
        "title": "Regjistri i çezmave & ujërave",
        "publisher": "Qyteti",
        "url": "https://example.org/register?a=1&b=2",
        "date": "1990-05-01",
        "status": "official",
        "licence": "",
    },
    {
        "source_id": "survey",
        "title": "A survey",
        "publisher": "Somebody",
        "url": "",
        "date": "",
        "status": "secondary",
        "licence": "CC BY 4.0",
    },
]


def _write_dataset(
    folder: Path,
    *,
    title: dict[str, str],
    summary: dict[str, str],
    changes: list[dict[str, Any]],
    tables: dict[str, tuple[dict[str, str], list[dict[str, Any]], list[dict[str, str]]]],
    page: dict[str, Any],
) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    resources: list[dict[str, Any]] = []
    for name, (titles, fields, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [field["name"] for field in fields], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        _write_json(folder / f"{name}.json", rows)
        described = {code: {"title": titles[code], "description": f"{titles[code]}: një rresht."} for code in CODES}
        resources += [
            {
                "name": name,
                "type": "table",
                "rowCount": len(rows),
                "translations": described,
                "schema": {"fields": fields, "primaryKey": [fields[0]["name"]]},
                **_stamp(folder, f"{name}.csv"),
            },
            {"name": f"{name}-json", "translations": described, **_stamp(folder, f"{name}.json")},
        ]
    (folder / f"{folder.name}.zip").write_bytes(b"PK")
    package = {
        "name": folder.name,
        "title": title["sq"],
        "version": changes[0]["version"],
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "keywords": ["test"],
        "languages": list(CODES),
        "translations": {code: {"title": title[code], "description": summary[code]} for code in CODES},
        "changes": changes,
        "resources": resources,
    }
    _write_json(folder / "datapackage.json", package)
    archive = _stamp(folder, f"{folder.name}.zip")
    _write_json(folder / "page.json", {"name": folder.name, "order": 1, "archive": archive, **page})
    return package


def _stamp(folder: Path, path: str) -> dict[str, Any]:
    content = (folder / path).read_bytes()
    return {"path": path, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _write_json(file: Path, content: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
