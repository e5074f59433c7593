"""What declarations must be to one another: each kind, table, field and fact they name is there."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from pipeline.describe import reserved
from pipeline.describe.compute import CONSTANTS
from pipeline.describe.dataset import Dataset, Table
from pipeline.describe.expression import Expression
from pipeline.describe.yaml import Description, Steps
from pipeline.errors import Problem, suggest
from pipeline.languages import Language
from pipeline.placeholders import placeholders
from pipeline.profile.declared import Fact, Kind, Panel, Wording


def conflicts(
    kinds: Sequence[Kind], panels: Sequence[Panel], datasets: Sequence[Dataset], languages: Sequence[Language]
) -> Iterator[Problem]:
    """Give what does not go together."""
    plurals = {language.code: language.plurals for language in languages}
    tables = {f"{dataset.slug}/{table.name}": table for dataset in datasets for table in dataset.tables}
    known = {kind.name: kind for kind in kinds}
    for index, kind in enumerate(kinds):
        if kind.name in reserved.ADDRESSES or kind.name in [one.name for one in kinds[:index]]:
            yield kind.origin.problem((*kind.steps, "kind"), f"the kind `{kind.name}`", "a name that nothing else has")
        yield from _kind(kind, tables)
    for index, panel in enumerate(panels):
        if any((panel.of, panel.id) == (one.of, one.id) for one in panels[:index]):
            yield panel.origin.problem((*panel.steps, "id"), f"`{panel.id}` of `{panel.of}` twice", "each panel once")
        if panel.of not in known:
            yield _unknown(panel.origin, (*panel.steps, "of"), "kind", panel.of, known)
            continue
        kind = known[panel.of]
        things = tables.get(f"{kind.dataset.slug}/{kind.table}")
        yield from _panel(panel, tables, _names(things) if things else [], plurals)


def _names(table: Table) -> list[str]:
    return [field.name for field in table.fields]


def _unknown(origin: Description, steps: Steps, what: str, name: str, known: Collection[str]) -> Problem:
    return origin.problem(steps, f"no {what} `{name}`", "one of " + ", ".join(known), suggest(name, known))


def _fields(
    origin: Description, steps: Steps, path: str, tables: Mapping[str, Table], used: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    """Give a table that does not exist, or fields that it does not have; `used` names them by the key that does."""
    table = tables.get(path)
    if table is None:
        yield _unknown(origin, (*steps, "table"), "table", path, tables)
        return
    for key, names in used.items():
        for name in names:
            if name.lstrip("-") not in _names(table):
                yield _unknown(origin, (*steps, key), "field", name.lstrip("-"), _names(table))


def _kind(kind: Kind, tables: Mapping[str, Table]) -> Iterator[Problem]:
    path = f"{kind.dataset.slug}/{kind.table}"
    used = {"id": [kind.id], "slug": [kind.slug], "order": kind.order, "other_names": kind.other_names}
    yield from _fields(kind.origin, kind.steps, path, tables, used)
    if kind.spellings:
        table, by, field = kind.spellings
        steps = (*kind.steps, "spellings")
        yield from _fields(kind.origin, steps, f"{kind.dataset.slug}/{table}", tables, {"by": [by], "field": [field]})
    if path in tables:
        for key, text in (("name", kind.called), ("kicker", kind.kicker)):
            for code, wording in text.items():
                yield from _asked(kind.origin, (*kind.steps, key, code), wording, _names(tables[path]))


def _panel(
    panel: Panel, tables: Mapping[str, Table], about: Sequence[str], plurals: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    used = {
        "by": [panel.by],
        "order": panel.order,
        "fields": panel.fields,
        "anchor": [panel.anchor[1]] if panel.anchor else [],
    }
    path = f"{panel.dataset.slug}/{panel.table}"
    yield from _fields(panel.origin, panel.steps, path, tables, used)
    if panel.compare is not None and path in tables:
        compared = panel.compare
        used = {"value": [compared.value], "across": compared.across, "same": compared.same}
        yield from _fields(panel.origin, (*panel.steps, "compare"), path, tables, used)
        value = tables[path].field(compared.value)
        if value is not None and value.type not in ("integer", "number"):
            steps = (*panel.steps, "compare", "value")
            yield panel.origin.problem(steps, f"`{value.name}`, of type {value.type}", "an integer or a number")
    for index, fact in enumerate(panel.facts):
        yield from _fact(fact, panel, tables, [one.name for one in panel.facts[:index]])
    facts = [fact.name for fact in panel.facts]
    taken = [fact.name for fact in panel.facts if fact.value is not None]
    for place, leading in enumerate(panel.index):
        if leading.fact not in facts:
            yield _unknown(panel.origin, (*panel.steps, "index", place, "fact"), "fact", leading.fact, facts)
        if leading.counted is not None:
            yield from _wording(leading.counted, panel, facts, about, plurals)
        for name in leading.same:
            if name not in taken:
                yield _unknown(panel.origin, (*panel.steps, "index", place, "same"), "fact with `value`", name, taken)
    for choices in (*panel.lead, *panel.sentences):
        for wording in choices:
            yield from _wording(wording, panel, facts, about, plurals)
    for key, text in (("text", panel.text), ("empty", panel.empty)):
        for code, wording_ in text.items():
            yield from _asked(panel.origin, (*panel.steps, key, code), wording_, about)


def _fact(fact: Fact, panel: Panel, tables: Mapping[str, Table], before: Sequence[str]) -> Iterator[Problem]:
    if fact.name in CONSTANTS:
        yield panel.origin.problem(fact.steps, f"a fact named `{fact.name}`", "a name that is no value in expressions")
    if fact.compute is not None:
        for name in sorted(fact.compute.names - set(before)):
            yield _unknown(panel.origin, (*fact.steps, "compute"), "fact", name, before)
        if fact.unit == "ordinal" and not _is_rank(fact.compute):
            found = f"`{fact.compute.text}`, which may be no place"
            yield panel.origin.problem((*fact.steps, "unit"), found, "`ordinal` of a rank(…)")
        return
    used = {
        "by": [fact.by] if fact.by else [],
        "value": [fact.value] if fact.value else [],
        "of": [fact.of] if fact.of else [],
    }
    yield from _fields(panel.origin, fact.steps, fact.table, tables, used)
    if fact.value is None and fact.take != "count":
        yield panel.origin.problem(fact.steps, "a fact without `value`", "the field to take", "Or say `take: count`")
    if (fact.of is not None) != (fact.take in ("least", "most")):
        found = "`of` without" if fact.of else "no `of` with"
        yield panel.origin.problem(fact.steps, f"{found} `take: least` or `most`", "both or neither")


def _is_rank(expression: Expression) -> bool:
    tree = expression.tree
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "rank"


def _wording(
    wording: Wording, panel: Panel, facts: Sequence[str], about: Sequence[str], plurals: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    *around, _ = wording.steps
    if wording.when is not None:
        for name in sorted(wording.when.names - set(facts)):
            yield _unknown(panel.origin, (*around, "when"), "fact", name, facts)
    if wording.plural is not None and wording.plural not in facts:
        yield _unknown(panel.origin, (*around, "plural"), "fact", wording.plural, facts)
    for code, text in wording.text.items():
        forms = {"": text} if isinstance(text, str) else text
        if not isinstance(text, str) and wording.plural is None:
            yield panel.origin.problem(tuple(around), "plural forms without `plural`", "the fact that is counted")
        if not isinstance(text, str) and code in plurals and set(text) != plurals[code]:
            found, expected = f"the plural forms {sorted(text)}", f"those of CLDR: {sorted(plurals[code])}"
            yield panel.origin.problem((*wording.steps, code), found, expected)
        for form, one in forms.items():
            steps = (*wording.steps, code, *([form] if form else []))
            yield from _asked(panel.origin, steps, one, [*facts, *about])


def _asked(origin: Description, steps: Steps, wording: str, known: Sequence[str]) -> Iterator[Problem]:
    try:
        names = placeholders(wording)
    except ValueError:
        yield origin.problem(steps, f"`{wording}`", "braces in pairs, with a name in them", "Write {{ for a brace")
        return
    for name in names:
        if name not in known:
            yield _unknown(origin, steps, "fact or field", name, known)
