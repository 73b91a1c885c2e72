"""`verify` reports planted faults with their places, and agrees with brute force."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import partial
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
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.redundancy import Fault
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, places
from spasm_ddx.reasoning.verification import Report, verify
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


def questions_of(report: Report[Any]) -> list[str]:
    """The places of questions that could be dropped."""
    found = report.redundant
    return [one.place for one in found if one.part is None and "the question" in one.what]


def findings_of(report: Report[Any]) -> list[str]:
    """The words of findings that could be dropped wherever they are asked."""
    return [one.what for one in report.redundant if one.what.endswith("wherever it is asked")]


def parts_of_report(report: Report[Any]) -> tuple[Fault, ...]:
    return tuple(one for one in report.redundant if one.part is not None and one.threshold is None)


def thresholds_of(report: Report[Any]) -> tuple[Fault, ...]:
    return tuple(one for one in report.redundant if one.threshold is not None)


@attrs.frozen
class Told:
    """The expected content of a report: places and parts."""

    unreachable: tuple[str, ...] = ()
    one_way: tuple[str, ...] = ()
    contradictory: tuple[tuple[str, Criterion], ...] = ()
    questions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    parts: tuple[tuple[str, Criterion], ...] = ()
    thresholds: tuple[tuple[str, Criterion], ...] = ()

    def check(self, report: Report[Any]) -> None:
        assert [place for place, _ in told(report.unreachable)] == list(self.unreachable)
        assert [place for place, _ in told(report.one_way)] == list(self.one_way)
        assert told(report.contradictory) == list(self.contradictory)
        assert questions_of(report) == list(self.questions)
        assert findings_of(report) == [
            f'"{one.label}" ({one.name}), wherever it is asked' for one in self.findings
        ]
        assert told(parts_of_report(report)) == list(self.parts)
        assert told(thresholds_of(report)) == list(self.thresholds)
        errors = len(self.unreachable) + len(self.one_way) + len(self.contradictory)
        assert len(report.errors) == errors
        assert report.ok is (errors == 0)
        count = sum(len(part) for part in attrs.astuple(self, recurse=False))
        assert len(report.redundant) == count - errors
        lines = str(report).splitlines()
        assert len(set(lines)) == len(lines)


def proved(tree: Tree[str]) -> Report[str]:
    """The report of a case whose other findings something outside the tree tests."""
    return verify(tree, also=Ankle.findings())


class TestNothingIsWrong:
    """Cases: trees in which every part has an effect."""

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
    def test_nothing_is_reported(self, tree: Tree[str]) -> None:
        Told().check(proved(tree))

    def test_the_printed_report_counts_what_it_proved(self) -> None:
        tree = Tree(asked(Ankle.age.between(18, 55), asked(SWOLLEN), C))
        assert str(proved(tree)) == (
            "Proved: complete and free of contradiction. Each of 3 leaves is reached, each "
            "question goes both ways, and every finding, every part of a criterion and each "
            "of 2 thresholds matters."
        )


class TestPlantedFaults:
    """Cases: one fault each, reported with its place and nothing else."""

    def test_a_leaf_that_nobody_reaches_behind_a_question_of_one_way(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(SWOLLEN, A, C))))
        Told(unreachable=("yn",), one_way=("y",)).check(report)
        assert str(report) == (
            "Errors:\n- after yes, no: nobody reaches the leaf c\n"
            '- after yes: "?" can only be answered yes'
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
        assert report.redundant == ()  # what nobody is asked is an error already

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
        # Neither the first question nor both parts below it can be dropped alone.
        both = asked(TENDER, asked(all_of(SWOLLEN, TENDER)), asked(all_of(SWOLLEN, Not(TENDER))))
        report = proved(Tree(both))
        Told(findings=(Ankle.bone_tender,), parts=(("y", TENDER), ("n", Not(TENDER)))).check(report)
        assert str(report).endswith('"bone tender" (bone_tender), wherever it is asked')

    def test_what_is_within_a_part_is_not_reported_again(self) -> None:
        part = all_of(SWOLLEN, TENDER)
        report = proved(Tree(asked(any_of(SWOLLEN, part))))
        Told(parts=(("", part),)).check(report)
        assert str(report) == (
            "Proved: complete and free of contradiction. Each of 2 leaves is reached and each "
            "question goes both ways.\n"
            "Could be dropped, no answer changes (one at a time):\n"
            '- at the first question: in "?" the part "swelling and bone tender"'
        )

    def test_a_part_is_named_with_what_it_is_a_part_of(self) -> None:
        old = all_of(Ankle.age.at_least(18), TENDER)
        young = all_of(Ankle.age.below(18), TENDER, SWOLLEN)
        report = proved(Tree(asked(any_of(old, young))))
        (one,) = report.redundant
        assert str(one) == (
            'at the first question: in "?" the part "age less than 18 years" of '
            '"age less than 18 years and bone tender and swelling"'
        )

    def test_nothing_is_printed_twice(self) -> None:
        report = proved(Tree(asked(any_of(TENDER, all_of(SWOLLEN, SWOLLEN)))))
        Told(parts=(("", SWOLLEN),)).check(report)
        either = all_of(Not(SWOLLEN), Ankle.swelling.absent)  # two parts, the same words
        report = proved(Tree(asked(any_of(TENDER, either))))
        assert len(report.redundant) == 2
        assert len(str(report).splitlines()) == 3

    def test_a_question_that_decides_nothing(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(TENDER, A, A), B)))
        Told(questions=("y",)).check(report)
        assert str(report).endswith(
            '- after yes: the question "?", since both answers have the same results'
        )

    def test_a_question_that_decides_nothing_on_a_finding_that_matters_elsewhere(self) -> None:
        report = proved(Tree(asked(SWOLLEN, asked(TENDER, A, A), asked(TENDER, A, B))))
        Told(questions=("y",)).check(report)

    def test_a_question_whose_branches_agree_in_other_words(self) -> None:
        turned = asked(Not(SWOLLEN), B, A)
        report = proved(Tree(asked(TENDER, asked(SWOLLEN), turned)))
        Told(questions=("",)).check(report)

    def test_a_part_that_never_matters_because_of_another(self) -> None:
        young, child = Ankle.age.below(18), Ankle.age.below(12)
        report = proved(Tree(asked(any_of(child, all_of(young, SWOLLEN), all_of(child, TENDER)))))
        Told(parts=(("", all_of(child, TENDER)),)).check(report)

    def test_a_part_that_never_matters_because_of_the_path(self) -> None:
        fractured = Ankle.xray.among(Xray.FRACTURE)
        inner = any_of(SWOLLEN, fractured)
        report = proved(Tree(asked(fractured, A, asked(inner, C, B))))
        Told(parts=(("n", fractured),)).check(report)
        assert str(report).endswith('- after no: in "?" the part "xray: fracture"')

    def test_a_part_that_never_matters_because_of_what_follows(self) -> None:
        # Whoever is swollen ends in a, by either way.
        inner = any_of(SWOLLEN, TENDER)
        report = proved(Tree(asked(inner, A, asked(Ankle.steps.below(2), C, asked(SWOLLEN, A, B)))))
        assert told(parts_of_report(report)) == []
        assert [fault.place for fault in report.one_way] == ["nn"]
        report = proved(Tree(asked(inner, A, asked(SWOLLEN, A, B))))
        assert told(parts_of_report(report)) == [("", SWOLLEN)]

    def test_a_threshold_that_changes_nothing(self) -> None:
        teen = Ankle.age.between(12, 17)
        report = proved(Tree(asked(Ankle.age.below(12), A, asked(teen, C, B))))
        Told(thresholds=(("n", teen),)).check(report)
        (one,) = report.redundant
        assert one.threshold == 12
        assert str(one) == 'after no: in "?" the threshold 12 years in "age 12 to 17 years"'

    def test_a_threshold_at_the_end_of_the_range(self) -> None:
        some = Ankle.steps.between(2, 10)
        report = proved(Tree(asked(some)))
        Told(thresholds=(("", some),)).check(report)
        assert 'the threshold 10 in "steps 2 to 10"' in str(report)

    def test_a_threshold_beside_one_that_makes_up_for_it(self) -> None:
        # Between 2 and 5, or 5 and more: the 5 of either can go, and then the other stays.
        low, high = Ankle.steps.between(2, 5), Ankle.steps.above(5)
        report = proved(Tree(asked(any_of(low, high))))
        assert ("", low) in told(thresholds_of(report))

    def test_two_questions_alike_are_both_told(self) -> None:
        teen = Ankle.age.between(12, 17)
        report = proved(
            Tree(asked(Ankle.age.below(12), A, asked(SWOLLEN, asked(teen, C, B), asked(teen))))
        )
        Told(thresholds=(("ny", teen), ("nn", teen))).check(report)

    def test_a_shared_question_is_judged_once_for_all_who_get_there(self) -> None:
        teen = Ankle.age.between(12, 17)
        shared = asked(teen, C, B)
        minor = Ankle.age.below(12)
        report = proved(Tree(asked(minor, A, asked(SWOLLEN, shared, asked(TENDER, shared, A)))))
        Told(thresholds=(("ny", teen),)).check(report)
        # Here one way to it leaves children, whom the threshold tells apart.
        report = proved(Tree(asked(SWOLLEN, shared, asked(minor, A, shared))))
        Told().check(report)


class TestContradictions:
    """A part that holds for nobody is an error, reported in full and once."""

    YOUNG_AND_OLD = all_of(Ankle.age.below(12), Ankle.age.at_least(18), TENDER)

    def test_parts_that_contradict_each_other(self) -> None:
        report = proved(Tree(asked(any_of(SWOLLEN, self.YOUNG_AND_OLD))))
        Told(contradictory=(("", self.YOUNG_AND_OLD),)).check(report)
        (error,) = report.errors
        assert error == (
            'at the first question: in "?" the part "age less than 12 years and age 18 years or '
            'more and bone tender" never holds: it contradicts itself'
        )
        negated = Not(any_of(SWOLLEN, self.YOUNG_AND_OLD))
        Told(contradictory=(("", self.YOUNG_AND_OLD),)).check(proved(Tree(asked(negated))))

    def test_a_reading_without_its_sign(self) -> None:
        cold_fever = all_of(Ankle.temperature.at_least(39), Ankle.fever.absent)
        report = proved(Tree(asked(any_of(SWOLLEN, cold_fever))))
        Told(contradictory=(("", cold_fever),)).check(report)

    def test_within_a_score_it_is_reported_once(self) -> None:
        of = (SWOLLEN, TENDER, self.YOUNG_AND_OLD)
        high, low = (AtLeast(k, of, name="S", weights=(1, 1, 5)) for k in (2, 1))
        report = proved(Tree(asked(high, A, asked(low, B, C))))
        Told(contradictory=(("", self.YOUNG_AND_OLD),)).check(report)

    def test_what_the_way_rules_out_is_redundant_and_no_error(self) -> None:
        child = all_of(Ankle.age.below(12), TENDER)
        report = proved(Tree(asked(Ankle.age.below(18), A, asked(any_of(child, SWOLLEN), C, B))))
        Told(parts=(("n", child),)).check(report)


class TestAQuantityThatShowsASign:
    """Cases: a finding without effect is reported even if the vocabulary ties it to another."""

    def test_a_reading_that_never_matters(self) -> None:
        part = all_of(SWOLLEN, Ankle.temperature.at_least(39))
        Told(parts=(("", part),)).check(proved(Tree(asked(any_of(SWOLLEN, part)))))

    def test_a_sign_that_the_reading_shows_already(self) -> None:
        fever = Ankle.fever.present
        report = proved(Tree(asked(all_of(Ankle.temperature.at_least(39), fever))))
        assert told(parts_of_report(report)) == [("", fever)]


class TestUntestedRedFlags:
    """A red flag of the vocabulary that nothing tests is an error."""

    def test_each_is_reported_by_its_name(self) -> None:
        report = verify(Tree(asked(TENDER)))
        assert report.untested_red_flags == (Ankle.fever,)
        assert not report.ok
        assert str(report) == "Errors:\n- nothing tests the red flag fever"

    def test_a_number_that_shows_it_does_not_ask_it(self) -> None:
        report = verify(Tree(asked(all_of(TENDER, Ankle.temperature.below(38)))))
        assert report.untested_red_flags == (Ankle.fever,)

    def test_what_is_tested_beside_the_tree_is_no_fault(self) -> None:
        tree = Tree(asked(TENDER))
        assert verify(tree, also=[Ankle.age]).untested_red_flags == (Ankle.fever,)
        assert verify(tree, also={Ankle.xray, Ankle.fever, Ankle.age}).ok

    def test_a_tree_of_one_leaf_has_no_vocabulary(self) -> None:
        assert verify(Tree(A)).untested_red_flags == ()

    @LAW
    @given(st.data(), situations(most=4))
    def test_exactly_those_that_nothing_asks(self, data: st.DataObject, case: Situation) -> None:
        also = data.draw(st.lists(st.sampled_from(case.world.findings)))
        asked_about = {finding_of(atom) for atom in asked_by(case.tree)}
        report = verify(case.tree, also=also)
        assert list(report.untested_red_flags) == [
            finding
            for finding in case.world.findings
            if finding.red_flag and finding not in asked_about and finding not in also
        ]
        rest = attrs.evolve(report, untested_red_flags=())
        assert report.ok is (rest.ok and not report.untested_red_flags)


# --------------------------------------------------------------------- by brute force

Path: TypeAlias = tuple[int, ...]


def parts_of(criterion: Criterion, path: Path = ()) -> Iterator[tuple[Path, Criterion]]:
    """Each part with its path."""
    yield path, criterion
    below: tuple[Criterion, ...] = ()
    if isinstance(criterion, Not):
        below = (criterion.of,)
    elif isinstance(criterion, AtLeast):
        below = criterion.of
    for index, part in enumerate(below):
        yield from parts_of(part, (*path, index))


def truth_with(
    criterion: Criterion, path: Path, forced: Callable[[Findings], bool], person: Findings
) -> bool:
    """The truth of a criterion with one part negated."""
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
    """Each place of the unfolded tree, its node, and the people who reach it."""
    yield place, node, here
    if isinstance(node, Question):
        yes = [person for person in here if truth(node.criterion, person)]
        no = [person for person in here if not truth(node.criterion, person)]
        yield from arrivals(node.yes, yes, place + "y")
        yield from arrivals(node.no, no, place + "n")


def same_with(
    node: Question[Any], here: list[Findings], path: Path, forced: Callable[[Findings], bool]
) -> bool:
    """Whether negating one part changes no outcome of these people."""
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
    """The errors and redundant parts of a tree, by trying every person."""

    unreachable: Counter[str] = attrs.field(factory=Counter[str])
    one_way: Counter[str] = attrs.field(factory=Counter[str])
    contradictory: set[tuple[str, Criterion]] = attrs.field(factory=set[tuple[str, Criterion]])
    questions: set[str] = attrs.field(factory=set[str])
    parts: set[tuple[str, Criterion]] = attrs.field(factory=set[tuple[str, Criterion]])
    thresholds: set[tuple[str, Criterion]] = attrs.field(factory=set[tuple[str, Criterion]])


def brute(case: Situation) -> Brute:
    found = Brute()
    people: dict[int, list[Findings]] = {}
    for place, node, here in arrivals(case.tree.root, _people(case)):
        people.setdefault(id(node), []).extend(here)
        if isinstance(node, Leaf):
            found.unreachable[place] += not here
        elif here and len({truth(node.criterion, person) for person in here}) == 1:
            found.one_way[place] += 1
    scores: dict[Hashable, tuple[str, AtLeast]] = {}
    for place, node in places(case.tree.root):
        here = people[id(node)]
        if isinstance(node, Leaf) or len({truth(node.criterion, one) for one in here}) < 2:
            continue
        ends = [(ending(node.yes, person), ending(node.no, person)) for person in here]
        if all(key(yes) == key(no) for yes, no in ends):
            found.questions.add(place)
        else:
            _within(found, place, node.criterion, case, partial(same_with, node, here), scores)
    for place, score in scores.values():
        _within(found, place, score, case, partial(same_scored, case, score), None)
    return found


Same: TypeAlias = Callable[[Path, Callable[[Findings], bool]], bool]
Scores: TypeAlias = dict[Hashable, tuple[str, AtLeast]]


def _within(
    found: Brute,
    place: str,
    criterion: Criterion,
    case: Situation,
    same: Same,
    scores: Scores | None,
) -> None:
    """What is found within a criterion; the scores that stand in what is not found, are met."""
    done: list[Path] = []
    for path, part in parts_of(criterion):
        if any(path[: len(above)] == above for above in done):
            continue
        truths = (False,) if scores is None and len(path) == 1 else (True, False)
        if path and not any(truth(part, person) for person in _people(case)):
            found.contradictory.add((place, part))
            done.append(path)
        elif path and any(same(path, forced_to(held)) for held in truths):
            found.parts.add((place, part))
            done.append(path)
        elif isinstance(part, Within):
            for interval in without_ends(part):
                if same(path, in_interval(part, interval)):
                    found.thresholds.add((place, part))
        elif isinstance(part, AtLeast) and part.weights is not None and scores is not None:
            scores.setdefault((part.of, part.weights, part.name), (place, part))
            done.append(path)


def same_scored(
    case: Situation, score: AtLeast, path: Path, forced: Callable[[Findings], bool]
) -> bool:
    """Whether negating a part of a score changes no outcome."""

    def end(node: Node[Any], person: Findings) -> Hashable:
        while isinstance(node, Question):
            so = rescored(node.criterion, score, path, forced, person)
            node = node.yes if so else node.no
        return key(node.outcome)

    root = case.tree.root
    return all(end(root, one) == key(ending(root, one)) for one in _people(case))


def rescored(
    criterion: Criterion,
    score: AtLeast,
    path: Path,
    forced: Callable[[Findings], bool],
    person: Findings,
) -> bool:
    """The truth of a criterion with a part of a score negated, at each threshold."""
    match criterion:
        case AtLeast(of=score.of, weights=score.weights, name=score.name):
            return truth_with(criterion, path, forced, person)
        case AtLeast(of=parts):
            return enough(criterion, [rescored(p, score, path, forced, person) for p in parts])
        case Not(of=of):
            return not rescored(of, score, path, forced, person)
        case _:
            return truth(criterion, person)


def _people(case: Situation) -> list[Findings]:
    return everybody(case.world.vocabulary(), asked_by(case.tree))


def small(*, shows: bool | None = None, most: int = 4) -> st.SearchStrategy[Situation]:
    """Trees small enough for brute force at every place."""
    return situations(shows=shows, most=most)


class TestBruteForce:
    """`verify` lists a part exactly when trying every person shows that it has no effect."""

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

    @settings(LAW, max_examples=75)
    @given(small())
    def test_parts_that_contradict_themselves(self, case: Situation) -> None:
        report = verify(case.tree)
        event(f"contradictory parts: {min(len(report.contradictory), 3)}")
        assert len(set(report.contradictory)) == len(report.contradictory)
        assert set(told(report.contradictory)) == brute(case).contradictory

    @LAW
    @given(small())
    def test_questions_that_could_be_dropped(self, case: Situation) -> None:
        assert set(questions_of(verify(case.tree))) == brute(case).questions

    @settings(LAW, max_examples=75)
    @given(small())
    def test_parts_that_could_be_dropped(self, case: Situation) -> None:
        report = verify(case.tree)
        found = told(parts_of_report(report))
        event(f"redundant parts: {min(len(found), 3)}")
        assert len(set(report.redundant)) == len(report.redundant)
        assert set(found) == brute(case).parts

    @settings(LAW, max_examples=75)
    @given(small())
    def test_thresholds_that_could_be_dropped(self, case: Situation) -> None:
        found = told(thresholds_of(verify(case.tree)))
        event(f"redundant thresholds: {min(len(found), 3)}")
        assert set(found) == brute(case).thresholds

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
    """A finding without effect is reported, or every part that asks it."""
    report = verify(case.tree)
    named = findings_of(report)
    event(f"idle findings: {len(named)}")
    for finding in {finding_of(atom) for atom in asked_by(case.tree)}:
        matters = _differ_in_it_alone(case, finding)
        if f'"{finding.label}" ({finding.name}), wherever it is asked' in named:
            assert not matters
        elif not matters:
            assert not _is_kept(case, finding, report)


def _is_kept(case: Situation, finding: Finding, report: Report[Any]) -> bool:
    """Whether a criterion outside all reported parts contains a finding."""
    gone = {*told(report.redundant), *told(report.contradictory)}
    one_way = {fault.place for fault in report.one_way}
    for place, node in places(case.tree.root):
        if isinstance(node, Leaf) or (place, None) in gone or place in one_way:
            continue
        outside = {part for _, part in parts_of(node.criterion)}
        for _, part in parts_of(node.criterion):
            if (place, part) in gone:
                outside -= {below for _, below in parts_of(part)}
        if any(finding_of(one) is finding for one in outside if isinstance(one, Is | Within)):
            return bool(_reached(case, place))
    return False


def _reached(case: Situation, place: str) -> list[Findings]:
    return next(here for at, _, here in arrivals(case.tree.root, _people(case)) if at == place)


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
    """Each reached leaf has a witness, who reaches it whatever the unknown findings are."""

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


def beside(criterion: Criterion) -> tuple[float, ...]:
    """The values at the only threshold of a criterion."""
    (boundary,) = verify(Tree(asked(criterion))).boundaries
    return boundary.values


class TestBoundaries:
    """The cases are just below, at and just above every threshold that a person can reach."""

    def test_a_number_between_its_neighbours(self) -> None:
        (low, high) = verify(Tree(asked(Ankle.age.between(18, 55)))).boundaries
        assert (low.place, low.quantity, low.threshold) == ("", Ankle.age, 18)
        assert [low.values, high.values] == [(17.9, 18, 18.1), (54.9, 55, 55.1)]

    def test_whole_numbers(self) -> None:
        assert beside(Ankle.steps.at_least(4)) == (3, 4, 5)
        assert beside(Ankle.steps.at_least(3.5)) == (3, 4)

    def test_nobody_beyond_the_range(self) -> None:
        assert beside(Ankle.age.above(0)) == (0, 0.1)
        assert beside(Ankle.steps.below(10)) == (9, 10)

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
            for _, part in parts_of(node.criterion)
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
    """The clinical tree has no part without effect."""

    def test_it_is_proved(self) -> None:
        report = verify(MUSCLE_SPASM.tree)
        assert report.ok
        assert report.errors == ()
        assert report.redundant == ()
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

    def test_an_age_window_given_twice_is_found(self) -> None:
        low, both = Ankle.age.at_least(6), Ankle.age.between(6, 48)
        told_twice = Told(parts=(("", low),), thresholds=(("", both),))
        told_twice.check(proved(Tree(asked(all_of(low, both)))))


class TestTooManyPlaces:
    """A tree that unfolds to too many places raises an error with the limit."""

    def test_refused(self) -> None:
        node: Node[str] = asked(SWOLLEN)
        for _ in range(15):
            node = asked(TENDER, node, node)
        with pytest.raises(TreeError, match=r"20,000 places"):
            verify(Tree(node))
