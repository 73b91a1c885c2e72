"""`next_question`, against brute force over completions."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx.errors import UnknownFindingError
from spasm_ddx.reasoning.criteria import all_of, any_of
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.finding_kinds import Finding, Number, Quantity, Sign, YesNo
from spasm_ddx.reasoning.queries import differential, next_question
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.strategies import (
    LAW,
    NO,
    YES,
    Ankle,
    Knee,
    Situation,
    Xray,
    atoms_in,
    completed,
    decides,
    declare,
    ending,
    ends_of,
    finding_of,
    key,
    keys,
    questions,
    reached,
    situations,
)

MAYBE = Leaf("maybe")


class TestNextQuestion:
    """Cases that show the order, one step of it each."""

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

    def test_a_category_is_no_red_flag(self) -> None:
        both = all_of(Ankle.swelling.present, Ankle.xray.among(Xray.NORMAL))
        tree = Tree(Question("?", both, yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.swelling

    def test_red_flags_in_the_order_of_the_tree(self) -> None:
        one, other = Ankle.bone_tender.present, Ankle.fever.present
        tree = Tree(Question("?", any_of(one, other), yes=YES, no=NO))
        assert next_question(tree, Ankle()) is Ankle.bone_tender
        turned = Tree(Question("?", any_of(other, one), yes=YES, no=NO))
        assert next_question(turned, Ankle()) is Ankle.fever

    def test_then_the_others_in_the_order_of_the_tree(self) -> None:
        # The swelling may settle it at once; the age comes first all the same.
        older = Question("?", Ankle.steps.at_least(4), yes=MAYBE, no=NO)
        swollen = Question("?", Ankle.swelling.present, yes=YES, no=older)
        tree = Tree(Question("?", Ankle.age.below(10), yes=swollen, no=older))
        assert next_question(tree, Ankle()) is Ankle.age
        assert next_question(tree, Ankle(age=9)) is Ankle.swelling
        assert next_question(tree, Ankle(age=10)) is Ankle.steps

    def test_in_the_order_of_the_tree_where_a_number_shows_a_sign(self) -> None:
        # The diagram keeps the warmth beside its temperature; the tree asks it last.
        warm = YesNo("Is it warm?")
        degrees = Number("How warm?", low=25, high=45, usual=37, shows=(warm, 38))
        vocabulary = declare(warm=warm, degrees=degrees, red=YesNo("Is it red?"))
        warm_, degrees_, red_ = vocabulary.findings()
        assert isinstance(warm_, Sign)
        assert isinstance(degrees_, Quantity)
        assert isinstance(red_, Sign)
        last = Question("?", warm_.present, yes=YES, no=NO)
        then = Question("?", red_.present, yes=last, no=MAYBE)
        tree = Tree(Question("?", degrees_.at_least(39), yes=YES, no=then))
        assert tree.diagram[0].order == (degrees_, warm_, red_)
        assert next_question(tree, vocabulary()) is degrees_
        assert next_question(tree, vocabulary(), skip=[degrees_]) is red_
        assert next_question(tree, vocabulary(), skip=[degrees_, red_]) is warm_

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
        for told in (differential, next_question):
            with pytest.raises(UnknownFindingError, match=r"^the tree 'ankle' is not about"):
                told(tree, Knee())

    def test_a_tree_of_one_leaf_is_about_everybody(self) -> None:
        assert differential(Tree(YES), Knee()) == ("yes",)
        assert next_question(Tree(YES), Knee()) is None


def _open(case: Situation) -> list[Finding]:
    """The unknown findings that still matter, by brute force."""
    ends = ends_of(case.tree, case.person)
    return [finding for finding in case.world.findings if decides(finding, ends)]


class TestNoneWhenSettled:
    """There is no next question exactly when one outcome is possible."""

    @LAW
    @given(situations())
    def test_none_exactly_when_settled(self, case: Situation) -> None:
        settled = len(reached(case.tree, case.person)) == 1
        assert (next_question(case.tree, case.person) is None) is settled


def _first(case: Situation, skip: Collection[Finding] = ()) -> Finding | None:
    """The first relevant finding by brute force: red flags, then the others, as the tree asks."""
    asked = dict.fromkeys(
        finding_of(atom)
        for question in questions(case.tree.root)
        for atom in atoms_in(question.criterion)
    )
    relevant = _open(case)
    left = [finding for finding in asked if finding in relevant and finding not in skip]
    red = [finding for finding in left if finding.red_flag]
    return next(iter([*red, *left]), None)


class TestFirstRelevant:
    """The next question is the first that two completions with different outcomes differ in."""

    @LAW
    @given(situations(shows=False))
    def test_findings_apart(self, case: Situation) -> None:
        assert next_question(case.tree, case.person) is _first(case)

    # Small vocabularies and many tries: few trees have a finding that is linked but idle.
    @settings(LAW, max_examples=200)
    @given(situations(shows=True, most=3))
    def test_quantities_that_show_signs(self, case: Situation) -> None:
        assert next_question(case.tree, case.person) is _first(case)

    @LAW
    @given(st.data(), situations())
    def test_what_cannot_be_answered_is_passed_over(
        self, data: st.DataObject, case: Situation
    ) -> None:
        skip = data.draw(st.sets(st.sampled_from(case.world.findings)))
        assert next_question(case.tree, case.person, skip=skip) is _first(case, skip)


class TestAskingEnds:
    """Asking until no question is left asks each finding once and settles the outcome."""

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
