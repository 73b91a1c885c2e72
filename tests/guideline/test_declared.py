"""`compare` of guidelines: what they declare otherwise, and the urgency of trees of conditions."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, cast

import attrs
import pytest

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Alert,
    Claim,
    ClaimRole,
    Code,
    Condition,
    Criterion,
    Feature,
    Findings,
    Guideline,
    Leaf,
    Note,
    Notices,
    OneOf,
    Question,
    Sources,
    Tree,
    Urgency,
    UrgencyScale,
    When,
    YesNo,
    any_of,
    at_least,
    compare,
)
from spasm_ddx.errors import TreeError
from spasm_ddx.exchange.guidelines import from_json, to_json
from spasm_ddx.guideline.comparison import DeclaredDifference
from spasm_ddx.guideline.guideline import as_guideline


class Leg(Findings):
    numb: YesNo = YesNo("Is the leg numb?")


class Limb(Findings):
    """The same finding asked otherwise, and one more, which nothing uses."""

    numb: YesNo = YesNo("Is the limb numb?")
    cold: YesNo = YesNo("Is it cold?")


class Toe(Enum):
    BIG = "big"
    OTHER = "other"


class Sole(Enum):
    BIG = "big"
    OTHER = "other"


class Toes(Findings):
    which: OneOf[Toe] = OneOf("Which?", Toe, words={Toe.BIG: "the big toe"})


class Soles(Findings):
    """The same with help to answer it."""

    which: OneOf[Sole] = OneOf("Which?", Sole, help="The one that hurts.")


class Foot(Findings):
    """The same members as of an enumeration of its own, in other words."""

    which: OneOf[Sole] = OneOf("Which?", Sole)


def tree(
    *,
    asks: str = "Is it numb?",
    claims: tuple[str, ...] = (),
    criterion: Criterion = Leg.numb.present,
    **other: Any,  # noqa: ANN401 - attributes of any kind
) -> Tree[Condition]:
    review = attrs.evolve(REVIEW, **other)
    return Tree(Question(asks, criterion, yes=Leaf(review), no=Leaf(PLAIN), claims=claims))


def guideline(**other: Any) -> Guideline:  # noqa: ANN401 - attributes of any kind
    own: dict[str, Any] = {"name": "Leg", "tree": tree(), "advice": [Advice("Ice.")]}
    return Guideline("leg", **own | other)


def sources(says: str = "It is so.", title: str = "A page", *, checked: bool = True) -> Sources:
    claim = Claim("S01", "Legs", ClaimRole.TYPICAL, ("plain",), says)
    return Sources(title, [claim], [Note("V01", ("S01",), "Now so.", "A book", checked=checked)])


REVIEW = Condition("review", "Review", Urgency.URGENT)
PLAIN = Condition("plain", "Plain cramp", Urgency.SELF_CARE)
ICE = Advice("Ice.")
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
            ["advice Ice.: claims: [] becomes ['S01']."],
        ),
        (
            guideline(alerts=[ALERT]),
            guideline(alerts=[attrs.evolve(ALERT, name="Numb leg")]),
            ["alert numb: name: 'Numb' becomes 'Numb leg'."],
        ),
        (guideline(), guideline(name="L" * 99), [f"name: 'Leg' becomes '{'L' * 99}'."]),
        (guideline(), guideline(version="2"), []),
        # The criteria and branches of a question are compared by their results.
        (
            guideline(),
            guideline(tree=tree(criterion=Leg.numb.absent)),
            [
                "condition: Review becomes Plain cramp: numb. For example: numb.",
                "condition: Plain cramp becomes Review: no numb. For example: no numb.",
                "urgency: URGENT becomes SELF-CARE: numb. For example: numb.",
                "urgency: SELF-CARE becomes URGENT: no numb. For example: no numb.",
            ],
        ),
        (
            guideline(),
            guideline(
                tree=Tree(
                    Question("Is it numb?", Leg.numb.present, yes=Leaf(PLAIN), no=Leaf(REVIEW))
                )
            ),
            [
                "condition: Review becomes Plain cramp: numb. For example: numb.",
                "condition: Plain cramp becomes Review: no numb. For example: no numb.",
                "urgency: URGENT becomes SELF-CARE: numb. For example: numb.",
                "urgency: SELF-CARE becomes URGENT: no numb. For example: no numb.",
            ],
        ),
        (
            guideline(tree=tree(criterion=Limb.numb.present)),
            guideline(
                tree=tree(criterion=Limb.numb.present),
                alerts=[
                    Alert("cold", "Cold", Limb.cold.present, Urgency.EMERGENCY),
                    Alert("warm", "Warm", Limb.cold.absent, Urgency.PROMPT),
                ],
            ),
            [
                "cold: False becomes True: cold. For example: cold.",
                "warm: False becomes True: no cold. For example: no cold.",
                "urgency: URGENT becomes EMERGENCY: numb and cold. For example: numb and cold.",
                (
                    "urgency: SELF-CARE becomes EMERGENCY: no numb and cold. "
                    "For example: no numb and cold."
                ),
                (
                    "urgency: SELF-CARE becomes PROMPT: no numb and no cold. "
                    "For example: no numb and no cold."
                ),
                "alert cold is new.",
                "alert warm is new.",
            ],
        ),
        (
            tree(),
            tree(criterion=Leg.numb.absent, urgency=Urgency.EMERGENCY),
            [
                "Review becomes Plain cramp: numb. For example: numb.",
                "Plain cramp becomes Review: no numb. For example: no numb.",
                "urgency: URGENT becomes SELF-CARE: numb. For example: numb.",
                "urgency: SELF-CARE becomes EMERGENCY: no numb. For example: no numb.",
                "condition review: urgency: 'urgent' becomes 'emergency'.",
            ],
        ),
        (
            guideline(tree=tree(criterion=Toes.which.among(Toe.BIG))),
            guideline(tree=tree(criterion=Foot.which.among(Sole.BIG))),
            [
                (
                    "finding which: members: [{'value': 'big', 'words': 'the big toe'}, "
                    "{'value': 'other', 'words': 'other'}] becomes [{'value': 'big', 'words': "
                    "'big'}, {'value': 'other', 'words': 'other'}]."
                ),
            ],
        ),
        (
            guideline(tree=tree(criterion=Foot.which.among(Sole.BIG))),
            guideline(tree=tree(criterion=Soles.which.among(Sole.BIG))),
            ["finding which: help: '' becomes 'The one that hurts.'."],
        ),
        (
            guideline(),
            guideline(reassuring=[PLAIN]),
            ["reassuring: [] becomes ['plain']."],
        ),
        # The order of asking is that of the tree where none is declared.
        (
            guideline(tree=tree(criterion=any_of(Limb.numb.present, Limb.cold.present))),
            guideline(tree=tree(criterion=any_of(Limb.cold.present, Limb.numb.present))),
            ["order: ['numb', 'cold'] becomes ['cold', 'numb']."],
        ),
        (
            guideline(tree=tree(criterion=any_of(Limb.numb.present, Limb.cold.present))),
            guideline(
                tree=tree(criterion=any_of(Limb.numb.present, Limb.cold.present)), order=[Limb.cold]
            ),
            ["order: [] becomes ['cold']."],
        ),
        # Names within criteria, which texts and drawings show, are declared too.
        (
            guideline(tree=tree(criterion=any_of(Limb.numb.present, Limb.cold.present))),
            guideline(
                tree=tree(
                    criterion=at_least(1, Limb.numb.present, Limb.cold.present, name="Danger")
                )
            ),
            ["question Is it numb?: names: [] becomes ['Danger']."],
        ),
        (
            guideline(),
            guideline(tree=tree(criterion=Limb.numb.present)),
            ["finding numb: asks: 'Is the leg numb?' becomes 'Is the limb numb?'."],
        ),
        (
            guideline(),
            guideline(tree=tree(claims=("S01",))),
            ["question Is it numb?: claims: [] becomes ['S01']."],
        ),
        (
            guideline(),
            guideline(tree=tree(codes=[Code("G", "1")])),
            [
                "condition review: codes: [] becomes [{'system': 'G', 'code': '1'}].",
            ],
        ),
        (
            guideline(alerts=[ALERT]),
            guideline(alerts=[attrs.evolve(ALERT, at_least=Urgency.EMERGENCY)]),
            [
                "urgency: URGENT becomes EMERGENCY: numb. For example: numb.",
                "alert numb: at_least: 'urgent' becomes 'emergency'.",
            ],
        ),
        (
            guideline(),
            guideline(alerts=[ALERT]),
            [
                "numb: False becomes True: numb. For example: numb.",
                "alert numb is new.",
            ],
        ),
        (
            guideline(alerts=[ALERT]),
            guideline(),
            [
                "numb: True becomes False: numb. For example: numb.",
                "alert numb is gone.",
            ],
        ),
        (
            guideline(alerts=[ALERT]),
            guideline(alerts=[attrs.evolve(ALERT, criterion=Leg.numb.absent)]),
            [
                "numb: True becomes False: numb. For example: numb.",
                "numb: False becomes True: no numb. For example: no numb.",
                "urgency: SELF-CARE becomes URGENT: no numb. For example: no numb.",
            ],
        ),
        (
            guideline(sources=sources()),
            guideline(sources=sources("It is not so.", "Another", checked=False)),
            [
                "source: 'A page' becomes 'Another'.",
                "claim S01: says: 'It is so.' becomes 'It is not so.'.",
                "note V01: checked: True becomes False.",
            ],
        ),
        (
            guideline(),
            guideline(sources=sources()),
            [
                "source: '' becomes 'A page'.",
                "claim S01 is new.",
                "note V01 is new.",
            ],
        ),
        # One text may stand several times, each with requirements of its own.
        (
            guideline(advice=[ICE, ICE, ICE]),
            guideline(advice=[ICE, ICE, ICE.given(When.at_least(Urgency.URGENT))]),
            ["advice Ice. (3): when: [] becomes [{'at_least': 'urgent'}]."],
        ),
        (
            guideline(advice=[ICE, ICE, ICE]),
            guideline(),
            ["advice Ice. (2) is gone.", "advice Ice. (3) is gone."],
        ),
        (
            guideline(),
            guideline(afterwards={PLAIN: [Leg.numb]}),
            ["afterwards: [] becomes [['plain', ['numb']]]."],
        ),
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


def test_of_several_values_only_those_that_differ_are_named_in_full() -> None:
    long = "Rest, then walk. " * 20
    before, after = (
        guideline(notices=Notices(purpose="A page.", settled=settled))
        for settled in (f"{long}Now.", f"{long}Soon.")
    )
    (found,) = compare(before, after)
    assert str(found) == (
        f"notices: {{'settled': '{long}Now.'}} becomes {{'settled': '{long}Soon.'}}."
    )


def test_the_order_of_members_says_nothing() -> None:
    def of_members(*names: str) -> Tree[Condition]:
        members = cast("Any", Enum)("Members", {name: name for name in names})

        class Which(Findings):
            one: OneOf[Any] = OneOf("Which?", members)
            other: YesNo = YesNo("Is it the other?")

        some = Which.one.among(*(members[name] for name in ("a", "b")))
        return tree(criterion=Which.other.present, features=[Feature("One of two", some)])

    assert compare(of_members("a", "b", "c"), of_members("b", "a", "c")) == ()


def test_an_outcome_may_be_of_any_type() -> None:
    dated = Tree(
        Question("?", Leg.numb.present, yes=Leaf(date(2020, 1, 1)), no=Leaf(date(2021, 1, 1)))
    )
    said = [str(one) for one in compare(guideline(), as_guideline(dated))]
    assert "condition: Review becomes 2020-01-01: numb. For example: numb." in said


def test_a_copy_in_another_vocabulary_declares_the_same() -> None:
    assert compare(MUSCLE_SPASM, from_json(to_json(MUSCLE_SPASM))) == ()


def test_each_says_its_kind_and_attribute() -> None:
    before = guideline(alerts=[ALERT])
    after = guideline(advice=[ICE, Advice("Walk.")], name="Limb", tree=tree(name="See soon"))
    said = [
        (one.kind, one.attribute, one.before, one.after)
        for one in compare(before, after)
        if isinstance(one, DeclaredDifference)
    ]
    assert said == [
        ("", "name", "Leg", "Limb"),
        ("condition", "name", "Review", "See soon"),
        ("alert", None, "alert numb", None),
        ("advice", None, None, "advice Walk."),
    ]


def test_they_are_counted_once_in_a_set() -> None:
    pair = guideline(), guideline(advice=[Advice("Ice.", claims=["S01"])])
    assert {*compare(*pair), *compare(*pair)} == set(compare(*pair))


def test_a_finding_with_another_name_is_the_same_by_a_pair() -> None:
    renamed = tree(criterion=Limb.cold.present)
    assert compare(tree(), renamed, alike=[(Leg.numb.present, Limb.cold.present)]) == ()


def test_a_plain_tree_gets_an_urgency() -> None:
    plain = Tree(Question("?", Leg.numb.present, yes=Leaf("review"), no=Leaf("plain")))
    for before, after in ((as_guideline(plain), guideline()), (guideline(), as_guideline(plain))):
        assert {"urgency", "scale"} <= {one.part for one in compare(before, after)}
    (scale,) = (one for one in compare(as_guideline(plain), guideline()) if one.part == "scale")
    assert scale.before == []


def test_a_condition_that_is_new_is_told_by_the_results() -> None:
    new = attrs.evolve(PLAIN, key="new", name="New")
    other = Tree(Question("Is it numb?", Leg.numb.present, yes=Leaf(PLAIN), no=Leaf(new)))
    assert list(map(str, compare(tree(), other))) == [
        "Review becomes Plain cramp: numb. For example: numb.",
        "Plain cramp becomes New: no numb. For example: no numb.",
    ]


def test_two_scales_of_urgency() -> None:
    """A guideline of another scale differs in every level, and in the scale."""

    class Own(UrgencyScale):
        WAIT = 1, "wait and see"
        GO = 2, "go now"

    conditions = Condition("review", "Review", Own.GO), Condition("plain", "Plain cramp", Own.WAIT)
    numb = Leg.numb.present
    other = Tree(Question("Is it numb?", numb, yes=Leaf(conditions[0]), no=Leaf(conditions[1])))
    changed = {one.part for one in compare(guideline(), guideline(tree=other))}
    assert changed >= {"urgency", "scale", "condition review: urgency"}


@pytest.mark.parametrize("pair", [(tree(), guideline()), (guideline(), tree())])
def test_a_tree_and_a_guideline_are_refused(pair: tuple[Any, Any]) -> None:
    with pytest.raises(TreeError) as told:
        compare(*pair)
    assert str(told.value) == (
        "compare takes two trees or two guidelines; a guideline's tree is its .tree"
    )
