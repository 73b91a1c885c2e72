"""Numbers as people write them: round values beside a threshold."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError
from spasm_ddx.reasoning.criteria import all_of
from spasm_ddx.reasoning.finding_kinds import Number, Quantity
from spasm_ddx.reasoning.queries import witness
from spasm_ddx.reasoning.units import (
    beside,
    hours,
    minutes,
    months,
    parse_number,
    seconds,
    years,
)
from spasm_ddx.reasoning.verification import verify
from tests.reasoning.strategies import LAW, Ankle, declare, yes_where

NUMBERS = st.floats(-(2.0**53), 2.0**53)


class TestBeside:
    """Two round numbers, just below and just above one."""

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            (24, (23.9, 24.1)),
            (38.0, (37.9, 38.1)),
            (0, (-0.1, 0.1)),
            (4.9, (4.8, 5)),
            (0.05, (0.04, 0.06)),
            (600, (599, 601)),
            (150_000, (149_999, 150_001)),
            (0.1 + 0.2, (math.nextafter(0.1 + 0.2, 0), math.nextafter(0.1 + 0.2, 1))),
        ],
    )
    def test_cases(self, number: float, expected: tuple[float, float]) -> None:
        assert beside(number) == expected

    def test_nothing_else_at_or_between_them(self) -> None:
        assert beside(24, [23.95, 30]) == (23.99, 24.01)
        assert beside(24, [24, 24.1]) == (23.99, 24.01)

    @LAW
    @given(NUMBERS, st.lists(NUMBERS, max_size=3))
    def test_on_each_side_and_nothing_between(self, number: float, others: list[float]) -> None:
        below, above = beside(number, others)
        assert below < number < above
        between = [other for other in others if below < other < above and other != number]
        assert not between


class TestShownToPeople:
    """No example is merely the next floating-point number."""

    def test_a_boundary_of_24(self) -> None:
        (boundary,) = verify(yes_where(Ankle.age.at_least(24))).boundaries
        assert boundary.values == (23.9, 24, 24.1)

    def test_a_boundary_of_zero(self) -> None:
        (boundary,) = verify(yes_where(Ankle.age.above(0))).boundaries
        assert boundary.values == (0, 0.1)

    def test_a_boundary_close_to_another_one_and_to_what_shows_a_sign(self) -> None:
        low, high = verify(yes_where(Ankle.temperature.between(37.95, 38.05))).boundaries
        assert low.values == (37.94, 37.95, 37.96)
        assert high.values == (38.04, 38.05, 38.06)

    def test_a_witness_within_a_narrow_interval(self) -> None:
        dose = declare(dose=Number("?", low=0, high=1, usual=0)).finding("dose")
        assert isinstance(dose, Quantity)
        tree = yes_where(all_of(dose.above(0), dose.below(1e-16)))
        person = witness(tree, "yes", dose.vocabulary())
        assert person is not None
        assert repr(person.value_of(dose)) == "1e-17"


class TestDaysAndWeeks:
    """Numbers of days and weeks can have the units in use."""

    @pytest.mark.parametrize(
        ("text", "unit", "expected"),
        [
            ("8", "days", 8),
            ("8 days", "days", 8),
            ("2 weeks", "days", 14),
            ("1 week 3 days", "days", 10),
            ("1.5w", "days", 10.5),
            ("6 weeks", "weeks", 6),
            ("21 days", "weeks", 3),
            ("1 week 7d", "weeks", 2),
            ("P8D", "days", 8),
            ("P2W", "days", 14),
            ("P1Y6M", "months", 18),
            ("PT1H30M", "seconds", 5400),
        ],
    )
    def test_cases(self, text: str, unit: str, expected: float) -> None:
        assert parse_number(text, unit) == expected

    @pytest.mark.parametrize("text", ["P5M", "PT", "P", "PT5D5D", "P1DT2H", "p5d"])
    def test_a_duration_that_could_mean_two_things_is_refused(self, text: str) -> None:
        with pytest.raises(FindingError, match="is not a number of seconds"):
            parse_number(text, "seconds")

    def test_a_unit_that_is_neither_is_refused(self) -> None:
        with pytest.raises(FindingError, match="not a number of days; write 10 or 2 weeks"):
            parse_number("2 months", "days")


class TestHelpers:
    """`years`, `hours` and the like take a number; a text times 12 would be twelve texts."""

    @pytest.mark.parametrize("helper", [years, months, hours, minutes, seconds])
    @pytest.mark.parametrize("wrong", ["2", True, [1], None])
    def test_what_is_no_number_is_refused(self, helper: Any, wrong: object) -> None:  # noqa: ANN401 - misused
        with pytest.raises(FindingError, match=f"^{helper.__name__} takes a number, not "):
            helper(wrong)

    @pytest.mark.parametrize(
        ("converted", "exact"),
        [
            (minutes(2.05), 123),
            (hours(1.1), 3960),
            (years(0.35), 4.2),
            (seconds(0.1), 0.1),
            (minutes(2), 120),
        ],
    )
    def test_a_converted_number_is_the_one_that_was_meant(
        self, converted: float, exact: float
    ) -> None:
        assert converted == exact


#: The sizes of units, written apart from the library.
SIZES = {
    ("h", "seconds"): Fraction(3600),
    ("min", "seconds"): Fraction(60),
    ("y", "months"): Fraction(12),
    ("d", "weeks"): Fraction(1, 7),
    ("w", "days"): Fraction(7),
}


@given(st.decimals(0, 1000, places=3), st.sampled_from(list(SIZES)))
def test_a_number_with_a_unit_is_the_nearest_to_what_is_typed(
    number: Decimal, unit: tuple[str, str]
) -> None:
    """So it is on the side of a threshold on which the person puts it."""
    assert parse_number(f"{number}{unit[0]}", unit[1]) == float(Fraction(number) * SIZES[unit])
