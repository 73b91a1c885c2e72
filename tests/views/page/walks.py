"""Walks through the page under node, and the library's result for each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from spasm_ddx import (
    Category,
    Condition,
    Finding,
    Findings,
    Guideline,
    Interview,
    Quantity,
    Tree,
)
from spasm_ddx.errors import FindingError
from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.assessment import Step as TreeStep
from spasm_ddx.guideline.interview import cells
from spasm_ddx.guideline.report import graded, how_soon, left_open, urgency_words
from spasm_ddx.reasoning.positions import value_in
from spasm_ddx.reasoning.wording import said
from spasm_ddx.views.cards import grade_of
from spasm_ddx.views.page.data import Data
from spasm_ddx.views.path import path_of
from spasm_ddx.views.style import MARKS
from tests.views.page.node import Node

Step = dict[str, Any]


def walked(
    node: Node, guideline: Guideline, role: str, seeds: range, given: Findings | None = None
) -> list[list[Step]]:
    """Walks from these seeds and from what is given."""
    known = [] if given is None else [[f.name, position(f, v)] for f, v in given.known.items()]
    data = Data(guideline).whole(None, "ddx")
    walks: list[list[Step]] = node.ask(
        "walks",
        data=data,
        role=role,
        seeds=list(seeds),
        given=known,
        positions=thresholds(guideline),
    )
    return walks


def thresholds(guideline: Guideline) -> dict[str, list[float]]:
    """For each number, an example of each answer that the guideline distinguishes."""
    return {
        finding.name: [
            position(finding, value_in(finding, cell)) for cell in cells(guideline, finding)
        ]
        for finding in guideline.vocabulary.findings()
        if isinstance(finding, Quantity)
    }


def people(node: Node, guideline: Guideline, role: str, found: Sequence[Findings]) -> list[Step]:
    """The page's results for partly known people."""
    known = [[[f.name, position(f, v)] for f, v in one.known.items()] for one in found]
    data = Data(guideline).whole(None, "ddx")
    steps: list[Step] = node.ask("people", data=data, role=role, people=known)
    return steps


def position(finding: Finding, value: Any) -> float:  # noqa: ANN401 - any kind of value
    """The page's number for a value."""
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
    """The standings of the drawing's cards are the same in the page and in Python."""
    path = path_of(tree, findings)
    shown = step["path"]
    standings = {place: standing.name.lower() for place, standing in path.standings.items()}
    assert shown["standings"] == standings
    assert shown["certain"] == sorted(path.certain)
    assert shown["answers"] == path.answers
    assert shown["because"] == {place: list(words) for place, words in path.because.items()}


@attrs.define
class Walks:
    """The library's results for walks through a page, which must be the same at every step.

    Attributes:
        guideline: The guideline; a plain tree is one without urgency.
        answers: How many answers were given so far.
        explained: The conditions that were explained by answers after the last page.
        links: The link of each step, with the interview as it is then.
    """

    guideline: Guideline
    answers: int = 0
    explained: set[Condition] = attrs.field(factory=set[Condition])
    links: dict[str, Interview] = attrs.field(factory=dict[str, Interview])
    _told: dict[Any, Step] = attrs.field(factory=dict[Any, Any])

    def assert_same(self, role: str, steps: list[Step], given: Findings | None = None) -> Interview:
        """Each step of a walk is the step of the interview; the interview at its end."""
        interview = self.guideline.interview(role, given)
        for step in steps:
            self.assert_same_step(interview, step)
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

    def assert_same_step(self, interview: Interview, step: Step) -> None:
        """The page and the library have the same result for an interview so far."""
        known = interview.presentation, interview.role, interview.passed
        if known not in self._told:
            self._told[known] = told(interview)
        expected = self._told[known]
        assert step["link"], "it is read as it was written"
        self.links[step["link"]] = interview
        seen = {name: step[name] for name in expected}
        # The path also shows what follows from the answers before.
        seen["way"] = step["way"][: len(expected["way"])]
        assert seen == expected
        assert_same_path(self.guideline.tree, interview.presentation, step)

    def assert_only_explained(self, before: Interview, after: Interview) -> None:
        """What was answered after the last page changed neither condition nor urgency."""
        assert after.assessment.differential == before.assessment.differential
        assert after.assessment.urgency == before.assessment.urgency
        assert after.page is None
        diagnosis = after.assessment.diagnosis
        assert diagnosis is not None
        self.explained.add(diagnosis)

    def after(self, interview: Interview, step: Step) -> Interview:
        """The library's result of the same answer."""
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


def told(interview: Interview) -> Step:
    """The library's result for an interview so far, in the harness's format."""
    found, page, guideline = interview.assessment, interview.page, interview.guideline
    levels = list(guideline.scale)
    low, high = (levels.index(u) for u in (found.urgency.at_least, found.urgency.at_most))
    expected: Step = {
        "page": page
        and {
            "asks": page.asks,
            "findings": [finding.name for finding in page.findings],
            "screen": page.screen and [finding.name for finding in page.screen.findings],
            "why": page.why,
        },
        "afterwards": [
            finding.name
            for finding in (interview.afterwards.findings if interview.afterwards else ())
        ],
        "ahead": interview.sees_ahead,
        "left": None if page is not None or found.settled else left_open(interview),
        "possible": [guideline.conditions.index(condition) for condition in found.differential],
        "low": low if guideline.graded else None,
        "high": high if guideline.graded else None,
        "raised": [guideline.alerts.index(alert) for alert in found.alerts.raised],
        "open": [guideline.alerts.index(alert) for alert in found.alerts.possible],
        "advice": [[piece.text, piece.until_help_comes] for piece in found.advice],
        "gauge": urgency_words(found.urgency) if guideline.graded else None,
        "soon": how_soon(found) if guideline.graded else None,
        "known": [said(f, value) for f, value in interview.presentation.known.items()],
        "way": [
            {"asks": step.question.asks, "answer": step.answer, "because": because(found, step)}
            for step in found.steps
        ],
    }
    if guideline.graded:
        expected["features"] = [
            [
                [feature.text for feature in features.speaks_for],
                [feature.text for feature in features.speaks_against],
                [finding.name for finding in features.red_flags],
                [levels.index(features.urgency.at_least), levels.index(features.urgency.at_most)],
                f"{MARKS[grade_of(features.urgency.at_least)]} {graded(features)}",
            ]
            for features in found.features
        ]
    return expected


def because(found: Assessment, step: TreeStep) -> str:
    """What settled a question of the tree, in words."""
    value_of = found.presentation.value_of
    return "; ".join(dict.fromkeys(said(each, value_of(each)) for each in step.because))


def leaves(steps: list[Step]) -> set[str]:
    """The leaf that a walk reaches."""
    path = steps[-1]["path"]
    return {place for place in path["certain"] if place not in path["answers"]}
