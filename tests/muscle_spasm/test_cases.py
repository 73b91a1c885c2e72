"""The 39 people of cases.json, exactly, one test case each."""

from __future__ import annotations

import math
from typing import Any

import pytest

from spasm_ddx import Presentation, assess
from tests.muscle_spasm import oracle
from tests.muscle_spasm.strategies import CASES as VALUES
from tests.muscle_spasm.strategies import completions, unknown_of
from tests.muscle_spasm.test_pinned import CASES, PEOPLE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case_is_exactly_as_stated(case: dict[str, Any]) -> None:
    found = assess(Presentation.from_dict(case["findings"])).to_dict()

    assert found["diagnosis"] == case["diagnosis"]
    assert sorted(found["differential"]) == sorted(case["differential"])
    assert sorted(found["alerts"]["raised"]) == sorted(case["raised"])
    assert found["urgency"] == {"at_least": case["at_least"], "at_most": case["at_most"]}


def test_four_years_is_read_as_through_48_months() -> None:
    def diagnosis(age_months: float) -> str | None:
        condition = assess(
            Presentation.from_dict({**CASES[6]["findings"], "age_months": age_months})
        ).diagnosis
        return condition.key if condition else None

    assert diagnosis(6) == "febrile_convulsion"
    assert diagnosis(48) == "febrile_convulsion"
    assert diagnosis(48.01) is None
    assert diagnosis(5.99) is None


def test_exactly_thirty_minutes_is_prolonged_but_not_yet_status() -> None:
    raised = {
        seconds: {
            alert.key
            for alert in assess(Presentation(jerking=True, duration_s=seconds)).alerts.raised
        }
        for seconds in (299, 300, 1800, 1800.5)
    }

    assert not raised[299]
    assert raised[300] == raised[1800] == {"prolonged_convulsion"}
    assert raised[1800.5] == {"prolonged_convulsion", "status_convulsivus"}


def test_a_feverish_child_with_local_twitching_is_an_atypical_febrile_convulsion() -> None:
    child = CASES[3]["findings"] | {"extent": "localized", "site": "arm"}
    assessment = assess(Presentation.from_dict(child))

    assert assessment.diagnosis is not None
    assert assessment.diagnosis.key == "febrile_convulsion"
    assert "atypical_febrile_convulsion" in {alert.key for alert in assessment.alerts.raised}


def test_a_reading_of_38_is_a_fever_and_a_lower_one_is_not_its_absence() -> None:
    assert Presentation(temperature_c=38.0).fever is True
    assert Presentation(temperature_c=37.9).fever is None
    assert Presentation(temperature_c=37.9, fever=True).fever is True


def test_the_oracle_itself_gives_what_the_cases_and_the_pinned_people_state() -> None:
    tried = 0
    for case in (*CASES, *PEOPLE):
        findings = {k: v for k, v in case["findings"].items() if k != "temperature_c"}
        if case["findings"].get("temperature_c", 0) >= 38:
            findings["fever"] = True
        if math.prod(len(VALUES[name]) for name in unknown_of(findings)) > 2_000:
            continue  # too many completions to go through
        everybody = list(completions(findings))
        ends = [oracle.end(person) for person in everybody]
        levels = [oracle.LEVELS.index(urgency) for _, urgency in ends]
        alerts = [set(oracle.alerts(person)) for person in everybody]
        raised, ever = alerts[0].intersection(*alerts), alerts[0].union(*alerts)
        assert {condition for condition, _ in ends} == set(case["differential"])
        assert oracle.LEVELS[min(levels)] == case["at_least"]
        assert oracle.LEVELS[max(levels)] == case["at_most"]
        assert (raised, ever - raised) == (set(case["raised"]), set(case["possible"]))
        tried += 1
    assert tried > 390
