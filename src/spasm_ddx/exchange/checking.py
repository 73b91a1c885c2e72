"""Checks JSON values against a schema and makes objects from them; errors name the path."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TypeAlias

import attrs

from spasm_ddx.errors import InputError, SpasmDdxError

Schema: TypeAlias = Mapping[str, Any]
#: Makes an object from a JSON value, whose parts are objects already, and its path.
Make: TypeAlias = Callable[[Any, str], object]

_KINDS: Final[dict[str, tuple[tuple[type, ...], str]]] = {
    "object": ((dict,), "an object"),
    "array": ((list,), "a list"),
    "string": ((str,), "text"),
    "boolean": ((bool,), "true or false"),
    "null": ((type(None),), "null"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
}
#: What text may not hold: half characters; what commands a terminal; what turns text around.
_UNSHOWABLE: Final = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
#: The most characters of a value that an error shows.
_LONGEST: Final = 60


@contextmanager
def located(at: str) -> Generator[None]:
    """Add the path of a part to every error of the library within it."""
    try:
        yield
    except InputError:
        raise
    except SpasmDdxError as error:
        msg = f"{at}: {error}"
        raise InputError(msg) from None


@attrs.frozen
class Checker:
    """Checks values against a schema, and makes the parts that the schema defines.

    A schema may use ``$ref``, ``type``, ``enum``, ``pattern``, ``properties``, ``required``,
    ``additionalProperties``, ``items`` and ``minItems``. It may also use ``anyOf`` of objects: the
    first applies whose first required property is present, with its ``const``.

    Attributes:
        schema: The schema.
        make: For names in its ``$defs``, how to make such a part; others stay JSON values.
    """

    schema: Schema
    make: Mapping[str, Make] = attrs.field(factory=dict[str, Make])

    def part(self, value: Any, wanted: Schema, at: str = "$") -> Any:  # noqa: ANN401 - any JSON value
        """The object that a value describes; a list becomes a tuple.

        Args:
            value: A JSON value.
            wanted: The part of the schema that applies.
            at: Its path.

        Raises:
            InputError: The value does not follow the schema; the message has the path, what is
                accepted and the value.
        """
        defined: list[str] = []
        while "$ref" in wanted or "anyOf" in wanted:
            if "anyOf" in wanted:
                wanted = self._chosen(at, value, wanted["anyOf"])
            if "$ref" in wanted:
                wanted = self._resolved(wanted, defined)
        _check(at, value, wanted)
        # Loops, not comprehensions: files nest deep, and each level costs a call.
        if _is(value, "object"):
            made: dict[str, object] = {}
            for name, follows in _properties(at, value, wanted):
                path = f"{at}.{name}" if name.isidentifier() else f"{at}[{json.dumps(name)}]"
                made[name] = self.part(value[name], follows, path)
            value = made
        elif _is(value, "array"):
            parts: list[object] = []
            for number, item in enumerate(value):
                parts.append(self.part(item, wanted["items"], f"{at}[{number}]"))
            value = tuple(parts)
        for name in reversed(defined):
            if name in self.make:
                with located(at):
                    value = self.make[name](value, at)
        return value

    def _resolved(self, wanted: Schema, defined: list[str]) -> Schema:
        """The schema behind any references; adds their names to ``defined``."""
        name = wanted["$ref"].rpartition("/")[2]
        defined.append(name)
        found: Schema = self.schema["$defs"][name]
        return found

    def _chosen(self, at: str, value: Any, choices: list[Schema]) -> Schema:  # noqa: ANN401 - any JSON value
        if not _is(value, "object"):
            _refuse(at, "an object", value)
        firsts: dict[str, dict[object, Schema]] = {}
        for choice in choices:
            plain = self._resolved(choice, []) if "$ref" in choice else choice
            first = plain["required"][0]
            firsts.setdefault(first, {}).setdefault(plain["properties"][first].get("const"), choice)
        there = [first for first in firsts if first in value]
        if not there:
            _refuse(at, f"an object with {_or(firsts)}", value)
        kinds, kind = firsts[there[0]], value[there[0]]
        if None in kinds:
            return kinds[None]
        if kind not in list(kinds):
            _refuse(f"{at}.{there[0]}", _or(kinds), kind)
        return kinds[kind]


def _refuse(at: str, accepted: str, value: object) -> NoReturn:
    msg = f"{at}: expected {accepted}, got {_short(value)}"
    raise InputError(msg)


def _check(at: str, value: Any, wanted: Schema) -> None:  # noqa: ANN401 - any JSON value
    """Check a value, without its parts."""
    if "enum" in wanted and value not in wanted["enum"]:
        _refuse(at, "one of " + ", ".join(map(json.dumps, wanted["enum"])), value)
    kinds = wanted.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and not any(_is(value, kind) for kind in kinds):
        _refuse(at, " or ".join(_KINDS[kind][1] for kind in kinds), value)
    if isinstance(value, str):
        if not re.search(wanted.get("pattern", ""), value):
            said = wanted.get("description", f"text like {wanted.get('pattern')}")
            _refuse(at, said[:1].lower() + said[1:].rstrip("."), value)
        if _UNSHOWABLE.search(value):
            _refuse(at, "text of whole characters, without control characters", value)
    if _is(value, "array") and not value and "minItems" in wanted:
        _refuse(at, "a list that is not empty", value)


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float):
        whole = kind == "integer" and value.is_integer()
        return math.isfinite(value) and (kind == "number" or whole)
    return isinstance(value, _KINDS[kind][0])


def _properties(at: str, value: Mapping[str, object], wanted: Schema) -> list[tuple[str, Schema]]:
    """The properties of an object, in the order of the schema, each with its schema."""
    properties: Mapping[str, Schema] = wanted.get("properties", {})
    for name in wanted.get("required", ()):
        if name not in value:
            msg = f"{at}: {json.dumps(name)} is missing"
            raise InputError(msg)
    others = [name for name in value if name not in properties]
    if others and not wanted.get("additionalProperties"):
        msg = f"{at}: {_short(others[0])} is unknown; known are {', '.join(properties)}"
        raise InputError(msg)
    known = [(name, follows) for name, follows in properties.items() if name in value]
    return [*known, *((name, wanted["additionalProperties"]) for name in others)]


def _or(values: Iterable[object]) -> str:
    return " or ".join(map(json.dumps, values))


def _short(value: object) -> str:
    """A JSON value in one short line."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list" if value else "an empty list"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            text = text if text.isprintable() else json.dumps(value)
            return text if len(text) <= _LONGEST else f"{text[:50]}... ({len(text)} characters)"
