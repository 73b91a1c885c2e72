"""Proofs in words: why an outcome does not follow, and where two trees differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.verification import GuidelineReport
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import Change, why_not
from spasm_ddx.reasoning.tree import Leaf, Tree, outcome_named, places, said_place
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.verification import Report
from spasm_ddx.reasoning.wording import listed, lowered, said


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


def said_guideline_report(guideline: Guideline, report: GuidelineReport) -> str:
    """The report of ``verify`` on a guideline: on its tree, and what lowers the urgency."""
    tree = attrs.evolve(guideline.tree, name=guideline.name, version=guideline.version)
    lines = [said_report(tree, report)]
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
    lines = [f"{tree.name} {tree.version}".strip(), str(report)]
    outcomes = {place: node for place, node in places(tree.root) if isinstance(node, Leaf)}
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
