"""The decision table is exactly the tree."""

from __future__ import annotations

from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.reasoning.criteria import Criterion
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.views import markdown
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Situation,
    completed,
    ending,
    questions,
    situations,
    truth,
)
from tests.views.strategies import drawn_as, markdown_tables


def criteria_of(tree: Tree[object]) -> list[Criterion]:
    """The criterion of each question, as the table numbers them."""
    return [question.criterion for question in questions(tree.root)]


def answers_of(row: list[str], head: list[str], *, columns: bool) -> dict[int, bool]:
    """The answers that a row asks for: the number of each question, from 0."""
    if columns:
        numbered = takewhile(lambda cell: cell[0].isdigit(), zip(head, row, strict=True))
        return {int(name) - 1: cell == "yes" for name, cell in numbered if cell in {"yes", "no"}}
    pairs = [pair.split() for pair in row[0].split(", ")]
    return {int(number) - 1: answer == "yes" for number, answer in pairs}


class TestExactness:
    """Exactly one row fits each person, and has the outcome of the tree."""

    @LAW
    @given(case=situations(), data=st.data())
    @pytest.mark.parametrize("columns", [True, False])
    def test_people(self, case: Situation, data: st.DataObject, *, columns: bool) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markdown, "MOST_COLUMNS", 1_000 if columns else 0)
            head, *rows = markdown_tables(drawn_as(case.tree, "markdown"))[1]
        criteria = criteria_of(case.tree)
        for _ in range(5):
            person = data.draw(completed(case.world, case.person))
            fitting = [
                row
                for row in rows
                if all(
                    truth(criteria[number], person) is answer
                    for number, answer in answers_of(row, head, columns=columns).items()
                )
            ]
            assert len(fitting) == 1
            outcome = fitting[0][head.index("Outcome")]
            assert outcome == str(ending(case.tree.root, person))

    @LAW
    @given(situations())
    def test_every_path_has_its_row(self, case: Situation) -> None:
        _, *rows = markdown_tables(drawn_as(case.tree, "markdown"))[1]
        assert len(rows) == len(paths(case.tree.root))


def paths(node: Node[object]) -> list[Leaf[object]]:
    return [node] if isinstance(node, Leaf) else [*paths(node.yes), *paths(node.no)]


class TestCases:
    """What the page says."""

    def test_the_muscle_spasm_tree(self) -> None:
        asked, found = markdown_tables(drawn_as(MUSCLE_SPASM, "markdown"))
        assert [row[0] for row in asked[1:]] == list("1234567")
        assert found[1][:8] == ["yes", *"\N{EN DASH}" * 6, "Spasm of a systemic cause, suspected"]
        assert [row[8] for row in found[1:]][:2] == ["\u25b2\u25b2 EMERGENCY", "\u25b2 URGENT"]

    def test_one_person(self) -> None:
        page = drawn_as(MUSCLE_SPASM, "markdown", Presentation(age_months=18, temperature_c=39.5))
        known = "- age 18 months\n- fever\n- temperature 39.5 \N{DEGREE SIGN}C\n"
        assert f"## Known of this person\n\n{known}" in page
        assert "**? serious disease excluded by a clinician**" in page
        assert "~~Benign local cramp~~" in page
        assert "**Febrile convulsion of childhood**" in page
        assert "\N{MULTIPLICATION SIGN} ruled out" in page

    def test_a_tree_of_one_leaf(self) -> None:
        page = drawn_as(Tree(Leaf("rest"), name="Nothing to ask"), "markdown")
        assert "# Nothing to ask" in page
        assert "| rest |" in page

    def test_a_part(self) -> None:
        tree = Tree(
            Question(
                "Fever?",
                Ankle.fever.present,
                yes=Leaf("ill"),
                no=Question("Swollen?", Ankle.swelling.present, yes=Leaf("cool"), no=Leaf("rest")),
            )
        )
        assert "1 question and 2 outcomes, shown apart" in drawn_as(tree, "markdown", depth=1)
        assert "Fever" not in drawn_as(tree, "markdown", root="n")
