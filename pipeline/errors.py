"""Every failure the pipeline knows, as one tree.

::

    PipelineError               anything a person can mend; caught once, in command.py
    ├── DescriptionError        a YAML or TOML file, a text or an expression is not of the described form
    ├── SourceError             a raw file cannot be read as what it is said to be
    ├── CorrectionError         a correction no longer fits its source
    ├── InvalidTableError       a table breaks a promise of its description
    ├── ChartError              a chart asks for what its table does not hold
    ├── SiteError               the rendered site is not whole
    └── SetupError              this machine lacks a part

Each carries one or more `Problem`s; a problem's text is
``<file>[:<row>[:<column>]]: <what was found>; expected <what>. <remedy>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from unicodedata import combining

SHOWN = 20
"""Problems printed before the rest is only counted."""
LONGEST = 500
"""Signs of what was found that a message repeats."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    `row` is the line of the file as an editor counts it, from 1; `column` is a heading or a path inside a
    description. `remedy` is a sentence without its full stop, or empty when there is no obvious one. Written out it is
    one line.
    """

    file: str
    row: int | None
    column: str
    found: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f":{self.row}"
            if self.column:
                place += f":{self.column}"
        elif self.column:
            place += f": {self.column}"
        remedy = f" {self.remedy}." if self.remedy else ""
        found = self.found if len(self.found) <= LONGEST else self.found[:LONGEST].rstrip() + "…"
        return visible(f"{place}: {found}; expected {self.expected}.{remedy}")


@dataclass(frozen=True)
class More:
    """Problems of one kind beyond the first `SHOWN`, which are only counted."""

    count: int


def first(indices: Sequence[int], problem: Callable[[int], Problem]) -> Iterator[Problem | More]:
    """Describe the problems at the first of these indices, and count the others."""
    yield from map(problem, indices[:SHOWN])
    if len(indices) > SHOWN:
        yield More(len(indices) - SHOWN)


class PipelineError(Exception):
    """One or more problems, first ones first.

    Args:
        problems: at least one; the same one is kept once, more than `SHOWN` are counted instead of printed.
    """

    def __init__(self, *problems: Problem | More) -> None:
        self.problems = tuple(dict.fromkeys(one for one in problems if isinstance(one, Problem)))
        self.more = sum(one.count for one in problems if isinstance(one, More))
        super().__init__(*problems)  # all of them, from which a copy in another process is made

    @classmethod
    def at(
        cls,
        file: Path | str,
        found: str,
        expected: str,
        remedy: str = "",
        *,
        row: int | None = None,
        column: str = "",
    ) -> PipelineError:
        """Make an error with a single problem."""
        return cls(Problem(shown(file), row, column, found, expected, remedy))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        more = max(len(self.problems) - SHOWN, 0) + self.more
        if more:
            lines.append(f"… and {more} more")
        return "\n".join(lines)


class DescriptionError(PipelineError):
    """A description, a catalogue, a text or an expression is not of the described form."""


class SourceError(PipelineError):
    """A raw file cannot be read as what its description says it is."""


class CorrectionError(PipelineError):
    """A correction no longer fits its source."""


class InvalidTableError(PipelineError):
    """A table breaks a promise of its description."""


class ChartError(PipelineError):
    """A chart asks for what its table does not hold, or would mix what must not be mixed."""


class SiteError(PipelineError):
    """The rendered site is not whole: a dead link, a language without its twin, a missing text."""


class SetupError(PipelineError):
    """This machine lacks a part, such as Chromium or a font."""


def shown(file: Path | str) -> str:
    """Write a path as a person would open it: relative to the working directory where it lies below it."""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


def visible(text: str) -> str:
    """Write signs that cannot be seen by their number, line breaks among them, for a message is one line.

    An accent that stands for itself is none to see: with its letter it looks like the one sign that both may be.
    """
    return "".join(sign if sign.isprintable() and not combining(sign) else f"\\u{ord(sign):04x}" for sign in text)


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Give the remedy for a name that is not among the known ones: the nearest of them, if any is near."""
    near = get_close_matches(name, list(known), 1)
    return f"Did you mean `{near[0]}`" if near else otherwise


def raise_all(kind: type[PipelineError], problems: Iterable[Problem | More]) -> None:
    """Raise one error of `kind` that holds all `problems`; do nothing when there are none."""
    found = tuple(problems)
    if found:
        raise kind(*found)


def by_place(problems: Iterable[Problem | More]) -> list[Problem | More]:
    """Sort problems by where they stand; those that are only counted come last."""
    found = list(problems)
    told = [one for one in found if isinstance(one, Problem)]
    counted = [one for one in found if isinstance(one, More)]
    return [*sorted(told, key=lambda one: (one.file, one.row or 0, one.column)), *counted]
