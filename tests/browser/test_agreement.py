"""The page and Python, step by step, over thousands of random answers in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.feverish_child import FEVERISH_CHILD
from examples.ottawa_ankle import OTTAWA
from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Condition,
    Extent,
    Finding,
    Findings,
    Guideline,
    Interview,
    Presentation,
    Quantity,
    Site,
    Tree,
    differential,
)
from spasm_ddx.errors import FindingError
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.report import answers_in_words, how_soon, urgency_words
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP, FEBRILE_CONVULSION
from spasm_ddx.views.path import path_of
from spasm_ddx.views.walker import walker
from tests.guideline.strategies import guidelines
from tests.muscle_spasm.test_pinned import EVERYBODY, pinned
from tests.reasoning.strategies import World, trees, worlds
from tests.sprain import SPRAIN, unsorted
from tests.views.strategies import drawn_as

WALKS = Path(__file__).with_name("walks.js").read_text(encoding="utf-8")
Opened = Callable[..., Any]
Step = dict[str, Any]

#: Somebody of each condition that is explained afterwards, all but the last answers given.
NEARLY = {
    BENIGN_LOCAL_CRAMP: Presentation()
    .deny(*(finding for screen in MUSCLE_SPASM.screens for finding in screen.findings))
    .but(
        ongoing=False,
        age_months=744,
        extent=Extent.LOCALIZED,
        site=Site.LOWER_LEG,
        pain=True,
        rigidity=True,
    ),
    FEBRILE_CONVULSION: Presentation(
        age_months=18,
        fever=True,
        impaired_consciousness=True,
        opisthotonus=False,
        serious_disease_excluded=True,
        known_epilepsy=False,
        low_blood_calcium=False,
        tetanus_signs=False,
        rabies_signs=False,
        tetany_signs=False,
        poisoning=False,
    ),
}

#: How many walks the clinical tree is walked in each role; some ten answers each.
CLINICAL_WALKS = 400
RANDOM = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)

#: Four walks, other ones each time: some answer everything, some do not.
four_walks = st.integers(0, 10_000).map(lambda first: range(first, first + 4))


def walked(
    tab: Any,  # noqa: ANN401 - a tab
    role: str,
    seeds: range,
    given: Findings | None = None,
) -> list[list[Step]]:
    """Walks from these seeds and from what is given, each by one call into the page."""
    tab.evaluate(WALKS)
    script = "([role, seed, given]) => "
    script += "walked(document.querySelector('.ddx-walker'), role, seed, given)"
    known = [] if given is None else [[f.name, position(f, v)] for f, v in given.known.items()]
    return [tab.evaluate(script, [role, seed, known]) for seed in seeds]


def position(finding: Finding, value: Any) -> float:  # noqa: ANN401 - any kind of value
    """The number by which the page knows a value."""
    return finding.members.index(value) if isinstance(finding, Category) else float(value)


def value(finding: Finding, position: float | None) -> Any:  # noqa: ANN401 - any kind of value
    if position is None or isinstance(finding, Quantity):
        return position
    return finding.members[int(position)] if isinstance(finding, Category) else position == 1


def read(vocabulary: type[Findings], step: Step) -> dict[Finding, Any]:
    """The answers of a step, as values."""
    found = {name: vocabulary.finding(name) for name, _ in step["answers"]}
    return {found[name]: value(found[name], position) for name, position in step["answers"]}


def assert_same_path(tree: Tree[Any], findings: Findings, step: Step) -> None:
    """The cards of the drawing stand in the page as they do in Python."""
    path = path_of(tree, findings)
    shown = step["path"]
    standings = {place: standing.name.lower() for place, standing in path.standings.items()}
    assert shown["standings"] == standings
    assert shown["certain"] == sorted(path.certain)
    assert shown["answers"] == path.answers
    assert shown["because"] == {place: list(words) for place, words in path.because.items()}


@attrs.define
class Walks:
    """What the library says of walks through a page, which must say the same at every step.

    Attributes:
        guideline: The guideline; a plain tree is one without urgency.
        answers: How many answers were given so far.
        explained: The conditions that were explained by answers after the last page.
    """

    guideline: Guideline
    answers: int = 0
    explained: set[Condition] = attrs.field(factory=set[Condition])
    _told: dict[Any, tuple[Step, list[str] | None]] = attrs.field(factory=dict[Any, Any])

    def assert_same(self, role: str, steps: list[Step], given: Findings | None = None) -> Interview:
        """Each step of a walk is the step of the interview; the interview at its end."""
        interview = self.guideline.interview(role, given)
        for step in steps:
            known = interview.presentation, interview.role, interview.passed
            if known not in self._told:
                self._told[known] = told(interview)
            expected, leaves = self._told[known]
            assert {name: step[name] for name in expected} == expected
            assert step["leaves"] == leaves
            assert_same_path(self.guideline.tree, interview.presentation, step)
            if step["refused"]:
                self.assert_refused(interview, step)
            if step["how"] is not None:
                before, interview = interview, self.after(interview, step)
                self.answers += 1
                if before.page is None:
                    self.assert_only_explained(before, interview)
        assert interview.page is None
        assert interview.afterwards is None
        return interview

    def assert_only_explained(self, before: Interview, after: Interview) -> None:
        """What was answered after the last page changed neither condition nor urgency."""
        assert after.assessment.differential == before.assessment.differential
        assert after.assessment.urgency == before.assessment.urgency
        assert after.page is None
        diagnosis = after.assessment.diagnosis
        assert diagnosis is not None
        self.explained.add(diagnosis)

    def after(self, interview: Interview, step: Step) -> Interview:
        """What the library makes of the same answer."""
        page = interview.page or interview.afterwards
        assert page is not None
        answers = read(self.guideline.vocabulary, step)
        given = interview.answered(answers)
        ticked = [self.guideline.vocabulary.finding(name) for name in step["ticked"] or ()]
        match step["how"]:
            case "ticked":
                assert given == interview.ticked(page, answers)
            case "denied":
                assert given == interview.denied(page)
            case "ticked, others denied":
                rest = tuple(finding for finding in page.findings if finding not in ticked)
                after = interview.ticked(page, ticked)
                assert given == after.denied(attrs.evolve(page, findings=rest))
            case _:
                pass
        return given

    def assert_refused(self, interview: Interview, step: Step) -> None:
        """A reading that contradicts a denied sign: both refuse it, and the page names both."""
        vocabulary = self.guideline.vocabulary
        with pytest.raises(FindingError):
            interview.answered(read(vocabulary, {"answers": step["refused"]["answers"]}))
        message = step["refused"]["message"].lower()
        readings = [f for f in vocabulary.findings() if isinstance(f, Quantity) and f.shows]
        named = [f for f in readings if f.shows and f.shows[0].denied.lower() in message]
        assert [finding for finding in named if finding.label.lower() in message]


def told(interview: Interview) -> tuple[Step, list[str] | None]:
    """What the library says of an interview so far, in the words of the harness."""
    found, page, guideline = interview.assessment, interview.page, interview.guideline
    single = page.findings[0] if page is not None and len(page.findings) == 1 else None
    levels, graded = list(guideline.scale), guideline.graded
    low, high = (levels.index(u) for u in (found.urgency.at_least, found.urgency.at_most))
    said: Step = {
        "page": page
        and {
            "asks": page.asks,
            "findings": [finding.name for finding in page.findings],
            "screen": None if page.screen is None else guideline.screens.index(page.screen),
            "why": page.why,
        },
        "afterwards": [
            finding.name
            for finding in (interview.afterwards.findings if interview.afterwards else ())
        ],
        "ahead": interview.sees_ahead,
        "possible": [guideline.conditions.index(condition) for condition in found.differential],
        "low": low if graded else None,
        "high": high if graded else None,
        "raised": [guideline.alerts.index(alert) for alert in found.alerts.raised],
        "open": [guideline.alerts.index(alert) for alert in found.alerts.possible],
        "advice": [[piece.text, piece.until_help_comes] for piece in found.advice],
        "gauge": urgency_words(found.urgency) if graded else None,
        "soon": how_soon(found) if graded else None,
    }
    if graded:
        said["features"] = [
            [
                [feature.text for feature in features.speaks_for],
                [feature.text for feature in features.speaks_against],
                [finding.name for finding in features.red_flags],
                [levels.index(features.urgency.at_least), levels.index(features.urgency.at_most)],
            ]
            for features in found.features
        ]
    return said, None if single is None else answers_in_words(found, single)


def leaves(steps: list[Step]) -> set[str]:
    """The leaf that a walk reaches."""
    path = steps[-1]["path"]
    return {place for place in path["certain"] if place not in path["answers"]}


class TestTheClinicalTree:
    """Each step of the page is the step of its interview, and says what ``assess`` says."""

    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    def test_every_step_of_random_walks(self, opened: Opened, role: str) -> None:
        tab, walks = opened(walker(MUSCLE_SPASM)), Walks(MUSCLE_SPASM)
        for steps in walked(tab, role, range(CLINICAL_WALKS)):
            walks.assert_same(role, steps)
        assert walks.answers > CLINICAL_WALKS * 7

    def test_the_pinned_people_and_the_cases(self, opened: Opened) -> None:
        tab = opened(walker(MUSCLE_SPASM))
        conditions, alerts = MUSCLE_SPASM.conditions, MUSCLE_SPASM.alerts
        for person in EVERYBODY:
            known = Presentation.from_dict(person["findings"])
            first = walked(tab, "clinician", range(1), known)[0][0]
            found = {
                "differential": sorted(conditions[int(place)].key for place in first["possible"]),
                "raised": sorted(alerts[int(place)].key for place in first["raised"]),
                "possible": sorted(alerts[int(place)].key for place in first["open"]),
                "at_least": MUSCLE_SPASM.scale[int(first["low"])].key,
                "at_most": MUSCLE_SPASM.scale[int(first["high"])].key,
            }
            assert found == pinned(person), person["findings"]

    @pytest.mark.parametrize("role", MUSCLE_SPASM.roles)
    @pytest.mark.parametrize("condition", dict(MUSCLE_SPASM.afterwards), ids=lambda one: one.key)
    def test_what_may_explain_it_is_offered_alike(
        self, opened: Opened, role: str, condition: Condition
    ) -> None:
        given = NEARLY[condition]
        tab, walks = opened(walker(MUSCLE_SPASM)), Walks(MUSCLE_SPASM)
        for steps in walked(tab, role, range(60), given):
            walks.assert_same(role, steps, given)
        assert condition in walks.explained


class TestOtherGuidelines:
    """Other vocabularies, scales, screens, orders and roles."""

    @pytest.mark.parametrize(
        ("guideline", "role"),
        [
            (each, role)
            for each in (SPRAIN, FEVERISH_CHILD, unsorted(MUSCLE_SPASM))
            for role in each.roles
        ],
        ids=lambda one: getattr(one, "key", one),
    )
    def test_every_step_of_random_walks(
        self, opened: Opened, guideline: Guideline, role: str
    ) -> None:
        tab, walks = opened(drawn_as(guideline, "html")), Walks(guideline)
        ended = {
            walks.assert_same(role, steps).assessment.diagnosis
            for steps in walked(tab, role, range(60))
        }
        assert len(ended) > 1
        assert walks.answers > 200

    def test_random_guidelines(self, opened: Opened) -> None:
        tab = opened("<!DOCTYPE html><title>none</title>")
        seen: set[bool] = set()

        @RANDOM
        @given(st.data())
        def walk(data: st.DataObject) -> None:
            guideline = data.draw(guidelines(data.draw(worlds(most=4))))
            if data.draw(st.booleans()):
                guideline = unsorted(guideline)
            page = walker(guideline)
            if "cannot be walked here" in page:
                return
            tab.set_content(page)
            walks = Walks(guideline)
            for steps in walked(tab, "witness", data.draw(four_walks)):
                interview = walks.assert_same("witness", steps)
                seen.add(interview.assessment.settled)

        walk()
        assert seen == {True, False}


class TestPlainTrees:
    """Without urgency, alerts and screens: the red flags first, then as the tree asks."""

    def test_the_ottawa_rules(self, opened: Opened) -> None:
        tab, walks = opened(drawn_as(OTTAWA, "html")), Walks(as_guideline(OTTAWA))
        reached: set[str] = set()
        for steps in walked(tab, "witness", range(200)):
            interview = walks.assert_same("witness", steps)
            possible = differential(OTTAWA, interview.presentation)
            assert [OTTAWA.outcomes[index] for index in steps[-1]["possible"]] == [*possible]
            reached |= leaves(steps)
        assert reached >= {"yy", "yn", "ny", "nn"}

    def test_random_trees(self, opened: Opened) -> None:
        tab = opened("<!DOCTYPE html><title>none</title>")

        @RANDOM
        @given(st.data())
        def walk(data: st.DataObject) -> None:
            world: World = data.draw(worlds())
            tree: Tree[Any] = data.draw(trees(world))
            page = walker(tree)
            if tree.vocabulary is None or "cannot be walked here" in page:
                return
            tab.set_content(page)
            walks = Walks(as_guideline(tree))
            for steps in walked(tab, "witness", data.draw(four_walks)):
                interview = walks.assert_same("witness", steps)
                possible = differential(tree, interview.presentation)
                assert [tree.outcomes[index] for index in steps[-1]["possible"]] == [*possible]

        walk()
