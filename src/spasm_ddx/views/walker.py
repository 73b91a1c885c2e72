"""A tree that a person walks in a page: the decision diagram as data, and a little JavaScript.

The page computes nothing of its own. Everything that Python can say beforehand stands in
the data (words, positions, cuts, children, who answers what); ``walker.js`` walks the
diagram as ``queries`` does, and asks in the guideline's own order.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, assert_never

import attrs

from spasm_ddx.errors import DiagramTooLargeError, TreeError, UnknownFindingError
from spasm_ddx.guideline.advice import (
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
from spasm_ddx.guideline.guideline import WITNESS, Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.guideline.joint_diagram import outcomes_of
from spasm_ddx.guideline.model import Condition, Outcome, Screen, UrgencyScale
from spasm_ddx.guideline.report import can_wait
from spasm_ddx.reasoning.criteria import (
    ANYONE,
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Not,
    Quantity,
    Sign,
    Within,
    findings_in,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, outcome_key
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import bounds, ends_of, interval_of, usual_position, value_in
from spasm_ddx.reasoning.tree import Leaf, Tree, with_outcomes
from spasm_ddx.reasoning.tree import places as distinct
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.wording import interval, outlined
from spasm_ddx.views import engine
from spasm_ddx.views.cards import Card, card_of, grade_of
from spasm_ddx.views.graphviz import render
from spasm_ddx.views.path import places
from spasm_ddx.views.style import DARK, LIGHT, MARKS, roles

#: How large a decision diagram a page carries; a larger one would be slow to load and walk.
MOST_NODES: Final = 20_000
#: How many cards the drawing that lights up may hold.
MOST_LIT: Final = 300

_PREFIX: Final = re.compile("[A-Za-z][A-Za-z0-9_-]*")

# ------------------------------------------------------------------------ the fragment


def walker(
    shown: GuidelineOrTree,
    *,
    findings: Findings | None = None,
    prefix: str = "ddx",
) -> str:
    """A piece of HTML in which a person walks a guideline or a tree, question by question.

    It needs nothing else and asks nothing of the network. Without JavaScript it says so.

    Args:
        shown: A guideline or a tree.
        findings: What is known at the start; nothing unless given.
        prefix: What every id begins with, and the name of the answers in the link; give two
            that share a page two.

    Returns:
        The fragment. Where the tree is too large to be walked in a page it says why.

    Raises:
        ValueError: The prefix is no id.
        TreeError: A text holds what no drawing can.
        UnknownFindingError: The findings are of another vocabulary.
    """
    if not _PREFIX.fullmatch(prefix):
        msg = f"a prefix is a letter, then letters, digits, - and _; not {prefix!r}"
        raise ValueError(msg)
    guideline = as_guideline(shown)
    if findings is not None and type(findings) is not guideline.vocabulary:
        msg = f"{guideline.name!r} is not about findings of {type(findings).__name__}"
        raise UnknownFindingError(msg)
    notices = guideline.notices
    begin = f'<section class="ddx-walker" id="{prefix}-walker" aria-label="Questions">'
    before = f'<p class="ddx-before">{escape(notices.before)}</p>' if notices.before else ""
    told = f'{before}<p class="ddx-notice">{escape(notices.purpose)}</p>'
    style = f"<style>{stylesheet()}</style>"
    why = _uncounted(guideline)
    try:
        data = None if why else _data(guideline, findings, prefix)
    except DiagramTooLargeError:
        data = None
        why = f"its decision diagram has more than {MOST_NODES:,} nodes, too many for a page"
    if data is None:
        why = f"This tree cannot be walked here: {why}. Ask spasm_ddx.next_question instead."
        return f'{begin}{style}{told}<p class="ddx-still">{escape(why)}</p></section>\n'
    return (
        f"{begin}{style}{told}"
        f'<p class="ddx-still">Answering the questions needs JavaScript, which is off.</p>'
        f'<div class="ddx-stage" hidden></div>'
        f'<div class="ddx-drawing" hidden>{_drawing(guideline.tree, prefix)}</div>'
        f'<script type="application/json" class="ddx-data">{inlined(data)}</script>'
        f"<script>{script()}</script></section>\n"
    )


def _uncounted(guideline: Guideline) -> str:
    """Why a browser, whose whole numbers end at 2**53, could not count exactly; else empty."""
    asked = [*guideline.tree.findings]
    for alert in guideline.alerts:
        asked += findings_in(alert.criterion)
    for finding in asked:
        if isinstance(finding, Quantity) and finding.whole:
            most = max(abs(finding.low), abs(finding.high))
            if most >= _UNCOUNTED:
                return f"{finding.label} goes up to {plain(most)}, beyond what a browser can count"
    return ""


@cache
def script() -> str:
    """The JavaScript of every walker: the same text in each, so that one hash allows it."""
    return _resource("walker.js")


def script_hash() -> str:
    """The hash by which a Content-Security-Policy allows the script and no other."""
    return f"sha256-{b64encode(sha256(script().encode()).digest()).decode()}"


def inlined(data: object) -> str:
    """JSON that can stand in a page: nothing in it ends the element or begins another."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _resource(name: str) -> str:
    return files("spasm_ddx.views").joinpath(name).read_text(encoding="utf-8")


