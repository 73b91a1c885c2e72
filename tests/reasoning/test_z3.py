"""An oracle that shares no code with the library: the SMT solver z3.

A quantity is a real number or an integer there, a sign a truth value, a category a
member of an enumeration; a criterion is a formula, and a tree a nest of if-then-else.
What z3 proves of these must be what the library says. Values are floats in the
library and real numbers in z3, so thresholds here are whole or half: between two
of them there is always a float.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from itertools import count
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Presentation, Tree
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP
from spasm_ddx.reasoning.comparison import compare
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, all_of, any_of
from spasm_ddx.reasoning.evaluation import residual
from spasm_ddx.reasoning.finding_kinds import (
    Category,
    Finding,
    Number,
    OneOf,
    Quantity,
    Sign,
    YesNo,
)
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential, why_not, witness
from spasm_ddx.reasoning.tree import Leaf, Node, Question
from spasm_ddx.reasoning.units import minutes, months, years
from spasm_ddx.reasoning.verification import verify
from tests.muscle_spasm.strategies import RED_FLAGS
from tests.reasoning.brute_force import edited, replaced_in
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Four,
    Three,
    Two,
    World,
    declare,
    key,
    keys,
    people,
    trees,
)

z3: Any = pytest.importorskip("z3", reason="z3-solver is not installed: no oracle to ask")

#: Sorts of enumerations have names of their own, for z3 keeps them all.
_numbers = count()

# ------------------------------------------------------------------------ translation


def exactly(value: float) -> Any:  # noqa: ANN401 - a term of z3
    """A number as z3 holds it, without any rounding."""
    fraction = Fraction(value)
    return z3.Q(fraction.numerator, fraction.denominator)


@attrs.frozen(eq=False)
class Translation:
    """A vocabulary as variables of z3, and its possible people as a formula."""

    vocabulary: type[Findings]
    variables: dict[Finding, Any] = attrs.field(init=False)
    members: dict[Finding, dict[Any, Any]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        variables: dict[Finding, Any] = {}
        members: dict[Finding, dict[Any, Any]] = {}
        for finding in self.vocabulary.findings():
            match finding:
                case Sign(name=name):
                    variables[finding] = z3.Bool(name)
                case Quantity(name=name, whole=whole):
                    variables[finding] = z3.Int(name) if whole else z3.Real(name)
                case Category(name=name, members=each):
                    names = [f"{member.name}{next(_numbers)}" for member in each]
                    sort, constants = z3.EnumSort(f"{name}{next(_numbers)}", names)
                    variables[finding] = z3.Const(name, sort)
                    members[finding] = dict(zip(each, constants, strict=True))
        object.__setattr__(self, "variables", variables)
        object.__setattr__(self, "members", members)

    def people(self) -> Any:  # noqa: ANN401 - a formula of z3
        """The formula of possible people."""
        formulas: list[Any] = []
        for finding, variable in self.variables.items():
            if isinstance(finding, Quantity):
                formulas += [exactly(finding.low) <= variable, variable <= exactly(finding.high)]
                if finding.shows:
                    sign, threshold = finding.shows
                    warm = variable >= exactly(threshold)
                    formulas.append(z3.Implies(warm, self.variables[sign]))
        return z3.And(*formulas)

    def known(self, person: Findings) -> Any:  # noqa: ANN401 - a formula of z3
        """The known findings of a person as a formula."""
        formulas: list[Any] = []
        for finding, value in person.known.items():
            variable = self.variables[finding]
            if isinstance(finding, Category):
                formulas.append(variable == self.members[finding][value])
            else:
                formulas.append(
                    variable == (value if isinstance(finding, Sign) else exactly(value))
                )
        return z3.And(*formulas)

    def criterion(self, criterion: Criterion) -> Any:  # noqa: ANN401 - a formula of z3
        match criterion:
            case Is(finding=Sign() as sign, values=values):
                return z3.Or(*(self.variables[sign] == value for value in values))
            case Is(finding=finding, values=values):
                constants = self.members[finding]
                return z3.Or(*(self.variables[finding] == constants[value] for value in values))
            case Within(quantity=quantity, interval=interval):
                variable = self.variables[quantity]
                ends: list[Any] = []
                if interval.low is not None:
                    low = exactly(interval.low)
                    ends.append(variable > low if interval.low_open else variable >= low)
                if interval.high is not None:
                    high = exactly(interval.high)
                    ends.append(variable < high if interval.high_open else variable <= high)
                return z3.And(*ends)
            case Not(of=of):
                return z3.Not(self.criterion(of))
            case AtLeast(k=k, of=parts, weights=tuple() as weights):
                worth = [
                    z3.If(self.criterion(part), z3.IntVal(int(2 * weight)), z3.IntVal(0))
                    for part, weight in zip(parts, weights, strict=True)
                ]
                return z3.Sum(*worth) >= int(2 * k)
            case AtLeast(k=k, of=parts):
                return z3.AtLeast(*(self.criterion(part) for part in parts), k)

    def tree(self, tree: Tree[Any] | Node[Any], codes: Mapping[Hashable, int]) -> Any:  # noqa: ANN401 - a term
        """The code of a tree's outcome."""

        def term(node: Node[Any]) -> Any:  # noqa: ANN401 - a term of z3
            if isinstance(node, Leaf):
                return z3.IntVal(codes[key(node.outcome)])
            return z3.If(self.criterion(node.criterion), term(node.yes), term(node.no))

        return term(tree.root if isinstance(tree, Tree) else tree)


