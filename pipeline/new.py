"""`python -m pipeline.new <slug>`: write a small dataset folder that builds as it is, to be filled with real figures."""

from __future__ import annotations

import argparse
import datetime
import json
import string
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.catalogues import read_languages
from pipeline.command import carry_out
from pipeline.describe.read import SLUG
from pipeline.describe.reserved import DATASETS
from pipeline.errors import DescriptionError
from pipeline.languages import Language

STARTER = Path(__file__).with_name("starter")


class _Template(string.Template):
    idpattern = r"[a-z][a-z_.]*"


def write_starter(data: Path, slug: str, languages: Sequence[Language], today: datetime.date) -> Path:
    """Copy the starter folder to ``<data>/<slug>``, its texts in every language.

    Raises:
        DescriptionError: the name is no slug or taken, or a catalogue lacks a wording; nothing is written.
    """
    folder = data / slug
    if not SLUG.fullmatch(slug):
        raise DescriptionError.at(
            data, f"the name `{slug}`", "lower case, digits and hyphens, such as polling-stations"
        )
    if folder.exists() or slug in DATASETS:
        raise DescriptionError.at(folder, "a dataset of this name", "a new name", "Choose another")
    words = _Texts(languages, today)
    sources = sorted(path for path in STARTER.rglob("*") if path.is_file())
    texts = {path: _Template(path.read_text(encoding="utf-8")).substitute(words) for path in sources}
    for source, text in texts.items():
        target = folder / source.relative_to(STARTER)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


class _Texts(dict[str, str]):
    """Looks a wording up in every catalogue and writes it as a YAML text."""

    def __init__(self, languages: Sequence[Language], today: datetime.date) -> None:
        super().__init__(today=today.isoformat())
        self.languages = languages

    def __missing__(self, key: str) -> str:
        # A JSON object of strings is a YAML text; placeholders stay, they are filled when a chart is drawn.
        return json.dumps({language.code: language.wording(key) for language in self.languages}, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.new", description="Start a dataset: write data/<slug>/.")
    parser.add_argument("slug", help="the dataset's name in addresses: lower case, digits and hyphens")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of dataset folders (default: data)")
    options = parser.parse_args(arguments)
    return carry_out(lambda: _start(options), options.data)


def _start(options: argparse.Namespace) -> None:
    today = datetime.date.today()  # noqa: DTZ011 - the writer's own calendar day
    folder = write_starter(options.data, options.slug, read_languages(), today)
    print(
        f"{folder}: written, and it builds as it is. Put your files in {folder / 'raw'}, describe them, run `make site`."
    )


if __name__ == "__main__":
    sys.exit(main())