# ------------------------------------------------------------------------- the drawing


@attrs.frozen
class _Bare:
    """A leaf in the drawing that lights up: what to do depends on the whole assessment."""

    outcome: Hashable

    def card(self) -> Card:
        """Its card, without advice."""
        return attrs.evolve(card_of(self.outcome), lines=(), claims=())


def _drawing(tree: Tree[Any], prefix: str) -> str:
    """The drawing as an SVG that the script lights up; empty where there is none."""
    try:
        cards = len(places(tree.root))
    except TreeError:
        return ""
    if not engine.can_draw() or cards > MOST_LIT:
        return ""
    bare = Tree(with_outcomes(tree.root, _Bare), name=tree.name, version=tree.version)
    svg = render(bare, "svg", prefix=f"{prefix}-lit").decode()
    wide = float(svg.partition('viewBox="')[2].split()[2])
    svg = re.sub(r"\s*<style>.*?</style>", "", svg, count=1, flags=re.DOTALL)
    return (
        f'<div class="ddx-scroll" role="region" aria-label="Drawing of the path so far" '
        f'tabindex="0">'
        f'<div style="min-width:{wide * 0.9:.0f}px;max-width:{wide * 1.5:.0f}px">{svg}</div></div>'
    )


# ---------------------------------------------------------------------------- the data


@attrs.frozen
class _Place:
    """The end of a path: one leaf where it stands, whatever its outcome."""

    id: str


def _data(guideline: Guideline, findings: Findings | None, prefix: str) -> dict[str, Any]:
    tree, joint = guideline.tree, guideline.joint
    asked = guideline.vocabulary.findings()
    index: dict[Finding, int] = {finding: number for number, finding in enumerate(asked)}
    diagram = DecisionDiagram(joint.diagram.order, limit=MOST_NODES)
    roots = _roots(diagram, guideline)
    kept = sorted({node for root in roots.values() for node in diagram.nodes_below(root)})
    number = {node: place for place, node in enumerate(kept)}
    outcomes = {
        outcome_key(outcome): place for place, (_, outcome) in enumerate(outcomes_of(guideline))
    }
    levels = {outcome_key(level): place for place, level in enumerate(guideline.scale)}
    context = _Context(index, outcomes)
    gauged = [roots[name] for name in ("tree", "gauge") if name in roots]
    return {
        "key": prefix,
        "name": " ".join(f"{tree.name} {tree.version}".split()) or "Decision tree",
        "findings": [_finding(finding, context, diagram, gauged) for finding in asked],
        "order": [index[finding] for finding in diagram.order],
        "asking": [_entry(guideline, entry, index) for entry in guideline.order_of_asking],
        "screens": [
            {"asks": screen.asks, "findings": [index[finding] for finding in screen.findings]}
            for screen in guideline.screens
        ],
        "roles": [_role(guideline, role) for role in guideline.roles],
        "afterwards": [
            [index[finding] for finding in dict(guideline.afterwards).get(condition, ())]
            for condition in guideline.conditions
        ],
        "levels": [diagram.levels[node] for node in kept],
        "cuts": [list(diagram.cuts[node]) for node in kept],
        "children": [[number[child] for child in diagram.children[node]] for node in kept],
        "ends": {
            number[node]: _end(diagram, node, outcomes, levels)
            for node in kept
            if not diagram.children[node]
        },
        "yes": number.get(diagram.yes),
        "roots": {name: number[root] for name, root in roots.items()},
        "tree": _nodes(tree, context),
        "outcomes": [_outcome(condition) for condition in guideline.conditions],
        "marks": list(MARKS),
        "given": []
        if findings is None
        else [[index[f], _position(f, value)] for f, value in findings.known.items()],
        "guide": _guide(guideline, context) if guideline.graded else None,
    }