def satisfiable(*formulas: Any) -> bool:  # noqa: ANN401 - formulas of z3
    solver = z3.Solver()
    solver.add(*formulas)
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


def codes_of(*trees_: Tree[Any]) -> dict[Hashable, int]:
    """A number for each outcome of these trees."""
    every = dict.fromkeys(one for tree in trees_ for one in keys(tree.outcomes))
    return {outcome: code for code, outcome in enumerate(every)}


# ------------------------------------------------------------------------- random trees


@st.composite
def plain_quantities(draw: st.DrawFn, signs: list[YesNo]) -> tuple[Number, tuple[float, ...]]:
    """A quantity with thresholds that are whole or half."""
    whole = draw(st.booleans())
    ends = st.sampled_from([0, 0.5, 1, 1.5, 2, 3.5, 4])
    thresholds = draw(st.lists(ends, min_size=1, max_size=3, unique=True))
    above = st.sampled_from([1, 2.5, 4] if whole else [0.5, 2, 4])
    shows: tuple[YesNo, float] | None = None
    showing = draw(st.booleans())
    if signs and showing:
        shows = draw(st.sampled_from(signs)), draw(above)
    usual = draw(st.sampled_from([0, 2, 4]))
    number = Number("How many?", low=0, high=4, usual=usual, whole=whole, shows=shows)
    return number, tuple(thresholds)


@st.composite
def plain_worlds(draw: st.DrawFn) -> World:
    """A vocabulary of every kind of finding."""
    declared: dict[str, YesNo | OneOf[Any] | Number] = {}
    used: dict[str, tuple[float, ...]] = {}
    signs = [YesNo("Is it so?") for _ in range(draw(st.integers(1, 3)))]
    declared.update({f"s{index}": sign for index, sign in enumerate(signs)})
    for index in range(draw(st.integers(0, 2))):
        declared[f"c{index}"] = OneOf("Which?", draw(st.sampled_from([Two, Three, Four])))
    for index in range(draw(st.integers(0, 2))):
        name = f"q{index}"
        declared[name], used[name] = draw(plain_quantities(signs))
    vocabulary = declare(**declared)
    return World(vocabulary, {vocabulary.finding(name): ends for name, ends in used.items()})


@attrs.frozen(eq=False)
class Case:
    """A tree, somebody partly known, and both in z3."""

    world: World
    tree: Tree[Any]
    person: Findings
    z3: Translation

    def ends_in(self, outcome: object, person: Findings) -> bool:
        """Whether z3 finds a completion with this outcome."""
        codes = codes_of(self.tree)
        if key(outcome) not in codes:
            return False
        ends = self.z3.tree(self.tree, codes)
        facts = self.z3.people(), self.z3.known(person)
        return satisfiable(*facts, ends == codes[key(outcome)])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    world = draw(plain_worlds())
    tree, person = draw(trees(world)), draw(people(world))
    return Case(world, tree, person, Translation(world.vocabulary))


