"""Proofs in words."""

from __future__ import annotations

import pytest

from spasm_ddx import MUSCLE_SPASM, Leaf, Presentation, Question, Tree
from spasm_ddx.errors import TreeError
from spasm_ddx.views.proofs import said_why_not
from tests.reasoning.strategies import Ankle


class TestWhyNot:
    """The text uses the outcome's name, however the caller identified it."""

    def test_by_its_key_as_by_itself(self) -> None:
        person = Presentation(fever=False)
        for condition in MUSCLE_SPASM.conditions:
            by_itself = said_why_not(MUSCLE_SPASM.tree, person, condition)
            assert said_why_not(MUSCLE_SPASM.tree, person, condition.key) == by_itself

    def test_what_can_be_changed_and_what_cannot(self) -> None:
        fever, tender = Ankle.fever.present, Ankle.bone_tender.present
        never = Question("Still?", fever, yes=Leaf("ill"), no=Leaf("never"))
        tree = Tree(
            Question(
                "Fever?",
                fever,
                yes=never,
                no=Question("Tender?", tender, yes=Leaf("x-ray"), no=Leaf("rest")),
            )
        )
        told = {
            "ill": "It is ill.",
            "x-ray": "Not x-ray because of fever; it would be with no fever and bone tender.",
            "never": "Nothing can make it never.",
        }
        for outcome, words in told.items():
            assert said_why_not(tree, Ankle(fever=True), outcome) == words
        open_still = "Not certain to be ill; it would be with fever."
        assert said_why_not(tree, Ankle(), "ill") == open_still

    def test_an_outcome_that_the_tree_does_not_have_is_refused(self) -> None:
        with pytest.raises(TreeError, match="no outcome 'cramp'; its outcomes are 'systemic_"):
            said_why_not(MUSCLE_SPASM.tree, Presentation(), "cramp")
