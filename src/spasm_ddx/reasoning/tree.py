"""The decision tree: questions branch on a criterion, and leaves have outcomes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from enum import Enum
from functools import cached_property
from itertools import combinations, groupby
from typing import Any, Generic, NoReturn, TypeAlias, TypeGuard, TypeVar, cast

import attrs

from spasm_ddx.errors import TreeError, require, several_texts, shown
from spasm_ddx.reasoning.criteria import (
    AnyCriterion,
    Criterion,
    atoms,
    findings_in,
    require_criterion,
    thresholds_in,
)
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, constant, outcome_key
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.notebook import InNotebook
from spasm_ddx.reasoning.units import plain
from spasm_ddx.reasoning.wording import capitalized, sentence

T = TypeVar("T")
OutcomeT = TypeVar("OutcomeT", bound=Hashable)
O_co = TypeVar("O_co", bound=Hashable, covariant=True)

#: The most questions on one path.
DEEPEST = 200
#: The most nodes of an unfolded tree, in which branches do not share subtrees.
WIDEST = 2_000_000


@attrs.frozen
class Leaf(Generic[O_co]):
    """The end of a path.

    Attributes:
        outcome: The outcome of the path; anything hashable. True and 1 are two outcomes,
            also within tuples and frozen sets.
    """

    outcome: O_co = attrs.field(eq=outcome_key)

    def __attrs_post_init__(self) -> None:
        try:
            hash(self.outcome)
        except TypeError:
            msg = f"the outcome of a leaf must be hashable, and {shown(self.outcome)} is not"
            raise TreeError(msg) from None


def _claims(values: Iterable[str]) -> tuple[str, ...]:
    return several_texts(values, "the claims of a question", TreeError)


@attrs.frozen
class Question(Generic[O_co]):
    """A question whose answer is whether its criterion holds.

    Attributes:
        asks: The question, in plain words.
        criterion: The criterion for yes.
        yes: The next node if the criterion holds.
        no: The next node if it does not.
        claims: The claims of the source that support the question.
    """

    asks: str
    criterion: Criterion
    yes: Node[O_co] = attrs.field(kw_only=True)
    no: Node[O_co] = attrs.field(kw_only=True)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)

    def __attrs_post_init__(self) -> None:
        require(self.asks, str, "asks must be text", TreeError)
        require_criterion(self.criterion, "a question needs a criterion", TreeError)
        _require_node(self.yes, "yes")
        _require_node(self.no, "no")


Node: TypeAlias = Question[O_co] | Leaf[O_co]


def _require_node(value: object, name: str) -> None:
    require(value, (Question, Leaf), f"{name} must be a Question or a Leaf", TreeError)


def _alike(_: object) -> int:
    """The default severity of an outcome, the same for all."""
    return 0


@attrs.frozen(repr=False)
class Tree(InNotebook, Generic[O_co]):
    """A decision tree over one vocabulary.

    Attributes:
        root: The first question, or the only leaf.
        name: What the tree decides.
        version: The version of its content.
        severity: A function that orders outcomes in every result, higher first. It may not
            contradict the order of outcomes that have one, such as those of an ``IntEnum``.

    Raises:
        TreeError: The tree has findings of two vocabularies, a member that a category does not
            have, a threshold out of range, a criterion that is always or never true, or more
            than 200 questions on a path. The message names the place by its answers.
    """

    root: Node[O_co]
    name: str = attrs.field(default="", kw_only=True)
    version: str = attrs.field(default="", kw_only=True)
    severity: Callable[[Any], Any] = attrs.field(default=_alike, kw_only=True, eq=False)

    def __attrs_post_init__(self) -> None:
        _require_node(self.root, "root")
        require(self.name, str, "name must be text", TreeError)
        require(self.version, str, "version must be text", TreeError)
        ordering = "severity must be a function of an outcome"
        require(self.severity, Callable, ordering, TreeError)  # type: ignore[arg-type]
        _check_shape(self.root)
        vocabulary: type | None = None
        for place, node in places(self.root):
            if isinstance(node, Question):
                vocabulary = _check_criterion(node.criterion, place, vocabulary)
        _check_severity(self.root, self.severity)

    @staticmethod
    def from_rows(
        rows: Iterable[tuple[AnyCriterion, OutcomeT]],
        *,
        default: OutcomeT,
        name: str = "",
        version: str = "",
        severity: Callable[[Any], Any] = _alike,
    ) -> Tree[OutcomeT]:
        """A tree of rows: the first row whose criterion holds decides, else ``default``.

        Raises:
            TreeError: A row is not a criterion with an outcome, or the resulting tree is invalid.
        """
        root: Node[OutcomeT] = Leaf(default)
        for row in reversed(list[Any](rows)):
            try:
                criterion, outcome = row
            except (TypeError, ValueError):
                msg = f"a row is a criterion and its outcome, not {shown(row)}"
                raise TreeError(msg) from None
            require_criterion(criterion, "a row begins with a criterion", TreeError)
            root = Question(asked_by_row(criterion), criterion, yes=Leaf(outcome), no=root)
        return Tree(root, name=name, version=version, severity=severity)

    @cached_property
    def vocabulary(self) -> type[Findings] | None:
        """The vocabulary of its findings; None for a tree of one leaf."""
        return cast("type[Findings]", self.findings[0].vocabulary) if self.findings else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Its findings, each once, in the order of the tree."""
        asked = (findings_in(question.criterion) for question in self.questions)
        return tuple(dict.fromkeys(finding for found in asked for finding in found))

    @cached_property
    def questions(self) -> tuple[Question[O_co], ...]:
        """Its questions, each once, in pre-order, yes before no."""
        return tuple(node for _, node in places(self.root) if isinstance(node, Question))

    @cached_property
    def outcomes(self) -> tuple[O_co, ...]:
        """Its outcomes, each once, the most severe first, then in the order of the tree."""
        met: dict[Hashable, O_co] = {}
        for _, node in places(self.root):
            if isinstance(node, Leaf):
                met.setdefault(outcome_key(node.outcome), node.outcome)
        return tuple(sorted(met.values(), key=self.severity, reverse=True))

    @cached_property
    def diagram(self) -> tuple[DecisionDiagram, int]:
        """Its decision diagram and the root in it, built once at the first use.

        Raises:
            DiagramTooLargeError: The diagram outgrew its limit, which the message names.
        """
        diagram = DecisionDiagram(self.findings)
        return diagram, diagram.possible(add_node(diagram, self.root))

    def __repr__(self) -> str:
        holds = f"{len(self.questions)} questions, {len(self.outcomes)} outcomes"
        return f"<Tree {self.name!r} {self.version}: {holds}>"


