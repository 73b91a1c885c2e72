"""The decision tree: questions that branch on a criterion, leaves that are outcomes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar, cast

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Is,
    Not,
    Within,
    findings_in,
    require,
    require_criterion,
    several_texts,
    shown,
)
from spasm_ddx.reasoning.decision_diagram import (
    DecisionDiagram,
    constant,
    outcome_key,
)
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import bounds
from spasm_ddx.reasoning.units import plain

O_co = TypeVar("O_co", bound=Hashable, covariant=True)

#: How many questions may stand on one path.
DEEPEST = 200
#: How many nodes a tree may unfold to, where branches share a subtree.
WIDEST = 2_000_000


@attrs.frozen
class Leaf(Generic[O_co]):
    """The end of a path.

    Attributes:
        outcome: What the path ends in; anything hashable. True and 1 are two outcomes,
            also within tuples and frozen sets.
    """

    outcome: O_co = attrs.field(eq=outcome_key)

    def __attrs_post_init__(self) -> None:
        try:
            hash(self.outcome)
        except TypeError:
            msg = f"the outcome of a leaf must be hashable, and {shown(self.outcome)} is not"
            raise TreeError(msg) from None


def _node(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    require(value, (Question, Leaf), f"{attribute.name} must be a Question or a Leaf", TreeError)


def _criterion(_: object, __: object, value: Any) -> None:  # noqa: ANN401 - any value at all
    require_criterion(value, "a question needs a criterion", TreeError)


def _text(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    require(value, str, f"{attribute.name} must be text", TreeError)


def _severity(_: object, __: object, value: object) -> None:
    require(value, Callable, "severity must be a function of an outcome", TreeError)  # type: ignore[arg-type]


def _claims(values: Iterable[str]) -> tuple[str, ...]:
    return several_texts(values, "the claims of a question", TreeError)


@attrs.frozen
class Question(Generic[O_co]):
    """A question whose answer is whether its criterion holds.

    Attributes:
        asks: The question, in plain words.
        criterion: What makes the answer yes.
        yes: What follows where the criterion holds.
        no: What follows where it does not.
        claims: The claims of the source that the question rests on.
    """

    asks: str = attrs.field(validator=_text)
    criterion: Criterion = attrs.field(validator=_criterion)
    yes: Node[O_co] = attrs.field(kw_only=True, validator=_node)
    no: Node[O_co] = attrs.field(kw_only=True, validator=_node)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)


Node: TypeAlias = Question[O_co] | Leaf[O_co]


def _alike(_: object) -> int:
    """The severity of an outcome where none is told: all alike."""
    return 0


@attrs.frozen(repr=False)
class Tree(Generic[O_co]):
    """A decision tree over one vocabulary.

    Attributes:
        root: The first question, or the only leaf.
        name: What the tree decides.
        version: The version of its content.
        severity: Orders outcomes in every result, higher first.

    Raises:
        TreeError: The tree holds what could only be a mistake: findings of two
            vocabularies, a member that a category does not have, a threshold out of
            range, a criterion that is always or never true, more than 200 questions
            on a path. The message names the place as the answers that lead there.
    """

    root: Node[O_co] = attrs.field(validator=_node)
    name: str = attrs.field(default="", kw_only=True, validator=_text)
    version: str = attrs.field(default="", kw_only=True, validator=_text)
    severity: Callable[[Any], Any] = attrs.field(
        default=_alike, kw_only=True, eq=False, validator=_severity
    )

    def __attrs_post_init__(self) -> None:
        _check_shape(self.root)
        vocabulary: type | None = None
        for place, node in places(self.root):
            if isinstance(node, Question):
                vocabulary = _check_criterion(node.criterion, place, vocabulary)

    @cached_property
    def vocabulary(self) -> type[Findings] | None:
        """The vocabulary that its findings belong to; None for a tree of one leaf."""
        return cast("type[Findings]", self.findings[0].vocabulary) if self.findings else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings it asks about, each once, in the order in which it meets them."""
        found: dict[Finding, None] = {}
        for _, node in places(self.root):
            if isinstance(node, Question):
                found.update(dict.fromkeys(findings_in(node.criterion)))
        return tuple(found)

    @cached_property
    def questions(self) -> tuple[Question[O_co], ...]:
        """Its questions, each once, each before those that follow it, yes before no."""
        return tuple(node for _, node in places(self.root) if isinstance(node, Question))

    @cached_property
    def outcomes(self) -> tuple[O_co, ...]:
        """Its outcomes, each once, the most severe first, then as the tree meets them."""
        met: dict[Hashable, O_co] = {}
        for _, node in places(self.root):
            if isinstance(node, Leaf):
                met.setdefault(outcome_key(node.outcome), node.outcome)
        return tuple(sorted(met.values(), key=self.severity, reverse=True))

    @cached_property
    def diagram(self) -> tuple[DecisionDiagram, int]:
        """Its decision diagram and the root in it, built when first asked for and kept.

        Raises:
            DiagramTooLargeError: It outgrew its limit; the message says how large.
        """
        diagram = DecisionDiagram(self.findings)
        return diagram, diagram.possible(add_node(diagram, self.root))

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows; the views are loaded only there."""
        from spasm_ddx.views.notebook import mimebundle  # noqa: PLC0415

        return mimebundle(self, include=include, exclude=exclude)

    def __repr__(self) -> str:
        questions, outcomes = len(self.questions), len(self.outcomes)
        return f"<Tree {self.name!r} {self.version}: {questions} questions, {outcomes} outcomes>"


def require_tree(value: object, what: str) -> None:
    """Refuse what is no tree; the message begins with ``what``, which takes one."""
    given, hint = value, ""
    if isinstance(value, Question | Leaf):
        hint = "; give Tree(...) of it"
    elif isinstance(getattr(value, "tree", None), Tree):
        hint = "; give its .tree"
    require(given, Tree, f"{what} takes a Tree", TreeError, hint)


def places(root: Node[O_co]) -> list[tuple[str, Node[O_co]]]:
    """Each distinct node with the answers that lead to it (such as ``"yn"``), yes before no."""
    found: list[tuple[str, Node[O_co]]] = []
    seen: set[int] = set()
    waiting: list[tuple[str, Node[O_co]]] = [("", root)]
    while waiting:
        place, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        found.append((place, node))
        if isinstance(node, Question):
            waiting.append((place + "n", node.no))
            waiting.append((place + "y", node.yes))
    return found


def said_place(place: str) -> str:
    """A place such as ``"yn"`` in words: the answers that lead there."""
    if not place:
        return "at the first question"
    return "after " + ", ".join("yes" if answer == "y" else "no" for answer in place)


def outcome_named(tree: Tree[O_co], named: Hashable) -> O_co:
    """The outcome of the tree that is meant: the outcome itself, or text that is its ``key``.

    Raises:
        TreeError: The tree has no such outcome; the message lists those it has.
    """
    wanted = outcome_key(named)
    for outcome in tree.outcomes:
        if outcome_key(outcome) == wanted:
            return outcome
    keyed = [outcome for outcome in tree.outcomes if _own_key(outcome) == named]
    if isinstance(named, str) and len(keyed) == 1:
        return keyed[0]
    listed = ", ".join(shown(_own_key(outcome) or outcome) for outcome in tree.outcomes)
    msg = f"the tree {tree.name!r} has no outcome {shown(named)}; its outcomes are {listed}"
    raise TreeError(msg)


def _own_key(outcome: object) -> str | None:
    """The text by which an outcome is known in JSON, where it has one."""
    key = getattr(outcome, "key", None)
    return key if isinstance(key, str) else None


def add_node(diagram: DecisionDiagram, root: Node[Any]) -> int:
    """The node of a decision diagram that decides as this tree does."""
    made: dict[int, int] = {}
    waiting: list[Node[Any]] = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in made:
            waiting.pop()
        elif isinstance(node, Leaf):
            made[id(node)] = diagram.end(node.outcome)
        elif missing := [part for part in (node.yes, node.no) if id(part) not in made]:
            waiting.extend(missing)
        else:
            criterion = diagram.criterion(node.criterion)
            made[id(node)] = diagram.if_then_else(criterion, made[id(node.yes)], made[id(node.no)])
    return made[id(root)]


def with_outcomes(root: Node[Any], change: Callable[[Any], Any]) -> Node[Any]:
    """The same tree with each outcome changed, its shared parts shared still."""
    made: dict[int, Node[Any]] = {}
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in made:
            waiting.pop()
        elif isinstance(node, Leaf):
            made[id(node)] = Leaf(change(node.outcome))
        elif missing := [part for part in (node.yes, node.no) if id(part) not in made]:
            waiting += missing
        else:
            made[id(node)] = attrs.evolve(node, yes=made[id(node.yes)], no=made[id(node.no)])
    return made[id(root)]


# ----------------------------------------------------------------------- checks


def measured(root: Node[Any]) -> tuple[dict[int, int], dict[int, int]]:
    """For each node, by its ``id``: how many questions deep it is, and to how many it unfolds."""
    depths: dict[int, int] = {}
    sizes: dict[int, int] = {}
    waiting: list[Node[Any]] = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in depths:
            waiting.pop()
        elif isinstance(node, Leaf):
            depths[id(node)], sizes[id(node)] = 0, 1
        elif missing := [part for part in (node.yes, node.no) if id(part) not in depths]:
            waiting.extend(missing)
        else:
            depths[id(node)] = 1 + max(depths[id(node.yes)], depths[id(node.no)])
            sizes[id(node)] = 1 + sizes[id(node.yes)] + sizes[id(node.no)]
    return depths, sizes


def _check_shape(root: Node[Any]) -> None:
    """Refuse a tree that is too deep, or that unfolds to too many nodes."""
    depths, sizes = measured(root)
    if depths[id(root)] > DEEPEST:
        msg = f"the tree is {depths[id(root)]} questions deep; at most {DEEPEST} are accepted"
        raise TreeError(msg)
    if sizes[id(root)] > WIDEST:
        msg = f"the tree unfolds to {sizes[id(root)]:,} nodes; at most {WIDEST:,} are accepted"
        raise TreeError(msg)


def _check_criterion(criterion: Criterion, place: str, vocabulary: type | None) -> type:
    """Refuse a criterion that could only be a mistake; return its vocabulary."""
    findings: list[Finding] = []
    waiting: list[Criterion] = [criterion]
    while waiting:
        match part := waiting.pop():
            case Is(finding=asked):
                findings.append(asked)
                _check_values(part, place)
            case Within(quantity=quantity):
                findings.append(quantity)
                _check_ends(part, place)
            case Not(of=of):
                waiting.append(of)
            case AtLeast(of=parts):
                waiting.extend(parts)
    for finding in findings:
        if finding.vocabulary is not (vocabulary := vocabulary or finding.vocabulary):
            msg = (
                f"{said_place(place)}: {finding!r} belongs to another vocabulary "
                f"than {vocabulary.__name__}"
            )
            raise TreeError(msg)
    # Parts that are never constant and share no finding cannot make a constant whole.
    if len(set(findings)) < len(findings) and (always := constant(criterion)) is not None:
        msg = f"{said_place(place)}: the criterion is always {str(always).lower()}"
        raise TreeError(msg)
    assert vocabulary is not None  # noqa: S101 - every criterion names a finding
    return vocabulary


def _check_values(criterion: Is, place: str) -> None:
    finding, values = criterion.finding, criterion.values
    accepted = finding.members if isinstance(finding, Category) else (False, True)
    for value in values:
        if not any(value is member for member in accepted):
            msg = (
                f"{said_place(place)}: {finding.name} cannot be {shown(value)}; "
                f"accepted are {finding.accepted}"
            )
            raise TreeError(msg)
    if len(values) in {0, len(accepted)}:
        always = str(bool(values)).lower()
        msg = f"{said_place(place)}: the criterion on {finding.name} is always {always}"
        raise TreeError(msg)


def _check_ends(criterion: Within, place: str) -> None:
    quantity, interval = criterion.quantity, criterion.interval
    for end in (interval.low, interval.high):
        if end is not None and not quantity.low <= end <= quantity.high:
            msg = (
                f"{said_place(place)}: the threshold {plain(end)} on {quantity.name} is "
                f"out of range; accepted is {quantity.accepted}"
            )
            raise TreeError(msg)
    first, beyond = bounds(quantity, interval)
    never = beyond <= first or first > quantity.high
    if never or (first <= quantity.low and beyond > quantity.high):
        always = str(not never).lower()
        msg = f"{said_place(place)}: the criterion on {quantity.name} is always {always}"
        raise TreeError(msg)
