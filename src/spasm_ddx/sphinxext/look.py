"""The style sheet of what the directives make, with the colours of the drawings as variables."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from spasm_ddx.views import figure, style

_NAME: Final = "spasm_ddx.css"


def connect(app: Sphinx) -> None:
    """Have every page use the sheet, and write it when the build ends."""
    app.add_css_file(_NAME)
    app.connect("build-finished", _write)


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        static.mkdir(exist_ok=True)
        colours = style.variables("body") + figure.stylesheet()
        sheet = files("spasm_ddx.sphinxext").joinpath(_NAME).read_text(encoding="utf-8")
        (static / _NAME).write_text(f"{colours}\n{sheet}", encoding="utf-8")
