"""The directives of these docs: measurements, proofs, and the laws of the tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from textwrap import fill
from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from spasm_ddx import verify
from spasm_ddx.sphinxext.base import Options

ROOT = Path(__file__).parents[1]
#: The most lines of a proof that are not folded.
MOST_LINES = 8


class Measured(SphinxDirective):
    """A plot of measurements, or the folded output of a benchmark."""

    required_arguments = 1
    option_spec: ClassVar[Options] = {"open": directives.flag}

    def run(self) -> list[nodes.Node]:
        """The plot inline, in the colour of the text; or the output unchanged."""
        path = ROOT / "docs" / "measured" / self.arguments[0]
        self.env.note_dependency(str(path))
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".svg":
            plot = re.sub("<style>.*?</style>", "", text)
            return [nodes.raw("", f'<div class="plot">{plot}</div>', format="html")]
        head, _, printed = text.partition("\n\n")
        summary = f"Printed by <code>{escape(head)}</code>"
        return folded(summary, printed, unfolded="open" in self.options)


class Proved(SphinxDirective):
    """The report of ``verify`` on a tree or a guideline ``module:NAME``; folded if long."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The command and its output, computed during the build."""
        module, _, name = self.arguments[0].partition(":")
        proved = cast("object", verify(getattr(import_module(module), name)))
        lines = str(proved).splitlines()
        report = "\n".join(
            fill(line, 80, subsequent_indent="  ", break_on_hyphens=False) for line in lines
        )
        summary = f"<code>print(verify({name}))</code>"
        return folded(summary, report, unfolded=report.count("\n") < MOST_LINES)


def folded(summary: str, text: str, *, unfolded: bool) -> list[nodes.Node]:
    """A text below a summary that shows and hides it."""
    start = f"<details{' open' if unfolded else ''}><summary>{summary}</summary>"
    block = nodes.literal_block(text, text, language="text")
    return [nodes.raw("", start, format="html"), block, nodes.raw("", "</details>", format="html")]


class Laws(SphinxDirective):
    """The laws in files of ``tests/``: the docstrings of their classes."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """A list of the laws, each with the tests that try it."""
        items: list[str] = []
        for file in self.content:
            self.env.note_dependency(str(ROOT / "tests" / file))
            for law, cases in laws(ROOT / "tests" / file):
                items.append(f"- {law} *{'; '.join(cases)}.*" if cases[1:] else f"- {law}")
        files = ", ".join(f"`tests/{file}`" for file in self.content)
        return self.parse_text_to_nodes("\n".join([*items, "", f"Held by {files}."]))


def laws(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each law of a test file, and the names of its tests with random input."""
    for found in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(found, ast.ClassDef):
            cases = [
                part.name.removeprefix("test_").replace("_", " ")
                for part in found.body
                if isinstance(part, ast.FunctionDef)
                and any("given" in ast.unparse(one) for one in part.decorator_list)
            ]
            docstring = ast.get_docstring(found)
            if cases and docstring:
                law = " ".join(docstring.partition("\n\n")[0].split())
                yield law.replace("``", "`"), cases