def _entry(
    guideline: Guideline, entry: Finding | Screen, index: Mapping[Finding, int]
) -> list[Any]:
    """An entry of the order of asking: a screen or a finding, by its number."""
    if isinstance(entry, Screen):
        return ["screen", guideline.screens.index(entry)]
    return ["finding", index[entry]]


def _role(guideline: Guideline, role: str) -> dict[str, Any]:
    """Who may answer: the name in a link, what the person says, and who else's answers.

    A frightened witness must not see which answer avoids the ambulance.
    """
    if role == WITNESS:
        return {
            "key": role,
            "says": "I saw it (witness)",
            "tells": [],
            "ahead": not guideline.graded,
        }
    return {"key": role, "says": f"I am a {role}", "tells": [role], "ahead": True}


@attrs.frozen
class _Context:
    """The numbers by which the data names findings and outcomes."""

    findings: Mapping[Finding, int]
    outcomes: Mapping[Hashable, int]

    def criterion(self, criterion: Criterion) -> list[Any]:
        """A criterion as JSON, its values as positions."""
        match criterion:
            case Is(finding=finding, values=values):
                at = sorted(_position(finding, value) for value in values)
                return ["is", self.findings[finding], at]
            case Within(quantity=quantity, interval=within):
                first, beyond = bounds(quantity, within)
                end = None if within.high is None else beyond
                return ["in", self.findings[quantity], first, end]
            case Not(of=of):
                return ["not", self.criterion(of)]
            case AtLeast(k=k, of=parts):
                return ["of", k, [self.criterion(part) for part in parts]]
            case _:  # pragma: no cover - the union is closed
                assert_never(criterion)

    def outcome(self, outcome: Hashable) -> int:
        return self.outcomes[outcome_key(outcome)]


def _roots(diagram: DecisionDiagram, guideline: Guideline) -> dict[str, int]:
    """Every root of the page, copied into one diagram."""
    joint = guideline.joint
    whole = {"tree": joint.tree}
    if guideline.graded:
        whole["gauge"] = joint.urgency
        whole |= {f"signal{n}": root for n, (_, root) in enumerate(joint.alerts)}
        whole |= {f"given{n}": joint.urgency_if[c] for n, c in enumerate(guideline.conditions)}
    unknown = [None] * len(diagram.order)
    roots = {name: joint.diagram.restricted(root, unknown, diagram) for name, root in whole.items()}
    # Else nothing lights up, and the way is told as far as each question is settled.
    with suppress(TreeError, DiagramTooLargeError):
        roots["places"] = diagram.possible(_placed(diagram, guideline.tree))
    return roots


def _placed(diagram: DecisionDiagram, tree: Tree[Any]) -> int:
    """The tree with each leaf's place in place of its outcome."""
    conditions: dict[int, int] = {}
    made: dict[str, int] = {}
    unfolded = places(tree.root)
    if len(unfolded) > MOST_NODES:
        msg = "too many places to tell apart in a page"
        raise TreeError(msg)
    for place, node in reversed(unfolded):
        if isinstance(node, Leaf):
            made[place] = diagram.end(_Place(place))
            continue
        if id(node) not in conditions:
            conditions[id(node)] = diagram.criterion(node.criterion)
        start = "" if place == "root" else place
        yes, no = made.pop(f"{start}y"), made.pop(f"{start}n")
        made[place] = diagram.if_then_else(conditions[id(node)], yes, no)
    return made["root"]


def _end(
    diagram: DecisionDiagram,
    node: int,
    outcomes: Mapping[Hashable, int],
    levels: Mapping[Hashable, int],
) -> list[Any]:
    if node == diagram.impossible:
        return ["never"]
    (end,) = diagram.outcomes(node, ())
    if isinstance(end, _Place):
        return ["place", end.id]
    key = outcome_key(end)
    if key in outcomes:
        return ["outcome", outcomes[key]]
    return ["level", levels[key]] if key in levels else ["truth", end]


def _nodes(tree: Tree[Any], context: _Context) -> list[dict[str, Any]]:
    """The tree itself, each node once, the first first."""
    found = [node for _, node in distinct(tree.root)]
    number = {id(node): place for place, node in enumerate(found)}
    return [
        {"outcome": context.outcome(node.outcome)}
        if isinstance(node, Leaf)
        else {
            "asks": node.asks,
            "criterion": context.criterion(node.criterion),
            "parts": [
                context.criterion(part) for depth, _, part in outlined(node.criterion) if depth
            ],
            "yes": number[id(node.yes)],
            "no": number[id(node.no)],
            "claims": list(node.claims),
        }
        for node in found
    ]


