"""What a guideline refuses at construction: what could only be a mistake, named by its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NoReturn, TypeAlias

import attrs

from spasm_ddx.errors import GuidelineError, TreeError, shown
from spasm_ddx.guideline.advice import Requirement, When
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Condition, Screen, UrgencyScale, by_urgency
from spasm_ddx.guideline.sources import first_repeated
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.tree import Leaf, Tree, places

#: What a part of a guideline can name; text is the id of a claim or note.
_Named: TypeAlias = Finding | Condition | Alert | UrgencyScale | str


def check(guideline: Guideline) -> None:
    """Refuse a guideline that holds what could only be a mistake.

    Raises:
        GuidelineError: It does; the message names the place.
    """
    if not isinstance(guideline.tree, Tree):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        _refuse(guideline, f"its tree is {shown(guideline.tree)}, not a Tree")
    _check_conditions(guideline)
    _check_severity(guideline)
    _check_keys(guideline)
    for alert in guideline.alerts:
        try:
            _ = alert.tree
        except TreeError as error:
            _refuse(guideline, f"alert {alert.key}: {error}")
    _check_order(guideline)
    for place, named in _references(guideline):
        wrong = _wrong(guideline, named)
        if wrong:
            _refuse(guideline, f"{place}: {wrong}")


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
        found = " and ".join(f"{one.key} of {name}" for name, one in kinds.items())
        _refuse(guideline, f"its conditions have urgencies of two scales: {found}")


def _check_severity(guideline: Guideline) -> None:
    """Refuse a tree that orders its outcomes against the urgency of their conditions."""
    for one, other in combinations(guideline.conditions, 2):
        low, high = sorted((one, other), key=by_urgency)
        severity = guideline.tree.severity
        if low.urgency < high.urgency and severity(low) > severity(high):
            why = f"{low.key} ({low.urgency.key}) above {high.key} ({high.urgency.key})"
            _refuse(guideline, f"the severity of its tree puts {why}; higher means more severe")


def _check_keys(guideline: Guideline) -> None:
    """Refuse two keys alike; conditions and alerts share the names of columns."""
    columns = (*guideline.conditions, *guideline.alerts)
    for kind, parts in (("conditions and alerts", columns), ("screens", guideline.screens)):
        key = first_repeated(part.key for part in parts)
        if key is not None:
            _refuse(guideline, f"two of its {kind} have the key {key!r}; give each its own")


def _check_order(guideline: Guideline) -> None:
    """Refuse an entry that is neither, one that stands twice, and a screen of what none denies."""
    for entry in guideline.order:
        if isinstance(entry, Screen):
            _check_screen(guideline, entry)
        elif not isinstance(entry, Sign | Category | Quantity):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
            _refuse(guideline, f"order: {shown(entry)} is neither a finding nor a Screen")
    twice = first_repeated(guideline.order)
    if twice is not None:
        named = f"screen {twice.key}" if isinstance(twice, Screen) else twice.name
        _refuse(guideline, f"order: {named} stands twice")


def _check_screen(guideline: Guideline, screen: Screen) -> None:
    for finding in screen.findings:
        if not isinstance(finding, Sign):
            why = f"nothing denies {finding.name}; ask it by itself"
            _refuse(guideline, f"screen {screen.key}: {why}")
        if finding.normal:  # "none of these" would set it
            why = f"yes to {finding.name} reassures; ask it by itself"
            _refuse(guideline, f"screen {screen.key}: {why}")
    if len(set(screen.findings)) < max(2, len(screen.findings)):
        _refuse(guideline, f"screen {screen.key}: give two findings or more, each once")


def _at(place: str, *named: Iterable[_Named]) -> Iterator[tuple[str, _Named]]:
    return ((place, one) for several in named for one in several)


def _references(guideline: Guideline) -> Iterator[tuple[str, _Named]]:
    """Each finding, condition, alert, urgency and claim that a part names, with the place."""
    for entry in guideline.order:
        if isinstance(entry, Screen):
            yield from _at(f"screen {entry.key}", entry.findings)
        else:
            yield "order", entry
    for finding in guideline.vocabulary.findings():
        yield from _at(f"finding {finding.name}", finding.claims)
    for question in guideline.tree.questions:
        yield from _at(f"question {question.asks!r}", question.claims)
    for alert in guideline.alerts:
        tested = findings_in(alert.criterion)
        yield from _at(f"alert {alert.key}", tested, (alert.at_least,), alert.claims)
    for condition in guideline.conditions:
        yield from _referred_to_by(condition)
    for piece in guideline.advice:
        required = (_named_by(guideline, piece.text, one) for one in piece.when)
        yield from _at(f"advice {piece.text!r}", piece.about, *required, piece.claims)
    yield from _at("reassuring", guideline.reassuring)
    for condition, findings in guideline.afterwards:
        yield from _at("afterwards", (condition,), findings)
    for one in guideline.lowerings:
        yield from _at("lowerings", (one.flag, one.before, one.after))


def _referred_to_by(condition: Condition) -> Iterator[tuple[str, _Named]]:
    for feature in condition.features:
        place = f"condition {condition.key}, feature {feature.text!r}"
        tested = findings_in(feature.criterion), findings_in(feature.against)
        yield from _at(place, *tested, feature.claims)
    for cause in condition.causes:
        yield from _at(
            f"condition {condition.key}, cause {cause.name!r}", (cause.finding,), cause.claims
        )
        for piece in cause.advice:
            yield from _at(f"advice {piece.text!r}", piece.claims)


def _named_by(guideline: Guideline, text: str, requirement: Requirement) -> tuple[_Named, ...]:
    match requirement:
        case When.unless(of=of):
            return _named_by(guideline, text, of)
        case When.settled(condition=condition) | When.possible(condition=condition):
            return (condition,)
        case When.holds(criterion=criterion):
            return findings_in(criterion)
        case When.raised(alert=alert) | When.open(alert=alert):
            return (alert,)
        case When.at_least(urgency=urgency) | When.at_most(urgency=urgency):
            return (urgency,)
        case _:
            why = f"{shown(requirement)} is no requirement; see When"
            _refuse(guideline, f"advice {text!r}: {why}")


def _wrong(guideline: Guideline, named: _Named) -> str | None:
    """Why the guideline cannot name this, or None if it can."""
    match named:
        case Sign() | Category() | Quantity() if named.vocabulary is not guideline.vocabulary:
            return f"{named!r} is not a finding of {guideline.vocabulary.__name__}"
        case Condition() if named not in guideline.conditions:
            return f"its tree has no condition {shown(named)}"
        case Alert() if named not in guideline.alerts:
            return f"it has no alert {named.key!r}"
        case UrgencyScale() if type(named) is not type(guideline.scale[0]):
            return f"{named!r} is not of the scale of its conditions"
        case str() if guideline.sources.claims and named not in guideline.sources.by_id:
            return f"it cites {named!r}, which its sources do not have"
        case _:
            return None
