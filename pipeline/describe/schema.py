"""JSON Schema as descriptions are held against it, which is stricter in two things.

A decimal is no whole number: 1.0 would be counted with, and written as a text. And a pattern is for the whole of a text:
`$` lets a line break pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml


def _is_whole(_: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _matches(_: object, pattern: str, value: object, __: object) -> Iterator[jsonschema.ValidationError]:
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # jsonschema has no types for it
    jsonschema.Draft202012Validator,
    validators={"pattern": _matches},
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)


@cache
def validator(path: Path) -> Any:
    """Read a schema, in JSON or YAML."""
    return _Validator(yaml.safe_load(path.read_text(encoding="utf-8")))
