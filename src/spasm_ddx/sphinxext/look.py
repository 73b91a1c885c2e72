"""The style sheet of what the directives make, from the palette of the drawings."""

from __future__ import annotations

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
        (static / _NAME).write_text(css(), encoding="utf-8")


def css() -> str:
    """The sheet: dark where the reader's system is, or where the theme's switch says so."""
    dark = f"{_variables(DARK)}{_repainted(DARK)}"
    return (
        f":root{{{_variables(LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{body:not([data-theme=light]){{{dark}}}}}"
        f"body[data-theme=dark]{{{dark}}}"
        f"{_CSS}"
    )


def _variables(palette: Palette) -> str:
    named = {f"ddx-{name}": colour for name, colour in roles(palette).items()}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())


def _repainted(palette: Palette) -> str:
    """The colours of a drawing, which has those of a light page in itself."""
    return "".join(
        f".ddx-drawing .f-{role}{{fill:{colour}}}.ddx-drawing .s-{role}{{stroke:{colour}}}"
        for role, colour in roles(palette).items()
    )


_CSS: Final = (
    # The drawing, in a box that scrolls by itself.
    ".ddx-drawing{overflow:auto;margin:1.25rem 0;border:1px solid var(--ddx-hairline);"
    "border-radius:.5rem;background:var(--ddx-page);max-height:80vh}"
    ".ddx-drawing:focus-visible{outline:3px solid var(--ddx-grade-1-strip)}"
    ".ddx-drawing svg{display:block;width:100%;height:auto}"
    ".ddx-drawing svg a{text-decoration:none}"
    ".ddx-drawing svg a:hover text,.ddx-drawing svg a:focus text{text-decoration:underline}"
    ".ddx-drawing pre{margin:1rem}"
    # The strip of an urgency, told without colour too.
    ".ddx-strip{display:inline-block;font-weight:bold;font-size:.75rem;line-height:1.4;"
    "padding:.05rem .5rem;margin:0 .15rem;white-space:nowrap}"
    + "".join(
        f".ddx-g{name}{{background:var(--ddx-grade-{name}-strip);"
        f"color:var(--ddx-grade-{name}-strip_ink)}}"
        for name in "x0123"
    )
    + ".ddx-g0,.ddx-g1{border-radius:.5rem}"
    ".ddx-g3{outline:1px solid var(--ddx-grade-3-strip);outline-offset:2px}"
    ".ddx-flag,.ddx-role{font-size:.75rem;border:1px solid var(--ddx-line);border-radius:.3rem;"
    "padding:.05rem .35rem;white-space:nowrap}"
    ".ddx-flag{border-color:var(--ddx-grade-3-border);color:var(--ddx-grade-3-strip)}"
    ".ddx-claims{white-space:nowrap;font-size:.85em}"
    ".ddx-quiet,.ddx-uses{font-size:.9em;color:var(--ddx-quiet)}"
    # Criteria and tables, close together.
    ".ddx-criterion p,.ddx-criterion ul{margin:.1rem 0}.ddx-criterion{margin:.5rem 0}"
    ".ddx-people>ul{columns:17rem}.ddx-people li{break-inside:avoid}"
    "table.ddx-table p{margin:0 0 .2rem}table.ddx-table .ddx-criterion{margin:0}"
    "table.ddx-table ul{padding-left:1.1rem}"
    "table.ddx-table td,table.ddx-table th{vertical-align:top;text-align:left}"
    # A claim.
    "div.ddx-claim.container{border-left:.2rem solid var(--ddx-hairline);padding:.1rem 0 .1rem 1rem;"
    "margin:1.4rem 0}.ddx-claim p{margin:.25rem 0}"
    "div.ddx-claim.container:target{border-left-color:var(--ddx-grade-0-strip)}"
)
