"""A second tree: the reasoning works for any vocabulary."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from examples.ottawa_ankle import OTTAWA, Films, Injury, main
from spasm_ddx import differential, next_question
from spasm_ddx.guideline.guideline import as_guideline

NAMES = [finding.name for finding in Injury.findings()]
injuries = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.booleans()))


def published(p: dict[str, bool]) -> Films:
    """The rules as printed, for a completely known person."""
    cannot_walk = not p["walked_at_once"] and not p["walks_now"]
    ankle = p["malleolar_pain"] and (
        p["lateral_malleolus_tender"] or p["medial_malleolus_tender"] or cannot_walk
    )
    foot = p["midfoot_pain"] and (
        p["fifth_metatarsal_tender"] or p["navicular_tender"] or cannot_walk
    )
    if ankle:
        return Films.ANKLE_AND_FOOT if foot else Films.ANKLE
    return Films.FOOT if foot else Films.NONE


@given(injuries)
def test_the_differential_is_what_brute_force_finds(known: dict[str, bool]) -> None:
    unknown = [name for name in NAMES if name not in known]
    reached = {
        published({**known, **dict(zip(unknown, values, strict=True))})
        for values in itertools.product([False, True], repeat=len(unknown))
    }

    assert set(differential(OTTAWA, Injury(**known))) == reached


@given(injuries)
def test_asking_ends_with_one_outcome(truth: dict[str, bool]) -> None:
    complete = dict.fromkeys(NAMES, False) | truth
    known: dict[str, Any] = {}
    while (finding := next_question(OTTAWA, Injury(**known))) is not None:
        known[finding.name] = complete[finding.name]

    assert differential(OTTAWA, Injury(**known)) == (published(complete),)


def test_walking_at_either_time_is_bearing_weight() -> None:
    injury = Injury(
        malleolar_pain=True,
        midfoot_pain=False,
        lateral_malleolus_tender=False,
        medial_malleolus_tender=False,
        walked_at_once=False,
        walks_now=True,
    )

    assert differential(OTTAWA, injury) == (Films.NONE,)


@given(injuries)
def test_a_plain_tree_is_a_guideline_without_urgency(known: dict[str, bool]) -> None:
    found = as_guideline(OTTAWA).assess(Injury(**known))

    assert [one.key for one in found.differential] == [
        films.value for films in differential(OTTAWA, Injury(**known))
    ]
    assert found.to_dict()["urgency"] is None
    assert found.to_dict()["alerts"] == {"raised": [], "possible": []}


@given(injuries)
def test_an_interview_ends_with_one_outcome(truth: dict[str, bool]) -> None:
    complete = dict.fromkeys(NAMES, False) | truth
    interview = as_guideline(OTTAWA).interview()
    while (page := interview.page) is not None:
        interview = interview.answered({one: complete[one.name] for one in page.findings})

    assert interview.assessment.diagnosis is not None
    assert interview.assessment.diagnosis.key == published(complete).value


def test_the_example_runs(capsys: Any) -> None:  # noqa: ANN401 - a fixture of pytest
    main()

    assert "Still possible: ankle series, no X-ray by these rules" in capsys.readouterr().out
