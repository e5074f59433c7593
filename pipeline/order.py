"""What is built before what: a dataset after those it refers to, a table after those its names are resolved through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.describe.dataset import Dataset, Table
from pipeline.errors import DescriptionError, raise_all, suggest


def in_order(datasets: Sequence[Dataset]) -> list[Dataset]:
    """Sort datasets so that each comes after those it refers to.

    Raises:
        DescriptionError: a dataset refers to one that does not exist, or two refer to each other.
    """
    known = {dataset.slug for dataset in datasets}
    expected = f"one of {', '.join(sorted(known))}"
    raise_all(
        DescriptionError,
        (
            origin.problem(steps, f"no dataset `{path.split('/')[0]}`", expected, suggest(path.split("/")[0], known))
            for dataset in datasets
            for path, origin, steps in dataset.uses()
            if path.split("/")[0] not in known
        ),
    )
    return _sorted(datasets, lambda one: one.slug, lambda one: one.needs())


def tables_in_order(dataset: Dataset) -> list[Table]:
    """Sort a dataset's tables so that each comes after those its names are resolved through."""
    here = f"{dataset.slug}/"

    def needs(table: Table) -> set[str]:
        paths = [one.resolve.table for one in table.fields if one.resolve]
        return {path.removeprefix(here) for path in paths if path.startswith(here)} - {table.name}

    return _sorted(dataset.tables, lambda one: one.name, needs)


def _sorted(things: Sequence[Any], name: Callable[[Any], str], needs: Callable[[Any], set[str]]) -> list[Any]:
    done: dict[str, Any] = {}
    left = list(things)
    while left:
        ready = [one for one in left if needs(one) <= set(done) | (needs(one) - {name(other) for other in left})]
        if not ready:
            circle = ", ".join(name(one) for one in left)
            raise left[0].origin.error((), f"a circle of references: {circle}", "one direction", "Take one of them out")
        done |= {name(one): one for one in ready}
        left = [one for one in left if name(one) not in done]
    return list(done.values())


def chosen(datasets: Sequence[Dataset], names: Sequence[str], data: Path) -> set[str]:
    """Give the datasets of these names, or all when there are none, with those they refer to.

    Raises:
        DescriptionError: a name of no dataset.
    """
    known = {dataset.slug: dataset for dataset in datasets}
    taken: set[str] = set()
    waiting = list(names) or list(known)
    while waiting:
        name = waiting.pop()
        if name not in known:
            raise DescriptionError.at(data, f"no dataset `{name}`", f"one of {', '.join(known)}", suggest(name, known))
        if name not in taken:
            taken.add(name)
            waiting.extend(known[name].needs())
    return taken
