"""The docs of a guideline in a single file: every directive, and no warning."""

from __future__ import annotations

import pytest

from examples.feverish_child import FEVERISH_CHILD
from tests.docs.pages import Element, build, page

pytest.importorskip("myst_parser", reason="needs the extra docs")

DIRECTIVES = [
    *("tree", "table", "questions", "conditions", "alerts", "screens", "findings", "claims"),
    *("notes", "walker"),
]


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Element:
    folder = tmp_path_factory.mktemp("feverish")
    index = "Feverish child\n==============\n\n"
    index += "\n\n".join(f".. ddx-{name}::" for name in DIRECTIVES)
    guideline = "examples.feverish_child:FEVERISH_CHILD"
    assert build(folder, {"index.rst": index}, guideline=guideline) == ""
    return page(folder / "html" / "index.html")


def test_each_condition_alert_screen_finding_and_claim_is_reported(docs: Element) -> None:
    for condition in FEVERISH_CHILD.conditions:
        assert condition.name in docs.text
    for alert in FEVERISH_CHILD.alerts:
        assert alert.name in docs.text
    for screen in FEVERISH_CHILD.screens:
        assert screen.asks in docs.text
    for finding in FEVERISH_CHILD.vocabulary.findings():
        assert finding.asks in docs.text
    for claim in FEVERISH_CHILD.sources.claims:
        assert claim.says in docs.text


def test_each_question_of_the_tree_is_reported(docs: Element) -> None:
    for question in FEVERISH_CHILD.tree.questions:
        assert question.asks in docs.text
