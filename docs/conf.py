"""How the docs are built: ``sphinx-build -n -W docs docs/_build/html``, without any network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import spasm_ddx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "examples"))  # the trees of the how-tos

project = "spasm-ddx"
author = "The spasm-ddx founders"
project_copyright = f"2026, {author}"
version = release = spasm_ddx.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "spasm_ddx.sphinxext",
]
exclude_patterns = ["_build"]
suppress_warnings: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "spasm-ddx"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#00694e",
        "color-brand-content": "#00694e",
        "color-brand-visited": "#00694e",
    },
    "dark_css_variables": {
        "color-brand-primary": "#40ba90",
        "color-brand-content": "#40ba90",
        "color-brand-visited": "#40ba90",
    },
}
pygments_style = "a11y-light"
pygments_dark_style = "a11y-high-contrast-dark"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_use_ivar = True
napoleon_use_rtype = False


class Measured(SphinxDirective):
    """What a benchmark printed or drew, or how to make it where it is not there."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"command": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The file as it is."""
        path = ROOT / "docs" / "measured" / self.arguments[0]
        self.env.note_dependency(str(path))
        command = nodes.literal("", self.options["command"])
        if not path.exists():
            return [nodes.paragraph("", "Not measured yet; this prints it: ", command, ".")]
        made = nodes.paragraph("", "", nodes.Text("Printed by "), command, nodes.Text(":"))
        if path.suffix == ".svg":
            picture = nodes.image(uri=f"/measured/{path.name}", alt=self.options["command"])
            return [made, picture]
        text = path.read_text(encoding="utf-8")
        return [made, nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> None:
    """Register the directive of the performance page."""
    app.add_directive("measured", Measured)