def require_tree(value: object, what: str) -> None:
    """Raise an error for anything but a tree; the message begins with ``what``."""
    given = value
    hint = "; give Tree(...) of it" if isinstance(value, Question | Leaf) else ""
    if isinstance(getattr(given, "tree", None), Tree):
        hint = "; give its .tree"
    require(given, Tree, f"{what} takes a Tree", TreeError, hint)


def places(root: Node[O_co], *, unfolded: bool = False) -> Iterator[tuple[str, Node[O_co]]]:
    """Each node with the answers that lead to it (such as ``"yn"``), in pre-order, yes first.

    A node that several branches share comes once, or once for each branch if ``unfolded``.
    """
    seen: set[int] = set()
    waiting: list[tuple[str, Node[O_co]]] = [("", root)]
    while waiting:
        place, node = waiting.pop()
        if id(node) in seen and not unfolded:
            continue
        seen.add(id(node))
        yield place, node
        if isinstance(node, Question):
            waiting += [(place + "n", node.no), (place + "y", node.yes)]


def post_order(root: Node[O_co]) -> Iterator[Node[O_co]]:
    """Each distinct node once, in post-order."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        following = (node.yes, node.no) if isinstance(node, Question) else ()
        if id(node) in seen:
            waiting.pop()
        elif missing := [one for one in following if id(one) not in seen]:
            waiting += missing
        else:
            seen.add(id(node))
            yield node


def folded(
    root: Node[O_co],
    leaf: Callable[[Leaf[O_co]], T],
    question: Callable[[Question[O_co], T, T], T],
) -> T:
    """Fold a tree from its leaves up: a question's result comes from those of its branches."""
    made: dict[int, T] = {}
    for node in post_order(root):
        made[id(node)] = (
            leaf(node)
            if isinstance(node, Leaf)
            else question(node, made[id(node.yes)], made[id(node.no)])
        )
    return made[id(root)]


def asked_by_row(criterion: Criterion) -> str:
    """The question that a row of a table is."""
    return f"{capitalized(sentence(criterion))}?"


def said_place(place: str) -> str:
    """A place such as ``"yn"`` in words."""
    if not place:
        return "at the first question"
    words = ("yes" if answer == "y" else "no" for answer in place)
    runs = [list(run) for _, run in groupby(words)]
    # Five or more equal answers become a number.
    said = (run if len(run) < 5 else [f"{len(run)} times {run[0]}"] for run in runs)  # noqa: PLR2004
    return "after " + ", ".join(word for words in said for word in words)


