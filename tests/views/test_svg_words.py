"""What an SVG says of itself to those who do not see it."""

from __future__ import annotations

from hypothesis import given

from spasm_ddx.reasoning.queries import differential
from spasm_ddx.views.sheet import sheet_of
from spasm_ddx.views.svg import described
from tests.reasoning.strategies import LAW, Situation, situations


@LAW
@given(situations())
def test_an_outcome_of_two_leaves_stands_once_as_the_nearest(case: Situation) -> None:
    said = described(sheet_of(case.tree, case.person))

    possible = set(map(str, differential(case.tree, case.person)))
    _, _, ruled_out = said.partition("Ruled out: ")
    listed = ruled_out.rstrip(".").split("; ") if ruled_out else []
    assert set(listed) == set(map(str, case.tree.outcomes)) - possible
