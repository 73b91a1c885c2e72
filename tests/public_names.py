"""The public names and their signatures, as ``public_names.txt`` keeps them.

``python -m tests.public_names`` writes the file again. Read what it changes: a parameter that can
no longer be named, or that must be, breaks somebody's code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

from spasm_ddx import Findings

KEPT = Path(__file__).with_name("public_names.txt")
#: The modules whose names are promised: those of ``__all__``, or all that they define.
MODULES = (
    "spasm_ddx",
    "spasm_ddx.errors",
    "spasm_ddx.exchange.guidelines",
    "spasm_ddx.exchange.json",
    "spasm_ddx.tables",
    "spasm_ddx.testing",
    "spasm_ddx.views.formats",
)


def lines() -> Iterator[str]:
    """A line for each public name, and one for each public member of a class."""
    for name in MODULES:
        module = import_module(name)
        defined = [
            each
            for each, value in vars(module).items()
            if not each.startswith("_")
            and getattr(value, "__module__", None) == name
            and not isinstance(value, TypeVar)
        ]
        for public in sorted(getattr(module, "__all__", defined)):
            yield from _of(f"{name}.{public}", getattr(module, public))


def _of(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - anything public
    if not isinstance(value, type):
        yield name + _signature(value)
        return
    bases = [base.__name__ for base in value.__bases__ if base is not object]
    bases = [base for base in bases if not base.startswith("_")]
    yield f"{name}: class({', '.join(bases)}){_signature(value)}"
    own = cast("type[Any]", value)
    for member in sorted(_members(own)):
        yield f"{name}.{member}{_signature(inspect.getattr_static(own, member, None))}"


def _members(value: type[Any]) -> set[str]:
    if issubclass(value, Findings):
        return set(value.__findings__) or {n for n in vars(value) if not n.startswith("_")}
    if issubclass(value, Enum):
        return set(value.__members__)
    defined = {
        name
        for each in value.__mro__
        if each.__module__.startswith("spasm_ddx")
        for name in (*vars(each), *inspect.get_annotations(each))
    }
    return {name for name in defined if not name.startswith("_")}


def _signature(value: Any) -> str:  # noqa: ANN401 - anything public
    """How it is called: which parameters may be named, which must be, and what has a default."""
    value = getattr(value, "__func__", value)  # a class method
    if not callable(value) or (isinstance(value, type) and issubclass(value, Enum | BaseException)):
        return ""
    signature = inspect.signature(cast("Callable[..., object]", value))
    plain = [
        one.replace(
            annotation=one.empty, default=one.empty if one.default is one.empty else _Default()
        )
        for one in signature.parameters.values()
    ]
    return str(inspect.Signature(plain))


class _Default:
    """Any default: what it is, the docs say."""

    def __repr__(self) -> str:
        return "..."


if __name__ == "__main__":
    KEPT.write_text("\n".join(lines()) + "\n", encoding="utf-8")
