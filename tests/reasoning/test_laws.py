"""Laws of the semantics: three-valued truth, the residual tree, the exact differential."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx.reasoning.criteria import AtLeast, Not, all_of, any_of, at_least
from spasm_ddx.reasoning.evaluation import holds, residual, settled_by
from spasm_ddx.reasoning.finding_kinds import Quantity
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from tests.reasoning.strategies import (
    LAW,
    OUTCOMES,
    Ankle,
    Judgement,
    Situation,
    atoms_in,
    completed,
    completions,
    ending,
    finding_of,
    give,
    judgements,
    key,
    keys,
    learned,
    leaves,
    questions,
    reached,
    situations,
    truth,
)

# ------------------------------------------------------- three-valued truth: `holds`


class TestDeMorgan:
    """De Morgan's laws hold for `all_of` and `any_of`."""

    @LAW
    @given(judgements(size=3))
    def test_not_all(self, case: Judgement) -> None:
        some_not = any_of(*map(Not, case.criteria))
        assert holds(Not(all_of(*case.criteria)), case.person) is holds(some_not, case.person)

    @LAW
    @given(judgements(size=3))
    def test_not_any(self, case: Judgement) -> None:
        all_not = all_of(*map(Not, case.criteria))
        assert holds(Not(any_of(*case.criteria)), case.person) is holds(all_not, case.person)

    @LAW
    @given(judgements(size=4), st.integers(1, 4))
    def test_not_k_of_n(self, case: Judgement, k: int) -> None:
        enough_not = at_least(4 - k + 1, *map(Not, case.criteria))
        assert holds(Not(at_least(k, *case.criteria)), case.person) is holds(
            enough_not, case.person
        )


