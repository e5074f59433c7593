"""Pack everything about a dataset into one file that opens without a network, the same bytes every time."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pipeline.describe.dataset import Dataset
from pipeline.languages import Language


def write_archive(dataset: Dataset, languages: Sequence[Language], folder: Path) -> Path:
    """Write ``<dataset>.zip``: every file of `folder` itself, and a readme per language.

    Members are sorted and dated with the dataset's last change, so that equal content gives equal bytes.
    """
    path = folder / f"{dataset.slug}.zip"
    members: dict[str, Path | bytes] = {one.name: one for one in folder.iterdir() if one.is_file()}
    members |= {f"readme.{one.code}.txt": "\n".join(_readme(dataset, one)).encode() for one in languages}
    day = date.fromisoformat(dataset.modified)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(f"{dataset.slug}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            content = members[name]
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
                member.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size
                with archive.open(member, "w") as packed:
                    shutil.copyfileobj(file, packed)
    return path


def _readme(dataset: Dataset, language: Language) -> Iterator[str]:
    code = language.code
    yield dataset.title[code]
    yield "=" * len(dataset.title[code])
    yield ""
    yield dataset.summary[code]
    yield ""
    yield f"{language.say('file.version')}: {dataset.version}"
    yield f"{language.say('file.modified')}: {language.date(date.fromisoformat(dataset.modified))}"
    yield f"{language.say('file.licence')}: {dataset.licence}"
    yield f"{language.say('file.publisher')}: {language.say('site.name')}"
    yield ""
    yield language.say("file.readme")
    for table in dataset.tables:
        yield ""
        yield f"{table.name} — {table.title[code]}"
        yield f"  {table.description[code]}"
    if dataset.notes:
        yield ""
        yield f"{language.say('file.notes.title')}:"
        yield from (f"- {note.text[code]}" for note in dataset.notes)
    yield ""