class TestDifferential:
    """An outcome is in the differential exactly when z3 finds a completion that reaches it."""

    @settings(LAW, max_examples=75)
    @given(cases())
    def test_exactly_what_z3_reaches(self, case: Case) -> None:
        reached = [key(one) for one in case.tree.outcomes if case.ends_in(one, case.person)]
        event(f"outcomes: {len(reached)} of {len(case.tree.outcomes)}")
        assert keys(differential(case.tree, case.person)) == reached

    @LAW
    @given(cases())
    def test_the_tree_that_is_left_to_ask_is_the_same_for_whoever_is_known(
        self, case: Case
    ) -> None:
        codes = codes_of(case.tree)
        left = residual(case.tree, case.person)
        assert not satisfiable(
            case.z3.people(),
            case.z3.known(case.person),
            case.z3.tree(case.tree, codes) != case.z3.tree(left, codes),
        )


class TestWitnessAndWhyNot:
    """z3 confirms the outcome of each example person, whatever their unknown findings are."""

    @LAW
    @given(st.data(), cases())
    def test_witness(self, data: st.DataObject, case: Case) -> None:
        outcome = data.draw(st.sampled_from(case.tree.outcomes))
        found = witness(case.tree, outcome, case.person)
        assert (found is not None) is case.ends_in(outcome, case.person)
        if found is not None:
            others = [one for one in case.tree.outcomes if key(one) != key(outcome)]
            assert not any(case.ends_in(other, found) for other in others)

    @LAW
    @given(st.data(), cases())
    def test_why_not(self, data: st.DataObject, case: Case) -> None:
        outcome = data.draw(st.sampled_from(case.tree.outcomes))
        found = why_not(case.tree, case.person, outcome)
        assert bool(found) is case.ends_in(outcome, case.world.vocabulary())
        others = [one for one in case.tree.outcomes if key(one) != key(outcome)]
        for change in found:
            assert not any(case.ends_in(other, change.findings) for other in others)


class TestVerify:
    """A leaf is reached exactly when z3 finds somebody who takes its path."""

    @LAW
    @given(cases())
    def test_leaves(self, case: Case) -> None:
        report = verify(case.tree)
        taken: dict[bool, set[str]] = {True: set(), False: set()}
        waiting: list[tuple[str, Node[Any], tuple[Any, ...]]] = [
            ("", case.tree.root, (case.z3.people(),))
        ]
        while waiting:
            place, node, path = waiting.pop()
            if isinstance(node, Question):
                holds = case.z3.criterion(node.criterion)
                waiting.append((place + "y", node.yes, (*path, holds)))
                waiting.append((place + "n", node.no, (*path, z3.Not(holds))))
            else:
                taken[satisfiable(*path)].add(place)
        assert {fault.place for fault in report.unreachable} == taken[False]
        assert set(report.witnesses) == taken[True]


