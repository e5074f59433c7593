"""`python -m bench.fuzz [minutes] [seed]`: spoil the small site at random, and see what a person would get to see.

Each round changes bytes, words, values or whole files of data, catalogues and prose, then builds and renders. Whatever
comes out but a site or a failure of our own (`PipelineError`, `OSError`) is a finding, and so is a folder that has
changed although the run failed. Findings are told once for each place in the code, with the round that repeats them:
`python -m bench.fuzz 0 <seed> <round>`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import snapshot  # noqa: E402  found through the path above
from hostile import TEXTS  # noqa: E402
from whole import write_site  # noqa: E402

from pipeline.build import build  # noqa: E402
from pipeline.describe import yaml as strict  # noqa: E402
from pipeline.errors import PipelineError  # noqa: E402
from pipeline.render.renew import renew  # noqa: E402

PATIENCE = 60
WORDS = [
    "", " ", "\n", "\t", "\r", "\0", "\ufeff", "\u202e", "\u200b", "\u2028", "\x85", "é", "İ", "ß", "٣", "½", "𝟙", "\ud7ff", "\uffff", "😀",
    "0", "-0", "01", "1e9", "1e400", "-1", "0.1", "9" * 19, "9" * 400, "NaN", "inf", "true", "null", "~", "2026-02-30", "0000-00-00", "9999-12-31",
    "{", "}", "{}", "{0}", "{n}", "{n!r}", "{n:999999999}", "{x.__class__}", "[", "]", "*", "**", "&a", "*a", "!!int x", "#", "%", "\\", "'", '"', ",", ";", ":", "|", ">", "-", "---", "...",
    "../", "/etc/passwd", "a/../b", ".", "..", "con", "x" * 5000, "(" * 300, "not " * 300, "1 + " * 500 + "1", "1 / 0", "2 ** 99999", "abs(", "sum()", "if_else(true, 1, 'a')", "missing(x)", "'a' + 1", "-'a'", "rank(1)",
    "local-2025", "01", "V1", "turnout", "places/places", "[x](y)", "[^1]: x", "[TOC]", "<b>", "*[x]: y", "javascript:x", "http://[", "Lang: de", "Slug: ..", "Status: draft", "Template: x", "Save_as: ../x", "Date: x", "Url: /x", "[link]({filename}x.md)", "{static}/x",
    "(a+)+b", "(?=a)", "[[:alpha:]]", "a{99999999999}", "%Y%Y%m%d", "{value:>999999999}", "[" * 3000, "9" * 1_040_000,
    *TEXTS,
]  # fmt: skip
VALUES: list[Any] = [None, "", " ", 0, -1, 1, 10**17, 0.5, True, False, [], {}, [[]], [None], {"": ""}, {"sq": "a", "en": "b"}, {"sq": "{x}", "en": "{"}, ["a", "a"], "a", "sources", "*", "raw", "\u0000", "\ud83d\ude00"]  # fmt: skip
OPTIONS: dict[str, list[Any]] = {
    "heading_line": [1, 2, 3, 1000],
    "headings": [{"1": "a"}, {"2": "Vendi", "9": "x"}],
    "encoding": ["cp1252", "utf-16", "utf-8-sig", "ascii", "cp037", "utf-7", "hex", "idna", "undefined"],
    "delimiter": [";", "\t", "ë", " "],
    "multiline": [True],
    "blank_lines": [True],
    "short_rows": [True],
}
"""What a table's description may say of its raw files."""


class HungError(Exception):
    """A run that does not end."""


Mutation = Callable[[bytes, random.Random], bytes]


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    end = min(len(content), at + chance.choice([1, 1, 2, 5, 50, 1000]))
    given = chance.choice([b"", bytes([chance.randrange(256)]), chance.randbytes(4), content[at:end] * 2, chance.choice(WORDS).encode()])  # fmt: skip
    return content[:at] + given + content[chance.choice([at, end]) :]


def spoil_word(content: bytes, chance: random.Random) -> bytes:
    """Put something else in the place of a word, between signs that mean something in all our formats."""
    text = content.decode("utf-8", "surrogateescape")
    places = [place for place, sign in enumerate(text) if sign in ",;:{}[]'\"\n |=/"]
    if len(places) < 2:
        return spoil_bytes(content, chance)
    first = chance.randrange(len(places) - 1)
    begin, end = places[first] + 1, places[min(first + chance.choice([1, 1, 2, 5]), len(places) - 1)]
    return (text[:begin] + chance.choice(WORDS) + text[end:]).encode("utf-8", "surrogateescape")


def spoil_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            del lines[min(one, other) :]
    return b"".join(lines)


