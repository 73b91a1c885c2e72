"""Criteria: plain, hashable data from named constructors, and clear words for misuse."""

from __future__ import annotations

import copy
import math
import pickle
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given

from spasm_ddx.errors import CriterionError
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
    findings_in,
    parts_in,
    thresholds_in,
    whole_or_half,
    with_part,
)
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Judgement,
    Side,
    Xray,
    atoms_in,
    finding_of,
    judgements,
)

SWOLLEN: Criterion = Ankle.swelling.present


class TestConstructors:
    """Each named constructor means what its name says, ends included."""

    def test_signs(self) -> None:
        assert holds(Ankle.swelling.present, Ankle(swelling=True)) is True
        assert holds(Ankle.swelling.present, Ankle(swelling=False)) is False
        assert holds(Ankle.swelling.absent, Ankle(swelling=False)) is True
        assert holds(Ankle.swelling.absent, Ankle(swelling=True)) is False
        assert holds(Ankle.swelling.absent, Ankle()) is None

    def test_categories(self) -> None:
        one_sided = Ankle.side.among(Side.LEFT, Side.RIGHT)
        assert holds(one_sided, Ankle(side=Side.LEFT)) is True
        assert holds(one_sided, Ankle(side=Side.BOTH)) is False
        assert holds(one_sided, Ankle()) is None

    @pytest.mark.parametrize(
        ("criterion", "just_below", "at", "just_above"),
        [
            (Ankle.age.below(18), True, False, False),
            (Ankle.age.at_most(18), True, True, False),
            (Ankle.age.at_least(18), False, True, True),
            (Ankle.age.above(18), False, False, True),
            (Ankle.age.between(18, 65), False, True, True),
            (Ankle.age.between(5, 18), True, True, False),
            (Ankle.age.between(18, 18), False, True, False),
            (Ankle.age.between(18, 65, closed="both"), False, True, True),
            (Ankle.age.between(18, 65, closed="left"), False, True, True),
            (Ankle.age.between(18, 65, closed="right"), False, False, True),
            (Ankle.age.between(18, 65, closed="neither"), False, False, True),
            (Ankle.age.between(5, 18, closed="left"), True, False, False),
            (Ankle.age.between(5, 18, closed="right"), True, True, False),
            (Ankle.age.between(5, 18, closed="neither"), True, False, False),
        ],
    )
    def test_quantities(
        self, criterion: Within, *, just_below: bool, at: bool, just_above: bool
    ) -> None:
        assert holds(criterion, Ankle(age=math.nextafter(18, 0))) is just_below
        assert holds(criterion, Ankle(age=18)) is at
        assert holds(criterion, Ankle(age=18.0)) is at
        assert holds(criterion, Ankle(age=math.nextafter(18, 99))) is just_above

    def test_combinations(self) -> None:
        parts = (Ankle.swelling.present, Ankle.fever.absent, Ankle.age.below(18))
        assert all_of(*parts) == AtLeast(3, parts)
        assert any_of(*parts) == AtLeast(1, parts)
        assert at_least(2, *parts) == AtLeast(2, parts)
        assert all_of(*parts, name="A name").name == "A name"
        assert any_of(*parts, name="A name").name == "A name"
        assert at_least(2, *parts, name="A name").name == "A name"
        assert {combined(*parts).name for combined in (all_of, any_of)} == {None}


class TestPlainData:
    """Equal where built alike, hashable, copied and pickled as they are."""

    @LAW
    @given(judgements(size=2))
    def test_equal_criteria_hash_equally(self, case: Judgement) -> None:
        one, other = case.criteria
        assert one == copy.deepcopy(one)
        assert hash(one) == hash(copy.deepcopy(one))
        assert (one == other) is (repr_of(one) == repr_of(other))

    def test_pickled(self) -> None:
        criterion = all_of(
            Not(Ankle.swelling.present), Ankle.age.below(3), Ankle.side.among(Side.LEFT), name="X"
        )
        again = pickle.loads(pickle.dumps(criterion))  # noqa: S301 - made here
        assert again == criterion
        assert findings_in(again) == findings_in(criterion)

    def test_the_order_of_values_does_not_matter(self) -> None:
        one = Ankle.side.among(Side.LEFT, Side.RIGHT)
        assert one == Ankle.side.among(Side.RIGHT, Side.LEFT)
        assert hash(one) == hash(Ankle.side.among(Side.RIGHT, Side.LEFT))

    def test_a_name_makes_another_criterion(self) -> None:
        parts = (Ankle.swelling.present, Ankle.fever.present)
        assert any_of(*parts, name="Sign") != any_of(*parts)

    def test_shown_as_it_is_made(self) -> None:
        parts = (SWOLLEN,)
        plain, score = AtLeast(1, parts, name="X"), AtLeast(1, parts, weights=(2,))
        assert repr(plain) == f"AtLeast(k=1, of={parts!r}, name='X', weights=None)"
        assert repr(score) == f"AtLeast(k=1, of={parts!r}, name=None, weights=(2,))"

    def test_any_iterable_of_values_and_of_parts(self) -> None:
        assert Is(Ankle.side, [Side.LEFT]).values == frozenset({Side.LEFT})
        parts: Any = iter([Ankle.swelling.present])
        assert AtLeast(1, parts).of == (Ankle.swelling.present,)


