"""Proofs in words: why an outcome does not follow, and where two trees differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import UrgencyScale
from spasm_ddx.guideline.verification import GuidelineReport
from spasm_ddx.reasoning.comparison import Difference
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Finding
from spasm_ddx.reasoning.queries import Change, why_not
from spasm_ddx.reasoning.tree import Leaf, Tree, outcome_named, places, said_place
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.verification import Report
from spasm_ddx.reasoning.wording import listed, lowered, outline, said, sentence

#: The most lines of a criterion that a person reads.
MOST_LINES: Final = 12


def said_why_not(tree: Tree[Any], findings: Findings, outcome: Hashable) -> str:
    """Why an outcome is not certain, and what would make it certain: a line for each way.

    Args:
        tree: The tree.
        findings: What is known.
        outcome: The outcome, or its ``key``.
    """
    name = lowered(str(outcome_named(tree, outcome)))
    changes = why_not(tree, findings, outcome)
    if not changes:
        return f"Nothing can make it {name}."
    return "\n".join(_said_change(findings, name, change) for change in changes)


def _said_change(findings: Findings, name: str, change: Change[Any]) -> str:
    would = _listed((*change.changes.items(), *change.answers.items()))
    if change.changes:
        known = _listed((finding, findings.value_of(finding)) for finding in change.changes)
        return f"Not {name} because of {known}; it would be with {would}."
    if change.answers:
        return f"Not certain to be {name}; it would be with {would}."
    return f"It is {name}."


def _listed(values: Iterable[tuple[Finding, Any]]) -> str:
    return listed([said(finding, value) for finding, value in values], "and")


def said_difference(difference: Difference) -> str:
    """One difference between two trees in words: the outcomes, the people, and an example.

    Where the exact description of these people would be long, it says what all have in common.
    """
    who = _who(difference)
    example = _listed(difference.example.known.items())
    before, after = said_outcome(difference.before), said_outcome(difference.after)
    return f"{before} becomes {after}: {who}.{f' For example: {example}.' if example else ''}"


def _who(difference: Difference) -> str:
    if difference.criterion is None:
        return "everybody"
    if len(outline(difference.criterion)) <= MOST_LINES:
        return sentence(difference.criterion)
    common = [sentence(criterion) for criterion in difference.common]
    alike = f", all with {listed(common, 'and')}" if common else ""
    return f"people of many kinds{alike}"


def said_outcome(outcome: object) -> str:
    """An outcome in words; an urgency as a card shows it."""
    return outcome.title if isinstance(outcome, UrgencyScale) else str(outcome)


def said_guideline_report(guideline: Guideline, report: GuidelineReport) -> str:
    """The report of ``verify`` on a guideline: on its tree, and what lowers the urgency."""
    tree = attrs.evolve(guideline.tree, name=guideline.name, version=guideline.version)
    lines = [_said_report(tree, report.tree, str(report))]
    if guideline.graded:
        head = "With every finding known, more danger never lowers the urgency"
        lines += ["", f"{head}, except here:" if report.lowerings else f"{head}."]
    for one in report.lowerings:
        only = f", {one.accepted.only}" if one.accepted is not None and one.accepted.only else ""
        lines.append(
            f"- {one.flag.label}: {one.before} ({one.urgency_before.key}) becomes "
            f"{one.after} ({one.urgency_after.key}){only}"
        )
    return "\n".join(lines)


def said_report(tree: Tree[Any], report: Report[Any]) -> str:
    """The report of ``verify`` on a tree: errors, witnesses, thresholds, overlapping rows."""
    return _said_report(tree, report, str(report))


def _said_report(tree: Tree[Any], report: Report[Any], proved: str) -> str:
    lines = [f"{tree.name} {tree.version}".strip(), proved]
    outcomes = {place: node for place, node in places(tree.root) if isinstance(node, Leaf)}
    if report.witnesses:
        lines += ["", "Who reaches each leaf, by the fewest answers:"]
    for place, found in report.witnesses.items():
        leaf = f" {outcomes[place].outcome}" if place in outcomes else ""
        lines.append(f"- {said_place(place)}:{leaf}: {_listed(found.known.items()) or 'everybody'}")
    if report.boundaries:
        lines += ["", "Just below, at and just above each threshold:"]
    for boundary in report.boundaries:
        values = ", ".join(plain(value) for value in boundary.values)
        where = said_place(boundary.place)
        lines.append(f"- {where}: {boundary.quantity.label} ({boundary.quantity.name}): {values}")
    if report.overlaps:
        lines += ["", "Where rows overlap:", *(f"- {overlap}" for overlap in report.overlaps)]
    return "\n".join(lines)
