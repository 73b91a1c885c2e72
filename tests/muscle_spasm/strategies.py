"""People for the tests, made from the printed table of findings, not from the code."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.muscle_spasm.oracle import ORDER

#: Each sign, and whether it is a red flag.
_SIGNS = {
    "rigidity": False,
    "jerking": True,
    "opisthotonus": True,
    "eye_signs": True,
    "impaired_consciousness": True,
    "reported_convulsion": True,
    "first_convulsion": False,
    "pain": False,
    "ongoing": False,
    "recurrent_without_recovery": True,
    "fever": True,
    "stiff_neck": True,
    "early_in_fever": False,
    "rapid_recovery": False,
    "serious_disease_suspected": True,
    "serious_disease_excluded": False,
    "known_epilepsy": True,
    "tetanus_signs": True,
    "rabies_signs": True,
    "tetany_signs": True,
    "low_blood_calcium": True,
    "poisoning": True,
    "acute_limb_or_face_sign": True,
    "nerve_or_vessel_signs": True,
    "cramp_medicine": True,
    "self_care_failed": False,
    "exertion": False,
    "cold_exposure": False,
    "sustained_posture": False,
    "disturbed_rest": False,
    "low_calcium_intake": False,
    "at_night": False,
}
SIGNS = list(_SIGNS)
RED_FLAGS = [sign for sign, red in _SIGNS.items() if red]
DENIED = dict.fromkeys(RED_FLAGS, False)


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
    "extent": ["generalized", "localized", "several_parts"],
    "site": ["lower_leg", "foot", "thigh", "hand", "arm", "face", "eyes", "neck_or_trunk"],
    "duration_s": [0, *_around(100, 300, 600, 900, 1800, 3600), 604800],
    "attacks_this_illness": [1, 2, 1000],
    "eeg": ["normal", "abnormal", "not_done"],
    **{sign: [False, True] for sign in SIGNS},
}
#: Findings on which neither a condition nor an alert depends.
IDLE = {
    "exertion",
    "cold_exposure",
    "sustained_posture",
    "disturbed_rest",
    "low_calcium_intake",
    "at_night",
}

#: How many bytes of 256 leave a finding unknown: nearly none of them, some, most or all.
_BARS = (0, 64, 128, 192, 230, 255)


def _everything(drawn: bytes) -> dict[str, Any]:
    bytes_of = zip(CASES.items(), drawn, strict=True)
    return {name: values[byte % len(values)] for (name, values), byte in bytes_of}


def _something(drawn: bytes) -> dict[str, Any]:
    known = _everything(drawn[1:])
    bar = _BARS[drawn[0] % len(_BARS)]
    bytes_of = zip(known.items(), drawn[1:], strict=True)
    return {name: value for (name, value), byte in bytes_of if byte > bar}


def _bytes(size: int) -> st.SearchStrategy[bytes]:
    """A byte for each finding: to draw each by itself takes ten times as long."""
    return st.binary(min_size=size, max_size=size)


people = _bytes(len(CASES)).map(_everything)
#: One person of whom anything may be unknown; unknown findings are left out.
partly_known = _bytes(len(CASES) + 1).map(_something)


@st.composite
def few_unknown(draw: st.DrawFn, *, most: int) -> dict[str, Any]:
    """A person with as many unknown findings as brute force can try."""
    person = draw(people)
    place = dict(zip(CASES, draw(_bytes(len(CASES))), strict=True))
    return _without(person, sorted(CASES.keys() - IDLE, key=lambda name: (place[name], name)), most)


_SCREENS = [entry for entry in ORDER if len(ORDER[entry]) > 1]
#: Strategies made once: Hypothesis would examine those of each draw anew.
_BEGINNINGS = st.sampled_from([*_SCREENS * 3, *ORDER])
_AT_MOST_ONE_FLAG = st.sampled_from([(), (), (), *([flag] for flag in RED_FLAGS)])
_TWO_OF_THREE = st.sampled_from([True, True, False])
_UP_TO_THREE = st.sets(st.sampled_from(list(CASES)), max_size=3)


@st.composite
def mid_interview(draw: st.DrawFn, *, most: int = 2_000) -> dict[str, Any]:
    """A person with few red flags of whom a stretch of the order of asking is still unknown.

    So the page is often a screen, and the answers often still decide something.
    """
    entries = list(ORDER)
    begins = entries.index(draw(_BEGINNINGS))
    person = draw(people)
    present = draw(_AT_MOST_ONE_FLAG)
    person |= {flag: flag in present for flag in RED_FLAGS}
    if draw(_TWO_OF_THREE):  # a cramp, if nothing speaks against it
        person |= {"extent": "localized", "site": "foot", "pain": True, "rigidity": True}
    names = dict.fromkeys(name for entry in entries[begins:] for name in ORDER[entry])
    known = draw(_UP_TO_THREE)
    return _without(person, [name for name in names if name not in known], most)


#: A plain cramp, a febrile convulsion, a twitching eyelid, a local fit, and a tonic one.
KINDS: list[dict[str, Any]] = [
    {
        "extent": "localized",
        "site": "lower_leg",
        "pain": True,
        "rigidity": True,
        "duration_s": 45,
        "age_months": 744,
    },
    {
        "fever": True,
        "age_months": 18,
        "impaired_consciousness": True,
        "serious_disease_excluded": True,
        "rapid_recovery": True,
    },
    {"extent": "localized", "site": "eyes", "pain": False, "age_months": 360},
    {"extent": "localized", "site": "arm", "jerking": True},
    {"extent": "generalized", "rigidity": True, "impaired_consciousness": True},
]
#: A plain cramp of the calf, each red flag denied.
CALF_CRAMP: dict[str, Any] = KINDS[0] | DENIED


_KINDS = st.sampled_from(KINDS)
_CHANGED = st.lists(st.sampled_from([n for n in CASES if n not in IDLE]), max_size=3, unique=True)
_SOME_IDLE = st.fixed_dictionaries({}, optional={n: st.booleans() for n in sorted(IDLE)})
_VALUES = {name: st.sampled_from(values) for name, values in CASES.items()}
_OR_NONE = {name: st.sampled_from([None, *values]) for name, values in CASES.items()}
_UP_TO_TWO = st.lists(st.sampled_from(list(CASES)), max_size=2)


@st.composite
def near_a_kind(draw: st.DrawFn) -> dict[str, Any]:
    """A person of one of the kinds with every other red flag denied, except a few.

    Those are unknown, or are something else.
    """
    person = DENIED | draw(_KINDS)
    person |= {"ongoing": False, "first_convulsion": False}
    for name in draw(_CHANGED):
        person[name] = draw(_OR_NONE[name])
    person |= draw(_SOME_IDLE)
    return {name: value for name, value in person.items() if value is not None}


#: Somebody of whom everything is known, and nothing is dangerous.
CALM: dict[str, Any] = {
    **{name: values[0] for name, values in CASES.items()},
    "extent": "generalized",
    "early_in_fever": True,
    "rapid_recovery": True,
    "attacks_this_illness": 1,
    "eeg": "not_done",
    "duration_s": 45,
    "age_months": 30,
}


@st.composite
def known_near_a_kind(draw: st.DrawFn) -> dict[str, Any]:
    """A completely known person, typical of one of the kinds except for two findings."""
    person = {**CALM, **draw(_KINDS)}
    for name in draw(_UP_TO_TWO):
        person[name] = draw(_VALUES[name])
    return person


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
    """The unknown findings of a person that the result depends on."""
    return [name for name in CASES if name not in person and name not in IDLE]


def completions(person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every completion of a person, over the cases that the tables distinguish."""
    unknown = unknown_of(person)
    for values in itertools.product(*(CASES[name] for name in unknown)):
        yield {**person, **dict(zip(unknown, values, strict=True))}
