"""Read YAML strictly: one meaning per spelling, no key twice, and the line of every value at hand.

YAML 1.1 reads ``no`` as false, ``01`` as 1 and ``2017-10-22`` as a date; here each of them is the text it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema
import yaml

from pipeline.describe import signs
from pipeline.describe.schema import validator
from pipeline.errors import DescriptionError, Problem, raise_all, shown, suggest

Steps: TypeAlias = tuple[str | int, ...]
SCHEMAS = Path(__file__).with_name("schemas")
_DEEPEST, _LONGEST = 20, 18


class _Loader(yaml.CSafeLoader):
    """PyYAML's parser with only the plain scalars of JSON."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own protocol


_PLAIN = {
    "tag:yaml.org,2002:null": (re.compile(r"^(null|)$"), ["n", ""]),
    "tag:yaml.org,2002:bool": (re.compile(r"^(true|false)$"), ["t", "f"]),
    "tag:yaml.org,2002:int": (re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789")),
    "tag:yaml.org,2002:float": (re.compile(r"^-?(0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")),
}
for _tag, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, _pattern, _first)

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")

_SCALARS: Mapping[str, Any] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda value: value == "true",
    "tag:yaml.org,2002:null": lambda _: None,
}


@dataclass(frozen=True)
class Description:
    """The content of one YAML file and the line on which each of its values begins."""

    file: Path
    content: Any
    lines: Mapping[Steps, int]

    def problem(self, steps: Steps, found: str, expected: str, remedy: str = "") -> Problem:
        """Locate a problem at the value that `steps` lead to, or at its nearest existing parent."""
        near = steps
        while near not in self.lines:
            near = near[:-1]
        return Problem(shown(self.file), self.lines[near], _written(steps), found, expected, remedy)

    def error(self, steps: Steps, found: str, expected: str, remedy: str = "") -> DescriptionError:
        return DescriptionError(self.problem(steps, found, expected, remedy))


def read_yaml(file: Path, schema: str | Path) -> Description:
    """Read one YAML file and hold it against a schema: a name in `schemas/`, or the path of a JSON or YAML schema.

    Raises:
        DescriptionError: not UTF-8, not YAML, a key twice, an alias or a tag, or not of the schema's form.
    """
    node = _compose(file)
    if node is None:
        raise DescriptionError.at(file, "an empty file", "a description", "Fill it or delete it")
    lines: dict[Steps, int] = {}
    description = Description(file, _build(node, (), lines, file, set()), lines)
    hold(description, SCHEMAS / f"{schema}.schema.yaml" if isinstance(schema, str) else schema)
    return description


def hold(description: Description, schema: Path) -> None:
    """Hold a description against a schema.

    Raises:
        DescriptionError: every way in which it is not of the schema's form.
    """
    raise_all(DescriptionError, sorted(_violations(description, schema)))


def read_text(file: Path) -> str:
    """Read a text file a person writes.

    Raises:
        DescriptionError: no such file, not UTF-8, or a sign in it that cannot be seen.
    """
    if not file.is_file():  # what is no file may never end, as a pipe
        found, remedy = ("no file", "Move it away") if file.exists() else ("no such file", "Write it")
        raise DescriptionError.at(file, found, "a file of this name", remedy)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        found, row = signs.undecoded(error)
        raise DescriptionError.at(file, found, "UTF-8", "Save the file as UTF-8", row=row) from error
    unfit = signs.UNFIT.search(text)
    if unfit:
        row = text.count("\n", 0, unfit.start()) + 1
        raise DescriptionError.at(file, signs.name(unfit[0]), "text", "Delete it", row=row)
    return text


def _compose(file: Path) -> yaml.Node | None:
    text = read_text(file)
    try:
        _refuse_deep(text, file)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = min(mark.line + 1, len(text.rstrip("\n").split("\n"))) if mark else 1
        begun = error.context_mark.line + 1 if error.context_mark else row
        if any("\t" in line for line in text.split("\n")[row - 1 : row]):
            raise DescriptionError.at(file, "a tab", "blanks", "Put blanks in its place", row=row) from error
        remedy = f"See what is open since line {begun}" if begun < row else ""
        raise DescriptionError.at(file, error.problem or str(error), "valid YAML", remedy, row=row) from error
    except yaml.YAMLError as error:
        raise DescriptionError.at(file, " ".join(str(error).split()), "valid YAML") from error


