"""What to ask next: `next_question`, against brute force over completions."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx.errors import UnknownFindingError
from spasm_ddx.reasoning.criteria import Finding, all_of, any_of
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, next_question
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.strategies import (
    LAW,
    NO,
    YES,
    Ankle,
    Knee,
    Side,
    Situation,
    Xray,
    completed,
    decides,
    ending,
    ends_of,
    key,
    keys,
    reached,
    situations,
)

MAYBE = Leaf("maybe")


class TestNextQuestion:
    """Cases that show the policy, one step of it each."""

    def test_nothing_to_ask_of_a_leaf(self) -> None:
        assert next_question(Tree(YES), Ankle()) is None

    def test_nothing_to_ask_when_all_branches_agree(self) -> None:
        tree = Tree(Question("?", Ankle.swelling.present, yes=YES, no=YES))
        assert next_question(tree, Ankle()) is None

    def test_a_red_flag_before_a_plain_sign(self) -> None:
        both = all_of(Ankle.swelling.present, Ankle.bone_tender.present)
        tree = Tree(Question("?", both, yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.bone_tender
        assert next_question(tree, Ankle(bone_tender=True)) is Ankle.swelling

    def test_a_category_with_a_red_member_is_a_red_flag(self) -> None:
        both = all_of(Ankle.swelling.present, Ankle.xray.among(Xray.NORMAL))
        tree = Tree(Question("?", both, yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.xray

    def test_the_smallest_worst_case_first(self) -> None:
        # The age may settle it at once, and may leave three to ask; the side leaves two.
        sided = Question(
            "?",
            Ankle.side.among(Side.LEFT),
            yes=Question("?", Ankle.swelling.present, yes=YES, no=NO),
            no=Question("?", Ankle.steps.at_least(4), yes=MAYBE, no=NO),
        )
        tree = Tree(Question("?", Ankle.age.below(10), yes=YES, no=sided))
        assert next_question(tree, Ankle()) is Ankle.side

    def test_then_the_smallest_differential(self) -> None:
        # Each leaves one finding to ask at worst; swelling three outcomes, the side two.
        which = Question("?", Ankle.side.among(Side.RIGHT), yes=NO, no=MAYBE)
        sided = Question("?", Ankle.side.among(Side.LEFT), yes=YES, no=which)
        tree = Tree(Question("?", Ankle.swelling.present, yes=sided, no=YES))
        assert next_question(tree, Ankle()) is Ankle.side

    def test_then_the_smallest_mean(self) -> None:
        # Each leaves one finding and two outcomes at worst; no step at all settles it.
        swollen = Question("?", Ankle.steps.between(2, 3), yes=YES, no=NO)
        not_swollen = Question("?", Ankle.steps.at_least(4), yes=YES, no=NO)
        tree = Tree(Question("?", Ankle.swelling.present, yes=swollen, no=not_swollen))
        assert next_question(tree, Ankle()) is Ankle.steps

    def test_then_what_the_usual_answer_leaves(self) -> None:
        # Alike at worst and on average; no fever settles it, no tender bone does not.
        both = all_of(Ankle.bone_tender.absent, Ankle.fever.present)
        tree = Tree(Question("?", both, yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.fever

    def test_then_the_tree_order(self) -> None:
        one, other = Ankle.bone_tender.present, Ankle.fever.present
        tree = Tree(Question("?", any_of(one, other), yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.bone_tender
        turned = Tree(Question("?", any_of(other, one), yes=YES, no=NO))
        assert next_question(turned, Ankle()) is Ankle.fever

    def test_skip_passes_to_the_next_one(self) -> None:
        both = all_of(Ankle.swelling.present, Ankle.bone_tender.present)
        tree = Tree(Question("?", both, yes=YES, no=NO))
        assert next_question(tree, Ankle(), skip=[Ankle.bone_tender]) is Ankle.swelling
        assert next_question(tree, Ankle(), skip={Ankle.bone_tender, Ankle.swelling}) is None

    def test_no_use_in_a_number_that_only_its_sign_could_move(self) -> None:
        # Whoever has no fever is below 38: the temperature can tell nothing more.
        swollen = Question("?", Ankle.swelling.present, yes=YES, no=NO)
        tree = Tree(Question("?", Ankle.temperature.at_least(38), yes=MAYBE, no=swollen))
        no_fever = Ankle(fever=False)
        assert differential(tree, no_fever) == ("yes", "no")
        assert next_question(tree, no_fever, skip=[Ankle.swelling]) is None

    def test_no_use_in_a_sign_that_the_tree_does_not_ask(self) -> None:
        # From 30 on: neither fever nor its absence tells whether it is so.
        tree = Tree(Question("?", Ankle.temperature.at_least(30), yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.temperature

    def test_another_vocabulary_is_refused(self) -> None:
        tree = Tree(Question("?", Ankle.swelling.present, yes=YES, no=NO), name="ankle")
        for query in (differential, next_question, residual):
            with pytest.raises(UnknownFindingError, match="Knee"):
                query(tree, Knee())

    def test_a_tree_of_one_leaf_is_about_everybody(self) -> None:
        assert differential(Tree(YES), Knee()) == ("yes",)
        assert next_question(Tree(YES), Knee()) is None


def _open(case: Situation) -> list[Finding]:
    """The unknown findings that still matter, by brute force."""
    ends = ends_of(case.tree, case.person)
    return [finding for finding in case.world.findings if decides(finding, ends)]


class TestNoneWhenSettled:
    """There is no next question exactly when one outcome is left."""

    @LAW
    @given(situations())
    def test_none_exactly_when_settled(self, case: Situation) -> None:
        settled = len(reached(case.tree, case.person)) == 1
        assert (next_question(case.tree, case.person) is None) is settled


class TestNeverIrrelevant:
    """Never a finding that no two completions, alike in all else, end differently for."""

    @LAW
    @given(situations(shows=False))
    def test_findings_apart(self, case: Situation) -> None:
        asked = next_question(case.tree, case.person)
        assert asked is None or asked in _open(case)

    # Small vocabularies and many tries: few trees have a finding that is linked but idle.
    @settings(LAW, max_examples=200)
    @given(situations(shows=True, most=3))
    def test_quantities_that_show_signs(self, case: Situation) -> None:
        asked = next_question(case.tree, case.person)
        assert asked is None or asked in _open(case)


class TestRedFlagsFirst:
    """While a red flag matters, a red flag is asked."""

    @LAW
    @given(situations())
    def test_red_flags_first(self, case: Situation) -> None:
        asked = next_question(case.tree, case.person)
        if any(finding.red_flag for finding in _open(case)):
            assert asked is not None
            assert asked.red_flag


class TestSkip:
    """What cannot be answered is not asked, and everything else that matters still is."""

    @LAW
    @given(st.data(), situations())
    def test_asks_what_matters_and_is_not_skipped(
        self, data: st.DataObject, case: Situation
    ) -> None:
        skip = data.draw(st.sets(st.sampled_from(case.world.findings)))
        asked = next_question(case.tree, case.person, skip=skip)
        left = [finding for finding in _open(case) if finding not in skip]
        assert asked in left if left else asked is None


class TestAskingEnds:
    """Asking until there is no question left ends with the outcome, each finding once."""

    @LAW
    @given(st.data(), situations())
    def test_interview(self, data: st.DataObject, case: Situation) -> None:
        complete = data.draw(completed(case.world, case.person))
        person = case.person
        for _ in case.world.findings:
            asked = next_question(case.tree, person)
            if asked is None:
                break
            assert person.value_of(asked) is None
            person = person.but(**{asked.name: complete.value_of(asked)})
        assert next_question(case.tree, person) is None
        assert keys(differential(case.tree, person)) == [key(ending(case.tree.root, complete))]


class TestWorstCase:
    """The question whose worst answer leaves the fewest findings, then the fewest outcomes."""

    @LAW
    @given(situations(shows=False))
    def test_no_better_question(self, case: Situation) -> None:
        asked = next_question(case.tree, case.person)
        if asked is not None:
            left = _open(case)
            candidates = [finding for finding in left if finding.red_flag] or left
            assert _worst(asked, case) == min(_worst(finding, case) for finding in candidates)


def _worst(finding: Finding, case: Situation) -> tuple[int, int]:
    """How many findings matter, and how many outcomes are left, after the worst answer."""
    by_answer: dict[Hashable, list[tuple[Findings, Hashable]]] = {}
    for complete, end in ends_of(case.tree, case.person):
        by_answer.setdefault(complete.value_of(finding), []).append((complete, end))
    return (
        max(
            sum(decides(other, ends) for other in case.world.findings)
            for ends in by_answer.values()
        ),
        max(len({end for _, end in ends}) for ends in by_answer.values()),
    )
