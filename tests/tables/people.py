"""Many people as one table, and the assessment of each, one by one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Presentation,
    Quantity,
    Sign,
    assess,
    differential,
)
from tests.muscle_spasm.strategies import CASES as WITHOUT_TEMPERATURE
from tests.muscle_spasm.strategies import partly_known
from tests.reasoning import strategies as reasoning

Person: TypeAlias = dict[str, Any]

TEMPERATURES = [25, math.nextafter(38.0, 0), 38, math.nextafter(38.0, 99), 45]
CASES: dict[str, list[Any]] = {**WITHOUT_TEMPERATURE, "temperature_c": TEMPERATURES}
NUMBERS = ["age_months", "duration_s", "attacks_this_illness", "temperature_c"]
CATEGORIES = ["extent", "site", "eeg"]
SIGNS = [name for name in CASES if name not in (*NUMBERS, *CATEGORIES)]

#: How every law on tables is tried: each example is a table of many people.
LAW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(LAW, max_examples=8)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """One person of whom anything may be unknown, the temperature among it."""
    person: Person = dict(draw(partly_known))
    if draw(st.booleans()):
        person["temperature_c"] = draw(st.sampled_from(TEMPERATURES))
        if person["temperature_c"] >= 38 and person.get("fever") is False:
            del person["fever"]
    return person


crowds = st.lists(people(), min_size=1, max_size=20)


def full(person: Mapping[str, Any]) -> Person:
    """Every finding by name, None where it is unknown."""
    return {name: person.get(name) for name in CASES}


def told(person: Mapping[str, Any]) -> Person:
    """Every column that can be requested, by ``assess``; NaN in a table is unknown."""
    found = assess(
        Presentation.from_dict(
            {
                name: value
                for name, value in person.items()
                if name in CASES and not (isinstance(value, float) and math.isnan(value))
            }
        )
    )
    diagnosis = found.diagnosis
    return {
        "diagnosis": None if diagnosis is None else diagnosis.key,
        "urgency_at_least": found.urgency.at_least.key,
        "urgency_at_most": found.urgency.at_most.key,
        **{f"possible_{some.key}": some in found.differential for some in MUSCLE_SPASM.conditions},
        **{f"raised_{some.key}": some in found.alerts.raised for some in MUSCLE_SPASM.alerts},
        **{f"possible_{some.key}": some in found.alerts.possible for some in MUSCLE_SPASM.alerts},
    }


COLUMNS = sorted(told({}))
some_columns = st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True)


def expected(crowd: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> list[Person]:
    """The expected values of these columns for these people."""
    return [{name: answers[name] for name in columns} for answers in map(told, crowd)]


def only(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> list[Person]:
    """These columns of some rows."""
    return [{name: row[name] for name in columns} for row in rows]


def assert_rows_are_differentials(data: st.DataObject) -> None:
    """Each row of a Polars table is the differential by any tree."""
    polars = pytest.importorskip("polars")
    from spasm_ddx.tables import (  # noqa: PLC0415 - behind the extra `tables`
        assess_table,
        assessment_columns,
    )

    world = data.draw(reasoning.worlds())
    tree = data.draw(reasoning.trees(world))
    crowd = data.draw(st.lists(reasoning.people(world), min_size=1, max_size=12))
    labels = [str(outcome) for outcome in tree.outcomes]
    held = {Sign: polars.Boolean, Category: polars.String, Quantity: polars.Float64}
    table = polars.DataFrame(
        [person.to_dict() for person in crowd],
        schema={finding.name: held[type(finding)] for finding in world.findings},
        strict=False,
    )

    columns = ["diagnosis", *(f"possible_{label}" for label in labels)]
    assert [*assessment_columns(tree)] == columns
    found = assess_table(tree, table, columns).rows(named=True)

    for row, person in zip(found, crowd, strict=True):
        possible = [str(outcome) for outcome in differential(tree, person)]
        assert {label for label in labels if row[f"possible_{label}"]} == {*possible}
        assert row["diagnosis"] == (possible[0] if len(possible) == 1 else None)