def outcome_named(tree: Tree[O_co], named: Hashable) -> O_co:
    """The outcome of the tree with this value or this ``key``.

    Raises:
        TreeError: The tree has no such outcome; the message lists those it has.
    """
    wanted = outcome_key(named)
    for outcome in tree.outcomes:
        if outcome_key(outcome) == wanted:
            return outcome
    keys = [getattr(outcome, "key", None) for outcome in tree.outcomes]
    if isinstance(named, str) and keys.count(named) == 1:
        return tree.outcomes[keys.index(named)]
    known = zip(keys, tree.outcomes, strict=True)
    listed = ", ".join(shown(key if isinstance(key, str) else one) for key, one in known)
    msg = f"the tree {tree.name!r} has no outcome {shown(named)}; its outcomes are {listed}"
    raise TreeError(msg)


def add_node(diagram: DecisionDiagram, root: Node[Any]) -> int:
    """The node of this tree in a decision diagram."""

    def decided(question: Question[Any], yes: int, no: int) -> int:
        return diagram.if_then_else(diagram.criterion(question.criterion), yes, no)

    return folded(root, lambda leaf: diagram.end(leaf.outcome), decided)


def with_criteria(root: Node[Any], change: Callable[[Criterion], Criterion]) -> Node[Any]:
    """The tree with each criterion changed; shared parts stay shared."""

    def changed(question: Question[Any], yes: Node[Any], no: Node[Any]) -> Node[Any]:
        return attrs.evolve(question, criterion=change(question.criterion), yes=yes, no=no)

    return folded(root, lambda leaf: leaf, changed)


def measured(root: Node[Any]) -> tuple[dict[int, int], dict[int, int]]:
    """The depth in questions and the unfolded size of each node, by its ``id``."""
    depths, sizes = dict[int, int](), dict[int, int]()
    for node in post_order(root):
        following = (id(node.yes), id(node.no)) if isinstance(node, Question) else ()
        depths[id(node)] = max((1 + depths[one] for one in following), default=0)
        sizes[id(node)] = 1 + sum(sizes[one] for one in following)
    return depths, sizes


def _check_shape(root: Node[Any]) -> None:
    """Raise an error for a tree that is too deep, or that unfolds to too many nodes."""
    depths, sizes = measured(root)
    if depths[id(root)] > DEEPEST:
        msg = f"the tree is {depths[id(root)]} questions deep; at most {DEEPEST} are accepted"
        raise TreeError(msg)
    if sizes[id(root)] > WIDEST:
        msg = f"the tree unfolds to {sizes[id(root)]:,} nodes; at most {WIDEST:,} are accepted"
        raise TreeError(msg)


def _check_severity(root: Node[Any], severity: Callable[[Any], Any]) -> None:
    """Raise an error for a severity that contradicts the order of ordered outcomes."""
    outcomes = {
        outcome_key(node.outcome): node.outcome for _, node in places(root) if _is_ranked(node)
    }
    for one, other in combinations(outcomes.values(), 2):
        if type(one) is type(other):
            low, high = sorted((one, other))
            if severity(low) > severity(high):
                kind = type(low).__name__
                msg = (
                    f"severity puts {low!r} above {high!r}, against the order of {kind}; declare "
                    f"{kind} from the least severe up, or as an Enum, which has no order"
                )
                raise TreeError(msg)


def _is_ranked(node: Node[Any]) -> TypeGuard[Leaf[Any]]:
    """Whether a leaf's outcome is a member of an ordered enumeration, such as an IntEnum."""
    if isinstance(node, Question) or not isinstance(node.outcome, Enum):
        return False
    kinds = type(node.outcome).__mro__[:-1]
    return str not in kinds and any("__lt__" in vars(kind) for kind in kinds)


def _check_criterion(criterion: Criterion, place: str, vocabulary: type | None) -> type:
    """Check a criterion, and return its vocabulary."""
    for quantity, end in thresholds_in(criterion):
        if not quantity.low <= end <= quantity.high:
            outside = f"the threshold {plain(end)} on {quantity.name} is out of range"
            _refuse(place, f"{outside}; accepted is {quantity.accepted}")
    findings = [atom.finding for atom in atoms(criterion)]
    for atom, finding in zip(atoms(criterion), findings, strict=True):
        if finding.vocabulary is not (vocabulary := vocabulary or finding.vocabulary):
            other = f"another vocabulary than {vocabulary.__name__}"
            _refuse(place, f"{finding!r} belongs to {other}")
        if (always := constant(atom)) is not None:
            _refuse(place, f"the criterion on {finding.name} is always {str(always).lower()}")
    # Parts that are not constant and share no finding cannot make a constant criterion.
    if len(set(findings)) < len(findings) and (always := constant(criterion)) is not None:
        _refuse(place, f"the criterion is always {str(always).lower()}")
    assert vocabulary is not None  # noqa: S101 - every criterion names a finding
    return vocabulary


def _refuse(place: str, what: str) -> NoReturn:
    msg = f"{said_place(place)}: {what}"
    raise TreeError(msg)
