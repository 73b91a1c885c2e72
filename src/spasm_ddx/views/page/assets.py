"""The script and the style of every page: the same text in each, so that one hash allows it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from spasm_ddx.views.style import DARK, LIGHT, MARKS, Palette, roles

#: The modules of the script, each after those that it imports.
MODULES: Final = (
    *("diagram", "criteria", "words", "answers", "assessing", "path", "asking", "link"),
    *("elements", "inputs", "results", "questions", "drawing", "page"),
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
    light, dark = (_variables(palette) for palette in (LIGHT, DARK))
    return (
        f".ddx-walker{{color-scheme:light;{light}}}"
        f"@media (prefers-color-scheme:dark){{.ddx-walker{{color-scheme:dark;{dark}}}}}"
        # A page with a theme of its own, such as that of the docs, says which it shows.
        f'[data-theme="light"] .ddx-walker{{color-scheme:light;{light}}}'
        f'[data-theme="dark"] .ddx-walker{{color-scheme:dark;{dark}}}'
        f"{''.join(_painted())}{_resource('page.css')}"
    )


def _resource(name: str) -> str:
    return files("spasm_ddx.views.page").joinpath(name).read_text(encoding="utf-8")


def _variable(role: str) -> str:
    return f"--ddx-{role.replace('_', '-')}"


def _variables(palette: Palette) -> str:
    return "".join(f"{_variable(role)}:{colour};" for role, colour in roles(palette).items())


def _painted() -> Iterator[str]:
    """The drawing painted by the same variables, and repainted as it is ruled out or raised."""
    for role in roles(LIGHT):
        own = f"var({_variable(role)})"
        yield f".ddx-walker .f-{role}{{fill:{own}}}.ddx-walker .s-{role}{{stroke:{own}}}"
    for part in ("fill", "ink", "border", "strip", "strip_ink"):
        kinds = ["question", *(f"grade-{name}" for name in "x0123")]
        for paint, style in (("f", "fill"), ("s", "stroke")):
            chosen = ",".join(f".ddx-ruled_out .{paint}-{kind}-{part}" for kind in kinds)
            yield f"{chosen}{{{style}:var({_variable(f'faded-{part}')})}}"
            for grade in range(1, len(MARKS)):
                below = ",".join(
                    f".ddx-raised-{grade} .{paint}-grade-{lower}-{part}" for lower in range(grade)
                )
                yield f"{below}{{{style}:var({_variable(f'grade-{grade}-{part}')})}}"
