"""JSON Schemas of the package, and the check of a JSON value against one, which names the place."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from spasm_ddx.errors import InputError

Schema: TypeAlias = Mapping[str, Any]

_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
#: How many letters of a value an error shows.
_LONGEST: Final = 60
_WORDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "null": "null",
    "integer": "a whole number",
    "number": "a number",
}


@cache
def guideline_schema() -> Schema:
    """The JSON Schema of a guideline or a tree, draft 2020-12; only to be read."""
    text = files("spasm_ddx.exchange").joinpath("guideline.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


def check(value: Any, schema: Schema) -> None:  # noqa: ANN401 - any JSON value
    """Refuse a JSON value that does not follow a schema.

    The schema may use ``$ref``, ``type``, ``const``, ``enum``, ``pattern``, ``properties``,
    ``required``, ``additionalProperties``, ``items`` and ``minItems``; and ``anyOf`` of objects,
    of which the first is meant whose first required property is there.

    Raises:
        InputError: It does not; the message has the path, what is accepted and the value.
    """
    waiting: list[tuple[str, Any, Schema]] = [("$", value, schema)]
    while waiting:  # a stack of its own, for files nest deep
        at, part, wanted = waiting.pop()
        below = list(_parts(at, part, _resolved(at, part, wanted, schema)))
        waiting += reversed(below)


def _resolved(at: str, value: Any, wanted: Schema, whole: Schema) -> Schema:  # noqa: ANN401 - any JSON value
    """The part of the schema that a value must follow, without references and choices."""
    while "$ref" in wanted or "anyOf" in wanted:
        if "$ref" in wanted:
            wanted = whole["$defs"][wanted["$ref"].rpartition("/")[2]]
        else:
            wanted = _chosen(at, value, wanted["anyOf"])
    return wanted


def _chosen(at: str, value: Any, choices: list[Schema]) -> Schema:  # noqa: ANN401 - any JSON value
    if not _is(value, "object"):
        refuse(at, "an object", value)
    first = {choice["required"][0]: choice for choice in choices}
    there = [choice for choice in choices if choice["required"][0] in value]
    if not there:
        listed = " or ".join(map(json.dumps, first))
        refuse(at, f"an object with {listed}", value)
    named = there[0]["required"][0]
    there = [choice for choice in there if choice["required"][0] == named]
    kinds = [choice["properties"][named].get("const") for choice in there]
    if kinds[0] is None:
        return there[0]
    if value[named] not in kinds:
        refuse(f"{at}.{named}", " or ".join(map(json.dumps, kinds)), value[named])
    return there[kinds.index(value[named])]


def _parts(at: str, value: Any, wanted: Schema) -> Iterator[tuple[str, object, Schema]]:  # noqa: ANN401 - any JSON value
    """Check a value by itself, and give its parts with what each must follow."""
    _check_kind(at, value, wanted)
    if _is(value, "object"):
        yield from _properties(at, value, wanted)
    elif _is(value, "array"):
        if not value and "minItems" in wanted:
            refuse(at, "a list that is not empty", value)
        for number, item in enumerate(value):
            yield f"{at}[{number}]", item, wanted["items"]


def _check_kind(at: str, value: object, wanted: Schema) -> None:
    if "const" in wanted and value != wanted["const"]:
        refuse(at, json.dumps(wanted["const"]), value)
    if "enum" in wanted and value not in wanted["enum"]:
        refuse(at, "one of " + ", ".join(map(json.dumps, wanted["enum"])), value)
    kinds = wanted.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and not any(_is(value, kind) for kind in kinds):
        refuse(at, " or ".join(_WORDS[kind] for kind in kinds), value)
    if isinstance(value, str) and not re.search(wanted.get("pattern", ""), value):
        refuse(at, wanted.get("description", f"text like {wanted.get('pattern')}"), value)


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float):
        whole = kind == "integer" and value.is_integer()
        return math.isfinite(value) and (kind == "number" or whole)
    return isinstance(value, _KINDS[kind])


def _properties(
    at: str, value: dict[str, object], wanted: Schema
) -> Iterator[tuple[str, object, Schema]]:
    properties: Mapping[str, Schema] = wanted.get("properties", {})
    for name in wanted.get("required", ()):
        if name not in value:
            msg = f"{at}: {json.dumps(name)} is missing"
            raise InputError(msg)
    for name, part in value.items():
        follows = properties.get(name, wanted.get("additionalProperties"))
        if not follows:
            msg = f"{at}: {_short(name)} is unknown; known are {', '.join(properties)}"
            raise InputError(msg)
        yield f"{at}.{name}" if name.isidentifier() else f"{at}[{_short(name)}]", part, follows


def refuse(at: str, accepted: str, value: object) -> None:
    """Refuse a value at a path.

    Raises:
        InputError: Always.
    """
    msg = f"{at}: expected {accepted[:1].lower()}{accepted[1:]}, got {_short(value)}"
    raise InputError(msg)


def _short(value: object) -> str:
    """A JSON value in one line that is not long."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list" if value else "an empty list"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            text = text if text.isprintable() else json.dumps(value)  # an error is one line
            return text if len(text) <= _LONGEST else f"{text[:50]}... ({len(text)} letters)"
