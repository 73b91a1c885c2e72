"""A tree that a person walks in a page: the decision diagram as data, and a little JavaScript.

The page computes nothing of its own. Everything that Python can say beforehand stands in
the data (words, positions, cuts, children, who answers what); ``walker.js`` walks the
diagram as ``queries`` does, and asks in the order of ``next_question`` or of the guide.
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
from typing import Any, Final, Literal, TypeAlias, assert_never

import attrs

from spasm_ddx.errors import DiagramTooLargeError, FindingError, TreeError, UnknownFindingError
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
)
from spasm_ddx.reasoning.cubes import ends_of, interval_of, usual_position, value_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, bounds, outcome_key
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Tree, add_node
from spasm_ddx.reasoning.tree import places as distinct
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.wording import interval, outlined
from spasm_ddx.views import engine
from spasm_ddx.views.cards import Card, card_of
from spasm_ddx.views.graphviz import render
from spasm_ddx.views.path import places
from spasm_ddx.views.style import DARK, LIGHT, MARKS, roles

#: How large a decision diagram a page carries; a larger one would be slow to load and walk.
MOST_NODES: Final = 20_000
#: How many cards the drawing that lights up may hold.
MOST_LIT: Final = 300

_PREFIX: Final = re.compile("[A-Za-z][A-Za-z0-9_-]*")

# --------------------------------------------------------------------------- the guide


@attrs.frozen
class Level:
    """One level of a gauge.

    Attributes:
        end: The outcome in which the gauge's root ends.
        name: Its name, as on a strip: ``"EMERGENCY"``.
        words: What it means for the person, in plain words.
        grade: Its grade on a card, 0 to 3.
    """

    end: Hashable
    name: str
    words: str
    grade: int


@attrs.frozen
class Gauge:
    """What a whole assessment ends in beside the outcome, such as how urgent it is.

    Attributes:
        title: What it tells: ``"Urgency"``.
        root: Its root in the guide's diagram.
        levels: Its levels, the lowest first.
        own: For each outcome of the tree, the index of the level that it has by itself.
        given: For each outcome, the root that ends in the level of those who have it, and in
            None for everybody else.
        calm: With one outcome left, nobody is told to act on a level up to this one for want
            of an answer; the page names what would raise it.
    """

    title: str
    root: int
    levels: tuple[Level, ...]
    own: Mapping[Hashable, int]
    given: Mapping[Hashable, int]
    calm: int = -1


@attrs.frozen
class Signal:
    """An alert beside the tree.

    Attributes:
        name: What it says, in words.
        root: Its root in the guide's diagram, which ends in True or False.
        at_least: The index of the level that it raises the gauge to.
        claims: The claims that it rests on.
    """

    name: str
    root: int
    at_least: int
    claims: tuple[str, ...] = ()


@attrs.frozen
class Together:
    """Several findings that are asked at one go: tick, deny all, or don't know.

    Attributes:
        asks: The question, in plain words.
        findings: The findings, none of which reassures where it is ticked.
    """

    asks: str
    findings: tuple[Finding, ...]

    def __attrs_post_init__(self) -> None:
        for finding in self.findings:
            if isinstance(finding, Sign) and finding.normal:  # "none of these" would set it
                msg = f"{finding.name}: yes reassures, so ask it by itself and not on a screen"
                raise FindingError(msg, field=finding.name)


@attrs.frozen
class Alone:
    """A finding of a screen that is asked by itself, where a role's own answer can decide.

    Attributes:
        finding: The finding.
        role: The key of the role.
        possible: The outcome that must still be possible.
    """

    finding: Finding
    role: str
    possible: Hashable


@attrs.frozen
class Last:
    """What is asked on one page once the outcome is settled.

    Attributes:
        most: How many findings it may hold.
        asks: What stands above them.
        why: Why they are asked.
    """

    most: int
    asks: str
    why: str


@attrs.frozen
class Role:
    """Who answers.

    Attributes:
        key: Its name in a link.
        says: Its name, as the person would say it.
        tells: Who else's answers it can give, as ``Finding.answered_by`` names them.
    """

    key: str
    says: str
    tells: tuple[str, ...] = ()


Kind: TypeAlias = Literal["settled", "possible", "holds", "level", "raised", "open"]


@attrs.frozen
class When:
    """A condition of a piece of advice.

    Attributes:
        kind: ``"settled"`` or ``"possible"`` (an outcome), ``"holds"`` (a criterion),
            ``"level"`` (the gauge is at least at the level of this index), ``"raised"`` or
            ``"open"`` (an alert, by its index).
        of: The outcome, the criterion or the index.
        so: Whether that must be so, or must not.
    """

    kind: Kind
    of: Any
    so: bool = True


@attrs.frozen
class Piece:
    """A piece of advice, told once where all of its conditions hold.

    Attributes:
        text: The sentence.
        claims: The claims that it rests on.
        when: The conditions.
    """

    text: str
    claims: tuple[str, ...] = ()
    when: tuple[When, ...] = ()


@attrs.frozen
class Typical:
    """A feature that speaks for or against an outcome, and selects nothing.

    Attributes:
        text: The feature, in words.
        speaks_for: What speaks for the outcome.
        against: What speaks against it.
    """

    text: str
    speaks_for: Criterion
    against: Criterion


@attrs.frozen
class Alarm:
    """What stands above every question from a level of the gauge on.

    Attributes:
        level: The index of the level.
        text: The sentence.
        piece: The text of a piece of advice that is told with it, if it is given.
    """

    level: int
    text: str
    piece: str


@attrs.frozen(kw_only=True)
class Guide:
    """What an application adds to a tree that is walked.

    Attributes:
        tree: The tree.
        diagram: One decision diagram with the roots of the tree, the gauge and the alerts.
        root: The root of the tree in it.
        gauge: What a whole assessment ends in beside the outcome.
        signals: The alerts.
        first: The finding that is asked before all, whether or not it matters.
        first_why: Why, where it matters for nothing.
        opening: What is asked first of what matters, in this order.
        screens: What is asked together.
        alone: What of a screen is asked by itself.
        last: What is asked on one page at the end.
        roles: Who may answer, the usual one first.
        pieces: The advice, in the order in which it is told.
        typical: For each outcome, what is typical of it.
        red: For each outcome, the red flags that lead towards it.
        alarm: What stands above every question once somebody must act.
        notices: What must stand on the page: the last below the answers, the others above the
            questions, the first of them in bold.
    """

    tree: Tree[Any]
    diagram: DecisionDiagram
    root: int
    gauge: Gauge
    signals: tuple[Signal, ...] = ()
    first: Finding | None = None
    first_why: str = ""
    opening: tuple[Finding, ...] = ()
    screens: tuple[Together, ...] = ()
    alone: Alone | None = None
    last: Last | None = None
    roles: tuple[Role, ...] = ()
    pieces: tuple[Piece, ...] = ()
    typical: Mapping[Hashable, tuple[Typical, ...]] = attrs.field(
        factory=dict[Hashable, tuple[Typical, ...]]
    )
    red: Mapping[Hashable, tuple[Finding, ...]] = attrs.field(
        factory=dict[Hashable, tuple[Finding, ...]]
    )
    alarm: Alarm | None = None
    notices: tuple[str, ...] = ()


# ------------------------------------------------------------------------ the fragment


def walker(
    tree: Tree[Any],
    *,
    guide: Guide | None = None,
    findings: Findings | None = None,
    prefix: str = "ddx",
) -> str:
    """A piece of HTML in which a person walks the tree, one question at a time.

    It needs nothing else and asks nothing of the network. Without JavaScript it says so.

    Args:
        tree: The tree.
        guide: What an application adds: an urgency, alerts, screens, roles, advice. Without
            one, findings are asked one by one, as ``next_question`` says.
        findings: What is known at the start; nothing unless given.
        prefix: What every id begins with, and the name of the answers in the link; give two
            that share a page two.

    Returns:
        The fragment. Where the tree is too large to be walked in a page it says why.

    Raises:
        ValueError: The prefix is no id, or the guide is about another tree.
        TreeError: A text holds what no drawing can.
        UnknownFindingError: The findings are of another vocabulary.
    """
    if not _PREFIX.fullmatch(prefix):
        msg = f"a prefix is a letter, then letters, digits, - and _; not {prefix!r}"
        raise ValueError(msg)
    if guide is not None and guide.tree is not tree and guide.tree != tree:
        msg = f"the guide is about the tree {guide.tree.name!r}, not about {tree.name!r}"
        raise ValueError(msg)
    if findings is not None and tree.vocabulary not in {None, type(findings)}:
        msg = f"the tree {tree.name!r} is not about findings of {type(findings).__name__}"
        raise UnknownFindingError(msg)
    notices = () if guide is None else guide.notices
    begin = f'<section class="ddx-walker" id="{prefix}-walker" aria-label="Questions">'
    kinds = ("ddx-before", *["ddx-notice"] * len(notices))
    told = "".join(
        f'<p class="{kind}">{escape(notice)}</p>'
        for kind, notice in zip(kinds, notices[:-1], strict=False)
    )
    style = f"<style>{stylesheet()}</style>"
    why = _uncounted(tree)
    try:
        data = None if why else _data(tree, guide, findings, prefix)
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
        f'<div class="ddx-drawing" hidden>{_drawing(tree, prefix)}</div>'
        f'<script type="application/json" class="ddx-data">{inlined(data)}</script>'
        f"<script>{script()}</script></section>\n"
    )


def _uncounted(tree: Tree[Any]) -> str:
    """Why a browser, whose whole numbers end at 2**53, could not count exactly; else empty."""
    for finding in tree.findings:
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
    bare = Tree(_bared(tree.root), name=tree.name, version=tree.version)
    svg = render(bare, "svg", prefix=f"{prefix}-lit").decode()
    wide = float(svg.partition('viewBox="')[2].split()[2])
    svg = re.sub(r"\s*<style>.*?</style>", "", svg, count=1, flags=re.DOTALL)
    return (
        f'<div class="ddx-scroll" role="region" aria-label="Drawing of the path so far" '
        f'tabindex="0">'
        f'<div style="min-width:{wide * 0.9:.0f}px;max-width:{wide * 1.5:.0f}px">{svg}</div></div>'
    )


def _bared(root: Node[Any]) -> Node[Any]:
    """The tree with bare leaves, its shared parts shared still."""
    made: dict[int, Node[Any]] = {}
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in made:
            waiting.pop()
        elif isinstance(node, Leaf):
            made[id(node)] = Leaf(_Bare(node.outcome))
        elif missing := [part for part in (node.yes, node.no) if id(part) not in made]:
            waiting += missing
        else:
            made[id(node)] = attrs.evolve(node, yes=made[id(node.yes)], no=made[id(node.no)])
    return made[id(root)]


# ---------------------------------------------------------------------------- the data


@attrs.frozen
class _Place:
    """The end of a path: one leaf where it stands, whatever its outcome."""

    id: str


def _data(
    tree: Tree[Any], guide: Guide | None, findings: Findings | None, prefix: str
) -> dict[str, Any]:
    vocabulary = type(findings) if findings is not None else tree.vocabulary
    asked = () if vocabulary is None else vocabulary.findings()
    index: dict[Finding, int] = {finding: number for number, finding in enumerate(asked)}
    order = tree.findings if guide is None else guide.diagram.order
    diagram = DecisionDiagram(order, limit=MOST_NODES)
    roots = _roots(diagram, tree, guide)
    kept = sorted({node for root in roots.values() for node in diagram.nodes_below(root)})
    number = {node: place for place, node in enumerate(kept)}
    outcomes = {outcome_key(outcome): place for place, outcome in enumerate(tree.outcomes)}
    ends = () if guide is None else tuple(level.end for level in guide.gauge.levels)
    levels = {outcome_key(end): place for place, end in enumerate(ends)}
    context = _Context(index, outcomes)
    gauged = [roots[name] for name in ("tree", "gauge") if name in roots]
    return {
        "key": prefix,
        "name": " ".join(f"{tree.name} {tree.version}".split()) or "Decision tree",
        "findings": [_finding(finding, context, diagram, gauged) for finding in asked],
        "order": [index[finding] for finding in diagram.order],
        "asking": [index[f] for f in sorted(tree.findings, key=lambda f: not f.red_flag)],
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
        "outcomes": [_outcome(outcome, guide) for outcome in tree.outcomes],
        "marks": list(MARKS),
        "given": []
        if findings is None
        else [[index[f], _position(f, value)] for f, value in findings.known.items()],
        "guide": None if guide is None else _guide(guide, context),
    }


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


def _roots(diagram: DecisionDiagram, tree: Tree[Any], guide: Guide | None) -> dict[str, int]:
    """Every root of the page, made in or copied into one diagram."""
    if guide is None:
        roots = {"tree": diagram.possible(add_node(diagram, tree.root))}
    else:
        unknown = [None] * len(guide.diagram.order)
        whole = {"tree": guide.root, "gauge": guide.gauge.root}
        whole |= {f"signal{n}": signal.root for n, signal in enumerate(guide.signals)}
        whole |= {f"given{n}": guide.gauge.given[o] for n, o in enumerate(tree.outcomes)}
        roots = {
            name: guide.diagram.restricted(root, unknown, diagram) for name, root in whole.items()
        }
    # Else nothing lights up, and the way is told as far as each question is settled.
    with suppress(TreeError, DiagramTooLargeError):
        roots["places"] = diagram.possible(_placed(diagram, tree))
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
        made[place] = diagram.choose(conditions[id(node)], yes, no)
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


def _outcome(outcome: Hashable, guide: Guide | None) -> dict[str, Any]:
    card = card_of(outcome)
    said: dict[str, Any] = {"title": card.title, "grade": card.grade, "strip": card.marked()}
    if guide is None:
        return said | {"lines": list(card.lines)}
    return said | {"level": guide.gauge.own[outcome]}


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
        case Category(members=members, words=words, red=red, denial=denial):
            return said | {
                "kind": "category",
                "members": [
                    {
                        "value": str(member.value),
                        "words": str(words[member]),
                        "who": None
                        if finding.who_tells(member) == ANYONE
                        else finding.who_tells(member),
                    }
                    for member in members
                ],
                "flag": None if red is None else members.index(red),
                "no": None if denial is None else members.index(denial),
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


def _guide(guide: Guide, context: _Context) -> dict[str, Any]:
    numbers = context.findings
    alone, last, alarm = guide.alone, guide.last, guide.alarm
    return {
        "gauge": guide.gauge.title,
        "levels": [
            {"name": level.name, "words": level.words, "grade": level.grade}
            for level in guide.gauge.levels
        ],
        "calm": guide.gauge.calm,
        "signals": [
            {"name": signal.name, "level": signal.at_least, "claims": list(signal.claims)}
            for signal in guide.signals
        ],
        "first": None if guide.first is None else numbers[guide.first],
        "firstWhy": guide.first_why,
        "opening": [numbers[finding] for finding in guide.opening],
        "screens": [
            {"asks": screen.asks, "findings": [numbers[finding] for finding in screen.findings]}
            for screen in guide.screens
        ],
        "alone": alone and [numbers[alone.finding], alone.role, context.outcome(alone.possible)],
        "last": last and {"most": last.most, "asks": last.asks, "why": last.why},
        "roles": [
            {"key": role.key, "says": role.says, "tells": list(role.tells)} for role in guide.roles
        ],
        "pieces": [
            {
                "text": piece.text,
                "claims": list(piece.claims),
                "when": [_when(when, context) for when in piece.when],
            }
            for piece in guide.pieces
        ],
        "typical": [
            [
                [
                    feature.text,
                    context.criterion(feature.speaks_for),
                    context.criterion(feature.against),
                ]
                for feature in guide.typical.get(outcome, ())
            ]
            for outcome in guide.tree.outcomes
        ],
        "flags": [
            [numbers[finding] for finding in guide.red.get(outcome, ())]
            for outcome in guide.tree.outcomes
        ],
        "alarm": alarm and {"level": alarm.level, "text": alarm.text, "piece": alarm.piece},
        "notices": list(guide.notices[-1:]),
    }


def _when(when: When, context: _Context) -> list[Any]:
    match when.kind:
        case "settled" | "possible":
            return [when.kind, context.outcome(when.of), when.so]
        case "holds":
            return [when.kind, context.criterion(when.of), when.so]
        case "level" | "raised" | "open":
            return [when.kind, when.of, when.so]
        case _:  # pragma: no cover - the union is closed
            assert_never(when.kind)


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
