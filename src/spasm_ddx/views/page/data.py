"""What the script of the page reads: the decision diagram, the tree and all texts, as JSON.

The script composes no text that Python can compose in advance. Findings, outcomes, alerts and
levels are numbers here, and a value is its position.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, assert_never

import attrs

from spasm_ddx.errors import DiagramTooLargeError, TreeError
from spasm_ddx.guideline.advice import Requirement, When
from spasm_ddx.guideline.assessment import Alerts, Assessment, Features, UrgencyRange
from spasm_ddx.guideline.guideline import WITNESS, Guideline
from spasm_ddx.guideline.joint_diagram import outcomes_of
from spasm_ddx.guideline.model import Alert, Condition, Outcome, Screen, UrgencyScale
from spasm_ddx.guideline.report import can_wait, graded, how_soon, labels, urgency_words
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, outcome_key
from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import bounds
from spasm_ddx.reasoning.tree import Leaf, Node, add_node, places
from spasm_ddx.reasoning.units import CELSIUS, plain
from spasm_ddx.reasoning.wording import capitalized, lowered, outlined, said
from spasm_ddx.views.cards import card_of, grade_of
from spasm_ddx.views.path import End, ends_in_place, unfolded
from spasm_ddx.views.style import MARKS

#: The most nodes of a page's decision diagram; a larger one would be slow to load and walk.
MOST_NODES: Final = 20_000


class Data:
    """A guideline as JSON values.

    Attributes:
        guideline: The guideline.
        diagram: Every root of the page in one decision diagram.

    Raises:
        DiagramTooLargeError: The diagram has more than 20,000 nodes.
    """

    def __init__(self, guideline: Guideline) -> None:
        """Number what the guideline holds, and copy its joint diagram."""
        joint = guideline.joint
        self.guideline: Guideline = guideline
        self.diagram: DecisionDiagram = DecisionDiagram(joint.diagram.order, limit=MOST_NODES)
        self._vocabulary = guideline.vocabulary.findings()
        self._numbers = {finding: number for number, finding in enumerate(self._vocabulary)}
        self._ends = {outcome_key(level): n for n, level in enumerate(guideline.scale)}
        self._ends |= {outcome_key(o): n for n, (_, o) in enumerate(outcomes_of(guideline))}
        whole = {"tree": joint.tree}
        if guideline.graded:
            whole |= {"urgency": joint.urgency}
            whole |= {f"alert {alert.key}": root for alert, root in joint.alerts}
            whole |= {f"if {c.key}": root for c, root in joint.urgency_if.items()}
        unknown = [None] * len(self.diagram.order)
        self._roots = {
            key: joint.diagram.restricted(root, unknown, self.diagram)
            for key, root in whole.items()
        }
        # Without it the page shows no path, neither in words nor in a drawing.
        with suppress(TreeError, DiagramTooLargeError):
            placed = add_node(self.diagram, ends_in_place(unfolded(guideline.tree.root)))
            self._roots["places"] = self.diagram.possible(placed)

    def whole(self, findings: Findings | None, prefix: str) -> dict[str, Any]:
        """All of it.

        Args:
            findings: What is known at the start.
            prefix: What ids begin with, and the name of the answers in the link.
        """
        guideline, diagram = self.guideline, self.diagram
        known = {} if findings is None else findings.known
        kept = sorted({n for root in self._roots.values() for n in diagram.nodes_below(root)})
        numbers = {node: number for number, node in enumerate(kept)}
        ranks = {finding: rank for rank, finding in enumerate(diagram.order)}
        return {
            "key": prefix,
            "findings": [finding_data(f, self._numbers) for f in self._vocabulary],
            "known": [position(f, known[f]) if f in known else None for f in self._vocabulary],
            "rank": [ranks.get(finding) for finding in self._vocabulary],
            "nodes": [self._node(node, numbers) for node in kept],
            "ends": {numbers[n]: self._end(n) for n in kept if not diagram.children[n]},
            "roots": {name: numbers[root] for name, root in self._roots.items()},
            "tree": self._tree(),
            "outcomes": [self._outcome(condition) for condition in guideline.conditions],
            "asking": [self._entry(entry) for entry in guideline.order_of_asking],
            "roles": [self._role(role) for role in guideline.roles],
            "guide": self._guide() if guideline.graded else None,
        }

    # ------------------------------------------------------------ the diagram and the tree

    def _node(self, node: int, numbers: dict[int, int]) -> list[Any] | None:
        """A node as its finding, its cuts and its children; None for a terminal."""
        levels, cuts, children = self.diagram.levels, self.diagram.cuts, self.diagram.children
        if not children[node]:
            return None
        asked = self._numbers[self.diagram.order[levels[node]]]
        return [asked, list(cuts[node]), [numbers[child] for child in children[node]]]

    def _end(self, node: int) -> Any:  # noqa: ANN401 - a number, a truth or a place
        """A terminal by its number; None for one that nobody reaches."""
        if node == self.diagram.impossible:
            return None
        end = self.diagram.outcome(node)
        return end.id if isinstance(end, End) else self._ends.get(outcome_key(end), end)

    def _tree(self) -> list[dict[str, Any]]:
        """The tree, each node once, beginning with the root."""
        found = [node for _, node in places(self.guideline.tree.root)]
        numbers = {id(node): number for number, node in enumerate(found)}
        return [self._tree_node(node, numbers) for node in found]

    def _tree_node(self, node: Node[Any], numbers: dict[int, int]) -> dict[str, Any]:
        if isinstance(node, Leaf):
            return {"outcome": self._ends[outcome_key(node.outcome)]}
        parts = [part for depth, _, part in outlined(node.criterion) if depth]
        return {
            "asks": node.asks,
            "why": f'it bears on "{node.asks}"',
            "criterion": self._criterion(node.criterion),
            "parts": [self._criterion(part) for part in parts],
            "yes": numbers[id(node.yes)],
            "no": numbers[id(node.no)],
        }

    def _criterion(self, criterion: Criterion) -> list[Any]:
        """A criterion, its values as positions."""
        match criterion:
            case Is(finding=finding, values=values):
                chosen = sorted(position(finding, value) for value in values)
                return ["is", self._numbers[finding], chosen]
            case Within(quantity=quantity, interval=within):
                first, beyond = bounds(quantity, within)
                below = None if within.high is None else beyond
                return ["in", self._numbers[quantity], first, below]
            case Not(of=of):
                return ["of", 0, [self._criterion(of)], [-1]]
            case AtLeast(k=k, of=parts, weights=weights):
                weighed = [] if weights is None else [list(weights)]
                return ["of", k, [self._criterion(part) for part in parts], *weighed]
            case _:  # pragma: no cover - the union is closed
                assert_never(criterion)

    # ----------------------------------------------------------------------- questions

    def _entry(self, entry: Finding | Screen) -> dict[str, Any]:
        """A screen, or a single finding."""
        asked = entry.findings if isinstance(entry, Screen) else (entry,)
        return {"asks": entry.asks, "findings": [self._numbers[finding] for finding in asked]}

    def _role(self, role: str) -> dict[str, Any]:
        """Who answers: the name in a link, the label of the choice, and what this person sees."""
        says = "I saw it (witness)" if role == WITNESS else f"I am a {role}"
        return {"key": role, "says": says, "ahead": self.guideline.interview(role).sees_ahead}

    # ------------------------------------------------------------------- what it means

    def _outcome(self, condition: Condition) -> dict[str, Any]:
        guideline, card = self.guideline, card_of(condition)
        offered = dict(guideline.afterwards).get(condition, ())
        shown: dict[str, Any] = {
            "root": f"if {condition.key}",
            "title": card.title,
            "grade": card.grade,
            "strip": card.marked(),
            "lines": list(card.lines) if isinstance(condition, Outcome) else [],
            "afterwards": [self._numbers[finding] for finding in offered],
            "features": [
                [feature.text, *map(self._criterion, (feature.criterion, feature.against))]
                for feature in condition.features
            ],
            "flags": [self._numbers[flag] for flag in guideline.joint.red_flags[condition]],
        }
        if guideline.graded:
            shown["level"] = guideline.scale.index(condition.urgency)
            shown["strips"] = [_strips(condition, level) for level in guideline.scale]
        return shown

    def _guide(self) -> dict[str, Any]:
        """What only a guideline with urgency has."""
        guideline, scale = self.guideline, self.guideline.scale
        return {
            "levels": [_level(level) for level in scale],
            "ranges": [
                [_range(guideline, low, high) for high in scale[n:]] for n, low in enumerate(scale)
            ],
            "alerts": [self._alert(alert) for alert in guideline.alerts],
            "advice": [
                {
                    "text": piece.text,
                    "cites": self._cites(piece.claims),
                    "when": [self._when(each) for each in piece.when],
                    "help": piece.until_help_comes,
                }
                for piece in guideline.advice
            ],
            "callNow": guideline.notices.call_now,
            "notice": guideline.notices.beside,
        }

    def _alert(self, alert: Alert) -> dict[str, Any]:
        return {
            "root": f"alert {alert.key}",
            "name": alert.name,
            "lowered": lowered(alert.name),
            "raised": f"{alert.name}: at least {alert.at_least.title}",
            "why": f'how urgent this is depends on it ("{alert.name}" or not)',
            "level": self.guideline.scale.index(alert.at_least),
            "cites": self._cites(alert.claims),
        }

    def _cites(self, claims: tuple[str, ...]) -> str:
        return self.guideline.sources.cited(claims) if claims else ""

    def _when(self, requirement: Requirement) -> list[Any]:
        """A requirement as its kind, its subject, and whether that must hold."""
        about: Any
        match requirement:
            case When.settled(of=condition) | When.possible(of=condition):
                about = self.guideline.conditions.index(condition)
            case When.holds(of=criterion):
                about = self._criterion(criterion)
            case When.at_least(of=urgency) | When.at_most(of=urgency):
                about = self.guideline.scale.index(urgency)
            case When.raised(of=alert) | When.open(of=alert):
                about = self.guideline.alerts.index(alert)
            case When.unless(of=of):
                kind, about, so = self._when(of)
                return [kind, about, not so]
            case _:  # pragma: no cover - the union is closed
                assert_never(requirement)
        return [type(requirement).__name__, about, True]


# ------------------------------------------------------------------------------- words


def _level(level: UrgencyScale) -> dict[str, Any]:
    grade, helps = grade_of(level), level.calls_for_help
    return {"name": level.title, "mark": MARKS[grade], "grade": grade, "help": helps}


def _strips(condition: Condition, low: UrgencyScale) -> list[str]:
    """The strip of a condition of this lowest urgency: exactly this, and this or higher."""
    ranges = UrgencyRange(low, low), UrgencyRange(low, max(type(low)))
    stands = (Features(condition, each, (), (), (), ()) for each in ranges)
    return [f"{MARKS[grade_of(low)]} {graded(features)}" for features in stands]


def _range(guideline: Guideline, low: UrgencyScale, high: UrgencyScale) -> dict[str, str]:
    """A range of the urgency in words, and how soon to act.

    ``calm`` is for a settled condition whose highest urgency can wait: how soon to act, to be
    followed by the alerts that could raise the urgency.
    """
    found = UrgencyRange(low, high)
    still = Assessment(guideline, guideline.vocabulary(), (), found, Alerts((), ()), ())
    settled = attrs.evolve(still, differential=guideline.conditions[:1])
    calm = how_soon(settled).removesuffix(".") if low != high and can_wait(guideline, high) else ""
    words = urgency_words(found)
    return {
        "words": words,
        "shown": f"{capitalized(words)}.",
        "soon": how_soon(still),
        "calm": calm,
    }


# ---------------------------------------------------------------------------- findings

#: For each unit, the fields that a person fills in, each with its size; the unit itself last.
_FIELDS: Final[dict[str, dict[str, int]]] = {
    "months": {"years": 12, "months": 1},
    "seconds": {"hours": 3600, "minutes": 60, "seconds": 1},
    CELSIUS: {"\N{DEGREE SIGN}C": 1},
}
#: The value and the steps from which on ``wording.amount`` uses larger units.
_SPOKEN: Final[dict[str, list[tuple[int, int, tuple[str, ...]]]]] = {
    "months": [(61, 1, ("years", "months"))],
    "seconds": [(3600, 3600, ("hours",)), (120, 60, ("minutes",))],
}


def position(finding: Finding, value: Any) -> float:  # noqa: ANN401 - a value of any kind
    """The position of a value in the page: 0 or 1, the place of a member, the number itself."""
    if isinstance(finding, Category):
        return next(place for place, member in enumerate(finding.members) if member is value)
    return value if isinstance(value, float) else int(value)


def finding_data(finding: Finding, numbers: Mapping[Finding, int]) -> dict[str, Any]:
    """A finding as JSON values; ``values`` are its answers in a link."""
    kind = _quantity(finding, numbers) if isinstance(finding, Quantity) else {}
    if isinstance(finding, Sign):
        kind = {"said": [said(finding, value) for value in (False, True)], "values": ["no", "yes"]}
        kind |= {"choices": [["Yes", 1], ["No", 0]], "denial": int(finding.denial)}
    elif isinstance(finding, Category):
        members, words = finding.members, finding.words
        kind = {
            "said": [said(finding, member) for member in members],
            "values": [str(member.value) for member in members],
            "choices": [[capitalized(words[m]), place] for place, m in enumerate(members)],
        }
    return kind | {
        "name": finding.name,
        "asks": finding.asks,
        "label": finding.label,
        "open": labels([finding])[0],
        "help": finding.help,
        "who": None if finding.answered_by == ANYONE else finding.answered_by,
        "red": "a red flag; " if finding.red_flag else "",
    }


def _quantity(quantity: Quantity, numbers: Mapping[Finding, int]) -> dict[str, Any]:
    fields = _FIELDS.get(quantity.unit, {quantity.unit: 1})
    spoken = _SPOKEN.get(quantity.unit, ())
    shown: dict[str, Any] = {
        "low": quantity.low,
        "high": quantity.high,
        "whole": quantity.whole,
        "celsius": quantity.unit == CELSIUS,
        "accepted": _accepted(quantity, *next(iter(fields.items()))),
        "fields": list(fields.items()),
        "spoken": [(*way, [(unit, fields[unit]) for unit in units]) for *way, units in spoken],
    }
    if quantity.shows is not None:
        sign, least = quantity.shows
        after = f" cannot both be: {plain(least)} or more means {sign.label}. "
        after += "Correct one of them, or leave one out."
        clash = [f"\u201c{capitalized(sign.denied)}\u201d and ", after]
        shown["shows"] = {"sign": numbers[sign], "from": least, "clash": clash}
    return shown


def _accepted(quantity: Quantity, name: str, size: int) -> str:
    """The accepted range, in the unit of the vocabulary and in the largest unit in use."""
    low, high = (plain(round(end / size, 2)) for end in (quantity.low, quantity.high))
    return quantity.accepted if size == 1 else f"{quantity.accepted} ({low} to {high} {name})"
