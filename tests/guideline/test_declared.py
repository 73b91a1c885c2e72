"""`compare` of guidelines: what they declare otherwise, and the urgency of trees of conditions."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Alert,
    Condition,
    Findings,
    Guideline,
    Leaf,
    Question,
    Tree,
    Urgency,
    YesNo,
    compare,
)
from spasm_ddx.exchange.guidelines import from_json, to_json


class Leg(Findings):
    numb: YesNo = YesNo("Is the leg numb?")


def tree(*, asks: str = "Is it numb?", **other: Any) -> Tree[Condition]:  # noqa: ANN401 - attributes of any kind
    plain = Condition("plain", "Plain cramp", Urgency.SELF_CARE)
    review = attrs.evolve(Condition("review", "Review", Urgency.URGENT), **other)
    root = Question(asks, Leg.numb.present, yes=Leaf(review), no=Leaf(plain))
    return Tree(root)


def guideline(**other: Any) -> Guideline:  # noqa: ANN401 - attributes of any kind
    own: dict[str, Any] = {"name": "Leg", "tree": tree(), "advice": [Advice("Ice.")]}
    return Guideline("leg", **own | other)


ALERT = Alert("numb", "Numb", Leg.numb.present, Urgency.URGENT)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            guideline(),
            guideline(tree=tree(name="See soon")),
            ["condition review: name: 'Review' becomes 'See soon'."],
        ),
        (
            guideline(),
            guideline(advice=[Advice("Amputate.")]),
            ["advice Ice. is gone.", "advice Amputate. is new."],
        ),
        (
            guideline(),
            guideline(advice=[Advice("Ice.", claims=["S01"])]),
            ["advice Ice.: claims: () becomes ('S01',)."],
        ),
        (
            guideline(alerts=[ALERT]),
            guideline(alerts=[attrs.evolve(ALERT, name="Numb leg")]),
            ["alert numb: name: 'Numb' becomes 'Numb leg'."],
        ),
        (guideline(), guideline(name="L" * 99), [f"name: 'Leg' becomes '{'L' * 99}'."]),
        (guideline(), guideline(version="2"), []),
        (tree(), tree(asks="Is it so?"), []),
        (
            tree(),
            tree(urgency=Urgency.EMERGENCY),
            [
                "urgency: URGENT becomes EMERGENCY: numb. For example: numb.",
                "condition review: urgency: 'urgent' becomes 'emergency'.",
            ],
        ),
    ],
)
def test_what_is_declared_otherwise(before: Any, after: Any, said: list[str]) -> None:  # noqa: ANN401 - trees and guidelines
    assert list(map(str, compare(before, after))) == said


def test_a_copy_in_another_vocabulary_declares_the_same() -> None:
    assert compare(MUSCLE_SPASM, from_json(to_json(MUSCLE_SPASM))) == ()
