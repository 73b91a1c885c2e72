"""The interview: page after page of questions, by whoever answers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from spasm_ddx.errors import FindingError, GuidelineError
from spasm_ddx.guideline.asking import Page, next_page
from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import WITNESS, Guideline
from spasm_ddx.reasoning.criteria import ANYONE, Finding, shown
from spasm_ddx.reasoning.findings import Findings

#: Why the last page is asked, which anybody may leave out.
OPTIONAL = "it may explain the condition, and changes neither the condition nor the urgency"


@attrs.frozen
class Interview:
    """One person's interview so far; every answer gives a new one, so going back is free.

    Attributes:
        guideline: The guideline.
        presentation: What is known.
        role: Who answers. What only somebody else can tell stays unknown.
        passed: Findings that were answered with "don't know".
    """

    guideline: Guideline
    presentation: Findings
    role: str = WITNESS
    passed: frozenset[Finding] = frozenset()

    def __attrs_post_init__(self) -> None:
        if self.role not in self.guideline.roles:
            accepted = ", ".join(self.guideline.roles)
            msg = f"no {shown(self.role)} answers its questions; accepted are {accepted}"
            raise GuidelineError(msg)
        if type(self.presentation) is not self.guideline.vocabulary:
            wanted = self.guideline.vocabulary.__name__
            msg = f"the interview is about a {wanted}, not {shown(self.presentation)}"
            raise FindingError(msg)

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment of what is known so far."""
        return self.guideline.assess(self.presentation)

    @cached_property
    def page(self) -> Page | None:
        """What to ask next, or None when no answer that may come can change anything."""
        return next_page(self.assessment, self._may_ask)

    @cached_property
    def afterwards(self) -> Page | None:
        """One more page once no other is left: what may explain the condition, all optional.

        Its answers change neither the condition nor the urgency. None while there is another
        page, while several conditions are possible, and where nothing is left to offer.
        """
        diagnosis = self.assessment.diagnosis
        if self.page is not None or diagnosis is None:
            return None
        offered = dict(self.guideline.afterwards).get(diagnosis, ())
        findings = tuple(
            finding
            for finding in offered
            if self.presentation.value_of(finding) is None and self._may_ask(finding)
        )
        return Page("What may explain it", findings, None, OPTIONAL) if findings else None

    def _may_ask(self, finding: Finding) -> bool:
        return finding not in self.passed and self.can_answer(finding)

    @property
    def sees_ahead(self) -> bool:
        """Whether whoever answers is shown what each answer would lead to.

        A frightened witness must not see which answer avoids the ambulance.
        """
        return self.role != WITNESS or not self.guideline.graded

    def can_answer(self, finding: Finding) -> bool:
        """Whether the role can answer this finding at all."""
        return finding.answered_by in {ANYONE, self.role}

    def answered(self, answers: Mapping[Finding, Any]) -> Interview:
        """The interview after these answers, None being "don't know".

        Raises:
            FindingError: An answer is not accepted; nothing has changed.
        """
        known = {f.name: value for f, value in answers.items() if value is not None}
        passed = {finding for finding, value in answers.items() if value is None}
        return attrs.evolve(
            self, presentation=self.presentation.but(**known), passed=self.passed | passed
        )

    def ticked(self, page: Page, ticked: Iterable[Finding]) -> Interview:
        """The interview after some of a screen were ticked; the others stay unknown."""
        present: dict[Finding, Any] = {finding: not finding.denial for finding in ticked}
        return self.answered(present or dict.fromkeys(page.findings))

    def denied(self, page: Page) -> Interview:
        """The interview after "none of these, each was considered"."""
        return attrs.evolve(self, presentation=self.presentation.deny(*page.findings))
