"""The checks of a guideline at construction; each error names the place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import attrs

from spasm_ddx.errors import GuidelineError, TreeError, shown
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Condition, Screen, UrgencyScale, by_urgency
from spasm_ddx.guideline.sources import first_repeated
from spasm_ddx.reasoning.criteria import AtLeast, Is, Not, Within, findings_in
from spasm_ddx.reasoning.finding_kinds import Category, Quantity, Sign
from spasm_ddx.reasoning.tree import Leaf, Tree, places, said_place


def check(guideline: Guideline) -> None:
    """Check a guideline.

    Raises:
        GuidelineError: The guideline is invalid; the message names the place.
    """
    for mistake in _mistakes(guideline):
        msg = f"guideline {guideline.key}: {mistake}"
        raise GuidelineError(msg)


def _mistakes(guideline: Guideline) -> Iterator[str]:
    """Each mistake in words; later checks assume that earlier ones found none."""
    if not isinstance(guideline.tree, Tree):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        yield f"its tree is {shown(guideline.tree)}, not a Tree"  # type: ignore[unreachable]
    yield from _of_conditions(guideline)
    yield from _of_severity(guideline)
    # Conditions and alerts share the columns of a table, so their keys must differ.
    columns = (*guideline.conditions, *guideline.alerts)
    for kind, parts in (("conditions and alerts", columns), ("screens", guideline.screens)):
        key = first_repeated(part.key for part in parts)
        if key is not None:
            yield f"two of its {kind} have the key {key!r}; give each its own"
    for alert in guideline.alerts:
        try:
            _ = alert.tree
        except TreeError as error:
            yield f"alert {alert.key}: {error}"
    yield from _of_order(guideline)
    for place, part in _parts(guideline):
        for named in _named_in(part):
            wrong = _wrong(guideline, named)
            if wrong:
                yield f"{place}: {wrong}"


def _of_conditions(guideline: Guideline) -> Iterator[str]:
    """Outcomes that are not conditions among some that are, repeated keys, and two scales."""
    outcomes = guideline.tree.outcomes
    plain = [outcome for outcome in outcomes if not isinstance(outcome, Condition)]
    if plain and len(plain) < len(outcomes):
        yield f"the outcome {shown(plain[0])} is not a Condition, but others are"
    if plain and (guideline.alerts or guideline.advice):
        yield "it has alerts or advice, but its outcomes are not Conditions"
    met: dict[str, Condition] = {}
    for path, node in places(guideline.tree.root):
        if isinstance(node, Leaf) and not plain:
            condition: Condition = node.outcome
            first = met.setdefault(condition.key, condition)
            if attrs.astuple(first, recurse=False) != attrs.astuple(condition, recurse=False):
                place = said_place(path)
                yield f"two conditions have the key {condition.key!r}, one {place}"
    kinds = {type(condition.urgency).__name__: condition for condition in guideline.conditions}
    if len(kinds) > 1:
        found = " and ".join(f"{one.key} of {name}" for name, one in kinds.items())
        yield f"its conditions have urgencies of two scales: {found}"


def _of_severity(guideline: Guideline) -> Iterator[str]:
    """A tree whose order of severity contradicts the urgency of its conditions."""
    severity = guideline.tree.severity
    conditions = guideline.conditions if guideline.graded else ()
    ranked = sorted(conditions, key=lambda one: (by_urgency(one), severity(one)))
    for low, high in pairwise(ranked):
        if severity(low) > severity(high):
            order = f"{low.key} ({low.urgency.key}) above {high.key} ({high.urgency.key})"
            yield f"the severity of its tree puts {order}; higher means more severe"


def _of_order(guideline: Guideline) -> Iterator[str]:
    """Repeated entries, and findings that a screen cannot deny."""
    for entry in guideline.order:
        if isinstance(entry, Screen):
            yield from (f"screen {entry.key}: {why}" for why in _of_screen(entry))
    twice = first_repeated(guideline.order)
    if twice is not None:
        yield f"order: {twice.name if not isinstance(twice, Screen) else twice.key} appears twice"


def _of_screen(screen: Screen) -> Iterator[str]:
    for finding in screen.findings:
        if not isinstance(finding, Sign):
            yield f"no answer denies {finding.name}; ask it separately"
        elif finding.normal:  # "none of these" would make it present
            yield f"yes to {finding.name} reassures; ask it separately"
    if len(set(screen.findings)) < max(2, len(screen.findings)):
        yield "give two or more findings, each once"


def _parts(guideline: Guideline) -> Iterator[tuple[str, object]]:
    """Each part that names others, with its place."""
    for screen in guideline.screens:
        yield f"screen {screen.key}", screen.findings
    yield "order", tuple(entry for entry in guideline.order if not isinstance(entry, Screen))
    for finding in guideline.vocabulary.findings():
        yield f"finding {finding.name}", finding.claims
    for question in guideline.tree.questions:
        yield f"question {question.asks!r}", question.claims
    for alert in guideline.alerts:
        yield f"alert {alert.key}", (alert.criterion, alert.at_least, alert.claims)
    for condition in guideline.conditions:
        for feature in condition.features:
            yield f"condition {condition.key}, feature {feature.text!r}", feature
        for cause in condition.causes:
            yield f"condition {condition.key}, cause {cause.name!r}", cause
    for piece in guideline.advice:
        yield f"advice {piece.text!r}", piece
    yield "reassuring", guideline.reassuring
    yield "afterwards", guideline.afterwards
    yield "lowerings", guideline.lowerings


def _named_in(part: object) -> Iterator[object]:
    """The findings, conditions, alerts and urgencies that a part names; claims as text.

    Anything else stands where one of these belongs.
    """
    match part:
        case Sign() | Category() | Quantity() | Condition() | Alert() | UrgencyScale():
            yield part
        case Is() | Within() | Not() | AtLeast():
            yield from findings_in(part)
        case tuple():
            for one in cast("tuple[object, ...]", part):
                yield from _named_in(one)
        case _ if attrs.has(type(part)):
            for value in attrs.astuple(cast("Any", part), recurse=False):
                yield from () if isinstance(value, str) else _named_in(value)
        case _:
            yield part


def _wrong(guideline: Guideline, named: object) -> str | None:
    """Why the guideline cannot name this, or None if it can."""
    match named:
        case Sign() | Category() | Quantity() if named.vocabulary is not guideline.vocabulary:
            return f"{named!r} is not a finding of {guideline.vocabulary.__name__}"
        case Condition() if named not in guideline.conditions:
            return f"its tree has no condition {shown(named)}"
        case Alert() if named not in guideline.alerts:
            return f"it has no alert {named.key!r}"
        case UrgencyScale() if type(named) is not type(guideline.scale[0]):
            return f"{named!r} is not on the scale of its conditions"
        case str() if guideline.sources.claims and named not in guideline.sources.by_id:
            return f"it cites {named!r}, which its sources do not have"
        case Sign() | Category() | Quantity() | Condition() | Alert() | UrgencyScale() | str():
            return None
        case _:
            return f"it names {shown(named)}, which is no finding, condition, alert or urgency"