def _refuse_deep(text: str, file: Path) -> None:
    """Count how deep values lie inside one another before anything follows them down, which ends the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST + 1:
            row = event.start_mark.line + 1 if event.start_mark else 1
            raise DescriptionError.at(file, f"more than {_DEEPEST} values inside one another", "a description", row=row)


def _build(node: yaml.Node, steps: Steps, lines: dict[Steps, int], file: Path, seen: set[int]) -> Any:
    row = node.start_mark.line + 1
    lines[steps] = row
    if id(node) in seen:
        raise DescriptionError.at(file, "an alias (`*name`)", "values written out", row=row)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        _refuse_unfit(node, file)
        digits = sum(map(str.isdigit, node.value))
        if node.tag in _NUMBERS and digits > _LONGEST:
            raise DescriptionError.at(file, f"a number of {digits} digits", f"at most {_LONGEST}", row=row)
        # A tag that is written out may claim what the value is not.
        if node.tag not in _SCALARS or (node.tag in _PLAIN and not _PLAIN[node.tag][0].match(node.value)):
            raise DescriptionError.at(file, f"the tag {node.tag}", "plain YAML without tags", row=row)
        return _SCALARS[node.tag](node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*steps, index), lines, file, seen) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise DescriptionError.at(
                file, "a key that is not a word", "words as keys", row=key_node.start_mark.line + 1
            )
        _refuse_unfit(key_node, file)
        key = str(key_node.value)
        if key in built:
            raise DescriptionError.at(
                file, f"`{key}` twice", "each key once", "Delete one", row=key_node.start_mark.line + 1
            )
        built[key] = _build(value_node, (*steps, key), lines, file, seen)
    return built


def _refuse_unfit(node: yaml.ScalarNode, file: Path) -> None:
    """Refuse what an escape in a text has brought in."""
    unfit = signs.UNFIT.search(node.value)
    if unfit:
        raise DescriptionError.at(file, signs.name(unfit[0]), "text", "Delete it", row=node.start_mark.line + 1)


def _violations(description: Description, path: Path) -> Iterator[Problem]:
    for error in validator(path).iter_errors(description.content):
        yield from _explain(description, error)


def _explain(description: Description, error: jsonschema.ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    instance: Any = error.instance
    match error.validator:
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for key in [key for key in instance if key not in known]:
                remedy = suggest(key, known, "Delete it")
                yield description.problem((*steps, key), f"unknown key `{key}`", "one of " + ", ".join(known), remedy)
        case "required":
            missing = [key for key in schema["required"] if key not in instance]
            yield description.problem(steps, f"no `{missing[0]}`", f"`{missing[0]}` to be said")
        case "enum":
            allowed = [str(value) for value in schema["enum"]]
            remedy = suggest(str(error.instance), allowed)
            yield description.problem(steps, f"`{error.instance}`", "one of " + ", ".join(allowed), remedy)
        case "oneOf" if not error.context:
            choices = [f"`{form['required'][0]}`" for form in schema["oneOf"]]
            yield description.problem(steps, f"both {' and '.join(choices)}", "one of them", "Delete the other")
        case "anyOf" | "oneOf" if error.context:
            # The form that fits best is the one that fails deepest inside the value.
            deepest = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "type"))
            if len(deepest.absolute_path) > len(error.absolute_path) or deepest.validator not in ("type", "enum"):
                yield from _explain(description, deepest)
            else:
                forms = " or ".join(
                    str(one.get("title", one.get("type", "another form"))) for one in schema[str(error.validator)]
                )
                yield description.problem(steps, _short(error.instance), forms)
        case "minLength" | "minItems" | "minProperties":
            found = _short(error.instance) if error.instance else "nothing in it"
            yield description.problem(steps, found, str(schema.get("title", "at least one entry")))
        case "maxLength" | "maxItems":
            yield description.problem(steps, _short(error.instance), str(schema.get("title")))
        case "uniqueItems":
            yield description.problem(steps, f"{_short(error.instance)}, one of them twice", "each once", "Delete one")
        case "minimum" | "maximum":
            limit = f"of at {'least' if error.validator == 'minimum' else 'most'} {error.validator_value}"
            yield description.problem(steps, _short(error.instance), f"{schema.get('title', 'a number')} {limit}")
        case "type":
            remedy = "Put a text that holds a comma or a colon in quotes" if error.instance is None else ""
            yield description.problem(steps, _short(error.instance), f"{schema.get('title', schema['type'])}", remedy)
        case "pattern":
            yield description.problem(
                steps, f"`{error.instance}`", str(schema.get("title", f"text like {schema['pattern']}"))
            )
        case _:
            yield description.problem(steps, error.message, f"`{error.validator}` {error.validator_value}")


def _short(value: object) -> str:
    text = "nothing" if value is None else f"`{value}`"
    return text if len(text) <= 60 else text[:57] + "…`"


def _written(steps: Steps) -> str:
    return "/".join(f"#{step + 1}" if isinstance(step, int) else step for step in steps)