class TestDoubleNegation:
    """Two negations cancel."""

    @LAW
    @given(judgements())
    def test_not_not(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        assert holds(Not(Not(criterion)), case.person) is holds(criterion, case.person)


class TestUnknownMiddle:
    """A criterion or its negation is never false; both together are never true."""

    @LAW
    @given(judgements())
    def test_either(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        unknown = holds(criterion, case.person) is None
        assert holds(any_of(criterion, Not(criterion)), case.person) is (None if unknown else True)
        assert holds(all_of(criterion, Not(criterion)), case.person) is (None if unknown else False)


class TestCounting:
    """At least k of n is true if k are true, false if k cannot be, and else unknown."""

    @LAW
    @given(judgements(size=4), st.integers(1, 4))
    def test_k_of_n(self, case: Judgement, k: int) -> None:
        truths = [holds(criterion, case.person) for criterion in case.criteria]
        expected = None
        if sum(true is True for true in truths) >= k:
            expected = True
        elif sum(true is not False for true in truths) < k:
            expected = False
        assert holds(at_least(k, *case.criteria), case.person) is expected

    @LAW
    @given(judgements(size=3), st.permutations(range(3)), st.integers(1, 3))
    def test_order_does_not_matter(self, case: Judgement, order: list[int], k: int) -> None:
        turned = [case.criteria[index] for index in order]
        before = holds(at_least(k, *case.criteria), case.person)
        assert holds(at_least(k, *turned), case.person) is before

    @LAW
    @given(judgements(size=3))
    def test_more_wanted_is_never_truer(self, case: Judgement) -> None:
        rank = {False: 0, None: 1, True: 2}
        truths = [rank[holds(at_least(k, *case.criteria), case.person)] for k in (1, 2, 3)]
        assert truths == sorted(truths, reverse=True)

    @LAW
    @given(judgements())
    def test_a_name_changes_nothing(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        named = any_of(criterion, name="Named")
        assert holds(named, case.person) is holds(criterion, case.person)


class TestUnknownIsNotAbsent:
    """A criterion that holds, or does not, keeps its truth whatever the unknown findings are."""

    @LAW
    @given(judgements())
    def test_nothing_known_settles_nothing(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        assert holds(criterion, case.world.vocabulary()) is None

    @LAW
    @given(judgements())
    def test_definite_truth_is_that_of_every_completion(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        said = holds(criterion, case.person)
        everybody = completions(case.world.vocabulary, case.person, criterion)
        if said is not None:
            assert {truth(criterion, complete) for complete in everybody} == {said}

    @LAW
    @given(st.data(), judgements())
    def test_definite_truth_never_changes(self, data: st.DataObject, case: Judgement) -> None:
        (criterion,) = case.criteria
        before = holds(criterion, case.person)
        after = holds(criterion, data.draw(learned(case.world, case.person)))
        assert before is None or after is before

    @LAW
    @given(st.data(), judgements())
    def test_everything_known_settles(self, data: st.DataObject, case: Judgement) -> None:
        (criterion,) = case.criteria
        complete = data.draw(completed(case.world, case.person))
        assert holds(criterion, complete) is truth(criterion, complete)


class TestSettledBy:
    """The findings that settle a criterion are known, and suffice to settle it."""

    @LAW
    @given(st.data(), judgements())
    def test_settles_alone(self, data: st.DataObject, case: Judgement) -> None:
        (criterion,) = case.criteria
        person = data.draw(st.one_of(st.just(case.person), completed(case.world, case.person)))
        said = holds(criterion, person)
        settling = settled_by(criterion, person)
        assert bool(settling) is (said is not None)
        known = {finding.name: person.value_of(finding) for finding in settling}
        assert None not in known.values()
        assert holds(criterion, give(case.world.vocabulary, **known)) is said

    def test_only_by_the_parts_that_agree(self) -> None:
        either = any_of(Ankle.swelling.present, Ankle.fever.present)
        assert settled_by(either, Ankle(swelling=True, fever=False)) == (Ankle.swelling,)
        neither = Ankle(swelling=False, fever=False)
        assert settled_by(either, neither) == (Ankle.swelling, Ankle.fever)
        assert settled_by(Not(either), Ankle(swelling=True, fever=False)) == (Ankle.swelling,)
        assert settled_by(either, Ankle(swelling=False)) == ()


# --------------------------------------------------- what is left to ask: `residual`


def _kept(node: Node[Any], left: Node[Any], person: Findings) -> None:
    """Walk a tree and its residual side by side: the same questions, less the settled ones."""
    while isinstance(node, Question) and (said := holds(node.criterion, person)) is not None:
        node = node.yes if said else node.no
    if isinstance(node, Leaf):
        assert isinstance(left, Leaf)
        assert key(left.outcome) == key(node.outcome)
    else:
        assert isinstance(left, Question)
        assert (left.asks, left.claims) == (node.asks, node.claims)
        _kept(node.yes, left.yes, person)
        _kept(node.no, left.no, person)


class TestResidual:
    """The residual is the tree without the known findings, with the same outcomes."""

    @LAW
    @given(situations())
    def test_ends_as_the_tree_on_every_completion(self, case: Situation) -> None:
        left = residual(case.tree, case.person)
        for complete in case.completions:
            assert key(ending(left, complete)) == key(ending(case.tree.root, complete))

    @LAW
    @given(situations())
    def test_keeps_exactly_the_unknown_questions(self, case: Situation) -> None:
        _kept(case.tree.root, residual(case.tree, case.person), case.person)

    @LAW
    @given(situations())
    def test_asks_only_what_is_unknown(self, case: Situation) -> None:
        for question in questions(residual(case.tree, case.person)):
            assert holds(question.criterion, case.person) is None
            for atom in atoms_in(question.criterion):
                assert getattr(case.person, finding_of(atom).name) is None

    @LAW
    @given(situations())
    def test_nothing_known_leaves_the_tree(self, case: Situation) -> None:
        left = residual(case.tree, case.world.vocabulary())
        assert [question.asks for question in questions(left)] == [
            question.asks for question in questions(case.tree.root)
        ]
        assert keys(leaf.outcome for leaf in leaves(left)) == keys(
            leaf.outcome for leaf in leaves(case.tree.root)
        )

    @LAW
    @given(st.data(), situations())
    def test_everything_known_leaves_a_leaf(self, data: st.DataObject, case: Situation) -> None:
        complete = data.draw(completed(case.world, case.person))
        left = residual(case.tree, complete)
        assert isinstance(left, Leaf)
        assert key(left.outcome) == key(ending(case.tree.root, complete))

    def test_keeps_a_question_whose_branches_agree(self) -> None:
        tree = Tree(Question("Swollen?", Ankle.swelling.present, yes=LEFT, no=LEFT))
        assert residual(tree, Ankle()) == tree.root

    def test_keeps_the_name_of_a_composite(self) -> None:
        named = any_of(Ankle.swelling.present, Ankle.bone_tender.present, name="Injury sign")
        tree = Tree(Question("Injured?", named, yes=LEFT, no=RIGHT))
        left = residual(tree, Ankle(swelling=False))
        assert isinstance(left, Question)
        assert isinstance(left.criterion, AtLeast)
        assert left.criterion.name == "Injury sign"
        assert holds(left.criterion, Ankle(bone_tender=True)) is True

    def test_counts_what_holds_already(self) -> None:
        signs = (Ankle.swelling, Ankle.bone_tender, Ankle.fever)
        two = at_least(2, *(sign.present for sign in signs))
        left = residual(Tree(Question("Two?", two, yes=LEFT, no=RIGHT)), Ankle(swelling=True))
        assert isinstance(left, Question)
        assert left.criterion == any_of(Ankle.bone_tender.present, Ankle.fever.present)


LEFT, RIGHT = Leaf("left"), Leaf("right")


# ------------------------------------------------ what can still be: `differential`


class TestExactness:
    """The differential holds every outcome that some completion reaches, and no other."""

    @LAW
    @given(situations(shows=False))
    def test_findings_apart(self, case: Situation) -> None:
        assert set(keys(differential(case.tree, case.person))) == set(
            reached(case.tree, case.person)
        )

    @LAW
    @given(situations(shows=True))
    def test_quantities_that_show_signs(self, case: Situation) -> None:
        assert set(keys(differential(case.tree, case.person))) == set(
            reached(case.tree, case.person)
        )

    # Few trees ask both in a way that only the second of them makes impossible.
    @settings(LAW, max_examples=150)
    @given(situations(shows=True, first="sqq", most=3))
    def test_two_quantities_that_show_signs(self, case: Situation) -> None:
        assert set(keys(differential(case.tree, case.person))) == set(
            reached(case.tree, case.person)
        )

    @LAW
    @given(st.data(), situations())
    def test_one_outcome_when_everything_is_known(
        self, data: st.DataObject, case: Situation
    ) -> None:
        complete = data.draw(completed(case.world, case.person))
        assert keys(differential(case.tree, complete)) == [key(ending(case.tree.root, complete))]


class TestOrder:
    """The most severe outcome comes first, then the order of the tree, yes before no."""

    @LAW
    @given(situations())
    def test_severity_then_tree_order(self, case: Situation) -> None:
        met = list(dict.fromkeys(keys(leaf.outcome for leaf in leaves(case.tree.root))))
        found = reached(case.tree, case.person)
        expected = sorted(
            found, key=lambda some: (-case.tree.severity(found[some]), met.index(some))
        )
        assert keys(differential(case.tree, case.person)) == expected

    @LAW
    @given(situations())
    def test_every_outcome_is_once_in_the_tree(self, case: Situation) -> None:
        outcomes = keys(case.tree.outcomes)
        assert len(outcomes) == len(set(outcomes))
        assert set(outcomes) == set(keys(leaf.outcome for leaf in leaves(case.tree.root)))
        assert set(outcomes) <= set(keys(OUTCOMES))

    def test_true_and_1_are_two_outcomes(self) -> None:
        tree = Tree(Question("Swollen?", Ankle.swelling.present, yes=Leaf(True), no=Leaf(1)))  # noqa: FBT003
        assert keys(differential(tree, Ankle())) == keys([True, 1])
        assert keys(differential(tree, Ankle(swelling=False))) == keys([1])


class TestKnowingMoreNeverWidens:
    """With more findings the differential can only shrink, and keeps its order."""

    @LAW
    @given(st.data(), situations())
    def test_shrinks(self, data: st.DataObject, case: Situation) -> None:
        before = keys(differential(case.tree, case.person))
        more = data.draw(learned(case.world, case.person))
        after = keys(differential(case.tree, more))
        assert after
        assert after == [outcome for outcome in before if outcome in after]

    @LAW
    @given(situations())
    def test_some_answer_keeps_each_outcome(self, case: Situation) -> None:
        # Nothing is lost on the way: the completions together still reach it all.
        together = {
            outcome
            for complete in case.completions
            for outcome in keys(differential(case.tree, complete))
        }
        assert together == set(keys(differential(case.tree, case.person)))


class TestShows:
    """A number at or above a threshold sets a sign; a lower one says nothing about it."""

    def test_at_and_above_the_threshold_the_sign_is_present(self) -> None:
        assert Ankle(temperature=38.0).fever is True
        assert Ankle(temperature=38).fever is True
        assert Ankle(temperature=45).fever is True

    def test_below_the_threshold_nothing_is_said(self) -> None:
        assert Ankle(temperature=37.9).fever is None
        assert Ankle(temperature=37.9, fever=True).fever is True
        assert Ankle(temperature=37.9, fever=False).fever is False

    def test_denial_of_the_sign_bounds_the_number(self) -> None:
        hot = Ankle.temperature.at_least(38.5)
        tree = Tree(Question("Hot?", hot, yes=Leaf("hot"), no=Leaf("not hot")))
        assert differential(tree, Ankle(fever=False)) == ("not hot",)
        assert differential(tree, Ankle(fever=True)) == ("hot", "not hot")

    def test_the_number_settles_the_sign_for_the_tree(self) -> None:
        fever = Question("Fever?", Ankle.fever.present, yes=Leaf("fever"), no=Leaf("none"))
        tree = Tree(
            Question("Warm?", Ankle.temperature.at_least(38), yes=fever, no=Leaf("not warm"))
        )
        assert differential(tree, Ankle()) == ("fever", "not warm")

    @LAW
    @given(st.data(), situations(shows=True))
    def test_learning_the_number_sets_the_sign(self, data: st.DataObject, case: Situation) -> None:
        complete = data.draw(completed(case.world, case.person))
        for quantity in case.world.findings:
            if isinstance(quantity, Quantity) and quantity.shows:
                sign, threshold = quantity.shows
                value = getattr(complete, quantity.name)
                alone = case.world.vocabulary(**{quantity.name: value})
                assert alone.value_of(sign) is (True if value >= threshold else None)