def _outcome(condition: Condition) -> dict[str, Any]:
    card = card_of(condition)
    said: dict[str, Any] = {"title": card.title, "grade": card.grade, "strip": card.marked()}
    if isinstance(condition, Outcome):
        return said | {"lines": list(card.lines)}
    return said | {"level": _level(condition.urgency)}


def _level(urgency: UrgencyScale) -> int:
    """The number of an urgency on its scale, the lowest first."""
    return list(type(urgency)).index(urgency)


def _position(finding: Finding, value: Any) -> float:  # noqa: ANN401 - a value of any kind
    match finding:
        case Sign():
            return int(value)
        case Category(members=members):
            return next(place for place, member in enumerate(members) if member is value)
        case Quantity():
            return float(value) if isinstance(value, float) else int(value)
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


#: For each unit, the fields in which a person types it, each with how much one of it is.
_FIELDS: Final[dict[str, list[tuple[str, float]]]] = {
    "months": [("years", 12), ("months", 1)],
    "seconds": [("hours", 3600), ("minutes", 60), ("seconds", 1)],
    "degrees Celsius": [("\N{DEGREE SIGN}C", 1)],
}


def _finding(
    finding: Finding, context: _Context, diagram: DecisionDiagram, roots: Sequence[int]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": finding.name,
        "asks": finding.asks,
        "label": finding.label,
        "help": finding.help,
        "who": None if finding.answered_by == ANYONE else finding.answered_by,
        "usual": usual_position(finding),
        "red": finding.red_flag,
    }
    match finding:
        case Sign(denied=denied, red_flag=red, normal=normal):
            flag = int(not normal) if red else None
            return said | {"kind": "sign", "denied": denied, "flag": flag, "no": int(normal)}
        case Category(members=members, words=words):
            return said | {
                "kind": "category",
                "members": [
                    {"value": str(member.value), "words": str(words[member])} for member in members
                ],
            }
        case Quantity(unit=unit, low=low, high=high, whole=whole, shows=shows):
            return said | {
                "kind": "quantity",
                "unit": unit,
                "low": low,
                "high": high,
                "whole": whole,
                "accepted": _accepted(finding),
                "fields": _FIELDS.get(unit, [(unit, 1)]),
                "shows": shows and [context.findings[shows[0]], shows[1], plain(shows[1])],
                "cells": _cells(finding, diagram, roots),
            }
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def _accepted(quantity: Quantity) -> str:
    """What is accepted, in the unit of the vocabulary and in the largest that people say."""
    name, factor = _FIELDS.get(quantity.unit, [(quantity.unit, 1.0)])[0]
    if factor == 1:
        return quantity.accepted
    low, high = (plain(round(end / factor, 2)) for end in (quantity.low, quantity.high))
    return f"{quantity.accepted} ({low} to {high} {name})"


def _cells(quantity: Quantity, diagram: DecisionDiagram, roots: Sequence[int]) -> dict[str, Any]:
    """The answers that the tree or the gauge tells apart, each with a value that stands for it.

    ``words[i][j]`` says the range that begins with answer ``i`` and ends with answer ``i + j``.
    """
    low, high = ends_of(quantity)
    starts = {low}
    if quantity.shows is not None:  # a reading acts by the sign that it shows
        starts.add(bounds(quantity, Interval(low=quantity.shows[1]))[0])
    if quantity in diagram.order:
        level = diagram.order.index(quantity)
        starts.update(*(diagram.answers(root, level) for root in roots))
    cells = list(pairwise((*sorted(starts), high)))
    if len(cells) > _MOST_CELLS:
        return {"at": [], "words": []}
    return {
        "at": [value_in(quantity, cell) for cell in cells],
        "words": [
            [
                interval(quantity, interval_of(quantity, (cells[i][0], cells[j][1])))
                for j in range(i, len(cells))
            ]
            for i in range(len(cells))
        ],
    }


#: From here on the numbers of a browser leave whole ones out.
_UNCOUNTED: Final = 2**53
#: For how many answers to a quantity the page says what each would leave.
_MOST_CELLS: Final = 24


