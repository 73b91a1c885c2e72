"""The strategies draw valid, varied people with certain outcomes."""

from __future__ import annotations

import math
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Condition, Presentation
from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import all_of
from spasm_ddx.reasoning.finding_kinds import Sign, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, witness
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.verification import verify
from spasm_ddx.testing import boundary_cases, findings, partly_known, reaching
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Side,
    World,
    Xray,
    completions,
    declare,
    ending,
    give,
    key,
    keys,
    reached,
    trees,
    truth,
    worlds,
)
from tests.testing.draws import collected, simplest


def everything_known(person: Findings) -> bool:
    return len(person.known) == len(person.findings())


@cache
def ankles() -> list[Ankle]:
    return collected(findings(Ankle), 500)


class TestAnyFindings:
    @LAW
    @given(st.data(), worlds())
    def test_everything_is_known_and_accepted(self, data: st.DataObject, world: World) -> None:
        person = data.draw(findings(world.vocabulary))
        assert everything_known(person)
        assert world.vocabulary.from_dict(person.to_dict()) == person

    @LAW
    @given(st.data(), worlds(shows=True))
    def test_whatever_is_known_is_accepted(self, data: st.DataObject, world: World) -> None:
        person = data.draw(partly_known(world.vocabulary))
        assert type(person) is world.vocabulary

    def test_every_answer_is_drawn_with_every_other(self) -> None:
        people = ankles()
        signs = {(person.swelling, person.bone_tender, person.fever) for person in people}
        assert signs == set(product((False, True), repeat=3))
        choices = {(person.side, person.xray) for person in people}
        assert choices == set(product(Side, Xray))

    def test_numbers_are_drawn_at_the_ends_and_between(self) -> None:
        people = ankles()
        assert {0, 4, 10} < {person.steps for person in people} <= set(range(11))
        warm = {person.temperature for person in people}
        assert {25, 37, 45, math.nextafter(38, 0)} <= warm
        assert len(warm) > 20
        assert {type(person.steps) for person in people} == {int}

    def test_every_share_is_known_of_somebody(self) -> None:
        people = collected(partly_known(Presentation), 400)
        shares = {len(person.known) / len(Presentation.findings()) for person in people}
        assert {0, 1} <= shares
        assert any(0.4 < share < 0.6 for share in shares)
        for finding in Presentation.findings():
            if isinstance(finding, Sign):
                assert {person.value_of(finding) for person in people} == {None, False, True}

    def test_people_shrink_to_nothing_known_and_to_ordinary_answers(self) -> None:
        assert simplest(partly_known(Ankle), lambda _: True) == Ankle()
        ordinary = simplest(findings(Ankle), lambda _: True)
        assert not ordinary.swelling
        assert not ordinary.fever
        assert (ordinary.age, ordinary.temperature, ordinary.steps) == (40, 37, 4)

    def test_an_ordinary_answer_is_yes_where_yes_reassures(self) -> None:
        well = YesNo("Does it act normally?", red_flag=True, normal=True)
        vocabulary = declare(well=well, ill=YesNo("Is it ill?"))
        ordinary = simplest(findings(vocabulary), lambda _: True)
        assert ordinary.to_dict() == {"well": True, "ill": False}
        assert {tuple(one.to_dict().values()) for one in collected(findings(vocabulary))} == set(
            product((False, True), repeat=2)
        )


class TestReaching:
    @LAW
    @given(st.data(), worlds(most=4))
    def test_the_outcome_is_certain(self, data: st.DataObject, world: World) -> None:
        complete = data.draw(st.booleans())
        tree = data.draw(trees(world))
        outcome = data.draw(st.sampled_from(tree.outcomes))
        if key(outcome) in reached(tree, world.vocabulary()):
            person = data.draw(reaching(tree, outcome, complete=complete))
            assert keys(differential(tree, person)) == [key(outcome)]
            assert set(reached(tree, person)) == {key(outcome)}
            assert everything_known(person) or not complete
        else:
            with pytest.raises(TreeError, match="nobody reaches the outcome"):
                reaching(tree, outcome)

    @pytest.mark.parametrize("outcome", MUSCLE_SPASM.tree.outcomes, ids=lambda outcome: outcome.key)
    def test_each_sign_takes_each_value_that_it_can(self, outcome: Condition) -> None:
        people = collected(reaching(MUSCLE_SPASM.tree, outcome, complete=True), 150)
        for finding in Presentation.findings():
            if isinstance(finding, Sign):
                drawn = {person.value_of(finding) for person in people}
                able = {
                    value
                    for value in (False, True)
                    if witness(
                        MUSCLE_SPASM.tree, outcome, Presentation().but(**{finding.name: value})
                    )
                }
                assert drawn == able, finding

    def test_as_little_is_known_as_makes_it_certain_and_as_much_as_there_is(self) -> None:
        outcome = MUSCLE_SPASM.tree.outcomes[-1]
        fewest = witness(MUSCLE_SPASM.tree, outcome, Presentation())
        assert fewest is not None
        people = collected(reaching(MUSCLE_SPASM.tree, outcome), 200)
        known = [len(person.known) for person in people]
        assert min(known) == len(fewest.known)
        assert max(known) == len(Presentation.findings())
        assert simplest(reaching(MUSCLE_SPASM.tree, outcome), lambda _: True) == fewest

    def test_a_sign_that_a_forgotten_number_showed_is_forgotten_with_it_or_kept(self) -> None:
        tree = Tree(Question("?", Ankle.fever.present, yes=Leaf("hot"), no=Leaf("not")))
        hot = reaching(tree, "hot")
        assert all(person.fever for person in collected(hot))
        assert simplest(hot, lambda person: (person.temperature or 0) >= 38).fever is True
        assert simplest(hot, lambda person: (person.temperature or 38) < 38).fever is True
        assert simplest(hot, lambda person: person.temperature is None) == Ankle(fever=True)

    def test_a_number_need_not_be_known_where_a_denial_tells_enough_of_it(self) -> None:
        hot = Ankle.temperature.at_least(38)
        tree = Tree(Question("?", hot, yes=Leaf("hot"), no=Leaf("not")))
        denied = simplest(reaching(tree, "not"), lambda person: person.temperature is None)
        assert denied == Ankle(fever=False)

    def test_one_leaf_is_reached_by_nobody_in_particular(self) -> None:
        assert type(simplest(reaching(Tree(Leaf("all")), "all"), lambda _: True)) is Findings

    def test_an_outcome_of_another_kind_is_refused_with_those_there_are(self) -> None:
        tree = Tree(Question("?", Ankle.fever.present, yes=Leaf(1), no=Leaf(2)), name="numbers")
        with pytest.raises(TreeError) as error:
            reaching(tree, True)  # noqa: FBT003 - the outcome itself
        assert str(error.value) == "the tree 'numbers' has no outcome True; its outcomes are 1, 2"

    def test_an_outcome_goes_by_its_key(self) -> None:
        cramp = MUSCLE_SPASM.tree.outcomes[-1]
        for person in collected(reaching(MUSCLE_SPASM.tree, cramp.key), 10):
            assert differential(MUSCLE_SPASM.tree, person) == (cramp,)

    def test_an_outcome_that_nobody_reaches_is_refused(self) -> None:
        inner = Question("?", Ankle.fever.present, yes=Leaf("yes"), no=Leaf("never"))
        tree = Tree(Question("?", Ankle.fever.present, yes=inner, no=Leaf("no")), name="fever")
        with pytest.raises(TreeError) as error:
            reaching(tree, "never")
        assert str(error.value) == "nobody reaches the outcome 'never' of the tree 'fever'"