def spoil_value(content: bytes, chance: random.Random) -> bytes:
    """Change one value of a YAML or JSON file, whatever its kind, and keep the rest."""
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(content)
        file.flush()
        try:
            path = Path(file.name)
            whole = strict._build(strict._compose(path), (), {}, path, set())  # type: ignore[arg-type]  # noqa: SLF001
        except (PipelineError, AttributeError):
            return spoil_bytes(content, chance)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            places.append((value, key))
            if isinstance(each, dict | list):
                walk(each)

    if isinstance(whole, dict | list):
        walk(whole)
    for _ in range(chance.choice([1, 1, 2]) if places else 0):
        holder, key = chance.choice(places)
        act = chance.randrange(6)
        if (isinstance(holder, dict) and key not in holder) or (isinstance(holder, list) and key >= len(holder)):
            continue
        if act == 0:
            del holder[key]
        elif act == 1:
            holder[key] = chance.choice(chance.choice(places)[0] and [json.loads(json.dumps(chance.choice(places)[0]))])
        elif act == 5 and isinstance(whole, dict):
            whole[chance.choice([*OPTIONS])] = chance.choice(OPTIONS[chance.choice([*OPTIONS])])
        elif act == 2 and isinstance(holder, dict):
            holder[chance.choice([*WORDS[:5], "where", "from", "note_ids", "source_id", "x"])] = holder.pop(key)
        else:
            holder[key] = chance.choice([*VALUES, chance.choice(WORDS)])
    return json.dumps(whole, ensure_ascii=chance.random() < 0.5, indent=1).encode("utf-8", "surrogatepass")


def spoil(file: Path, chance: random.Random) -> str:
    """Spoil one file; say how."""
    match chance.randrange(40):
        case 0:
            file.unlink()
            return "removed"
        case 1:
            file.unlink()
            file.mkdir()
            return "made a folder"
        case 2:
            file.unlink()
            file.symlink_to(
                chance.choice(["/etc/passwd", file.name, "..", "/dev/null", "nowhere", "/proc/self/environ"])
            )
            return f"made a link to {file.readlink()}"
        case 3:
            name = chance.choice(["x", "x.yaml", "sources.yaml", "x.md", "a b.csv", file.name.upper()])
            file.rename(file.with_name(name))
            return "renamed"
        case 4:
            file.write_bytes(b"")
            return "emptied"
        case _:
            kinds: list[Mutation] = [spoil_bytes, spoil_word, spoil_word, spoil_lines]
            if file.suffix in (".yaml", ".geojson"):
                kinds += [spoil_value] * 6
            content = file.read_bytes()
            for _ in range(chance.choice([1, 1, 1, 2, 3])):
                content = chance.choice(kinds)(content, chance)
            file.write_bytes(content)
            return "rewritten"


def one_round(good: Mapping[str, bytes], folder: Path, chance: random.Random) -> tuple[str, str]:
    """Spoil, build, render; give how it ended, and what is worth telling."""
    files = [folder / name for name in sorted(good) if name.startswith(("data/", "content/", "languages/"))]
    chosen = chance.sample(files, chance.choice([1, 1, 1, 2, 4]))
    how = [f"{file.relative_to(folder)} {spoil(file, chance)}" for file in chosen if file.is_file()]
    before = {name: snapshot(folder / name) for name in ("build", "output")}
    target = "build"
    # Of work, not of waiting for a busy machine.
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        build(Path("data"), Path("build"), tell=str)
        before["build"], target = snapshot(folder / "build"), "output"
        renew(Path("build"), Path("output"), tell=str)
    except (PipelineError, OSError) as error:
        if not str(error):
            return "an empty message", f"{type(error).__name__}: {error!r}; {how}"
        changed = [name for name, content in before.items() if snapshot(folder / name) != content]
        if changed:
            return "half written", f"{changed} after {error}; {how}"
        return f"refused by {target}", ""
    except (Exception, SystemExit) as error:  # noqa: BLE001  looking for these is what this is for
        place = traceback.extract_tb(error.__traceback__)
        ours = next(frame for frame in reversed(place) if "/pipeline/" in frame.filename)
        where = f"{Path(ours.filename).name}:{ours.lineno} {type(error).__name__} ({place[-1].name})"
        return where, f"{type(error).__name__}: {str(error)[:300]}; {how}"
    else:
        return "a site", ""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def restore(good: Mapping[str, bytes], folder: Path) -> None:
    for top in ("data", "content", "languages"):
        shutil.rmtree(folder / top)
    for top in ("build", "output"):
        shutil.rmtree(folder / top, ignore_errors=True)
    for name, content in good.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _hung(number: int, frame: object) -> None:
    raise HungError(f"still at work after {PATIENCE} s ({number}, {frame})")


def main(minutes: float, seed: int, *only: int) -> int:
    signal.signal(signal.SIGPROF, _hung)
    ends: Counter[str] = Counter()
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        project = write_site(Path(scratch) / "site")
        os.chdir(project.root)
        build(Path("data"), Path("build"), tell=str)
        renew(Path("build"), Path("output"), tell=str)
        tops = ("data/", "content/", "languages/", "build/", "output/")
        good = {name: content for name, content in snapshot(project.root).items() if name.startswith(tops)}
        end, number = time.monotonic() + 60 * minutes, 0
        for number in only or iter(int, 1):
            if not only:
                number = ends.total()
                if time.monotonic() > end:
                    break
            ended, told = one_round(good, project.root, random.Random(f"{seed}/{number}"))  # noqa: S311  repeatable
            ends[ended] += 1
            if told and ended not in found:
                found[ended] = told
                print(f"round {number}: {ended}: {told}", flush=True)
            restore(good, project.root)
    print(
        f"{ends.total()} rounds, {len(found)} findings:",
        "; ".join(f"{count} {end}" for end, count in ends.most_common()),
    )
    return 1 if found else 0


if __name__ == "__main__":
    given = [float(each) if place == 0 else int(each) for place, each in enumerate(sys.argv[1:])]
    sys.exit(main(*given, *(10, 1)[len(given) :]))  # type: ignore[arg-type]
