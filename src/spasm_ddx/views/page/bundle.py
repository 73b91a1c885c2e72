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
    """Rules that repaint the drawing by the standing of its cards and by raised urgency."""
    for part, paint in product(("fill", "ink", "border", "strip", "strip_ink"), ("fill", "stroke")):
        name, initial = part.replace("_", "-"), paint[0]
        kinds = ["question", *(f"grade-{grade}" for grade in "x0123")]
        chosen = ",".join(f".ddx-ruled_out .{initial}-{kind}-{part}" for kind in kinds)
        yield f"{chosen}{{{paint}:var(--ddx-faded-{name})}}"
        for standing, role in (("passed", "passed"), ("here", "unknown")):
            yield f".ddx-{standing} .{initial}-question-{part}{{{paint}:var(--ddx-{role}-{name})}}"
        for grade in range(1, len(style.MARKS)):
            below = ",".join(
                f".ddx-raised-{grade} .{initial}-grade-{lower}-{part}" for lower in range(grade)
            )
            yield f"{below}{{{paint}:var(--ddx-grade-{grade}-{name})}}"
