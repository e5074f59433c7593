"""Things side by side: which figure of a panel may stand beside that of another thing."""

from __future__ import annotations

from typing import Any

from pipeline.errors import InvalidTableError
from pipeline.profile.built import Built
from pipeline.profile.panels import Filled
from pipeline.publish.cells import as_text


def compared(filled: Filled, built: Built) -> dict[str, Any] | None:
    """Describe the comparison of a panel for its page; None where it declares none.

    Raises:
        InvalidTableError: a thing has two figures at one place.
    """
    panel = filled.panel
    if panel.compare is None:
        return None
    rows = built.tables[f"{panel.dataset.slug}/{panel.table}"].select(list(panel.compare.across)).to_pylist()
    for content in filled.contents:
        seen = set()
        for place in content.rows:
            at = "/".join(as_text(value) for value in rows[place].values())
            if at in seen:
                steps = (*panel.steps, "compare", "across")
                expected = "one figure for each thing and place"
                raise InvalidTableError(panel.origin.problem(steps, f"two at `{at}`", expected, "Name more fields"))
            seen.add(at)
    return {
        "value": panel.compare.value,
        "across": list(panel.compare.across),
        "same": list(panel.compare.same),
    }
