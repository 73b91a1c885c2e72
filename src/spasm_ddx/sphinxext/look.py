"""The style sheet of what the directives make, with the colours of the drawings as variables."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from spasm_ddx.views.style import DARK, LIGHT, Palette, roles

_NAME: Final = "spasm_ddx.css"


def connect(app: Sphinx) -> None:
    """Have every page use the sheet, and write it when the build ends."""
    app.add_css_file(_NAME)
    app.connect("build-finished", _write)


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(exist_ok=True)
        sheet = files("spasm_ddx.sphinxext").joinpath(_NAME).read_text(encoding="utf-8")
        (static / _NAME).write_text(f"{_colours()}\n{sheet}", encoding="utf-8")


def _colours() -> str:
    """The colours: dark where the reader's system is, or where the theme's switch says so."""
    light, dark = map(_variables, (LIGHT, DARK))
    return (
        f":root{{{light}}}"
        f"@media (prefers-color-scheme:dark){{body:not([data-theme=light]){{{dark}}}}}"
        f"body[data-theme=dark]{{{dark}}}" + "".join(map(_painted, roles(LIGHT)))
    )


def _variables(palette: Palette) -> str:
    named = roles(palette).items()
    return "".join(f"--ddx-{role.replace('_', '-')}:{colour};" for role, colour in named)


def _painted(role: str) -> str:
    """A colour of a drawing, which has that of a light page in itself."""
    colour = f"var(--ddx-{role.replace('_', '-')})"
    return f".dd-figure .f-{role}{{fill:{colour}}}.dd-figure .s-{role}{{stroke:{colour}}}"
