"""`verify`: planted faults are told with their places, and brute force agrees with it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeAlias

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Interval,
    Is,
    Not,
    Within,
    all_of,
    any_of,
    at_least,
)
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Finding
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, places
from spasm_ddx.reasoning.verification import Fault, Report, verify
from tests.reasoning.brute_force import asked_by, bearing, everybody, shallow
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Side,
    Situation,
    Xray,
    ending,
    enough,
    finding_of,
    inside,
    key,
    keys,
    situations,
    truth,
)

A, B, C = Leaf("a"), Leaf("b"), Leaf("c")
SWOLLEN, TENDER = Ankle.swelling.present, Ankle.bone_tender.present


def asked(criterion: Criterion, yes: Node[str] = A, no: Node[str] = B) -> Question[str]:
    return Question("?", criterion, yes=yes, no=no)


def told(faults: tuple[Fault, ...]) -> list[tuple[str, Criterion | None]]:
    return [(fault.place, fault.part) for fault in faults]


@attrs.frozen
class Told:
    """What a report should say, and nothing else: places, and parts where there are any."""

    unreachable: tuple[str, ...] = ()
    one_way: tuple[str, ...] = ()
    idle_questions: tuple[str, ...] = ()
    idle_findings: tuple[Finding, ...] = ()
    idle_parts: tuple[tuple[str, Criterion], ...] = ()
    idle_thresholds: tuple[tuple[str, Criterion], ...] = ()

    def check(self, report: Report[Any]) -> None:
        assert [place for place, _ in told(report.unreachable)] == list(self.unreachable)
        assert [place for place, _ in told(report.one_way)] == list(self.one_way)
        assert [place for place, _ in told(report.idle_questions)] == list(self.idle_questions)
        assert report.idle_findings == self.idle_findings
        assert told(report.idle_parts) == list(self.idle_parts)
        assert told(report.idle_thresholds) == list(self.idle_thresholds)
        count = sum(len(part) for part in attrs.astuple(self, recurse=False))
        assert len(report.faults) == count
        assert report.ok is (count == 0)


def proved(tree: Tree[str]) -> Report[str]:
    """The report of a case that leaves most of its vocabulary to something beside the tree."""
    return verify(tree, also=Ankle.findings())


class TestNothingIsWrong:
    """Cases: trees in which every part does something."""

    @pytest.mark.parametrize(
        "tree",
        [
            Tree(A),
            Tree(asked(SWOLLEN)),
            Tree(asked(Not(all_of(SWOLLEN, TENDER)))),
            Tree(asked(at_least(2, SWOLLEN, TENDER, Ankle.fever.present))),
            Tree(asked(Ankle.age.between(18, 55))),
            Tree(asked(Ankle.side.among(Side.LEFT), asked(SWOLLEN), asked(SWOLLEN, B, A))),
            Tree(asked(Ankle.steps.at_least(4), A, asked(Ankle.steps.at_least(2), B, C))),
            Tree(asked(Ankle.temperature.at_least(39), A, asked(Ankle.fever.present, B, C))),
        ],
    )
    def test_nothing_is_told(self, tree: Tree[str]) -> None:
        Told().check(proved(tree))

    def test_the_printed_report_counts_what_it_proved(self) -> None:
        tree = Tree(asked(Ankle.age.between(18, 55), asked(SWOLLEN), C))
        assert str(proved(tree)) == (
            "Proved: complete and free of contradiction. Each of 3 leaves is reached, each "
            "question goes both ways, and every finding, every part of a criterion and each "
            "of 2 thresholds matters."
        )


class TestPlantedFaults:
    """Cases: one fault each, told with its place and without another."""

    def test_a_leaf_that_nobody_reaches_behind_a_question_of_one_way(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(SWOLLEN, A, C))))
        Told(unreachable=("yn",), one_way=("y",)).check(report)
        assert str(report) == (
            'after yes, no: nobody reaches the leaf c\nafter yes: "?" can only be answered yes'
        )

    def test_a_question_that_is_always_answered_no(self) -> None:
        report = proved(Tree(asked(SWOLLEN, A, asked(SWOLLEN, C, B))))
        Told(unreachable=("ny",), one_way=("n",)).check(report)
        assert '"?" can only be answered no' in str(report)

    def test_every_leaf_behind_it(self) -> None:
        beyond = asked(all_of(TENDER, Ankle.age.below(18)), A, C)
        report = proved(Tree(asked(SWOLLEN, A, asked(SWOLLEN, beyond))))
        assert [fault.place for fault in report.unreachable] == ["nyy", "nyn"]
        assert [fault.place for fault in report.one_way] == ["n"]
        assert report.idle_findings == (Ankle.bone_tender, Ankle.age)

    def test_a_threshold_beyond_the_one_before(self) -> None:
        report = proved(Tree(asked(Ankle.age.below(18), A, asked(Ankle.age.below(12), C, B))))
        Told(unreachable=("ny",), one_way=("n",)).check(report)

    def test_nobody_has_a_reading_without_its_fever(self) -> None:
        no_fever = asked(Ankle.fever.absent, A, B)
        report = proved(Tree(asked(Ankle.temperature.at_least(38.5), no_fever, C)))
        assert [fault.place for fault in report.unreachable] == ["yy"]
        assert [fault.place for fault in report.one_way] == ["y"]

    def test_a_shared_question_is_proved_at_each_place(self) -> None:
        shared = asked(SWOLLEN, A, C)
        report = proved(Tree(asked(SWOLLEN, shared, asked(TENDER, B, shared))))
        Told(unreachable=("yn", "nny"), one_way=("y", "nn")).check(report)

    def test_a_finding_that_never_matters(self) -> None:
        part = all_of(SWOLLEN, TENDER)
        tender = part.of[1]
        report = proved(Tree(asked(any_of(SWOLLEN, part))))
        Told(
            idle_findings=(Ankle.bone_tender,),
            idle_parts=(("", part), ("", SWOLLEN), ("", tender)),
        ).check(report)
        assert "bone_tender: it is asked and never matters" in str(report)

    def test_a_question_that_decides_nothing(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(TENDER, A, A), B)))
        Told(idle_questions=("y",), idle_findings=(Ankle.bone_tender,)).check(report)
        assert str(report).startswith('after yes: "?" decides nothing\n')

    def test_a_question_that_decides_nothing_on_a_finding_that_matters_elsewhere(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(TENDER, A, A), asked(TENDER, A, B))))
        Told(idle_questions=("y",)).check(report)

    def test_a_question_whose_branches_agree_in_other_words(self) -> None:
        turned = asked(Not(SWOLLEN), B, A)
        report = proved(Tree(asked(TENDER, asked(SWOLLEN), turned)))
        Told(idle_questions=("",), idle_findings=(Ankle.bone_tender,)).check(report)

    def test_a_part_that_never_matters_because_of_another(self) -> None:
        young, child = Ankle.age.below(18), Ankle.age.below(12)
        report = proved(Tree(asked(any_of(child, all_of(young, SWOLLEN), all_of(child, TENDER)))))
        assert ("", child) in told(report.idle_parts)
        assert ("", all_of(child, TENDER)) in told(report.idle_parts)
        assert report.idle_findings == (Ankle.bone_tender,)

    def test_a_part_that_never_matters_because_of_the_path(self) -> None:
        fractured = Ankle.xray.among(Xray.FRACTURE)
        inner = any_of(SWOLLEN, fractured)
        report = proved(Tree(asked(fractured, A, asked(inner, C, B))))
        Told(idle_parts=(("n", fractured),)).check(report)
        assert str(report) == 'after no: in "?" the part on xray never matters'

    def test_a_part_that_never_matters_because_of_what_follows(self) -> None:
        # Whoever is swollen ends in a, by either way.
        inner = any_of(SWOLLEN, TENDER)
        report = proved(Tree(asked(inner, A, asked(Ankle.steps.below(2), C, asked(SWOLLEN, A, B)))))
        assert told(report.idle_parts) == []
        assert [fault.place for fault in report.one_way] == ["nn"]
        report = proved(Tree(asked(inner, A, asked(SWOLLEN, A, B))))
        assert told(report.idle_parts) == [("", SWOLLEN)]

    def test_a_threshold_that_changes_nothing(self) -> None:
        teen = Ankle.age.between(12, 17)
        report = proved(Tree(asked(Ankle.age.below(12), A, asked(teen, C, B))))
        Told(idle_thresholds=(("n", teen),)).check(report)
        assert str(report) == 'after no: in "?" the threshold 12 on age changes nothing'

    def test_a_threshold_at_the_end_of_the_range(self) -> None:
        some = Ankle.steps.between(2, 10)
        report = proved(Tree(asked(some)))
        Told(idle_thresholds=(("", some),)).check(report)
        assert "threshold 10 on steps" in str(report)

    def test_a_threshold_beside_one_that_makes_up_for_it(self) -> None:
        # Between 2 and 5, or 5 and more: the 5 of either can go, and then the other stays.
        low, high = Ankle.steps.between(2, 5), Ankle.steps.above(5)
        report = proved(Tree(asked(any_of(low, high))))
        assert ("", low) in told(report.idle_thresholds)

    def test_the_same_fault_at_two_places_is_told_twice(self) -> None:
        teen = Ankle.age.between(12, 17)
        report = proved(
            Tree(asked(Ankle.age.below(12), A, asked(SWOLLEN, asked(teen, C, B), asked(teen))))
        )
        Told(idle_thresholds=(("ny", teen), ("nn", teen))).check(report)


class TestAQuantityThatShowsASign:
    """Cases: a finding that never matters is told even where the vocabulary ties it to another."""

    def test_a_reading_that_never_matters(self) -> None:
        warm = Ankle.temperature.at_least(39)
        report = proved(Tree(asked(any_of(SWOLLEN, all_of(SWOLLEN, warm)))))
        assert report.idle_findings == (Ankle.temperature,)

    def test_a_sign_that_never_matters(self) -> None:
        warm = Ankle.temperature.at_least(39)
        part = all_of(warm, Ankle.fever.present)
        report = proved(Tree(asked(any_of(warm, part))))
        assert report.idle_findings == (Ankle.fever,)

    def test_a_sign_that_the_reading_shows_already(self) -> None:
        fever = Ankle.fever.present
        report = proved(Tree(asked(all_of(Ankle.temperature.at_least(39), fever))))
        assert told(report.idle_parts) == [("", fever)]


class TestUnaskedRedFlags:
    """A red flag of the vocabulary that no question asks is a fault, unless it is tested beside."""

    def test_each_is_told_by_its_name(self) -> None:
        report = verify(Tree(asked(TENDER)))
        assert report.unasked_red_flags == (Ankle.fever,)
        assert not report.ok
        assert str(report) == "red flag fever is asked by no question"

    def test_a_number_that_shows_it_does_not_ask_it(self) -> None:
        report = verify(Tree(asked(all_of(TENDER, Ankle.temperature.below(38)))))
        assert report.unasked_red_flags == (Ankle.fever,)

    def test_what_is_tested_beside_the_tree_is_no_fault(self) -> None:
        tree = Tree(asked(TENDER))
        assert verify(tree, also=[Ankle.age]).unasked_red_flags == (Ankle.fever,)
        assert verify(tree, also={Ankle.xray, Ankle.fever, Ankle.age}).ok

    def test_a_tree_of_one_leaf_has_no_vocabulary(self) -> None:
        assert verify(Tree(A)).unasked_red_flags == ()

    @LAW
    @given(st.data(), situations(most=4))
    def test_exactly_those_that_nothing_asks(self, data: st.DataObject, case: Situation) -> None:
        also = data.draw(st.lists(st.sampled_from(case.world.findings)))
        asked_about = {finding_of(atom) for atom in asked_by(case.tree)}
        report = verify(case.tree, also=also)
        assert list(report.unasked_red_flags) == [
            finding
            for finding in case.world.findings
            if finding.red_flag and finding not in asked_about and finding not in also
        ]
        rest = attrs.evolve(report, unasked_red_flags=())
        assert report.ok is (rest.ok and not report.unasked_red_flags)


# --------------------------------------------------------------------- by brute force

Path: TypeAlias = tuple[int, ...]


def parts_of(
    criterion: Criterion, path: Path = (), *, in_scores: bool = False
) -> Iterator[tuple[Path, Criterion]]:
    """Each part with the steps that lead to it; those of a score only where asked for."""
    yield path, criterion
    below: tuple[Criterion, ...] = ()
    if isinstance(criterion, Not):
        score = isinstance(criterion.of, AtLeast) and criterion.of.weights is not None
        below = (criterion.of,) if in_scores or not score else ()
    elif isinstance(criterion, AtLeast) and (criterion.weights is None or in_scores):
        below = criterion.of
    for index, part in enumerate(below):
        yield from parts_of(part, (*path, index), in_scores=in_scores)


def truth_with(
    criterion: Criterion, path: Path, forced: Callable[[Findings], bool], person: Findings
) -> bool:
    """The truth of a criterion where one of its parts is read otherwise."""
    if not path:
        return forced(person)
    match criterion:
        case Not(of=of):
            return not truth_with(of, path[1:], forced, person)
        case AtLeast(of=parts):
            truths = [
                truth_with(part, path[1:], forced, person)
                if index == path[0]
                else truth(part, person)
                for index, part in enumerate(parts)
            ]
            return enough(criterion, truths)
        case Is() | Within():
            pytest.fail("an atom has no parts")


def arrivals(
    node: Node[Any], here: list[Findings], place: str = ""
) -> Iterator[tuple[str, Node[Any], list[Findings]]]:
    """Each place of the unfolded tree, its node, and everybody who gets there."""
    yield place, node, here
    if isinstance(node, Question):
        yes = [person for person in here if truth(node.criterion, person)]
        no = [person for person in here if not truth(node.criterion, person)]
        yield from arrivals(node.yes, yes, place + "y")
        yield from arrivals(node.no, no, place + "n")


def same_with(
    node: Question[Any], path: Path, forced: Callable[[Findings], bool], here: list[Findings]
) -> bool:
    """Whether everybody here ends as before where one part is read otherwise."""
    return all(
        key(ending(node, person))
        == key(
            ending(
                node.yes if truth_with(node.criterion, path, forced, person) else node.no, person
            )
        )
        for person in here
    )


def forced_to(outcome: bool) -> Callable[[Findings], bool]:  # noqa: FBT001 - the truth itself
    return lambda _: outcome


def in_interval(part: Within, interval: Interval) -> Callable[[Findings], bool]:
    return lambda person: inside(person.value_of(part.quantity), interval)


def without_ends(part: Within) -> Iterator[Interval]:
    """The interval without its lower end, then without its upper one, where it has them."""
    interval = part.interval
    if interval.low is not None:
        yield attrs.evolve(interval, low=None, low_open=False)
    if interval.high is not None:
        yield attrs.evolve(interval, high=None, high_open=False)


@attrs.frozen
class Brute:
    """The faults of a tree, by trying everybody."""

    unreachable: Counter[str] = attrs.field(factory=Counter[str])
    one_way: Counter[str] = attrs.field(factory=Counter[str])
    idle_questions: Counter[str] = attrs.field(factory=Counter[str])
    idle_parts: Counter[tuple[str, Criterion]] = attrs.field(factory=Counter[tuple[str, Criterion]])
    idle_thresholds: Counter[tuple[str, Criterion]] = attrs.field(
        factory=Counter[tuple[str, Criterion]]
    )


def brute(case: Situation) -> Brute:
    found = Brute()
    for place, node, here in arrivals(case.tree.root, _people(case)):
        if isinstance(node, Leaf):
            found.unreachable[place] += not here
        elif here and len({truth(node.criterion, person) for person in here}) == 1:
            found.one_way[place] += 1
        elif here:
            ends = [(ending(node.yes, person), ending(node.no, person)) for person in here]
            found.idle_questions[place] += all(key(yes) == key(no) for yes, no in ends)
            _idle_at(found, place, node, here)
    for place, score in scores_of(case.tree):
        _idle_in(found, place, score, case)
    return found


def scores_of(tree: Tree[Any]) -> list[tuple[str, AtLeast]]:
    """Each score at its first place, whatever its threshold; none within another."""
    met: dict[Hashable, tuple[str, AtLeast]] = {}
    for place, node in places(tree.root):
        for part in outermost(node.criterion) if isinstance(node, Question) else ():
            met.setdefault((part.of, part.weights, part.name), (place, part))
    return list(met.values())


def outermost(criterion: Criterion) -> Iterator[AtLeast]:
    """The scores of a criterion, without those within another."""
    match criterion:
        case Not(of=of):
            yield from outermost(of)
        case AtLeast(of=parts, weights=None):
            for part in parts:
                yield from outermost(part)
        case AtLeast():
            yield criterion
        case _:
            pass


def _idle_in(found: Brute, place: str, score: AtLeast, case: Situation) -> None:
    people = _people(case)

    def end(node: Node[Any], person: Findings, path: Path, forced: Callable[..., bool]) -> Hashable:
        while isinstance(node, Question):
            so = rescored(node.criterion, score, path, forced, person)
            node = node.yes if so else node.no
        return key(node.outcome)

    def idle(path: Path, forced: Callable[[Findings], bool]) -> bool:
        root = case.tree.root
        return all(end(root, one, path, forced) == key(ending(root, one)) for one in people)

    for path, part in parts_of(score, in_scores=True):
        truths = (False,) if len(path) == 1 else (False, True)
        if path and any(idle(path, forced_to(so)) for so in truths):
            found.idle_parts[place, part] += 1
        elif path and isinstance(part, Within):
            for interval in without_ends(part):
                found.idle_thresholds[place, part] += idle(path, in_interval(part, interval))


def rescored(
    criterion: Criterion,
    score: AtLeast,
    path: Path,
    forced: Callable[[Findings], bool],
    person: Findings,
) -> bool:
    """The truth of a criterion where a part of a score is read otherwise, at each threshold."""
    match criterion:
        case AtLeast(of=score.of, weights=score.weights, name=score.name):
            return truth_with(criterion, path, forced, person)
        case AtLeast(of=parts):
            return enough(criterion, [rescored(p, score, path, forced, person) for p in parts])
        case Not(of=of):
            return not rescored(of, score, path, forced, person)
        case _:
            return truth(criterion, person)


def _idle_at(found: Brute, place: str, node: Question[Any], here: list[Findings]) -> None:
    for path, part in parts_of(node.criterion):
        truths = (True, False)
        if path and any(same_with(node, path, forced_to(held), here) for held in truths):
            found.idle_parts[place, part] += 1
        elif isinstance(part, Within):
            for interval in without_ends(part):
                same = same_with(node, path, in_interval(part, interval), here)
                found.idle_thresholds[place, part] += same


def _people(case: Situation) -> list[Findings]:
    return everybody(case.world.vocabulary(), asked_by(case.tree))


def small(*, shows: bool | None = None, most: int = 4) -> st.SearchStrategy[Situation]:
    """Trees small enough to try everybody at every place."""
    return situations(shows=shows, most=most)


class TestBruteForce:
    """`verify` lists a part exactly when trying everybody shows that it does nothing."""

    @LAW
    @given(small())
    def test_leaves_that_nobody_reaches(self, case: Situation) -> None:
        found = Counter(fault.place for fault in verify(case.tree).unreachable)
        assert found == +brute(case).unreachable

    @LAW
    @given(small())
    def test_questions_of_one_way(self, case: Situation) -> None:
        found = Counter(fault.place for fault in verify(case.tree).one_way)
        assert found == brute(case).one_way

    @LAW
    @given(small())
    def test_questions_that_decide_nothing(self, case: Situation) -> None:
        found = Counter(fault.place for fault in verify(case.tree).idle_questions)
        assert found == +brute(case).idle_questions

    @settings(LAW, max_examples=75)
    @given(small())
    def test_parts_that_never_matter(self, case: Situation) -> None:
        found = Counter(told(verify(case.tree).idle_parts))
        event(f"idle parts: {min(found.total(), 3)}")
        assert found == brute(case).idle_parts

    @settings(LAW, max_examples=75)
    @given(small())
    def test_thresholds_that_change_nothing(self, case: Situation) -> None:
        found = Counter(told(verify(case.tree).idle_thresholds))
        event(f"idle thresholds: {min(found.total(), 3)}")
        assert found == +brute(case).idle_thresholds

    @LAW
    @given(small(shows=False))
    def test_findings_that_never_matter(self, case: Situation) -> None:
        _idle_findings(case)

    @settings(LAW, max_examples=100)
    @given(shallow())
    def test_findings_that_never_matter_where_a_quantity_shows_a_sign(
        self, case: Situation
    ) -> None:
        _idle_findings(case)


def _idle_findings(case: Situation) -> None:
    """A finding never matters if no two people who differ in it alone end differently."""
    asked_about = {finding_of(atom) for atom in asked_by(case.tree)}
    idle = verify(case.tree).idle_findings
    event(f"idle findings: {len(idle)}")
    assert len(set(idle)) == len(idle)
    assert set(idle) == {
        finding for finding in asked_about if not _differ_in_it_alone(case, finding)
    }


def _differ_in_it_alone(case: Situation, finding: Finding) -> bool:
    others = [
        other for other in bearing(case.world.vocabulary, asked_by(case.tree)) if other != finding
    ]
    ends: dict[Any, set[Any]] = {}
    for person in _people(case):
        rest = tuple(person.value_of(other) for other in others)
        ends.setdefault(rest, set()).add(key(ending(case.tree.root, person)))
    return any(len(outcomes) > 1 for outcomes in ends.values())


class TestWitnesses:
    """Each leaf that is reached has a witness, who gets there whatever is still unknown."""

    @LAW
    @given(small())
    def test_exactly_the_leaves_that_are_reached(self, case: Situation) -> None:
        leaves = {
            place
            for place, node, here in arrivals(case.tree.root, _people(case))
            if isinstance(node, Leaf) and here
        }
        assert set(verify(case.tree).witnesses) == leaves

    @LAW
    @given(small())
    def test_each_leads_to_its_leaf(self, case: Situation) -> None:
        for place, person in verify(case.tree).witnesses.items():
            assert isinstance(person, case.world.vocabulary)
            node: Node[Any] = case.tree.root
            completions = everybody(person, asked_by(case.tree))
            for answer in place:
                assert isinstance(node, Question)
                answers = {truth(node.criterion, complete) for complete in completions}
                assert answers == {answer == "y"}
                node = node.yes if answer == "y" else node.no
            assert isinstance(node, Leaf)
            assert keys(differential(case.tree, person)) == [key(node.outcome)]

    @LAW
    @given(small(shows=False))
    def test_none_of_its_answers_can_be_dropped(self, case: Situation) -> None:
        for place, person in verify(case.tree).witnesses.items():
            for finding in person.known:
                without = person.but(**{finding.name: None})
                assert not _all_take(case.tree.root, place, everybody(without, asked_by(case.tree)))


def _all_take(root: Node[Any], place: str, people: list[Findings]) -> bool:
    node = root
    for answer in place:
        assert isinstance(node, Question)
        if {truth(node.criterion, person) for person in people} != {answer == "y"}:
            return False
        node = node.yes if answer == "y" else node.no
    return True


class TestBoundaries:
    """The cases lie just below, at, and just above every threshold that anybody can have."""

    def test_a_number_between_its_neighbours(self) -> None:
        (low, high) = verify(Tree(asked(Ankle.age.between(18, 55)))).boundaries
        assert (low.place, low.quantity, low.threshold) == ("", Ankle.age, 18)
        assert low.values == (17.9, 18, 18.1)
        assert high.values == (54.9, 55, 55.1)

    def test_whole_numbers(self) -> None:
        (boundary,) = verify(Tree(asked(Ankle.steps.at_least(4)))).boundaries
        assert boundary.values == (3, 4, 5)
        (boundary,) = verify(Tree(asked(Ankle.steps.at_least(3.5)))).boundaries
        assert boundary.values == (3, 4)

    def test_nobody_beyond_the_range(self) -> None:
        (boundary,) = verify(Tree(asked(Ankle.age.above(0)))).boundaries
        assert boundary.values == (0, 0.1)
        (boundary,) = verify(Tree(asked(Ankle.steps.below(10)))).boundaries
        assert boundary.values == (9, 10)

    def test_once_for_each_place(self) -> None:
        young = Ankle.age.below(18)
        tree = Tree(asked(any_of(all_of(young, SWOLLEN), all_of(young, TENDER)), A, asked(young)))
        assert [boundary.place for boundary in verify(tree).boundaries] == ["", "n"]

    @LAW
    @given(small())
    def test_each_threshold_of_each_place(self, case: Situation) -> None:
        found = Counter(
            (boundary.place, boundary.quantity, boundary.threshold)
            for boundary in verify(case.tree).boundaries
        )
        expected = {
            (place, part.quantity, end)
            for place, node, _ in arrivals(case.tree.root, [])
            if isinstance(node, Question)
            for _, part in parts_of(node.criterion, in_scores=True)
            if isinstance(part, Within)
            for end in (part.interval.low, part.interval.high)
            if end is not None
        }
        assert found == Counter(expected)

    @LAW
    @given(small())
    def test_nothing_lies_between(self, case: Situation) -> None:
        boundaries = verify(case.tree).boundaries
        ends = {(one.quantity, one.threshold) for one in boundaries}
        for boundary in boundaries:
            quantity, end = boundary.quantity, boundary.threshold
            below = [value for value in boundary.values if value < end]
            above = [value for value in boundary.values if value > end]
            assert boundary.values == tuple(sorted(set(boundary.values)))
            assert (end in boundary.values) is (not quantity.whole or float(end).is_integer())
            for value in boundary.values:
                quantity.check(value)
            if quantity.whole:
                nearest = [math.ceil(end) - 1, math.floor(end) + 1]
                assert below + above == [
                    value for value in nearest if quantity.low <= value <= quantity.high
                ]
                continue
            # Nobody is below the lowest; else nothing that the tree asks changes on the way.
            assert (len(below), len(above)) == (end > quantity.low, end < quantity.high)
            others = {other for of, other in ends if of is quantity and other != end}
            if quantity.shows and quantity.shows[1] != end:
                others.add(quantity.shows[1])
            for other in others:
                assert not below or not below[0] < other < end
                assert not above or not end < other < above[0]


class TestMuscleSpasm:
    """The clinical tree holds no dead part, and says so."""

    def test_it_is_proved(self) -> None:
        report = verify(MUSCLE_SPASM.tree)
        assert report.ok
        assert report.faults == ()
        assert str(report) == (
            "Proved: complete and free of contradiction. Each of 8 leaves is reached, each "
            "question goes both ways, and every finding, every part of a criterion and each "
            "of 3 thresholds matters."
        )

    def test_its_witnesses_lead_to_its_leaves(self) -> None:
        report = verify(MUSCLE_SPASM.tree)
        ends = {
            place: [condition.key for condition in differential(MUSCLE_SPASM.tree, person)]
            for place, person in report.witnesses.items()
        }
        assert ends == {
            "y": ["systemic_cause_suspected"],
            "nyy": ["febrile_convulsion"],
            "nyny": ["generalized_tonic_convulsion"],
            "nynny": ["localized_convulsion"],
            "nynnn": ["undetermined_convulsion"],
            "nny": ["spasm_needing_review"],
            "nnny": ["benign_local_cramp"],
            "nnnn": ["spasm_needing_review"],
        }
        for place, person in report.witnesses.items():
            node: Node[Any] = MUSCLE_SPASM.tree.root
            for answer in place:
                assert isinstance(node, Question)
                assert holds(node.criterion, person) is (answer == "y")
                node = node.yes if answer == "y" else node.no

    def test_its_boundaries(self) -> None:
        found = [
            (boundary.place, boundary.quantity.name, boundary.threshold)
            for boundary in verify(MUSCLE_SPASM.tree).boundaries
        ]
        assert found == [
            ("ny", "age_months", 6),
            ("ny", "age_months", 48),
            ("nnn", "duration_s", 600),
        ]

    def test_an_age_window_told_twice_is_found(self) -> None:
        window = all_of(Ankle.age.at_least(6), Ankle.age.between(6, 48))
        report = proved(Tree(asked(window)))
        assert not report.ok


class TestTooManyPlaces:
    """Trees that unfold to too many places are refused with the figure."""

    def test_refused(self) -> None:
        node: Node[str] = asked(SWOLLEN)
        for _ in range(15):
            node = asked(TENDER, node, node)
        with pytest.raises(TreeError, match=r"20,000 places"):
            verify(Tree(node))
