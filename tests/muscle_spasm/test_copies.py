"""Copying and pickling preserve the guideline and its results."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx import (
    MUSCLE_SPASM,
    Assessment,
    Guideline,
    Interview,
    Presentation,
    assess,
    compare,
)
from tests.muscle_spasm.strategies import partly_known

Way = Callable[[Any], Any]


def pickled(value: Any) -> Any:  # noqa: ANN401 - of any kind
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - made here


COPYING: list[Way] = [copy.copy, copy.deepcopy, pickled]
WAYS = pytest.mark.parametrize("way", COPYING)
PERSON = Presentation(age_months=18, temperature_c=39.5, jerking=True)


def fields(guideline: Guideline) -> list[dict[str, Any]]:
    """Each field that the equality of a part ignores, since it compares only keys."""
    parts: list[Any] = [*guideline.conditions, *guideline.alerts]
    return [attrs.asdict(part, recurse=False) for part in parts]


class TestAGuideline:
    @WAYS
    def test_is_the_same_in_every_part(self, way: Way) -> None:
        again: Guideline = way(MUSCLE_SPASM)

        assert again == MUSCLE_SPASM
        assert hash(again) == hash(MUSCLE_SPASM)
        assert repr(again) == repr(MUSCLE_SPASM)
        assert fields(again) == fields(MUSCLE_SPASM)
        assert again.order_of_asking == MUSCLE_SPASM.order_of_asking
        assert again.vocabulary is MUSCLE_SPASM.vocabulary
        assert compare(MUSCLE_SPASM, again) == ()

    @WAYS
    @pytest.mark.parametrize("used", [True, False])
    def test_also_before_its_first_use(self, way: Way, *, used: bool) -> None:
        other = attrs.evolve(MUSCLE_SPASM, name="another")
        before = other.assess(PERSON).to_dict() if used else None
        again: Guideline = way(other)

        assert (again, again.name) == (other, "another")
        assert again.assess(PERSON).to_dict() == (before or other.assess(PERSON).to_dict())

    @pytest.mark.parametrize("again", [way(MUSCLE_SPASM) for way in COPYING])
    @settings(max_examples=15)
    @given(person=partly_known)
    def test_assesses_and_asks_alike(self, again: Guideline, person: dict[str, Any]) -> None:
        known = Presentation.from_dict(person)
        mine, its = assess(known), again.assess(known)

        assert its == mine
        assert (its.to_dict(), str(its), repr(its)) == (mine.to_dict(), str(mine), repr(mine))
        assert its.next_page == mine.next_page
        assert again.interview("witness", known) == MUSCLE_SPASM.interview("witness", known)


class TestAnAssessment:
    @WAYS
    @settings(max_examples=5)  # each of three people: their guideline, copied with them, takes long
    @given(people=st.tuples(partly_known, partly_known, partly_known))
    def test_tells_the_same(self, way: Way, people: tuple[dict[str, Any], ...]) -> None:
        found = [assess(Presentation.from_dict(person)) for person in people]
        unused = list(map(way, found)) if way is copy.copy else way(found)
        for one, before in zip(found, unused, strict=True):
            self.assert_alike(one, before)
        self.assert_alike(found[0], way(found[0]))  # alone, when it has been used

    @staticmethod
    def assert_alike(one: Assessment, again: Assessment) -> None:
        told, words = one.to_dict(), str(one)
        assert again == one
        assert hash(again) == hash(one)
        assert repr(again) == repr(one)
        assert (again.to_dict(), str(again)) == (told, words)
        assert (again.next_page, again.if_denied) == (one.next_page, one.if_denied)

    def test_is_read_in_a_process_that_never_saw_the_library(self) -> None:
        found = assess(PERSON)
        child = "import json, pickle, sys; one = pickle.load(sys.stdin.buffer)\n"
        done = subprocess.run(
            [sys.executable, "-c", f"{child}print(json.dumps([one.to_dict(), str(one)]))"],
            input=pickle.dumps(found),
            capture_output=True,
            check=False,
        )

        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout) == [found.to_dict(), str(found)]


class TestAnInterview:
    @WAYS
    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    def test_goes_on_alike_from_every_page(self, way: Way, role: str) -> None:
        interview, pages = MUSCLE_SPASM.interview(role), 0
        while (page := interview.page) is not None and pages < 30:
            again: Interview = way(interview)
            assert again == interview
            assert hash(again) == hash(interview)
            assert (again.role, again.passed) == (role, interview.passed)
            assert again.page == page
            assert again.assessment == interview.assessment
            # Every other page is not known, the others are the calm answer where there is one.
            answers = {f: f.denial if pages % 2 else None for f in page.findings}
            assert again.answered(answers) == interview.answered(answers)
            interview, pages = interview.answered(answers), pages + 1

        assert 9 < pages < 30
        assert interview.passed
        assert way(interview).page is None
        assert way(interview) == interview

    def test_the_first_one_is_untouched_by_what_a_copy_is_reported(self) -> None:
        interview = MUSCLE_SPASM.interview("clinician", PERSON)
        told = copy.deepcopy(interview).answered({Presentation.ongoing: True})

        assert told.presentation.value_of(Presentation.ongoing) is True
        assert interview == MUSCLE_SPASM.interview("clinician", PERSON)
