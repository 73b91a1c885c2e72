"""People for the tests, made from the printed table of findings, not from the code."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.muscle_spasm.oracle import ORDER

SIGNS = [
    "rigidity",
    "jerking",
    "opisthotonus",
    "eye_signs",
    "impaired_consciousness",
    "reported_convulsion",
    "pain",
    "ongoing",
    "recurrent_without_recovery",
    "fever",
    "early_in_fever",
    "rapid_recovery",
    "known_epilepsy",
    "tetanus_signs",
    "rabies_signs",
    "tetany_signs",
    "poisoning",
    "secondary_cramp_signs",
    "self_care_failed",
    "exertion",
    "cold_exposure",
    "sustained_posture",
    "disturbed_rest",
    "calcium_deficiency",
    "at_night",
]
RED_FLAGS = [
    "jerking",
    "opisthotonus",
    "eye_signs",
    "impaired_consciousness",
    "reported_convulsion",
    "recurrent_without_recovery",
    "fever",
    "serious_disease",
    "known_epilepsy",
    "tetanus_signs",
    "rabies_signs",
    "tetany_signs",
    "poisoning",
    "secondary_cramp_signs",
]


def _around(*thresholds: float) -> list[float]:
    """Just below each threshold, at it, and just above it."""
    return [
        value
        for threshold in thresholds
        for value in (math.nextafter(threshold, 0), threshold, math.nextafter(threshold, 9e9))
    ]


#: For each finding that anything depends on, values that hit every case of the tables.
CASES: dict[str, list[Any]] = {
    "age_months": [0, *_around(6, 24, 48), 1500],
    "extent": ["generalized", "localized"],
    "site": ["lower_leg", "foot", "thigh", "hand", "arm", "face", "eyes", "neck_or_trunk"],
    "duration_s": [0, *_around(100, 300, 600, 900, 1800), 604800],
    "attacks_this_illness": [1, 2, 1000],
    "serious_disease": ["excluded", "not_suspected", "suspected"],
    "eeg": ["normal", "abnormal", "not_done"],
    **{sign: [False, True] for sign in SIGNS},
}
#: Findings on which neither a condition nor an alert depends.
IDLE = {
    "exertion",
    "cold_exposure",
    "sustained_posture",
    "disturbed_rest",
    "calcium_deficiency",
    "at_night",
}

people = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CASES.items()})
#: One person of whom anything may be unknown; unknown findings are left out.
partly_known = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in CASES.items()}
)


@st.composite
def few_unknown(draw: st.DrawFn, *, most: int = 5_000) -> dict[str, Any]:
    """A person with as many findings unknown as brute force can hold."""
    person = draw(people)
    order = draw(st.permutations([name for name in CASES if name not in IDLE]))
    return _without(person, order, most)


@st.composite
def mid_interview(draw: st.DrawFn, *, most: int = 2_000) -> dict[str, Any]:
    """A person with few red flags of whom a stretch of the order of asking is still unknown.

    So the page is often a screen, and the answers often still decide something.
    """
    entries = list(ORDER)
    screens = [entry for entry in entries if len(ORDER[entry]) > 1]
    begins = entries.index(draw(st.sampled_from([*screens, *screens, *screens, *entries])))
    person = draw(people)
    present = draw(st.sampled_from([(), (), (), *([flag] for flag in RED_FLAGS)]))
    person |= {flag: flag in present for flag in RED_FLAGS}
    denied = draw(st.sampled_from(["not_suspected", "excluded"]))
    person["serious_disease"] = "suspected" if "serious_disease" in present else denied
    if draw(st.sampled_from([True, True, False])):  # a cramp, if nothing speaks against it
        person |= {"extent": "localized", "site": "foot", "pain": True, "rigidity": True}
    names = dict.fromkeys(name for entry in entries[begins:] for name in ORDER[entry])
    known = draw(st.sets(st.sampled_from(list(CASES)), max_size=3))
    if draw(st.booleans()):  # it stands in a screen, and is asked by itself before
        known.add("serious_disease")
    return _without(person, [name for name in names if name not in known], most)


def _without(person: dict[str, Any], order: list[str], most: int) -> dict[str, Any]:
    """The person with the first findings of an order unknown, while completions are few."""
    completions = 1
    for name in order:
        completions *= len(CASES[name])
        if completions > most:
            break
        del person[name]
    return person


def unknown_of(person: dict[str, Any]) -> list[str]:
    """The findings unknown of a person on which anything depends."""
    return [name for name in CASES if name not in person and name not in IDLE]


def completions(person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every completion of a person, over the cases that the tables tell apart."""
    unknown = unknown_of(person)
    for values in itertools.product(*(CASES[name] for name in unknown)):
        yield {**person, **dict(zip(unknown, values, strict=True))}
