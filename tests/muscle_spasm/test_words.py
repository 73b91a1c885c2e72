"""Every word, number and id of the content is as approved."""

from __future__ import annotations

from spasm_ddx import MUSCLE_SPASM
from tests.muscle_spasm.printed import APPROVED, printed


def test_the_content_is_as_approved() -> None:
    # After a change that is meant: python -m tests.muscle_spasm.printed
    assert printed(MUSCLE_SPASM).splitlines() == APPROVED.read_text(encoding="utf-8").splitlines()
