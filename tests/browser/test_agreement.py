"""The page and Python, step by step, over thousands of random answers in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.ottawa_ankle import OTTAWA
from spasm_ddx import (
    ALERTS,
    MUSCLE_SPASM,
    Category,
    Finding,
    Findings,
    Presentation,
    Quantity,
    Tree,
    differential,
    next_question,
)
from spasm_ddx.errors import FindingError
from spasm_ddx.muscle_spasm.guide import guide
from spasm_ddx.muscle_spasm.interview import Interview, Page, Role
from spasm_ddx.muscle_spasm.report import answers_in_words, how_soon, urgency_words
from spasm_ddx.muscle_spasm.screens import SCREENS
from spasm_ddx.views.html import to_html
from spasm_ddx.views.path import path_of
from spasm_ddx.views.walker import walker
from tests.reasoning.strategies import World, trees, worlds

WALKS = Path(__file__).with_name("walks.js").read_text(encoding="utf-8")
Opened = Callable[..., Any]
Step = dict[str, Any]

#: How many walks the clinical tree is walked in each role; some ten answers each.
CLINICAL_WALKS = 400


def walked(tab: Any, role: str | None, seeds: range) -> list[list[Step]]:  # noqa: ANN401 - a tab
    """Walks from these seeds, each by one call into the page."""
    tab.evaluate(WALKS)
    script = "([role, seed]) => walked(document.querySelector('.ddx-walker'), role, seed)"
    return [tab.evaluate(script, [role, seed]) for seed in seeds]


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


class TestTheClinicalTree:
    """Each step of the page is the step of ``Interview``, and says what ``assess`` says."""

    @pytest.mark.parametrize("role", ["witness", "clinician"])
    def test_every_step_of_random_walks(self, opened: Opened, role: Role) -> None:
        tab = opened(walker(MUSCLE_SPASM, guide=guide()))
        answers = 0
        for steps in walked(tab, role, range(CLINICAL_WALKS)):
            interview = Interview(role=role)
            for step in steps:
                self.assert_same(interview, step)
                if step["refused"]:
                    self.assert_refused(interview, step)
                if step["how"] is not None:
                    interview = self.after(interview, step)
                    answers += 1
        assert answers > CLINICAL_WALKS * 7

    def assert_same(self, interview: Interview, step: Step) -> None:
        expected, leaves = _expected(interview)
        assert {name: step[name] for name in expected} == expected
        assert step["leaves"] == leaves
        assert_same_path(MUSCLE_SPASM, interview.presentation, step)

    def after(self, interview: Interview, step: Step) -> Interview:
        """What the library makes of the same answer."""
        page = interview.page
        assert page is not None
        answers = read(Presentation, step)
        given = interview.answered(answers)
        ticked = [Presentation.finding(name) for name in step["ticked"] or ()]
        match step["how"]:
            case "ticked":
                assert given == interview.ticked(page, answers)
            case "denied":
                assert given == interview.denied(page)
            case "ticked, others denied":
                rest = tuple(finding for finding in page.findings if finding not in ticked)
                after = interview.ticked(page, ticked)
                assert given == after.denied(Page(page.asks, rest, page.screen, page.why))
            case _:
                pass
        return given

    def assert_refused(self, interview: Interview, step: Step) -> None:
        """A reading that contradicts "no fever": both refuse it, and the page names both."""
        with pytest.raises(FindingError):
            interview.answered(read(Presentation, {"answers": step["refused"]["answers"]}))
        assert "No fever" in step["refused"]["message"]
        assert "temperature" in step["refused"]["message"]


@cache
def _expected(interview: Interview) -> tuple[Step, list[str] | None]:
    """What the library says of an interview so far, in the words of the harness."""
    found, page = interview.assessment, interview.page
    outcomes = list(MUSCLE_SPASM.outcomes)
    single = page is not None and len(page.findings) == 1
    said: Step = {
        "page": page
        and {
            "asks": page.asks,
            "findings": [finding.name for finding in page.findings],
            "screen": None if page.screen is None else SCREENS.index(page.screen),
            "why": page.why,
        },
        "possible": [outcomes.index(condition) for condition in found.differential],
        "low": int(found.urgency.at_least),
        "high": int(found.urgency.at_most),
        "raised": [ALERTS.index(alert) for alert in found.alerts.raised],
        "open": [ALERTS.index(alert) for alert in found.alerts.possible],
        "advice": [piece.text for piece in found.advice],
        "gauge": urgency_words(found.urgency),
        "soon": how_soon(found),
        "features": [
            [
                [feature.text for feature in features.speaks_for],
                [feature.text for feature in features.speaks_against],
                [finding.name for finding in features.red_flags],
                [int(features.urgency.at_least), int(features.urgency.at_most)],
            ]
            for features in found.features
        ],
    }
    return said, answers_in_words(found, page.findings[0]) if page and single else None


def assert_walk(tree: Tree[Any], vocabulary: type[Findings], steps: list[Step]) -> set[str]:
    """A walk without a guide asks what ``next_question`` asks; the leaf that it reaches."""
    findings = vocabulary()
    passed: set[Finding] = set()
    for step in steps:
        asked = next_question(tree, findings, skip=passed)
        expected = None if asked is None else [asked.name]
        assert (step["page"] and step["page"]["findings"]) == expected
        possible = differential(tree, findings)
        assert [tree.outcomes[index] for index in step["possible"]] == list(possible)
        assert_same_path(tree, findings, step)
        if step["how"] is not None:
            answers = read(vocabulary, step)
            known = {f.name: given for f, given in answers.items() if given is not None}
            passed |= {finding for finding, given in answers.items() if given is None}
            findings = findings.but(**known)
    path = steps[-1]["path"]
    return {place for place in path["certain"] if place not in path["answers"]}


class TestOtherTrees:
    """Without a guide the page asks in the order of ``next_question``."""

    def test_the_ottawa_rules(self, opened: Opened) -> None:
        tab = opened(to_html(OTTAWA))
        assert OTTAWA.vocabulary is not None
        reached: set[str] = set()
        for steps in walked(tab, None, range(200)):
            reached |= assert_walk(OTTAWA, OTTAWA.vocabulary, steps)
        assert reached >= {"yy", "yn", "ny", "nn"}

    def test_random_trees(self, opened: Opened) -> None:
        tab = opened("<!DOCTYPE html><title>none</title>")

        @settings(
            max_examples=60,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            deadline=None,
        )
        @given(st.data())
        def walk(data: st.DataObject) -> None:
            world: World = data.draw(worlds())
            tree: Tree[Any] = data.draw(trees(world))
            page = walker(tree)
            if tree.vocabulary is None or "cannot be walked here" in page:
                return
            tab.set_content(page)
            for steps in walked(tab, None, range(4)):
                assert_walk(tree, tree.vocabulary, steps)

        walk()
