"""The interview: which page to ask next, and what the answers to it mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

import attrs

from spasm_ddx.muscle_spasm.assessment import (
    Assessment,
    assess,
    next_finding,
    open_among,
    open_findings,
    screen_of,
)
from spasm_ddx.muscle_spasm.conditions import FEBRILE_CONVULSION
from spasm_ddx.muscle_spasm.presentation import CLINICIAN, Presentation
from spasm_ddx.muscle_spasm.report import why
from spasm_ddx.muscle_spasm.screens import OPENING_FACTS, Screen
from spasm_ddx.reasoning.criteria import Category, Finding

Role: TypeAlias = Literal["witness", "clinician"]

#: How many findings that only move the urgency may be asked on one page.
MOST_LAST = 3
#: What stands above them, and why they are asked.
LAST_FACTS = "These last facts can change the urgency only."
LAST_WHY = "the condition is settled"
_NOTHING_KNOWN = Presentation()


@attrs.frozen
class Page:
    """What is asked at one go.

    Attributes:
        asks: The question, in plain words.
        findings: The findings that it asks about.
        screen: The screen, if it is one: tick, deny all, or don't know.
        why: Why it is asked, in words.
    """

    asks: str
    findings: tuple[Finding, ...]
    screen: Screen | None
    why: str


@attrs.frozen
class Interview:
    """One person's interview so far; every answer gives a new one, so going back is free.

    Attributes:
        presentation: What is known.
        role: Who answers. What only a clinician can answer stays unknown for a witness.
        passed: Findings that were answered with "don't know".
    """

    presentation: Presentation = _NOTHING_KNOWN
    role: Role = "clinician"
    passed: frozenset[Finding] = frozenset()

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment of what is known so far."""
        return assess(self.presentation)

    @cached_property
    def page(self) -> Page | None:
        """What to ask next, or None when no answer can change the differential or the urgency.

        Whether it is ongoing comes first, then the opening facts, then screens and
        single questions; at the end what can only move the urgency, together.
        """
        if self.assessment.settled:
            return None
        asked = self._asked
        if Presentation.ongoing in asked:
            return self._single(Presentation.ongoing)
        matter = asked & set(open_findings(self.presentation))
        for fact in OPENING_FACTS:
            if fact in matter:
                return self._single(fact)
        finding = next_finding(self.assessment, skip=set(Presentation.findings()) - asked)
        if finding is None:
            return None
        page = self._screen(finding, asked, matter)
        if page is not None:
            return page
        if self.assessment.diagnosis is not None and 1 < len(matter) <= MOST_LAST:
            last = (finding, *(f for f in Presentation.findings() if f in matter - {finding}))
            return Page(LAST_FACTS, last, None, LAST_WHY)
        return self._single(finding)

    def _screen(self, finding: Finding, asked: set[Finding], matter: set[Finding]) -> Page | None:
        """The screen that a finding stands in, while two or more of it can be answered."""
        screen = screen_of(finding, self.presentation)
        if screen is None:
            return None
        # Only by itself can a clinician say that it is excluded, where that decides.
        disease = Presentation.serious_disease
        excludable = FEBRILE_CONVULSION in self.assessment.differential
        if (
            self.role == CLINICIAN
            and excludable
            and disease in matter.intersection(screen.findings)
        ):
            return self._single(disease)
        findings = tuple(f for f in open_among(screen.findings, self.presentation) if f in asked)
        if len(findings) < 2:  # noqa: PLR2004 - one by itself is a question
            return None
        return Page(screen.asks, findings, screen, why(self.assessment, finding))

    @property
    def _asked(self) -> set[Finding]:
        """The unknown findings that the role can answer and has not passed."""
        return {
            finding
            for finding in open_among(Presentation.findings(), self.presentation)
            if finding not in self.passed and self.can_answer(finding)
        }

    def _single(self, finding: Finding) -> Page:
        return Page(finding.asks, (finding,), None, why(self.assessment, finding))

    def can_answer(self, finding: Finding) -> bool:
        """Whether the role can answer this finding at all."""
        return self.role == CLINICIAN or finding.answered_by != CLINICIAN

    def choices(self, finding: Category[Any]) -> tuple[Any, ...]:
        """The members that the role can give as the answer to a category."""
        return tuple(
            member
            for member in finding.members
            if self.role == CLINICIAN or finding.who_tells(member) != CLINICIAN
        )

    def answered(self, answers: Mapping[Finding, Any]) -> Interview:
        """The interview after these answers, None being "don't know".

        Raises:
            FindingError: An answer is not accepted; nothing has changed.
        """
        known = {f.name: value for f, value in answers.items() if value is not None}
        passed = {finding for finding, value in answers.items() if value is None}
        return Interview(self.presentation.but(**known), self.role, self.passed | passed)

    def ticked(self, page: Page, ticked: Iterable[Finding]) -> Interview:
        """The interview after some of a screen were ticked; the others stay unknown."""
        present: dict[Finding, Any] = {
            finding: finding.red if isinstance(finding, Category) else True for finding in ticked
        }
        if not present:
            return self.answered(dict.fromkeys(page.findings))
        return self.answered(present)

    def denied(self, page: Page) -> Interview:
        """The interview after "none of these, each was considered"."""
        return Interview(self.presentation.deny(*page.findings), self.role, self.passed)