class TestCompare:
    """`compare` finds exactly z3's differences, and none exactly when z3 proves equality."""

    @settings(LAW, max_examples=75)
    @given(st.data(), cases())
    def test_empty_exactly_when_proved_equal(self, data: st.DataObject, case: Case) -> None:
        after = data.draw(edited(case.world, case.tree))
        codes = codes_of(case.tree, after)
        differ = case.z3.tree(case.tree, codes) != case.z3.tree(after, codes)
        equal = not satisfiable(case.z3.people(), differ)
        event(f"equal: {equal}")
        assert (compare(case.tree, after) == ()) is equal

    @LAW
    @given(st.data(), cases())
    def test_each_criterion_is_exactly_who_they_are(self, data: st.DataObject, case: Case) -> None:
        after = data.draw(edited(case.world, case.tree))
        codes = codes_of(case.tree, after)
        first, second = case.z3.tree(case.tree, codes), case.z3.tree(after, codes)
        for one in compare(case.tree, after):
            here = z3.And(first == codes[key(one.before)], second == codes[key(one.after)])
            said = True if one.criterion is None else case.z3.criterion(one.criterion)
            assert not satisfiable(case.z3.people(), said != here)
            assert satisfiable(case.z3.people(), case.z3.known(one.example), here)

    @pytest.mark.parametrize(
        ("before", "after", "differ"),
        [
            (Ankle.age.below(18), Ankle.age.at_most(18), True),
            (Ankle.age.below(18), Not(Ankle.age.at_least(18)), False),
            (Ankle.steps.above(3.5), Ankle.steps.at_least(4), False),
            (Ankle.steps.above(3), Ankle.steps.at_least(4), False),
            (Ankle.steps.above(3), Ankle.steps.at_least(3), True),
            (
                Ankle.temperature.at_least(38),
                all_of(Ankle.temperature.at_least(38), Ankle.fever.present),
                False,
            ),
            (
                Ankle.temperature.at_least(37.5),
                all_of(Ankle.temperature.at_least(37.5), Ankle.fever.present),
                True,
            ),
            (
                Ankle.fever.present,
                any_of(Ankle.fever.present, Ankle.temperature.at_least(38)),
                False,
            ),
        ],
    )
    def test_planted(self, before: Criterion, after: Criterion, *, differ: bool) -> None:
        one, other = (
            Tree(Question("?", criterion, yes=Leaf("yes"), no=Leaf("no")))
            for criterion in (before, after)
        )
        translation = Translation(Ankle)
        codes = codes_of(one, other)
        unequal = translation.tree(one, codes) != translation.tree(other, codes)
        assert satisfiable(translation.people(), unequal) is differ
        assert bool(compare(one, other)) is differ


class TestMuscleSpasm:
    """The clinical tree, proved once more by z3."""

    @pytest.mark.parametrize("flag", RED_FLAGS)
    def test_benign_is_earned(self, flag: str) -> None:
        translation, codes = Translation(Presentation), codes_of(MUSCLE_SPASM.tree)
        red = Presentation.from_dict({flag: True})
        benign = translation.tree(MUSCLE_SPASM.tree, codes) == codes[key(BENIGN_LOCAL_CRAMP)]
        assert satisfiable(translation.people(), benign)
        assert not satisfiable(translation.people(), translation.known(red), benign)

    def test_each_leaf_is_reached(self) -> None:
        translation, codes = Translation(Presentation), codes_of(MUSCLE_SPASM.tree)
        ends = translation.tree(MUSCLE_SPASM.tree, codes)
        for condition in MUSCLE_SPASM.tree.outcomes:
            assert satisfiable(translation.people(), ends == codes[key(condition)])

    def test_a_wider_age_window_changes_exactly_what_compare_says(self) -> None:
        age = Presentation.age_months
        before = age.between(months(6), years(4))
        wider = replaced_in(MUSCLE_SPASM.tree.root, before, age.between(months(6), years(5)))
        after = attrs.evolve(MUSCLE_SPASM.tree, root=wider)
        translation, codes = Translation(Presentation), codes_of(MUSCLE_SPASM.tree)
        first, second = translation.tree(MUSCLE_SPASM.tree, codes), translation.tree(after, codes)
        pairs = {
            (old.key, new.key)
            for old in MUSCLE_SPASM.tree.outcomes
            for new in MUSCLE_SPASM.tree.outcomes
            if old != new
            and satisfiable(
                translation.people(), first == codes[key(old)], second == codes[key(new)]
            )
        }
        assert len(pairs) == 3
        assert {
            (one.before.key, one.after.key) for one in compare(MUSCLE_SPASM.tree, after)
        } == pairs

    def test_status_from_five_minutes_is_a_prolonged_convulsion(self) -> None:
        trees_ = {alert.key: alert.tree for alert in MUSCLE_SPASM.alerts}
        duration = Presentation.duration_s
        above, from_ = duration.above(minutes(30)), duration.at_least(minutes(5))
        status = attrs.evolve(
            trees_["status_convulsivus"],
            root=replaced_in(trees_["status_convulsivus"].root, above, from_),
        )
        translation, codes = Translation(Presentation), codes_of(status)
        prolonged = translation.tree(trees_["prolonged_convulsion"], codes)
        assert not satisfiable(translation.people(), translation.tree(status, codes) != prolonged)
