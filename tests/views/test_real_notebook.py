"""A real notebook, executed: it shows trees, assessments and criteria."""

from __future__ import annotations

from typing import Any

import pytest

nbformat: Any = pytest.importorskip("nbformat", reason="the dev extra brings notebooks")
nbclient: Any = pytest.importorskip("nbclient", reason="the dev extra brings notebooks")
pytest.importorskip("ipykernel", reason="the dev extra brings notebooks")

CELLS = [
    "from spasm_ddx import MUSCLE_SPASM, Presentation, assess",
    "MUSCLE_SPASM",
    "assess(Presentation(age_months=18, temperature_c=39.5))",
    "MUSCLE_SPASM.tree.root.criterion",
]
#: Makes a kernel in which nothing can be drawn: neither pygraphviz nor a dot.
BARE = (
    "import os, sys\n"
    "os.environ['PATH'] = ''\n"
    "import spasm_ddx.views.run_graphviz as run_graphviz\n"
    "run_graphviz.find_spec = lambda name: None"
)


def shown(*cells: str) -> list[dict[str, str]]:
    """What each of the last three cells shows, by MIME type."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [dict(cell.outputs[0].data) for cell in notebook.cells[-3:]]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
class TestANotebook:
    def test_shows_pictures_where_it_can_draw(self) -> None:
        tree, assessment, criterion = shown(*CELLS)

        assert "<svg" in tree["image/svg+xml"]
        assert "Benign local cramp" in tree["text/html"]
        assert "ruled out" in assessment["image/svg+xml"]
        assert assessment["text/plain"].startswith("Urgency: URGENT to EMERGENCY")
        assert "not medical advice" in " ".join(assessment["text/plain"].split())
        assert "Sign of a systemic cause" in criterion["text/markdown"]

    def test_shows_words_where_it_cannot(self) -> None:
        tree, assessment, _ = shown(BARE, *CELLS)

        assert set(tree) == set(assessment) == {"text/plain", "text/markdown"}
        assert "Benign local cramp" in tree["text/plain"]
