"""A guideline outside the library works in every view, exactly.

The oracle reads NICE's table again, from a plain dictionary, and shares nothing with the
library or the example.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.feverish_child import FEVERISH_CHILD, FeverishChild
from spasm_ddx import verify
from spasm_ddx.cli.commands import cli
from spasm_ddx.guideline.safety import unearned
from spasm_ddx.tables import assess_table, assessment_columns
from spasm_ddx.testing import mcdc
from spasm_ddx.views.formats import FORMATS, render_as
from spasm_ddx.views.page.walker import walker

Person = dict[str, Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "feverish_child.py"
NAMED = f"{EXAMPLE}:FEVERISH_CHILD"

DANGER = ["breathing_or_blood_flow_failing", "does_not_stay_awake", "fit_goes_on"]
RED = [
    *DANGER,
    "ashen_or_blue",
    "no_response",
    "weak_or_shrill_cry",
    "grunting",
    "chest_drawn_in",
    "rash_that_stays",
    "bulging_soft_spot",
    "stiff_neck",
    "fit_of_one_side",
    "weakness_of_one_part",
    "slow_skin_fold",
    "looks_ill",
]
AMBER = [
    "pallor_reported",
    "reacts_less",
    "hard_to_wake",
    "less_active",
    "nostrils_flare",
    "dry_mouth",
    "feeds_poorly",
    "less_urine",
    "shaking_chills",
    "swollen_limb_or_joint",
    "limb_not_used",
    "crackles",
]
#: At each threshold of the table, and beside it.
NUMBERS: dict[str, list[float]] = {
    "age_months": [0, 2.9, 3, 4, 6, 6.1, 11.9, 12, 12.1, 24, 24.1, 60],
    "temperature_c": [36, 37.9, 38, 38.9, 39, 41],
    "fever_days": [0, 4.9, 5, 7],
    "breaths_per_minute": [20, 40, 41, 50, 51, 60, 61],
    "heart_beats_per_minute": [100, 140, 141, 150, 151, 160, 161],
    "oxygen_percent": [90, 95, 95.1, 99],
    "refill_s": [1, 2.9, 3, 5],
}
VALUES: dict[str, list[Any]] = {name: [False, True] for name in [*RED, *AMBER]} | dict(NUMBERS)


def red(p: Person) -> bool:
    young = p["age_months"] < 3 and p["temperature_c"] >= 38
    return any(p[sign] for sign in RED) or p["breaths_per_minute"] > 60 or young


def amber(p: Person) -> bool:
    age, breaths, beats = p["age_months"], p["breaths_per_minute"], p["heart_beats_per_minute"]
    return (
        any(p[sign] for sign in AMBER)
        or (6 <= age <= 12 and breaths > 50)
        or (age > 12 and breaths > 40)
        or (age < 12 and beats > 160)
        or (12 <= age <= 24 and beats > 150)
        or (age > 24 and beats > 140)
        or p["oxygen_percent"] <= 95
        or p["refill_s"] >= 3
        or (3 <= age <= 6 and p["temperature_c"] >= 39)
        or p["fever_days"] >= 5
    )


def alerts(p: Person) -> set[str]:
    table: dict[str, bool] = {
        "life_threatening": any(p[sign] for sign in DANGER),
        "rash_and_stiff_neck": p["rash_that_stays"] and (p["stiff_neck"] or p["refill_s"] >= 3),
        "long_fever": p["fever_days"] >= 5,
    }
    return {key for key, holds in table.items() if holds}


def condition(p: Person) -> str:
    return "high_risk" if red(p) else "intermediate_risk" if amber(p) else "low_risk"


def urgency(p: Person) -> int:
    own = {"high_risk": 2, "intermediate_risk": 1, "low_risk": 0}[condition(p)]
    held = alerts(p)
    return max(own, 3 if held & {"life_threatening", "rash_and_stiff_neck"} else 0)


LEVELS = ["green", "amber", "red", "life_threatening"]


@st.composite
def people(draw: st.DrawFn) -> Person:
    """A person with at most five unknown findings, often nearly well."""
    well = draw(st.booleans())
    person: Person = {}
    for name, values in VALUES.items():
        odd = draw(st.integers(0, 19)) == 0 if well else draw(st.booleans())
        if name in NUMBERS:
            person[name] = draw(st.sampled_from(values))
        else:
            person[name] = odd
    unknown = draw(st.lists(st.sampled_from(list(VALUES)), max_size=5, unique=True))
    return {name: value for name, value in person.items() if name not in unknown}


def completions(person: Person) -> list[Person]:
    names = [name for name in VALUES if name not in person]
    return [
        person | dict(zip(names, values, strict=True))
        for values in product(*(VALUES[name] for name in names))
    ]


class TestExactly:
    @settings(max_examples=60, deadline=None)
    @given(people())
    def test_against_brute_force_over_all_completions(self, person: Person) -> None:
        every = completions(person)
        found = FEVERISH_CHILD.assess(FeverishChild.from_dict(person)).to_dict()

        assert set(found["differential"]) == {condition(p) for p in every}
        held = [alerts(p) for p in every]
        assert set(found["alerts"]["raised"]) == set[str].intersection(*held)
        assert set(found["alerts"]["possible"]) == set[str].union(*held) - set[str].intersection(
            *held
        )
        levels = [urgency(p) for p in every]
        assert found["urgency"] == {
            "at_least": LEVELS[min(levels)],
            "at_most": LEVELS[max(levels)],
        }

    @settings(max_examples=30, deadline=None)
    @given(st.lists(people(), min_size=1, max_size=10))
    def test_the_table_agrees_with_one_by_one(self, some: list[Person]) -> None:
        kinds = {name: pl.Boolean if name not in NUMBERS else pl.Float64 for name in VALUES}
        table = pl.DataFrame([{n: p.get(n) for n in VALUES} for p in some], schema=kinds)
        asked = assessment_columns(FEVERISH_CHILD)
        rows = assess_table(FEVERISH_CHILD, table, asked).iter_rows(named=True)
        for person, row in zip(some, rows, strict=True):
            found = FEVERISH_CHILD.assess(FeverishChild.from_dict(person)).to_dict()
            assert row["diagnosis"] == found["diagnosis"]
            assert row["urgency_at_least"] == found["urgency"]["at_least"]
            assert row["urgency_at_most"] == found["urgency"]["at_most"]
            for alert in FEVERISH_CHILD.alerts:
                assert row[f"raised_{alert.key}"] == (alert.key in found["alerts"]["raised"])
                assert row[f"possible_{alert.key}"] == (alert.key in found["alerts"]["possible"])


class TestReassuranceIsEarned:
    def test_no_low_risk_while_a_red_flag_is_present_or_unknown(self) -> None:
        assert unearned(FEVERISH_CHILD) == ()
        assert {flag.name for flag in FEVERISH_CHILD.red_flags} == set(RED)

    def test_verify_proves_that_every_leaf_is_reached(self) -> None:
        found = verify(FEVERISH_CHILD)
        assert set(found.witnesses) == {"y", "ny", "nn"}
        assert not found.unearned


class TestEveryFace:
    def test_assess_from_a_file_by_name(self, tmp_path: Path) -> None:
        file = tmp_path / "child.json"
        file.write_text(json.dumps({"age_months": 2, "temperature_c": 38.4}), encoding="utf-8")
        done = CliRunner().invoke(
            cli, ["assess", str(file), "--guideline", NAMED, "--format", "json"]
        )
        assert done.exit_code == 0, done.output
        found = json.loads(done.output)
        assert found["guideline"] == "feverish_child"
        assert found["diagnosis"] == "high_risk"

    def test_assess_from_options_of_its_own_findings(self) -> None:
        options = ["--guideline", NAMED, "--grunting", "yes", "--none-of", "danger"]
        done = CliRunner().invoke(cli, ["assess", *options])
        assert done.exit_code == 0, done.output
        assert done.output.startswith("Urgency: RED")
        assert "High risk of serious illness: the only condition" in done.output

    @pytest.mark.parametrize("form", FORMATS)
    def test_each_drawing_with_and_without_a_person(self, form: Any) -> None:  # noqa: ANN401 - a form
        child = FeverishChild(grunting=True)
        for person in (None, child):
            drawn = render_as(FEVERISH_CHILD, form, person)
            text = drawn if isinstance(drawn, str) else drawn.decode("latin-1")
            assert form in {"png", "pdf"} or "serious illness" in text

    def test_the_page_holds_its_screens_alerts_and_roles(self) -> None:
        page = walker(FEVERISH_CHILD)
        for text in ("signs of danger", "Immediately life-threatening sign", "I am a clinician"):
            assert text in page

    def test_batch(self, tmp_path: Path) -> None:
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text("id,grunting,age_months\n1,true,8\n2,,8\n", encoding="utf-8")
        done = CliRunner().invoke(cli, ["batch", str(source), str(target), "--guideline", NAMED])
        assert done.exit_code == 0, done.output
        assert target.read_text(encoding="utf-8").splitlines()[1:] == [
            "1,true,8,high_risk,red,life_threatening",
            "2,,8,,green,life_threatening",
        ]

    def test_the_interview_of_a_witness_asks_the_danger_first_and_ends(self) -> None:
        interview = FEVERISH_CHILD.interview()
        page = interview.page
        assert page is not None
        assert page.screen is FEVERISH_CHILD.screen("danger")
        pages = 0
        while page is not None:
            assert all(finding.answered_by == "anyone" for finding in page.findings)
            interview = (
                interview.denied(page)
                if page.screen is not None
                else interview.answered({f: usual(f.name) for f in page.findings})
            )
            page = interview.page
            pages += 1
        assert pages < 30
        assert interview.assessment.diagnosis is None  # what only a clinician can tell is open
        assert {c.key for c in interview.assessment.differential} == {
            "high_risk",
            "intermediate_risk",
            "low_risk",
        }

    def test_a_clinician_can_earn_the_low_risk(self) -> None:
        interview = FEVERISH_CHILD.interview("clinician")
        while (page := interview.page) is not None:
            interview = (
                interview.denied(page)
                if page.screen is not None
                else interview.answered({f: usual(f.name) for f in page.findings})
            )
        assert interview.assessment.diagnosis is FEVERISH_CHILD.condition("low_risk")
        assert {piece.claims for piece in interview.assessment.advice} == {("1.7",), ("1.6",)}

    def test_cases_for_each_atom(self) -> None:
        assert len(mcdc(FEVERISH_CHILD.tree).pairs) > 20


def usual(name: str) -> Any:  # noqa: ANN401 - a value of any kind
    """The answer of a well child of two years and a bit."""
    numbers = {"age_months": 30, "temperature_c": 38.5, "fever_days": 1, "breaths_per_minute": 25}
    numbers |= {"heart_beats_per_minute": 110, "oxygen_percent": 98, "refill_s": 1}
    return numbers.get(name, False)
