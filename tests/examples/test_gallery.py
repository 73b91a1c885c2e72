"""The gallery: each published rule against a plain reading of its own table.

Each rule is read a second time here, for one person of whom everything is known. Under every
pattern of unknowns, the tree must reach what this reading reaches over all completions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import pytest

from examples.c_spine import CANADIAN, NEXUS, NONE, PICTURE
from examples.curb_65 import CURB_65
from examples.curb_65 import SCORE as CURB_SCORE
from examples.feverish_child import FEVERISH_CHILD
from examples.mcisaac import MCISAAC
from examples.mcisaac import SCORE as MCISAAC_SCORE
from examples.ottawa_ankle import OTTAWA
from examples.pecarn import PECARN
from examples.ssvc import SSVC, Automatable, Exploitation, Exposure, Impact
from examples.wells import SCORE as WELLS_SCORE
from examples.wells import WELLS
from spasm_ddx import Guideline, Points, Tree, compare, compile_tree, differential, verify
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.verification import Report

Person = dict[str, Any]
YES_NO = (False, True)


# ------------------------------------------------------------------ the rules as published


def curb_points(p: Person) -> float:
    low_pressure = p["systolic"] < 90 or p["diastolic"] <= 60
    signs = [p["confusion"], p["urea"] > 7, p["breaths"] >= 30, low_pressure, p["age"] >= 65]
    return signs.count(True)


def curb_65(p: Person) -> str:
    if curb_points(p) >= 3:
        return "severe: urgent hospital care"
    return "intermediate: hospital" if curb_points(p) == 2 else "low risk: home is possible"


def wells_points(p: Person) -> float:
    total: float = 3 * (p["leg_signs"] + p["other_less_likely"])
    total += 1.5 * ((p["heart_rate"] > 100) + p["immobile"] + p["earlier"])
    total += p["blood_coughed"] + p["cancer"]
    return total


def wells(p: Person) -> str:
    total = wells_points(p)
    return "high" if total > 6 else "moderate" if total >= 2 else "low"


def mcisaac_points(p: Person) -> float:
    total: float = (p["temperature"] > 38) + (not p["cough"]) + p["tender_nodes"] + p["tonsils"]
    if p["age"] < 15:
        return total + 1
    return total - 1 if p["age"] >= 45 else total


def mcisaac(p: Person) -> str:
    total = mcisaac_points(p)
    if total >= 4:
        return "test, or treat at once"
    return "test, and treat what it shows" if total >= 2 else "no test and no antibiotic"


def pecarn(p: Person) -> str:
    if p["age_months"] < 24:
        ct = p["altered"] or p["palpable_fracture"]
        watch = p["haematoma"] or p["unconscious_s"] >= 5 or not p["acts_normally"]
    else:
        ct = p["altered"] or p["basal_fracture"]
        watch = p["unconscious_s"] > 0 or p["vomited"] or p["severe_headache"]
    return "CT" if ct else "observe, or CT" if watch or p["severe_mechanism"] else "no CT"


def canadian(p: Person) -> str:
    if p["age"] >= 65 or p["dangerous_mechanism"] or p["tingling"]:
        return PICTURE
    low_risk = ("rear_end", "sitting", "walked", "delayed_pain")
    may_be_examined = any(p[sign] for sign in low_risk) or not p["midline_tender"]
    return NONE if may_be_examined and p["rotates"] else PICTURE


def nexus(p: Person) -> str:
    dangers = ("midline_tender", "drunk", "focal_deficit", "distracting_injury")
    return PICTURE if any(p[sign] for sign in dangers) or not p["alert"] else NONE


#: The published table, a row a situation: the priority for each impact, by its first letter.
DEPLOYER = {
    ("none", "small"): ("ddss", "dsss"),
    ("none", "controlled"): ("dsss", "ssss"),
    ("none", "open"): ("dsss", "ssso"),
    ("public poc", "small"): ("dsss", "ssss"),
    ("public poc", "controlled"): ("dsss", "ssso"),
    ("public poc", "open"): ("ssso", "ssoo"),
    ("active", "small"): ("ssoo", "sooo"),
    ("active", "controlled"): ("ssoo", "oooo"),
    ("active", "open"): ("sooi", "ooii"),
}
LETTERS = {"d": "defer", "s": "scheduled", "o": "out-of-cycle", "i": "immediate"}


def ssvc(p: Person) -> str:
    rows = DEPLOYER[p["exploitation"].value, p["exposure"].value]
    row = rows[p["automatable"] is Automatable.YES]
    return LETTERS[row[list(Impact).index(p["impact"])]]


# --------------------------------------------------- answers on both sides of each threshold

CURB_ANSWERS = {
    "confusion": YES_NO,
    "urea": (7, 7.1),
    "breaths": (29, 30),
    "systolic": (89, 90),
    "diastolic": (60, 61),
    "age": (64, 65),
}
WELLS_SIGNS = (
    "leg_signs",
    "other_less_likely",
    "immobile",
    "earlier",
    "blood_coughed",
    "cancer",
)
WELLS_ANSWERS = {**dict.fromkeys(WELLS_SIGNS, YES_NO), "heart_rate": (100, 101)}
MCISAAC_ANSWERS = {
    **dict.fromkeys(("cough", "tender_nodes", "tonsils"), YES_NO),
    "temperature": (38, 38.1),
    "age": (14, 15, 44, 45),
}
PECARN_SIGNS = (
    "altered",
    "palpable_fracture",
    "basal_fracture",
    "haematoma",
    "severe_mechanism",
    "acts_normally",
    "vomited",
    "severe_headache",
)
CANADIAN_SIGNS = (
    "dangerous_mechanism",
    "tingling",
    "rear_end",
    "sitting",
    "walked",
    "delayed_pain",
    "midline_tender",
    "rotates",
)
NEXUS_SIGNS = ("midline_tender", "drunk", "alert", "focal_deficit", "distracting_injury")

Answers = Mapping[str, Sequence[Any]]
RULES: dict[str, tuple[Tree[Any], Callable[[Person], Any], Answers]] = {
    "CURB-65": (CURB_65, curb_65, CURB_ANSWERS),
    "Wells": (WELLS, wells, WELLS_ANSWERS),
    "McIsaac": (MCISAAC, mcisaac, MCISAAC_ANSWERS),
    "PECARN": (
        PECARN,
        pecarn,
        {
            **dict.fromkeys(PECARN_SIGNS, YES_NO),
            "age_months": (23, 24),
            "unconscious_s": (0, 1, 5),
        },
    ),
    "Canadian C-spine": (
        CANADIAN,
        canadian,
        {**dict.fromkeys(CANADIAN_SIGNS, YES_NO), "age": (64, 65)},
    ),
    "NEXUS": (NEXUS, nexus, dict.fromkeys(NEXUS_SIGNS, YES_NO)),
    "SSVC": (
        SSVC,
        ssvc,
        {
            "exploitation": tuple(Exploitation),
            "exposure": tuple(Exposure),
            "automatable": tuple(Automatable),
            "impact": tuple(Impact),
        },
    ),
}


def by_brute_force(
    published: Callable[[Person], Any], answers: Answers
) -> Callable[[tuple[Any, ...]], frozenset[Any]]:
    """The outcomes of a reading over all completions of a pattern; None is unknown."""

    @cache
    def reached(pattern: tuple[Any, ...]) -> frozenset[Any]:
        for place, values in enumerate(answers.values()):
            if pattern[place] is None:
                ways = ((*pattern[:place], value, *pattern[place + 1 :]) for value in values)
                return frozenset[Any]().union(*map(reached, ways))
        return frozenset({published(dict(zip(answers, pattern, strict=True)))})

    return reached


def patterns(answers: Answers) -> list[tuple[Any, ...]]:
    return list(product(*((None, *values) for values in answers.values())))


@pytest.mark.parametrize("name", RULES)
def test_the_differential_under_every_pattern_of_unknowns(name: str) -> None:
    tree, published, answers = RULES[name]
    assert tree.vocabulary is not None
    assert set(answers) == {finding.name for finding in tree.findings}
    reached, compiled = by_brute_force(published, answers), compile_tree(tree)
    for pattern in patterns(answers):
        person = tree.vocabulary(**dict(zip(answers, pattern, strict=True)))
        found = differential(tree, person)
        assert set(found) == reached(pattern)
        assert compiled(person) == found


@pytest.mark.parametrize(
    ("score", "published", "answers"),
    [
        (CURB_SCORE, curb_points, CURB_ANSWERS),
        (WELLS_SCORE, wells_points, WELLS_ANSWERS),
        (MCISAAC_SCORE, mcisaac_points, MCISAAC_ANSWERS),
    ],
)
def test_the_range_under_every_pattern_of_unknowns(
    score: Points, published: Callable[[Person], Any], answers: Answers
) -> None:
    vocabulary = findings_in(score.of[0])[0].vocabulary
    reached = by_brute_force(published, answers)
    for pattern in patterns(answers):
        totals = reached(pattern)
        person = vocabulary(**dict(zip(answers, pattern, strict=True)))
        assert score.range(person) == (min(totals), max(totals))


#: Every faithful rule, with how many of its parts and thresholds could each be dropped.
REDUNDANT: dict[str, tuple[Tree[Any] | Guideline, int]] = {
    "CURB-65": (CURB_65, 0),
    "Wells": (WELLS, 1),
    "McIsaac": (MCISAAC, 0),
    "PECARN": (PECARN, 0),
    "Canadian C-spine": (CANADIAN, 0),
    "NEXUS": (NEXUS, 0),
    "SSVC": (SSVC, 40),
    "Ottawa ankle": (OTTAWA, 0),
    "NICE's traffic light": (FEVERISH_CHILD, 4),
}


@pytest.mark.parametrize("name", REDUNDANT)
def test_verify_finds_no_error_in_a_faithful_rule(name: str) -> None:
    rule, redundant = REDUNDANT[name]
    report: Report[Any] = verify(rule)
    assert report.errors == ()
    assert report.ok
    lines = str(report).splitlines()
    assert len(report.redundant) == redundant
    assert len(lines) == len(set(lines)) == (2 + redundant if redundant else 1)
    assert lines[0].startswith("Proved: complete and free of contradiction.")
    assert lines[1:2] == ["Could be dropped, no answer changes (one at a time):"] * bool(redundant)


def test_what_could_be_dropped_is_named_by_part_and_question() -> None:
    (one,) = verify(WELLS).redundant
    assert str(one) == (
        'after no: in "Moderate (2 to 6 points)?" the part "Wells score of 6 points or less"'
    )
    part, threshold = verify(FEVERISH_CHILD).redundant[1:3]
    assert str(part) == (
        'after no: in "Any amber sign?" the part "age less than 12 months" of '
        '"age less than 12 months and heart beats a minute more than 160"'
    )
    assert str(threshold) == (
        'after no: in "Any amber sign?" the threshold 24 months in "age 12 to 24 months" of '
        '"age 12 to 24 months and heart beats a minute more than 150"'
    )


def test_the_two_rules_for_the_neck_differ_both_ways() -> None:
    found = compare(CANADIAN, NEXUS)
    assert {(one.before, one.after) for one in found} == {(PICTURE, NONE), (NONE, PICTURE)}
    for one in found:
        assert differential(CANADIAN, one.example_before) == (one.before,)
        assert differential(NEXUS, one.example) == (one.after,)
