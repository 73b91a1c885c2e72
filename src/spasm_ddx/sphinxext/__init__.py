"""A Sphinx extension that documents a tree, its findings and its sources from the code.

It needs the extra: ``pip install 'spasm-ddx[docs]'``. Add ``"spasm_ddx.sphinxext"`` to the
``extensions`` of ``conf.py``. A directive documents the object that its argument names as
``module:NAME``, or else the guideline that ``ddx_guideline`` names in ``conf.py``. Roles such
as ``ddx:claim`` link to what the directives define.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from spasm_ddx import __version__
from spasm_ddx.errors import extra

with extra("docs", "sphinx", "spasm_ddx.sphinxext needs Sphinx"):
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxDirective
    from sphinx.util.typing import ExtensionMetadata

from spasm_ddx.sphinxext import comparison, guidelines, trees
from spasm_ddx.sphinxext.domain import DecisionDomain, pages_with_links
from spasm_ddx.views import figure, style

__all__ = ["setup"]

_STYLE_SHEET: Final = "spasm_ddx.css"

#: The directives, by their names without ``ddx-``.
DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "tree": trees.TreeDrawing,
    "table": trees.DecisionTable,
    "questions": trees.Questions,
    "findings": trees.FindingsTable,
    "walker": trees.Walker,
    "comparison": comparison.Comparison,
    "conditions": guidelines.Conditions,
    "alerts": guidelines.Alerts,
    "screens": guidelines.Screens,
    "cases": guidelines.Cases,
    "lowerings": guidelines.Lowerings,
    "claims": guidelines.Claims,
    "notes": guidelines.Notes,
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives, the roles and the style sheet."""
    app.add_config_value("ddx_guideline", "", "env", [str])
    app.add_domain(DecisionDomain)
    for name, directive in DIRECTIVES.items():
        app.add_directive(f"ddx-{name}", directive)
    app.connect("doctree-resolved", trees.lead_somewhere)
    app.connect("env-updated", pages_with_links)
    app.add_css_file(_STYLE_SHEET)
    app.connect("build-finished", _write_style_sheet)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _write_style_sheet(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        # A theme with a dark mode declares it; under any other, pages stay light.
        colours = style.variables("body").replace("dark){body{", "dark){body[data-theme]{")
        sheet = files("spasm_ddx.sphinxext").joinpath(_STYLE_SHEET).read_text(encoding="utf-8")
        path = Path(app.outdir, "_static", _STYLE_SHEET)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{colours}{figure.stylesheet()}\n{sheet}", encoding="utf-8")
