"""Verifies guidelines and plain trees, with one function."""

from __future__ import annotations

from typing import Any, TypeVar, overload

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.safety import Lowering, Unearned, lowerings, unearned
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.verification import Report
from spasm_ddx.reasoning.verification import verify as verify_tree

O_co = TypeVar("O_co", covariant=True)


@attrs.frozen
class GuidelineReport(Report[Any]):
    """The results of ``verify`` for a guideline: those for its tree, and more.

    Attributes:
        alerts: The errors of its alerts, in words.
        unearned: People with a reassuring condition although a red flag is not denied.
        lowerings: The cases in which a red flag lowers the urgency.
    """

    alerts: tuple[str, ...] = ()
    unearned: tuple[Unearned, ...] = ()
    lowerings: tuple[Lowering, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """All errors, in words."""
        unearned = (
            f"{one.condition} is possible while this red flag is present: {one.flag.label}"
            for one in self.unearned
        )
        return (*unearned, *super().errors, *self.alerts)


@overload
def verify(given: Tree[O_co]) -> Report[O_co]: ...
@overload
def verify(given: Guideline) -> GuidelineReport: ...
def verify(given: Tree[O_co] | Guideline) -> Report[O_co] | GuidelineReport:
    """Prove that a tree or a guideline has no errors, and list what could be dropped.

    An error is a leaf that nobody reaches, a question with a single possible answer, a part
    that contradicts itself, or a red flag that neither the tree nor an alert tests. In a
    guideline, a reassuring condition that can be settled while a red flag is present or
    unknown is an error too. The report also lists where a red flag lowers the urgency.

    Raises:
        DiagramTooLargeError: A decision diagram outgrew its limit.
    """
    if not isinstance(given, Guideline):
        return verify_tree(given)
    tested = [finding for alert in given.alerts for finding in findings_in(alert.criterion)]
    alerts = (
        f"alert {alert.key}, {error}"
        for alert in given.alerts
        for error in verify_tree(alert.tree, also=given.vocabulary.findings()).errors
    )
    found = attrs.asdict(verify_tree(given.tree, also=tested), recurse=False)
    return GuidelineReport(
        **found, alerts=tuple(alerts), unearned=unearned(given), lowerings=lowerings(given)
    )
