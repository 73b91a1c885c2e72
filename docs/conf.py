"""How the docs are built: ``sphinx-build -n -W docs docs/_build/html``, without any network."""

from __future__ import annotations

import ast
import pkgutil
import sys
from enum import Enum
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer

import spasm_ddx

ROOT = Path(__file__).parents[1]
# The root, what the how-tos show, and the rules of content 1.0.0.
sys.path[:0] = [str(ROOT / path) for path in ("", "examples", "docs/how-to", "docs/clinical")]

from docs.own_directives import Laws, Measured, Proved  # noqa: E402 - the path is set above

project = "spasm-ddx"
author = "The spasm-ddx founders"
project_copyright = f"2026, {author}"
version = release = spasm_ddx.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "spasm_ddx.sphinxext",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "python_names.txt"]
suppress_warnings: list[str] = []

#: The guideline of directives without an argument.
ddx_guideline = "spasm_ddx:MUSCLE_SPASM"

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

# The names of Python's docs come from a file of the repository, so that the build needs no
# network. A name missing there is a warning, and so an error.
intersphinx_mapping = {"python": ("https://docs.python.org/3", "python_names.txt")}
viewcode_follow_imported_members = False
# Copy the typed code, without prompts and output.
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True

autosummary_generate = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
add_module_names = False
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
napoleon_use_ivar = True
napoleon_use_rtype = False

# Names outside these docs: other packages, and type variables.
nitpick_ignore_regex = [
    ("py:class", r"(hypothesis|sphinx|docutils|click|narwhals|polars|pl)\..*"),
    ("py:class", r"(.*\.)?(Closed|E|F|O|O_co|OutcomeT|T|_Criterion)"),
    ("py:class", r"(.*\.)?(Criterion|Finding|Node|Requirement|Sign)"),
]


#: Replaces a colon while napoleon reads; a private-use character, so never in a text.
_COLON = "\ue000"


#: Accessibility attributes that the theme lacks.
_ACCESSIBLE = {
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="This page" class="toc-drawer',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
}


def _cached_properties(_: Sphinx) -> None:
    """Give Sphinx the docstrings of cached properties, which attrs replaces by slots."""
    for found in pkgutil.walk_packages(spasm_ddx.__path__, "spasm_ddx."):
        if found.name.endswith("__main__"):  # importing it would run it
            continue
        analyzer = ModuleAnalyzer.for_module(found.name)
        analyzer.analyze()
        classes = [one for one in ast.parse(analyzer.code).body if isinstance(one, ast.ClassDef)]
        for owner in classes:
            for part in owner.body:
                if isinstance(part, ast.FunctionDef) and "cached_property" in map(
                    ast.unparse, part.decorator_list
                ):
                    lines = (ast.get_docstring(part) or "").splitlines()
                    analyzer.attr_docs[owner.name, part.name] = [*lines, ""]


def _enum_members(*given: object) -> bool | None:
    """Keep the members of an enumeration, which have no docstrings."""
    return False if isinstance(given[3], Enum) else None


def _colons(_: Sphinx, what: str, __: str, ___: object, ____: object, lines: list[str]) -> None:
    """Hide colons from napoleon, which reads the words before one as an attribute's type."""
    if what in {"attribute", "data", "property"}:
        lines[:] = [line.replace(":", _COLON) for line in lines]


def _colons_back(
    _: Sphinx, what: str, __: str, ___: object, ____: object, lines: list[str]
) -> None:
    """Show them again."""
    if what in {"attribute", "data", "property"}:
        lines[:] = [line.replace(_COLON, ":") for line in lines]


def _trimmed(_: Sphinx, doctree: nodes.document) -> None:
    """Show no empty line at the end of an example, where a doctest needs one."""
    for block in doctree.findall(nodes.literal_block):
        text = block.astext().rstrip()
        if text != block.astext() == block.rawsource:
            block.rawsource = text
            block[:] = [nodes.Text(text)]


def _accessible(app: Sphinx, exception: Exception | None) -> None:
    """Add what the theme lacks to a page."""
    if exception is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for lacking, whole in _ACCESSIBLE.items():
                text = text.replace(lacking, whole)
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the directives of these docs, and what napoleon and the theme need."""
    app.connect("builder-inited", _cached_properties)
    app.connect("autodoc-skip-member", _enum_members)
    app.connect("autodoc-process-docstring", _colons, priority=400)
    app.connect("autodoc-process-docstring", _colons_back, priority=600)
    app.add_directive("measured", Measured)
    app.add_directive("laws", Laws)
    app.add_directive("proved", Proved)
    app.connect("doctree-read", _trimmed)
    app.connect("build-finished", _accessible)
