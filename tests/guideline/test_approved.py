"""Every word that a few people are told is as approved."""

from __future__ import annotations

from tests.guideline.spoken import APPROVED, spoken


def test_every_word_is_as_approved() -> None:
    # After a change that is meant: python -m tests.guideline.spoken
    assert spoken().splitlines() == APPROVED.read_text(encoding="utf-8").splitlines()
