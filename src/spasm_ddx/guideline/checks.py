"""What a guideline refuses at construction: what could only be a mistake, named by its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

import attrs

from spasm_ddx.errors import GuidelineError, TreeError
from spasm_ddx.guideline.advice import (
    Advice,
    Holds,
    Open,
    Possible,
    Raised,
    Requirement,
    Settled,
    Unless,
    UrgencyAtLeast,
    UrgencyAtMost,
)
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Condition, Screen, UrgencyScale
from spasm_ddx.reasoning.criteria import (
    Category,
    Criterion,
    Finding,
    Quantity,
    Sign,
    findings_in,
    shown,
)
from spasm_ddx.reasoning.tree import Leaf, Tree, places


def check(guideline: Guideline) -> None:
    """Refuse a guideline that holds what could only be a mistake.

    Raises:
        GuidelineError: It does; the message names the place.
    """
    if not isinstance(guideline.tree, Tree):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        _refuse(guideline, f"its tree is {shown(guideline.tree)}, not a Tree")
    _check_conditions(guideline)
    _check_keys(guideline)
    _check_order(guideline)
    _check_alerts(guideline)
    for place, criterion in _criteria(guideline):
        _check_vocabulary(guideline, place, findings_in(criterion))
    for place, level in _levels(guideline):
        if level not in guideline.scale or type(level) is not type(guideline.scale[0]):
            _refuse(guideline, f"{place}: {level!r} is not of the scale of its conditions")
    for piece in guideline.advice:
        _check_advice(guideline, piece)
    _check_named_conditions(guideline)
    if guideline.sources.claims:
        _check_claims(guideline)


def _check_named_conditions(guideline: Guideline) -> None:
    """Refuse a condition that the tree does not have, wherever one is named."""
    for condition in guideline.reassuring:
        _check_condition(guideline, "reassuring", condition)
    for condition, findings in guideline.afterwards:
        _check_condition(guideline, "afterwards", condition)
        _check_vocabulary(guideline, "afterwards", findings)
    for one in guideline.lowerings:
        _check_vocabulary(guideline, "lowerings", (one.flag,))
        for condition in (one.before, one.after):
            _check_condition(guideline, "lowerings", condition)


def _refuse(guideline: Guideline, why: str) -> NoReturn:
    msg = f"guideline {guideline.key}: {why}"
    raise GuidelineError(msg)


def _check_conditions(guideline: Guideline) -> None:
    """Refuse outcomes that are no conditions beside some that are, and two scales."""
    outcomes = guideline.tree.outcomes
    plain = [outcome for outcome in outcomes if not isinstance(outcome, Condition)]
    if plain and len(plain) < len(outcomes):
        _refuse(guideline, f"the outcome {shown(plain[0])} is no Condition, and others are")
    if plain and (guideline.alerts or guideline.advice):
        _refuse(guideline, "it has alerts or advice, and its outcomes are no Conditions")
    met: dict[str, Condition] = {}
    for path, node in places(guideline.tree.root):
        if isinstance(node, Leaf) and not plain:
            condition: Condition = node.outcome
            first = met.setdefault(condition.key, condition)
            if attrs.astuple(first, recurse=False) != attrs.astuple(condition, recurse=False):
                place = path or "the root"
                _refuse(guideline, f"two conditions have the key {condition.key!r}, one at {place}")
    kinds = {type(condition.urgency).__name__: condition for condition in guideline.conditions}
    if len(kinds) > 1:
        told = " and ".join(f"{one.key} of {name}" for name, one in kinds.items())
        _refuse(guideline, f"its conditions have urgencies of two scales: {told}")


def _check_keys(guideline: Guideline) -> None:
    """Refuse two keys alike; conditions and alerts share the names of columns."""
    named: list[tuple[str, Iterable[Condition | Alert | Screen]]] = [
        ("conditions and alerts", (*guideline.conditions, *guideline.alerts)),
        ("screens", guideline.screens),
    ]
    for kind, parts in named:
        met: set[str] = set()
        for part in parts:
            if part.key in met:
                _refuse(
                    guideline, f"two of its {kind} have the key {part.key!r}; give each its own"
                )
            met.add(part.key)


def _check_order(guideline: Guideline) -> None:
    """Refuse an entry of another vocabulary or kind, one that stands twice, and a lone screen."""
    met: set[Finding | Screen] = set()
    for entry in guideline.order:
        if entry in met:
            _refuse(guideline, f"order: {_named(entry)} stands twice")
        met.add(entry)
        if isinstance(entry, Screen):
            place = f"screen {entry.key}"
            _check_vocabulary(guideline, place, entry.findings)
            for finding in entry.findings:
                if not isinstance(finding, Sign):
                    _refuse(guideline, f"{place}: nothing denies {finding.name}; ask it by itself")
                elif finding.normal:  # "none of these" would set it
                    why = f"yes to {finding.name} reassures; ask it by itself"
                    _refuse(guideline, f"{place}: {why}")
            if len(set(entry.findings)) < max(2, len(entry.findings)):
                _refuse(guideline, f"{place}: give two findings or more, each once")
        elif isinstance(entry, Sign | Category | Quantity):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
            _check_vocabulary(guideline, "order", (entry,))
        else:
            _refuse(guideline, f"order: {shown(entry)} is neither a finding nor a Screen")


def _check_alerts(guideline: Guideline) -> None:
    """Refuse an alert that always or never holds, or tests what cannot be."""
    for alert in guideline.alerts:
        try:
            _ = alert.tree
        except TreeError as error:
            _refuse(guideline, f"alert {alert.key}: {error}")


def _named(entry: Finding | Screen) -> str:
    return f"screen {entry.key}" if isinstance(entry, Screen) else entry.name


def _check_vocabulary(guideline: Guideline, place: str, findings: Iterable[Finding]) -> None:
    own = guideline.vocabulary
    for finding in findings:
        if finding.vocabulary is not own:
            _refuse(guideline, f"{place}: {finding!r} is not a finding of {own.__name__}")


def _criteria(guideline: Guideline) -> Iterator[tuple[str, Criterion]]:
    """Each criterion beside the tree, with its place."""
    for alert in guideline.alerts:
        yield f"alert {alert.key}", alert.criterion
    for condition in guideline.conditions:
        for feature in condition.features:
            place = f"condition {condition.key}, feature {feature.text!r}"
            yield place, feature.criterion
            yield place, feature.against
        for cause in condition.causes:
            yield f"condition {condition.key}, cause {cause.name!r}", cause.finding.present


def _levels(guideline: Guideline) -> Iterator[tuple[str, UrgencyScale]]:
    for alert in guideline.alerts:
        yield f"alert {alert.key}", alert.at_least
    for piece in guideline.advice:
        for requirement in map(_bare, piece.when):
            if isinstance(requirement, UrgencyAtLeast | UrgencyAtMost):
                yield f"advice {piece.text!r}", requirement.urgency


def _bare(requirement: Requirement) -> Requirement:
    while isinstance(requirement, Unless):
        requirement = requirement.of
    return requirement


def _check_advice(guideline: Guideline, piece: Advice) -> None:
    place = f"advice {shown(piece.text)}"
    for condition in piece.about:
        _check_condition(guideline, place, condition)
    for requirement in map(_bare, piece.when):
        match requirement:
            case Settled(condition=condition) | Possible(condition=condition):
                _check_condition(guideline, place, condition)
            case Holds(criterion=criterion):
                _check_vocabulary(guideline, place, findings_in(criterion))
            case Raised(alert=alert) | Open(alert=alert):
                if alert not in guideline.alerts:
                    _refuse(guideline, f"{place}: it has no alert {alert.key!r}")
            case UrgencyAtLeast() | UrgencyAtMost():
                pass
            case _:
                _refuse(guideline, f"{place}: {shown(requirement)} is no requirement; see When")


def _check_condition(guideline: Guideline, place: str, condition: Condition) -> None:
    if condition not in guideline.conditions:
        _refuse(guideline, f"{place}: its tree has no condition {shown(condition)}")


def _check_claims(guideline: Guideline) -> None:
    """Refuse a claim that no source has."""
    for place, claims in citations(guideline):
        for claim in claims:
            if claim not in guideline.sources.by_id:
                _refuse(guideline, f"{place}: it cites {claim!r}, which its sources do not have")


def citations(guideline: Guideline) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that cites claims: its place, and the claims."""
    for finding in guideline.vocabulary.findings():
        yield f"finding {finding.name}", finding.claims
    for question in guideline.tree.questions:
        yield f"question {question.asks!r}", question.claims
    for alert in guideline.alerts:
        yield f"alert {alert.key}", alert.claims
    for condition in guideline.conditions:
        for feature in condition.features:
            yield f"condition {condition.key}, feature {feature.text!r}", feature.claims
        for cause in condition.causes:
            yield f"condition {condition.key}, cause {cause.name!r}", cause.claims
            for piece in cause.advice:
                yield f"advice {piece.text!r}", piece.claims
    for piece in guideline.advice:
        yield f"advice {piece.text!r}", piece.claims
