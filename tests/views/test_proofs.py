"""Proofs in words."""

from __future__ import annotations

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.errors import TreeError
from spasm_ddx.views.proofs import said_why_not


class TestWhyNot:
    """The text uses the outcome's name, however the caller identified it."""

    def test_by_its_key_as_by_itself(self) -> None:
        person = Presentation(fever=False)
        for condition in MUSCLE_SPASM.conditions:
            by_itself = said_why_not(MUSCLE_SPASM.tree, person, condition)
            assert said_why_not(MUSCLE_SPASM.tree, person, condition.key) == by_itself

    def test_an_outcome_that_the_tree_does_not_have_is_refused(self) -> None:
        with pytest.raises(TreeError, match="no outcome 'cramp'; its outcomes are 'systemic_"):
            said_why_not(MUSCLE_SPASM.tree, Presentation(), "cramp")