def gets_to(tree: Tree[Any], place: str, person: Findings) -> bool:
    """Whether a person answers the questions of a tree as a place says."""
    node = tree.root
    for answer in place:
        assert isinstance(node, Question)
        if truth(node.criterion, person) is not (answer == "y"):
            return False
        node = node.yes if answer == "y" else node.no
    return True


class TestBoundaryCases:
    @LAW
    @given(st.data(), worlds(most=4))
    def test_everybody_is_at_or_beside_a_threshold_that_they_get_to(
        self, data: st.DataObject, world: World
    ) -> None:
        tree = data.draw(trees(world))

        def beside(person: Findings) -> bool:
            return any(
                person.value_of(boundary.quantity) in boundary.values
                and gets_to(tree, boundary.place, person)
                for boundary in verify(tree).boundaries
            )

        somebody = (
            complete
            for boundary in verify(tree).boundaries
            for value in boundary.values
            for complete in completions(
                world.vocabulary, give(world.vocabulary, **{boundary.quantity.name: value}), tree
            )
        )
        if any(map(beside, somebody)):
            person = data.draw(boundary_cases(tree))
            assert everything_known(person)
            assert beside(person)
        else:
            with pytest.raises(TreeError, match="nobody reaches a threshold"):
                boundary_cases(tree)

    def test_each_side_of_each_threshold_that_anybody_gets_to(self) -> None:
        old = Question("Old?", Ankle.age.above(65), yes=Leaf("old"), no=Leaf("young"))
        grown = Question("Grown?", Ankle.age.at_least(18), yes=old, no=Leaf("child"))
        steps = Question("Four steps?", Ankle.steps.at_least(4), yes=Leaf("walks"), no=Leaf("not"))
        tree = Tree(Question("Age below 65?", Ankle.age.below(65), yes=grown, no=steps))
        people = collected(boundary_cases(tree))
        ages = {person.age for person in people}
        assert {17.9, 18, 18.1, 64.9, 65, 65.1} <= ages
        stepped = {person.steps for person in people if (person.age or 0) > 66}
        assert stepped == {3, 4, 5}

    def test_crossing_changes_the_outcome_for_some_however_rare(self) -> None:
        cases = boundary_cases(MUSCLE_SPASM.tree)
        boundaries = verify(MUSCLE_SPASM.tree).boundaries
        assert [boundary.threshold for boundary in boundaries] == [6, 48, 600]
        people = collected(cases, 400)
        for boundary in boundaries:
            changed = {
                person.value_of(boundary.quantity)
                for person in people
                if person.value_of(boundary.quantity) in boundary.values
                for other in boundary.values
                if ending(MUSCLE_SPASM.tree.root, person)
                is not ending(MUSCLE_SPASM.tree.root, person.but(**{boundary.quantity.name: other}))
            }
            assert changed == set(boundary.values)

    def test_others_are_at_the_threshold_too(self) -> None:
        both = all_of(Ankle.age.at_least(18), Ankle.swelling.present)
        tree = Tree(Question("?", both, yes=Leaf("yes"), no=Leaf("no")))
        people = collected(boundary_cases(tree))
        assert {person.swelling for person in people} == {False, True}

    def test_a_tree_without_thresholds_is_refused(self) -> None:
        tree = Tree(Question("?", Ankle.swelling.present, yes=Leaf(1), no=Leaf(2)), name="plain")
        with pytest.raises(TreeError, match="nobody reaches a threshold in the tree 'plain'"):
            boundary_cases(tree)
