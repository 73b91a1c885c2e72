"""Each fast form against `holds` and `residual`, and those against brute force."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, constant
from spasm_ddx.reasoning.evaluation import holds, residual
from spasm_ddx.reasoning.positions import bounds
from spasm_ddx.reasoning.queries import differential, relevant
from spasm_ddx.reasoning.tree import Leaf, Tree, add_node
from tests.reasoning.strategies import (
    LAW,
    Judgement,
    Situation,
    World,
    always,
    completed,
    completions,
    decides,
    ending,
    ends_of,
    inside,
    judgements,
    key,
    keys,
    leaves,
    reached,
    situations,
    surely_possibly,
    worlds,
)


class TestHolds:
    """`holds` agrees with counting the parts that certainly and possibly hold."""

    @LAW
    @given(judgements())
    def test_surely_and_possibly(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        surely, possibly = surely_possibly(criterion, case.person)
        assert holds(criterion, case.person) is (surely if surely == possibly else None)


class TestIntervals:
    """`in`, the cuts of a diagram and a direct comparison agree on a number in an interval."""

    @LAW
    @given(worlds())
    def test_every_interval_at_every_point(self, world: World) -> None:
        for quantity in world.quantities:
            for interval in world.splitting(quantity):
                first, beyond = bounds(quantity, interval)
                for value in world.points(quantity):
                    expected = inside(value, interval)
                    assert (value in interval) is expected
                    assert (first <= value < beyond) is expected


class TestCriterionDiagram:
    """The diagram of a criterion agrees with `holds`."""

    @LAW
    @given(judgements(shows=False))
    def test_same_truth_on_every_completion(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        diagram = DecisionDiagram(case.world.findings)
        node = diagram.criterion(criterion)
        everybody = completions(case.world.vocabulary, case.person, criterion)
        for complete in everybody:
            said = diagram.outcomes(node, diagram.positions(complete))
            assert said == [holds(criterion, complete)]
        # Together, they are what the diagram reaches where something is unknown.
        together = {holds(criterion, complete) for complete in everybody}
        assert set(diagram.outcomes(node, diagram.positions(case.person))) == together

    @LAW
    @given(judgements(most=2, depth=3))  # few findings, asked often: one in six is constant
    def test_always_and_never(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        assert constant(criterion) is always(case.world, criterion)


class TestTreeDiagram:
    """The diagram of a tree agrees with its residual."""

    @LAW
    @given(situations())
    def test_restricted_is_the_diagram_of_the_residual(self, case: Situation) -> None:
        diagram = DecisionDiagram(case.tree.findings)
        root = add_node(diagram, case.tree.root)
        left = add_node(diagram, residual(case.tree, case.person))
        at = diagram.positions(case.person)
        assert diagram.restricted(root, at) == left
        # In another diagram of the same order it is the same function.
        other = DecisionDiagram(diagram.order)
        assert diagram.restricted(root, at, other) == add_node(
            other, residual(case.tree, case.person)
        )

    @LAW
    @given(situations())
    def test_ends_are_the_outcomes_of_completions(self, case: Situation) -> None:
        # And never the end of the paths that construction refuses.
        diagram, root = case.tree.diagram
        ends = keys(diagram.outcomes(root, diagram.positions(case.person)))
        assert sorted(map(str, ends)) == sorted(map(str, reached(case.tree, case.person)))

    @LAW
    @given(situations())
    def test_where_an_outcome_is_reached(self, case: Situation) -> None:
        diagram, root = case.tree.diagram
        for outcome in case.tree.outcomes:
            node = diagram.where(root, outcome)
            for complete in case.completions:
                here = key(ending(case.tree.root, complete)) == key(outcome)
                assert diagram.outcomes(node, diagram.positions(complete)) == [here]

    @LAW
    @given(situations())
    def test_relevant_is_what_matters_by_brute_force(self, case: Situation) -> None:
        diagram, root = case.tree.diagram
        ends = ends_of(case.tree, case.person)
        found = relevant(diagram, root, diagram.positions(case.person))
        assert found == [finding for finding in diagram.order if decides(finding, ends)]


class TestDifferential:
    """The differential agrees with the residual trees of all completions."""

    @LAW
    @given(situations())
    def test_union_of_the_residuals_of_completions(self, case: Situation) -> None:
        ends = {
            key(leaf.outcome)
            for complete in case.completions
            for leaf in leaves(residual(case.tree, complete))
        }
        assert set(keys(differential(case.tree, case.person))) == ends

    @LAW
    @given(situations())
    def test_within_the_leaves_of_the_residual(self, case: Situation) -> None:
        left = set(keys(leaf.outcome for leaf in leaves(residual(case.tree, case.person))))
        assert set(keys(differential(case.tree, case.person))) <= left

    @LAW
    @given(st.data(), situations())
    def test_the_leaf_when_everything_is_known(self, data: st.DataObject, case: Situation) -> None:
        complete = data.draw(completed(case.world, case.person))
        left = residual(case.tree, complete)
        assert isinstance(left, Leaf)
        assert keys(differential(case.tree, complete)) == [key(left.outcome)]

    @LAW
    @given(situations())
    def test_one_diagram_serves_every_question(self, case: Situation) -> None:
        # What was asked before must not change what is answered now.
        fresh = Tree(case.tree.root, severity=case.tree.severity)
        for complete in case.completions:
            differential(case.tree, complete)
        assert keys(differential(case.tree, case.person)) == keys(differential(fresh, case.person))