def repr_of(criterion: Criterion) -> object:
    """A criterion as nested tuples, for comparing it by hand."""
    match criterion:
        case Is(finding=finding, values=values):
            return finding.name, sorted(map(str, values))
        case Within(quantity=quantity, interval=ends):
            low_open = ends.low is not None and ends.low_open
            high_open = ends.high is not None and ends.high_open
            return quantity.name, ends.low, ends.high, low_open, high_open
        case Not(of=of):
            return "not", repr_of(of)
        case AtLeast(k=k, of=of, name=name):
            return k, name, [repr_of(part) for part in of]


class TestFindingsIn:
    """The findings of a criterion, each once, in the order in which it names them."""

    @LAW
    @given(judgements())
    def test_as_met(self, case: Judgement) -> None:
        (criterion,) = case.criteria
        met = dict.fromkeys(finding_of(atom) for atom in atoms_in(criterion))
        assert findings_in(criterion) == tuple(met)


class TestParts:
    """Each part stands at the steps that lead to it, and there another can take its place."""

    YOUNG = Ankle.age.between(5, 18)
    WHOLE = any_of(
        SWOLLEN, Not(all_of(YOUNG, Not(SWOLLEN), name="Kept")), Ankle.fever.present, name="Whole"
    )

    def test_itself_first_and_each_before_its_own(self) -> None:
        assert [path for path, _ in parts_in(self.WHOLE)] == [
            (),
            (0,),
            (1,),
            (1, 0),
            (1, 0, 0),
            (1, 0, 1),
            (1, 0, 1, 0),
            (2,),
        ]
        parts = dict(parts_in(self.WHOLE))
        assert parts[()] == self.WHOLE
        assert parts[1, 0, 0] == self.YOUNG
        assert parts[1, 0, 1, 0] == SWOLLEN
        assert parts[2,] == Ankle.fever.present

    def test_another_in_the_stead_of_each(self) -> None:
        other = Ankle.steps.below(3)
        for path, part in parts_in(self.WHOLE):
            changed = with_part(self.WHOLE, path, other)
            assert dict(parts_in(changed))[path] == other
            assert with_part(changed, path, part) == self.WHOLE

    def test_thresholds_in_the_order_of_naming(self) -> None:
        few = Ankle.steps.below(3)
        assert list(thresholds_in(all_of(self.WHOLE, few))) == [
            (Ankle.age, 5),
            (Ankle.age, 18),
            (Ankle.steps, 3),
        ]


class TestNoTruthByItself:
    """`bool(criterion)` would be a silent mistake: it raises and says what to write."""

    @pytest.mark.parametrize(
        "criterion",
        [
            Ankle.swelling.present,
            Ankle.age.below(18),
            Not(Ankle.swelling.present),
            any_of(Ankle.swelling.present),
        ],
    )
    def test_every_kind_refuses(self, criterion: Criterion) -> None:
        with pytest.raises(CriterionError) as raised:
            bool(criterion)
        assert str(raised.value) == (
            "a criterion is neither true nor false by itself; combine criteria with "
            "all_of(...), any_of(...), at_least(k, ...) or Not(...), "
            "and evaluate one with holds(criterion, findings)"
        )


