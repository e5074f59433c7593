"""The small site with every text turned against its readers: markup, scripts, templates, quotes, signs of other formats.

Nothing of it may be refused, because all of it could stand in an honest text; it has to be harmless wherever it is shown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import Project
from whole import write_site

from pipeline.describe import yaml as strict

MARK = "h4rm"
"""What a script that runs would leave behind: `window.h4rm`."""

HOSTILE = {
    "handlers": f"<img src=x onerror=\"window.{MARK}=1\"><svg onload=window.{MARK}=1>",
    "scripts": f"</script></title></textarea></style><script>window.{MARK}=1</script>",
    "comments": f"<!-- --!> ]]> <![CDATA[ <?php window.{MARK} ?> &lt;b&gt; &amp;amp; &#60;script&#62;",
    "quotes": f"\"' onmouseover='window.{MARK}=1' ` ${{window.{MARK}=1}} \\\" \\u003cscript\\u003e \\",
    "templates": f"{{{{ {MARK} }}}} {{% raw %}} {{# {MARK} #}} [link](javascript:window.{MARK}=1) <javascript:window.{MARK}=1>",
    "links": f"<a href=\"javascript:window.{MARK}=1\">x</a><iframe src=https://{MARK}.example/></iframe>",
    "styles": f"<style>@import url(https://{MARK}.example/a.css)</style><base href=https://{MARK}.example/>",
    "other-formats": f"<meta http-equiv=refresh content=0;url=https://{MARK}.example/> @import 'x' \\input{{x}} $\\write18{{x}}$ %s %(x)s",
}  # fmt: skip
TEXTS = tuple(HOSTILE.values())
CELLS = tuple(text.replace('"', '""') for text in TEXTS)


def write_hostile(root: Path) -> Project:
    """Write the site with a hostile text in the place of each text that people read."""
    project = write_site(root)
    number = 0

    def turned(value: Any, steps: tuple[str, ...]) -> Any:
        nonlocal number
        if (
            isinstance(value, dict)
            and set(value) == {"sq", "en"}
            and all(isinstance(one, str) for one in value.values())
        ):
            if steps[-1] == "label" or (steps[0] == "profiles" and steps[-1] == "name"):
                return value
            number += 1
            # Texts of charts, highlights and panels have places for values, so that their braces stand in pairs.
            filled = steps[0] in ("charts", "panels", "profiles") or "highlights" in steps
            hostile = TEXTS[number % len(TEXTS)]
            return {code: f"{one} {_doubled(hostile) if filled else hostile}" for code, one in value.items()}
        if isinstance(value, dict):
            return {key: turned(one, (*steps, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [turned(one, steps) for one in value]
        return value

    for file in sorted((root / "data").rglob("*.yaml")):
        content = strict._build(strict._compose(file), (), {}, file, set())
        # JSON is YAML, with every text in quotes.
        file.write_text(json.dumps(turned(content, (file.stem,)), ensure_ascii=False, indent=1), encoding="utf-8")
    _spoil_cells(project)
    for code in ("sq", "en"):
        project.write(f"votes/about.{code}.md", "\n\n".join(["## Metoda", *TEXTS[:4], TEXTS[5]]) + "\n")
    return project


def _doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _spoil_cells(project: Project) -> None:
    project.edit(
        "votes/raw/sources.csv", "Results of 2021,The commission", f'"Results {CELLS[0]}","The commission {CELLS[1]}"'
    )
    project.edit("votes/raw/sources.csv", "https://example.org/2021", f'"https://example.org/{CELLS[3]}"')
    project.edit("votes/raw/sources.csv", "not stated\nV2", f'"terms {CELLS[2]}"\nV2')
    project.edit("votes/raw/elections.csv", "Lokale 2021,Local 2021", f'"Lokale {CELLS[5]}","Local {CELLS[6]}"')