def _guide(guideline: Guideline, context: _Context) -> dict[str, Any]:
    numbers, scale, cited = context.findings, guideline.scale, guideline.sources.as_cited
    return {
        "gauge": "Urgency",
        "levels": [
            {
                "name": level.title,
                "words": level.words,
                "grade": grade_of(level),
                "help": level.calls_for_help,
            }
            for level in scale
        ],
        "calm": max((n for n, level in enumerate(scale) if can_wait(guideline, level)), default=-1),
        "signals": [
            {
                "name": alert.name,
                "level": _level(alert.at_least),
                "claims": list(map(cited, alert.claims)),
            }
            for alert in guideline.alerts
        ],
        "pieces": [
            {
                "text": piece.text,
                "claims": list(map(cited, piece.claims)),
                "when": [_when(guideline, each, context) for each in piece.when],
                "help": piece.until_help_comes,
            }
            for piece in guideline.advice
        ],
        "typical": [
            [
                [
                    feature.text,
                    context.criterion(feature.criterion),
                    context.criterion(feature.against),
                ]
                for feature in condition.features
            ]
            for condition in guideline.conditions
        ],
        "flags": [
            [numbers[finding] for finding in guideline.joint.red_flags[condition]]
            for condition in guideline.conditions
        ],
        "callNow": guideline.notices.call_now,
        "notice": guideline.notices.beside,
    }


def _when(guideline: Guideline, requirement: Requirement, context: _Context) -> list[Any]:
    """A requirement as its kind, what it is about, and whether that must be so."""
    match requirement:
        case Settled(condition=condition):
            return ["settled", context.outcome(condition), True]
        case Possible(condition=condition):
            return ["possible", context.outcome(condition), True]
        case Holds(criterion=criterion):
            return ["holds", context.criterion(criterion), True]
        case UrgencyAtLeast(urgency=urgency):
            return ["at least", _level(urgency), True]
        case UrgencyAtMost(urgency=urgency):
            return ["at most", _level(urgency), True]
        case Raised(alert=alert):
            return ["raised", guideline.alerts.index(alert), True]
        case Open(alert=alert):
            return ["open", guideline.alerts.index(alert), True]
        case Unless(of=of):
            kind, about, so = _when(guideline, of, context)
            return [kind, about, not so]
        case _:  # pragma: no cover - the union is closed
            assert_never(requirement)


# --------------------------------------------------------------------------- the style


@cache
def stylesheet() -> str:
    """The style of every walker, in light and dark, for the page and for the drawing."""
    light, dark = (_variables(roles(palette).items()) for palette in (LIGHT, DARK))
    return (
        f".ddx-walker{{color-scheme:light;{light}}}"
        f"@media (prefers-color-scheme:dark){{.ddx-walker{{color-scheme:dark;{dark}}}}}"
        # A page with a theme of its own, such as that of the docs, says which it shows.
        f'[data-theme="light"] .ddx-walker{{color-scheme:light;{light}}}'
        f'[data-theme="dark"] .ddx-walker{{color-scheme:dark;{dark}}}'
        f"{_painted()}{_resource('walker.css')}"
    )


def _variables(colours: Iterable[tuple[str, str]]) -> str:
    return "".join(f"--ddx-{role.replace('_', '-')}:{colour};" for role, colour in colours)


def _painted() -> str:
    """The drawing painted by the same variables, and repainted as it is ruled out or raised."""
    rules: list[str] = []
    for role in roles(LIGHT):
        own = f"var(--ddx-{role.replace('_', '-')})"
        rules.append(f".ddx-walker .f-{role}{{fill:{own}}}.ddx-walker .s-{role}{{stroke:{own}}}")
    for part in ("fill", "ink", "border", "strip", "strip_ink"):
        kinds = ["question", *(f"grade-{name}" for name in "x0123")]
        for paint, style in (("f", "fill"), ("s", "stroke")):
            chosen = ",".join(f".ddx-ruled_out .{paint}-{kind}-{part}" for kind in kinds)
            rules.append(f"{chosen}{{{style}:var(--ddx-faded-{part.replace('_', '-')})}}")
            for grade in range(1, len(MARKS)):
                below = ",".join(
                    f".ddx-raised-{grade} .{paint}-grade-{lower}-{part}" for lower in range(grade)
                )
                colour = f"var(--ddx-grade-{grade}-{part.replace('_', '-')})"
                rules.append(f"{below}{{{style}:{colour}}}")
    return "".join(rules)