class TestMisuse:
    """Each misuse raises an error that says what is accepted."""

    @pytest.mark.parametrize("k", [0, 3, -1, 10**30])
    def test_k_is_from_1_to_n(self, k: int) -> None:
        with pytest.raises(CriterionError, match="of 2 criteria: give 1 to 2"):
            at_least(k, Ankle.swelling.present, Ankle.fever.present)

    def test_k_is_a_whole_number(self) -> None:
        wrong: list[Any] = [True, 1.0, "1", None, math.nan]
        for k in wrong:
            with pytest.raises(CriterionError, match=r"at least .* of 2 criteria"):
                at_least(k, Ankle.swelling.present, Ankle.fever.present)

    def test_a_combination_of_nothing(self) -> None:
        for empty in (all_of, any_of):
            with pytest.raises(CriterionError) as refused:
                empty()
            said = "a combination of no criteria means nothing; give at least one"
            assert str(refused.value) == said
        with pytest.raises(CriterionError, match="no criteria"):
            at_least(0)

    def test_ends_are_finite_numbers(self) -> None:
        wrong: list[Any] = [math.nan, math.inf, -math.inf, True, "18", 1j]
        for end in wrong:
            with pytest.raises(CriterionError, match="a finite number or None"):
                Interval(low=end)
            with pytest.raises(CriterionError, match="a finite number or None"):
                Ankle.age.below(end)

    def test_an_end_too_large_for_a_number(self) -> None:
        with pytest.raises(CriterionError):
            Ankle.age.below(10**400)

    def test_up_to_the_largest_number_and_by_name_beyond(self) -> None:
        assert sys.float_info.max in Interval(high=sys.float_info.max)
        with pytest.raises(CriterionError) as raised:
            Interval(high=math.inf)
        assert str(raised.value) == "an interval ends at a finite number or None, not at inf"

    def test_points_up_to_a_million_and_by_name_beyond(self) -> None:
        assert whole_or_half(1_000_000) == 1_000_000
        with pytest.raises(CriterionError) as raised:
            whole_or_half(-1_000_000.5)
        assert str(raised.value) == (
            "points are whole or half numbers, such as 2 or -1.5, not -1000000.5"
        )

    @pytest.mark.parametrize(("k", "ever"), [(3, "never"), (-1, "always")])
    def test_points_that_decide_nothing(self, k: int, ever: str) -> None:
        with pytest.raises(CriterionError) as raised:
            AtLeast(k, (SWOLLEN, Ankle.fever.present), weights=(2, -1), name="S")
        assert str(raised.value) == (
            f"S: {k} points are {ever} reached; its totals run from -1 to 2"
        )

    def test_ends_in_their_order(self) -> None:
        with pytest.raises(CriterionError, match="from low to high, not from 65 to 18"):
            Ankle.age.between(65, 18)

    def test_frozen(self) -> None:
        criterion: Any = any_of(Ankle.xray.among(Xray.NORMAL))
        with pytest.raises(AttributeError):
            criterion.k = 2


class TestSize:
    """No criterion is too deep or too often shared to walk in reasonable time."""

    def test_depth(self) -> None:
        deepest = SWOLLEN
        for _ in range(199):
            deepest = Not(deepest)
        assert (deepest.depth, deepest.parts) == (200, 200)
        assert holds(deepest, Ankle(swelling=True)) is False
        Tree(Question("?", deepest, yes=Leaf(1), no=Leaf(2)))
        for deeper in (Not, all_of, any_of):
            with pytest.raises(CriterionError, match="nests 201 deep; at most 200"):
                deeper(deepest)

    def test_a_shared_part_counts_each_time(self) -> None:
        doubled = SWOLLEN
        for _ in range(15):
            doubled = all_of(doubled, doubled)
        assert doubled.parts == 2**16 - 1
        assert holds(doubled, Ankle(swelling=True)) is True
        Tree(Question("?", doubled, yes=Leaf(1), no=Leaf(2)))
        with pytest.raises(CriterionError, match="131,071 parts; at most 100,000"):
            any_of(doubled, doubled)
        with pytest.raises(CriterionError, match="at most 100,000"):
            at_least(1, *[Not(doubled)] * 2)

    def test_many_parts_side_by_side(self) -> None:
        widest = any_of(*[SWOLLEN] * 99_999)
        assert widest.parts == 100_000
        assert holds(widest, Ankle()) is None
        with pytest.raises(CriterionError, match="100,001 parts"):
            Not(widest)

    def test_the_size_is_neither_compared_nor_shown(self) -> None:
        whole = all_of(SWOLLEN, Not(SWOLLEN))
        assert (whole.parts, whole.depth) == (4, 3)
        assert "parts" not in repr(whole)
        again = pickle.loads(pickle.dumps(whole))  # noqa: S301 - made here
        assert (again, again.parts, again.depth) == (whole, 4, 3)
        assert (copy.copy(whole).parts, attrs.evolve(whole, k=1).parts) == (4, 4)
