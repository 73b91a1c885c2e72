"""The decision diagram: reduced, ordered, one node for one function, and its limit."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.errors import DiagramTooLargeError
from spasm_ddx.reasoning.criteria import Interval, Not, Within, all_of, any_of, at_least
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, constant
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity, Sign, YesNo
from spasm_ddx.reasoning.positions import bounds
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Question, Tree, add_node
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Judgement,
    Situation,
    World,
    Xray,
    completions,
    declare,
    inside,
    judgements,
    situations,
    truth,
)


class TestOrdered:
    """A path tests each finding at most once, in the order of the tree."""

    @LAW
    @given(situations())
    def test_children_ask_later(self, case: Situation) -> None:
        diagram, _ = case.tree.diagram
        for node, children in enumerate(diagram.children):
            assert all(diagram.levels[child] > diagram.levels[node] for child in children)

    @LAW
    @given(situations(shows=False))
    def test_order_is_that_of_the_tree(self, case: Situation) -> None:
        diagram, _ = case.tree.diagram
        assert diagram.order == case.tree.findings

    def test_a_sign_stands_behind_the_quantity_that_shows_it(self) -> None:
        order = (Ankle.temperature, Ankle.swelling, Ankle.fever)
        assert DecisionDiagram(order).order == (Ankle.temperature, Ankle.fever, Ankle.swelling)


class TestReduced:
    """No two nodes are equal, adjacent children differ, and every answer is possible."""

    @LAW
    @given(situations())
    def test_no_two_nodes_are_equal(self, case: Situation) -> None:
        diagram, _ = case.tree.diagram
        inner = [
            (diagram.levels[node], diagram.cuts[node], children)
            for node, children in enumerate(diagram.children)
            if children
        ]
        assert len(inner) == len(set(inner))

    @LAW
    @given(situations())
    def test_neighbours_differ(self, case: Situation) -> None:
        diagram, _ = case.tree.diagram
        for cuts, children in zip(diagram.cuts, diagram.children, strict=True):
            assert len(children) == (len(cuts) + 1 if cuts else 0)
            assert all(one != next_one for one, next_one in pairwise(children))
            assert all(one < next_one for one, next_one in pairwise(cuts))

    @LAW
    @given(situations())
    def test_somebody_can_give_every_answer(self, case: Situation) -> None:
        diagram, _ = case.tree.diagram
        for node, children in enumerate(diagram.children):
            if children:
                values = _positions(case.world, diagram.order[diagram.levels[node]])
                given_ones = {bisect_right(diagram.cuts[node], value) for value in values}
                assert given_ones == set(range(len(children)))

    @LAW
    @given(situations())
    def test_a_support_is_what_the_nodes_below_ask(self, case: Situation) -> None:
        diagram, root = case.tree.diagram
        for node in diagram.nodes_below(root):
            asked = {
                diagram.levels[below]
                for below in diagram.nodes_below(node)
                if diagram.children[below]
            }
            assert diagram.supports[node] == sum(1 << level for level in asked)


def _positions(world: World, finding: Finding) -> list[float]:
    points = world.points(finding)
    return list(points) if isinstance(finding, Quantity) else list(range(len(points)))


class TestOneNodeForOneFunction:
    """Two criteria have the same node exactly when they are true of the same people."""

    @LAW
    @given(judgements(size=2, shows=False))
    def test_same_node_exactly_when_same_truth(self, case: Judgement) -> None:
        one, other = case.criteria
        diagram = DecisionDiagram(case.world.findings)
        everybody = completions(case.world.vocabulary, case.world.vocabulary(), any_of(one, other))
        alike = all(truth(one, complete) == truth(other, complete) for complete in everybody)
        assert (diagram.criterion(one) == diagram.criterion(other)) is alike

    @LAW
    @given(judgements(size=3), st.integers(1, 3))
    def test_de_morgan(self, case: Judgement, k: int) -> None:
        diagram = DecisionDiagram(case.world.findings)
        enough_not = at_least(3 - k + 1, *map(Not, case.criteria))
        assert diagram.criterion(Not(at_least(k, *case.criteria))) == diagram.criterion(enough_not)

    @LAW
    @given(judgements())
    def test_double_negation(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        diagram = DecisionDiagram(case.world.findings)
        assert diagram.criterion(Not(Not(criterion))) == diagram.criterion(criterion)

    @LAW
    @given(judgements(size=3))
    def test_if_then_else(self, case: Judgement) -> None:
        diagram = DecisionDiagram(case.world.findings)
        condition, yes, no = (diagram.criterion(criterion) for criterion in case.criteria)
        spelled = any_of(
            all_of(case.criteria[0], case.criteria[1]),
            all_of(Not(case.criteria[0]), case.criteria[2]),
        )
        assert diagram.if_then_else(condition, yes, no) == diagram.criterion(spelled)

    def test_true_and_1_are_two_ends(self) -> None:
        diagram = DecisionDiagram(())
        assert diagram.end(outcome=True) == diagram.yes
        assert len({diagram.end(outcome) for outcome in (True, 1, 1.0, "1")}) == 4


class TestIntervals:
    """An unbounded end of an interval is neither open nor closed."""

    @pytest.mark.parametrize("whole", [False, True])
    @pytest.mark.parametrize(
        "interval",
        [
            Interval(high=2, low_open=True),
            Interval(high=2, low_open=True, high_open=True),
            Interval(low=2, high_open=True),
            Interval(low=2, low_open=True, high_open=True),
        ],
    )
    def test_open_where_there_is_no_end(self, interval: Interval, *, whole: bool) -> None:
        quantity = Ankle.steps if whole else Ankle.age
        first, beyond = bounds(quantity, interval)
        for value in (0, 1, 2, 3, 10):
            assert (value in interval) is inside(value, interval)
            assert (first <= value < beyond) is inside(value, interval)

    def test_the_differential_of_such_an_interval(self) -> None:
        few = Within(Ankle.steps, Interval(high=2, low_open=True))
        tree = Tree(Question("Few?", few, yes=Leaf("few"), no=Leaf("many")))
        assert holds(few, Ankle(steps=0)) is True
        assert differential(tree, Ankle(steps=0)) == ("few",)

    def test_one_number_of_many(self) -> None:
        exactly = Ankle.age.between(40, 40)
        tree = Tree(Question("Exactly?", exactly, yes=Leaf("yes"), no=Leaf("no")))
        assert differential(tree, Ankle(age=40)) == ("yes",)
        assert differential(tree, Ankle(age=40.00000000000001)) == ("no",)
        assert differential(tree, Ankle()) == ("yes", "no")

    def test_between_two_whole_numbers_is_nothing(self) -> None:
        between = all_of(Ankle.steps.above(2), Ankle.steps.below(3))
        assert constant(between) is False
        assert constant(all_of(Ankle.age.above(2), Ankle.age.below(3))) is None


class TestAnswers:
    """Each answer to what a node asks, and where it leads."""

    def test_the_cells_of_a_node_cover_its_finding(self) -> None:
        diagram = DecisionDiagram((Ankle.steps, Ankle.swelling))
        few = diagram.criterion(Ankle.steps.between(2, 5))
        assert diagram.cells(few) == [
            ((0, 2), diagram.no),
            ((2, 6), diagram.yes),
            ((6, 11), diagram.no),
        ]
        swollen = diagram.criterion(Ankle.swelling.present)
        assert diagram.cells(swollen) == [((0, 1), diagram.no), ((1, 2), diagram.yes)]


class TestNothingMoreThanIsAsked:
    """What a root does not ask is neither added to it nor made for it."""

    def test_no_contradiction_between_findings_that_are_not_asked(self) -> None:
        diagram = DecisionDiagram((Ankle.temperature, Ankle.swelling))
        swollen = diagram.criterion(Ankle.swelling.present)
        feverish = diagram.criterion(Ankle.fever.present)
        assert diagram.possible(swollen) == swollen
        assert diagram.possible(feverish) == feverish
        assert diagram.possible(swollen, asked=[Ankle.temperature]) != swollen

    def test_what_is_known_leaves_no_node_behind(self) -> None:
        diagram = DecisionDiagram((Ankle.bone_tender, Ankle.swelling, Ankle.xray))
        normal = Ankle.xray.among(Xray.NORMAL)
        either = any_of(
            all_of(Ankle.bone_tender.present, Ankle.swelling.present),
            all_of(Ankle.bone_tender.absent, normal),
        )
        left = DecisionDiagram(diagram.order)
        ends = len(left.levels)
        root = diagram.restricted(diagram.criterion(either), [1, None, None], left)
        assert root == left.criterion(Ankle.swelling.present)
        assert len(left.levels) == ends + 1


class _Counting(DecisionDiagram):
    """A diagram that counts how often it is asked to combine three nodes."""

    asked = 0

    def if_then_else(self, condition: int, yes: int, no: int) -> int:
        self.asked += 1
        return super().if_then_else(condition, yes, no)


class TestPoints:
    """Of a score, what is certain is one case, and so is what is out of reach."""

    @pytest.mark.parametrize(
        ("k", "weights"), [(3, (1,) * 6), (4, (3, -2, 3, -2, 3)), (1, (-1, -3, 5, 0.5))]
    )
    def test_no_case_more_than_there_are(self, k: float, weights: tuple[float, ...]) -> None:
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(len(weights))})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        diagram = _Counting(signs)
        diagram.at_least(k, [sign.present for sign in signs], weights)
        cases, needed = 0, {k}
        for index, weight in enumerate(weights):
            cases += len(needed)
            rest = weights[index + 1 :]
            lowest, highest = sum(min(0, one) for one in rest), sum(max(0, one) for one in rest)
            left = {one - counted for one in needed for counted in (0, weight)}
            needed = {min(max(one, lowest), highest + 1) for one in left}
        assert diagram.asked == cases


class TestLimit:
    """A diagram that outgrows its limit raises an error with its size."""

    def test_the_error_says_how_large(self) -> None:
        # Pairs that belong together stand far apart: 2 ** 10 nodes and more.
        vocabulary = declare(**{f"s{index}": YesNo("?") for index in range(20)})
        signs = [sign for sign in vocabulary.findings() if isinstance(sign, Sign)]
        pairs = list(zip(signs[:10], signs[10:], strict=True))
        some_pair = any_of(*(all_of(one.present, other.present) for one, other in pairs))
        diagram = DecisionDiagram(signs, limit=500)
        with pytest.raises(DiagramTooLargeError, match="500 nodes") as raised:
            diagram.criterion(some_pair)
        assert raised.value.nodes > 500
        # The same criterion is small where the pairs stand together.
        near = DecisionDiagram([sign for pair in pairs for sign in pair], limit=500)
        near.criterion(some_pair)
        assert len(near.levels) < 500

    @LAW
    @given(situations(), st.integers(3, 40))
    def test_never_beyond_the_limit(self, case: Situation, limit: int) -> None:
        diagram = DecisionDiagram(case.tree.findings, limit=limit)
        try:
            add_node(diagram, case.tree.root)
        except DiagramTooLargeError as error:
            assert error.nodes > limit  # noqa: PT017 - either way is right
            assert re.search(rf"\b{limit}\b", str(error))  # noqa: PT017
        else:
            assert len(diagram.levels) <= limit
