"""Trees: the errors at construction, with the place, and the properties."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from enum import Enum, IntEnum, StrEnum
from typing import Any

import attrs
import pytest
from hypothesis import given

from spasm_ddx.errors import CriterionError, TreeError
from spasm_ddx.reasoning.criteria import (
    Criterion,
    Interval,
    Is,
    Not,
    Within,
    all_of,
    any_of,
    at_least,
)
from spasm_ddx.reasoning.finding_kinds import Category, Number, OneOf, Quantity, Sign, YesNo
from spasm_ddx.reasoning.queries import differential, next_question
from spasm_ddx.reasoning.tree import (
    Leaf,
    Node,
    Question,
    Tree,
    outcome_named,
)
from tests.reasoning.strategies import (
    LAW,
    OUTCOMES,
    Ankle,
    Judgement,
    Knee,
    Side,
    Situation,
    Three,
    always,
    declare,
    give,
    judgements,
    key,
    keys,
    questions,
    situations,
)

YES, NO = Leaf("yes"), Leaf("no")
SWOLLEN = Ankle.swelling.present


def ask(criterion: Criterion, yes: Node[Any] = YES, no: Node[Any] = NO) -> Question[Any]:
    return Question("?", criterion, yes=yes, no=no)


#: The same mistake at three places, and what the message calls each of them.
PLACES: list[tuple[Callable[[Criterion], Node[Any]], str]] = [
    (ask, "at the first question: "),
    (lambda wrong: ask(SWOLLEN, yes=ask(wrong)), "after yes: "),
    (
        lambda wrong: ask(SWOLLEN, no=ask(Ankle.fever.present, yes=ask(wrong))),
        "after no, yes: ",
    ),
]


@pytest.mark.parametrize(("put", "place"), PLACES, ids=[place for _, place in PLACES])
class TestRefusals:
    """An invalid tree raises an error that names the place."""

    def refused(self, root: Node[Any], place: str, *words: str) -> None:
        with pytest.raises(TreeError) as raised:
            Tree(root)
        message = str(raised.value)
        assert message.startswith(place)
        for word in words:
            assert word in message
        assert "\n" not in message

    def test_two_vocabularies(self, put: Callable[[Criterion], Node[Any]], place: str) -> None:
        both = all_of(Ankle.bone_tender.present, Knee.swelling.present)
        self.refused(put(both), place, "Knee", "another vocabulary", "Ankle")

    @pytest.mark.parametrize("threshold", [-0.001, 125.001, 1e300, -(2**53)])
    def test_a_threshold_out_of_range(
        self, put: Callable[[Criterion], Node[Any]], place: str, threshold: float
    ) -> None:
        self.refused(put(Ankle.age.at_least(threshold)), place, "age", "out of range", "0 to 125")
        self.refused(put(Ankle.age.below(threshold)), place, "age", "out of range", "0 to 125")

    @pytest.mark.parametrize(
        "criterion",
        [
            Is(Ankle.swelling, {True, False}),
            Is(Ankle.side, set(Side)),
            Ankle.age.at_least(0),
            Ankle.age.at_most(125),
            Ankle.age.between(0, 125),
            Within(Ankle.age, Interval()),
            Ankle.steps.between(-0.0, 10.0),
            any_of(Ankle.bone_tender.present, Ankle.bone_tender.absent),
            any_of(Ankle.age.below(18), Ankle.age.at_least(18)),
            any_of(Ankle.steps.at_most(2), Ankle.steps.above(2.5)),
            at_least(2, *(Ankle.side.among(*set(Side) - {side}) for side in Side)),
            Not(all_of(Ankle.side.among(Side.LEFT), Ankle.side.among(Side.RIGHT))),
            any_of(Ankle.fever.present, Within(Ankle.age, Interval())),
        ],
    )
    def test_always_true(
        self, put: Callable[[Criterion], Node[Any]], place: str, criterion: Criterion
    ) -> None:
        self.refused(put(criterion), place, "always true")

    @pytest.mark.parametrize(
        "criterion",
        [
            Is(Ankle.swelling, frozenset()),
            Ankle.side.among(),
            Ankle.age.below(0),
            Ankle.age.above(125),
            Within(Ankle.age, Interval(3, 3, low_open=True)),
            Within(Ankle.age, Interval(3, 3, high_open=True)),
            Within(Ankle.steps, Interval(2, 3, low_open=True, high_open=True)),
            Ankle.steps.between(2.1, 2.9),
            all_of(Ankle.bone_tender.present, Ankle.bone_tender.absent),
            all_of(Ankle.age.below(18), Ankle.age.at_least(18)),
            all_of(Ankle.steps.above(2), Ankle.steps.below(3)),
            all_of(Ankle.side.among(Side.LEFT), Ankle.side.among(Side.RIGHT)),
            all_of(Ankle.fever.present, Ankle.age.above(125)),
        ],
    )
    def test_always_false(
        self, put: Callable[[Criterion], Node[Any]], place: str, criterion: Criterion
    ) -> None:
        self.refused(put(criterion), place, "always false")


class TestNames:
    """A message uses the name of a finding."""

    def test_capitals_stay(self) -> None:
        vocabulary = declare(HbA1c=Number("?", low=0, high=20, usual=5), HIV=YesNo("?"))
        quantity, sign = vocabulary.findings()
        assert isinstance(quantity, Quantity)
        assert isinstance(sign, Sign)
        with pytest.raises(TreeError, match="HbA1c is always true"):
            Tree(ask(quantity.at_least(0)))
        with pytest.raises(TreeError, match="HIV is always false"):
            Tree(ask(Is(sign, frozenset())))

    def test_a_threshold_is_reported_exactly(self) -> None:
        vocabulary = declare(cells=Number("?", low=0, high=1_000_000, usual=1))
        (cells,) = vocabulary.findings()
        assert isinstance(cells, Quantity)
        with pytest.raises(TreeError, match=r"threshold 1,?000,?001\b.*1,?000,?000"):
            Tree(ask(cells.below(1_000_001)))


class TestAccepted:
    """Unusual but valid trees."""

    @pytest.mark.parametrize(
        "criterion",
        [
            Ankle.age.at_most(0),
            Ankle.age.above(0),
            Ankle.age.at_least(125),
            Ankle.age.below(125),
            Ankle.age.between(40, 40),
            Ankle.steps.between(2.5, 3.5),
            any_of(SWOLLEN, SWOLLEN),
            any_of(Ankle.age.below(18), Ankle.age.above(18)),
            at_least(2, SWOLLEN, Ankle.swelling.absent, Ankle.fever.present),
            all_of(Ankle.fever.present, Ankle.temperature.below(38)),
        ],
    )
    def test_criteria(self, criterion: Criterion) -> None:
        Tree(ask(criterion))

    @LAW
    @given(judgements(most=2, depth=3))  # few findings, asked often: one in six is constant
    def test_refused_exactly_when_always_or_never_true(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        said = always(case.world, criterion)
        if said is None:
            Tree(ask(criterion))
        else:
            with pytest.raises(TreeError, match=f"always {str(said).lower()}"):
                Tree(ask(criterion))

    def test_branches_that_agree_and_one_that_appears_twice(self) -> None:
        shared = ask(Ankle.fever.present)
        tree = Tree(ask(SWOLLEN, yes=shared, no=ask(Ankle.bone_tender.present, yes=shared)))
        assert len(tree.questions) == 3
        assert differential(tree, Ankle(fever=True)) == ("yes", "no")
        assert differential(tree, Ankle(fever=True, bone_tender=True)) == ("yes",)
        Tree(ask(SWOLLEN, yes=YES, no=YES))

    def test_the_same_question_twice_on_a_path(self) -> None:
        tree = Tree(ask(SWOLLEN, yes=ask(SWOLLEN, yes=Leaf("a"), no=Leaf("b")), no=Leaf("c")))
        assert differential(tree, Ankle()) == ("a", "c")

    def test_a_member_is_not_what_is_equal_to_it(self) -> None:
        class Spelt(StrEnum):
            LEFT = "left"
            RIGHT = "right"

        side = declare(side=OneOf("?", Spelt)).finding("side")
        assert isinstance(side, Category)
        Tree(ask(side.among(Spelt.LEFT)))
        with pytest.raises(CriterionError, match="side cannot be 'left'"):
            Is(side, {"left"})


class TestParts:
    """Nodes accept only nodes, criteria and outcomes."""

    def test_an_outcome_is_hashable(self) -> None:
        wrong: Any = ["list"]
        with pytest.raises(TreeError, match="must be hashable"):
            Leaf(wrong)

    def test_outcomes_are_reported_apart_by_their_kinds(self) -> None:
        alike: list[Any] = [1, True, 1.0, (1,), (True,), ((1,),), ((True,),)]
        alike += [frozenset({1}), frozenset({True}), (frozenset({1}),), (frozenset({True}),)]
        assert len({Leaf(outcome) for outcome in alike}) == len(alike)
        for one, other in itertools.permutations(alike, 2):
            tree = Tree(ask(SWOLLEN, yes=Leaf(one), no=Leaf(other)))
            assert tree != Tree(ask(SWOLLEN, yes=Leaf(one), no=Leaf(one)))
            assert list(map(repr, tree.outcomes)) == [repr(one), repr(other)]
            for swelling, outcome in [(True, one), (False, other)]:
                (only,) = differential(tree, Ankle(swelling=swelling))
                assert repr(only) == repr(outcome)

    def test_branches_are_nodes(self) -> None:
        wrong: Any = "outcome"
        with pytest.raises(TreeError, match="yes must be a Question or a Leaf, not 'outcome'"):
            ask(SWOLLEN, yes=wrong)
        with pytest.raises(TreeError, match="no must be a Question or a Leaf"):
            ask(SWOLLEN, no=wrong)
        with pytest.raises(TreeError, match="root must be a Question or a Leaf"):
            Tree(wrong)

    def test_everything_is_frozen(self) -> None:
        tree: Any = Tree(ask(SWOLLEN))
        for owner, name in [(tree, "root"), (tree.root, "yes"), (tree.root.yes, "outcome")]:
            with pytest.raises(AttributeError):
                setattr(owner, name, NO)


class TestWhatATreeKnows:
    """Its questions, outcomes and findings, each once, in the order of the tree."""

    def test_of_one_leaf(self) -> None:
        tree = Tree(YES, name="trivial")
        assert (tree.vocabulary, tree.findings, tree.questions) == (None, (), ())
        assert tree.outcomes == ("yes",)

    def test_most_severe_first_then_yes_before_no(self) -> None:
        root = ask(
            SWOLLEN,
            yes=ask(Ankle.fever.present, yes=Leaf("mild"), no=Leaf("grave")),
            no=ask(Ankle.age.below(2), yes=Leaf("odd"), no=Leaf("mild")),
        )
        assert Tree(root).outcomes == ("mild", "grave", "odd")
        ranked = Tree(root, severity=lambda outcome: outcome == "grave")
        assert ranked.outcomes == ("grave", "mild", "odd")
        assert Tree(root).findings == (Ankle.swelling, Ankle.fever, Ankle.age)
        assert Tree(root).vocabulary is Ankle
        assert repr(Tree(root, name="ankle", version="1")) == (
            "<Tree 'ankle' 1: 3 questions, 3 outcomes>"
        )

    @LAW
    @given(situations())
    def test_each_question_once_before_those_that_follow(self, case: Situation) -> None:
        met = {id(question): question for question in questions(case.tree.root)}
        assert sorted(map(id, case.tree.questions)) == sorted(met)
        assert case.tree.questions[0] is case.tree.root
        first = [question.asks for question in case.tree.questions]
        assert first == [question.asks for question in met.values()]


class TestOutcomes:
    """Outcomes of any hashable type, each distinct."""

    def test_all_kinds_in_one_tree(self) -> None:
        some = declare(kind=OneOf("?", Three), many=Number("?", low=0, high=9, usual=1, whole=True))
        kind, many = some.findings()
        assert isinstance(kind, Category)
        assert isinstance(many, Quantity)
        node: Node[Any] = Leaf(OUTCOMES[-1])
        for index, outcome in reversed(list(enumerate(OUTCOMES[:-1]))):
            node = ask(many.below(index + 1), yes=Leaf(outcome), no=node)
        tree = Tree(node)
        assert keys(tree.outcomes) == keys(OUTCOMES)
        for index, outcome in enumerate(OUTCOMES):
            assert keys(differential(tree, give(some, many=index))) == [key(outcome)]

    @pytest.mark.parametrize("pair", [(True, 1), (False, 0), (1, 1.0), ("1", 1), (None, False)])
    def test_equal_is_not_the_same(self, pair: tuple[Any, Any]) -> None:
        tree = Tree(ask(SWOLLEN, yes=Leaf(pair[0]), no=Leaf(pair[1])))
        assert keys(differential(tree, Ankle())) == keys(pair)
        assert next_question(tree, Ankle()) is Ankle.swelling
        assert keys(differential(tree, Ankle(swelling=False))) == keys(pair[1:])


@attrs.frozen
class Kind:
    """An outcome with its own key."""

    key: object


class TestOutcomeNamed:
    """An outcome is identified by itself, or by its key."""

    @LAW
    @given(situations())
    def test_every_outcome_names_itself_and_no_other_one_is_named(self, case: Situation) -> None:
        have = keys(case.tree.outcomes)
        for outcome in OUTCOMES:
            if key(outcome) in have:
                assert key(outcome_named(case.tree, outcome)) == key(outcome)
            else:
                with pytest.raises(TreeError, match="has no outcome"):
                    outcome_named(case.tree, outcome)

    def test_by_the_key_of_exactly_one(self) -> None:
        tree = Tree(ask(SWOLLEN, Leaf(Kind("ankle")), Leaf(Kind("knee"))), name="leg")
        assert outcome_named(tree, "knee") == Kind("knee")
        with pytest.raises(TreeError) as error:
            outcome_named(tree, "hip")
        assert (
            str(error.value)
            == "the tree 'leg' has no outcome 'hip'; its outcomes are 'ankle', 'knee'"
        )

    def test_the_outcome_itself_before_the_key_of_another(self) -> None:
        tree = Tree(ask(SWOLLEN, Leaf(Kind("yes")), Leaf("yes")))
        assert outcome_named(tree, "yes") == "yes"

    def test_not_by_a_key_that_two_have_nor_by_one_that_is_no_text(self) -> None:
        @attrs.frozen
        class Other(Kind):
            pass

        alike = Tree(ask(SWOLLEN, Leaf(Kind("yes")), Leaf(Other("yes"))))
        with pytest.raises(TreeError, match="no outcome 'yes'"):
            outcome_named(alike, "yes")
        numbered = Tree(ask(SWOLLEN, Leaf(Kind(1)), Leaf(Kind(None))))
        for wrong in (1, None):
            with pytest.raises(TreeError, match=f"no outcome {wrong}"):
                outcome_named(numbered, wrong)


class Triage(IntEnum):
    """A published scale on which 1 is the most urgent."""

    NOW = 1
    SOON = 2
    LATER = 3


class Named(Enum):
    """The same members without an order."""

    NOW = 1
    LATER = 3


class TestSeverity:
    """A severity may not contradict the outcomes' own order."""

    ROWS = ((SWOLLEN, Triage.LATER), (Ankle.fever.present, Triage.NOW))

    def test_against_their_order(self) -> None:
        says = r"puts <Triage.NOW: 1> above <Triage.LATER: 3>, against the order of Triage; declare"
        with pytest.raises(TreeError, match=says):
            Tree.from_rows(self.ROWS, default=Triage.SOON, severity=lambda level: -level)

    def test_against_an_order_of_their_own(self) -> None:
        class Grade(Enum):
            MILD = 1
            SEVERE = 2

            def __lt__(self, other: Grade) -> bool:
                return self.value < other.value

        rows = [(SWOLLEN, Grade.SEVERE)]
        with pytest.raises(TreeError, match="against the order of Grade; declare"):
            Tree.from_rows(rows, default=Grade.MILD, severity=lambda grade: -grade.value)

    def test_along_their_order_coarser_or_not_reported(self) -> None:
        def coarse(level: Triage) -> bool:
            return level > 1

        for severity in (int, coarse):
            Tree.from_rows(self.ROWS, default=Triage.SOON, severity=severity)
        assert Tree.from_rows(self.ROWS, default=Triage.SOON).outcomes == (3, 1, 2)

    def test_members_of_two_orders(self) -> None:
        class Size(IntEnum):
            SMALL = 7
            LARGE = 8

        rows = [(SWOLLEN, Triage.LATER), (Ankle.fever.present, Size.SMALL)]
        tree = Tree.from_rows(
            rows, default=Size.LARGE, severity=lambda one: isinstance(one, Triage)
        )
        assert tree.outcomes == (Triage.LATER, Size.SMALL, Size.LARGE)

    def test_members_without_an_order(self) -> None:
        rows = [(SWOLLEN, Named.LATER)]
        tree = Tree.from_rows(rows, default=Named.NOW, severity=lambda level: -level.value)
        assert tree.outcomes == (Named.NOW, Named.LATER)
