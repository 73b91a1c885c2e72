"""The script and the style of every page: the same text in each, so that one hash allows it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import product
from typing import Final

from spasm_ddx.views import figure, style

#: The modules of the script, each after its imports.
MODULES: Final = (
    *("reasoning", "words", "answers", "assessing", "path", "asking"),
    *("elements", "results", "questions", "drawing", "page"),
)
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ", re.MULTILINE)


@cache
def script() -> str:
    """The JavaScript of every page: the modules in one function, without imports and exports."""
    modules = [_resource(f"{name}.mjs") for name in MODULES]
    joined = "\n".join(_EXPORT.sub("", _IMPORT.sub("", module)) for module in modules)
    return f'(() => {{\n"use strict";\n\n{joined}}})();\n'


def script_hash() -> str:
    """The hash by which a Content-Security-Policy allows the script and no other."""
    return f"sha256-{b64encode(sha256(script().encode()).digest()).decode()}"


@cache
def stylesheet() -> str:
    """The style of every page, in light and dark, for the questions and for the drawing."""
    colours = style.variables(".ddx-walker") + figure.stylesheet()
    return f"{colours}{''.join(_repainted())}{_resource('page.css')}{_resource('drawing.css')}"


def _resource(name: str) -> str:
    return files("spasm_ddx.views.page").joinpath(name).read_text(encoding="utf-8")


def _repainted() -> Iterator[str]:
    """Rules that give a card the colours of its standing, or of a raised urgency."""
    grades = [f"grade-{grade}" for grade in "x0123"]
    shown = {"ruled_out": ("faded", ["question", *grades])}
    shown |= {"passed": ("passed", ["question"]), "here": ("unknown", ["question"])}
    shown |= {f"raised-{n}": (grades[n + 1], grades[1 : n + 1]) for n in range(1, len(style.MARKS))}
    for name, (role, kinds) in shown.items():
        parts = product(kinds, ("fill", "ink", "border", "strip", "strip-ink"))
        colours = (f"--ddx-{kind}-{part}:var(--ddx-{role}-{part})" for kind, part in parts)
        yield f".ddx-{name}{{{';'.join(colours)}}}"
