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
    named = {f"dd-{name}": colour for name, colour in roles(palette).items()}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())


def _repainted(palette: Palette) -> str:
    """The colours of a drawing, which has those of a light page in itself."""
    return "".join(
        f".dd-figure .f-{role}{{fill:{colour}}}.dd-figure .s-{role}{{stroke:{colour}}}"
        for role, colour in roles(palette).items()
    )


_CSS: Final = (
    # The drawing, in a box that scrolls by itself.
    ".dd-figure{overflow:auto;margin:1.25rem 0;border:1px solid var(--dd-hairline);"
    "border-radius:.5rem;background:var(--dd-page);max-height:80vh}"
    ".dd-figure:focus-visible{outline:3px solid var(--dd-grade-1-strip)}"
    ".dd-figure svg{display:block;width:100%;height:auto}"
    ".dd-figure svg a{text-decoration:none}"
    ".dd-figure svg a:hover text,.dd-figure svg a:focus text{text-decoration:underline}"
    ".dd-figure pre{margin:1rem}"
    # On a phone a drawing begins with its name, and the rest of it is not in sight.
    "@media (max-width:48rem){.dd-figure::before{content:'Scroll in the drawing to see all of it.';"
    "display:block;position:sticky;left:0;width:max-content;padding:.5rem .75rem 0;"
    "font-size:.8rem}}"
    # The strip of an urgency, told without colour too.
    ".dd-strip{display:inline-block;font-weight:bold;font-size:.75rem;line-height:1.4;"
    "padding:.05rem .5rem;margin:0 .15rem;white-space:nowrap}"
    + "".join(
        f".dd-g{name}{{background:var(--dd-grade-{name}-strip);"
        f"color:var(--dd-grade-{name}-strip_ink)}}"
        for name in "x0123"
    )
    + ".dd-g0,.dd-g1{border-radius:.5rem}"
    ".dd-g3{outline:1px solid var(--dd-grade-3-strip);outline-offset:2px}"
    ".dd-flag,.dd-role{font-size:.75rem;border:1px solid var(--dd-line);border-radius:.3rem;"
    "padding:.05rem .35rem;white-space:nowrap}"
    ".dd-flag{border-color:var(--dd-grade-3-border);color:var(--dd-grade-3-strip)}"
    ".dd-claims{white-space:nowrap;font-size:.85em}"
    ".dd-quiet,.dd-uses{font-size:.9em;color:var(--dd-quiet)}"
    # Labels, criteria and tables, close together.
    "p.dd-label:has(+ul,+.dd-criterion){margin-bottom:.2rem}p.dd-label+ul{margin-top:.2rem}"
    ".dd-criterion p,.dd-criterion ul{margin:.1rem 0}.dd-criterion{margin:.5rem 0}"
    ".dd-people>ul{columns:17rem}.dd-people li{break-inside:avoid}"
    "table.dd-table p{margin:0 0 .2rem}table.dd-table .dd-criterion{margin:0}"
    "table.dd-table ul{padding-left:1.1rem}"
    "table.dd-table td,table.dd-table th{vertical-align:top;text-align:left}"
    # A claim.
    "div.dd-claim.container{border-left:.2rem solid var(--dd-hairline);padding:.1rem 0 .1rem 1rem;"
    "margin:1.4rem 0}.dd-claim p{margin:.25rem 0}"
    "div.dd-claim.container:target{border-left-color:var(--dd-grade-0-strip)}"
)
