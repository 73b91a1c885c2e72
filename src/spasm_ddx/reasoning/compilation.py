"""A tree as one generated Python function, for those who ask the same tree very often.

The function first walks the tree by plain ``if`` statements as far as the answers are known,
and returns where it ends. Where an answer that it needs is unknown, it works the decision
diagram out from the bottom, each node a bit mask of the outcomes still possible.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import reduce
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, assert_never, cast

from spasm_ddx.reasoning.criteria import (
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
from spasm_ddx.reasoning.cubes import interval_of
from spasm_ddx.reasoning.decision_diagram import outcome_key
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Node, O_co, Question, Tree, measured, require_tree
from spasm_ddx.reasoning.units import plain

#: Up to here a tree, unfolded, and a decision diagram are written out as code.
_MOST_NODES_OF_A_TREE: Final = 500_000
_MOST_NODES_OF_A_DIAGRAM: Final = 2_000
_MOST_CHILDREN: Final = 50
#: At this depth a part of a criterion is worked out by itself: Python nests 200 brackets.
_DEEP: Final = 50
_LONGEST_NAME: Final = 40
#: How much of an outcome's text is looked at for the name of its constant.
_LONGEST_HINT: Final = 200
_WIDTH: Final = 100
#: So many nodes are worth an ``if`` of their own, and so far an ``if`` may be indented.
_WORTH_AN_IF: Final = 6
_DEEPEST_INDENT: Final = 80


class CompiledTree(Protocol[O_co]):
    """What ``compile_tree`` gives: a function from findings to the differential.

    Attributes:
        source: Its Python source.
    """

    source: str

    def __call__(self, findings: Findings, /) -> tuple[O_co, ...]:
        """Every outcome that some completion of the findings reaches, and no other.

        Raises:
            UnknownFindingError: The tree is about another vocabulary.
        """
        ...


def compile_tree(tree: Tree[O_co]) -> CompiledTree[O_co]:
    """One generated Python function that is equal to ``differential`` on every input.

    Args:
        tree: Any tree. One that unfolds to more than 500,000 nodes, or the unknown
            answers of one whose diagram has more than 2,000, is walked instead.

    Raises:
        TreeError: It is no tree.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.

    Example:
        >>> from spasm_ddx import MUSCLE_SPASM, Presentation, compile_tree
        >>> possible = compile_tree(MUSCLE_SPASM.tree)
        >>> possible(Presentation(tetanus_signs=True, impaired_consciousness=False))
        (<Condition systemic_cause_suspected>,)
        >>> len(possible(Presentation()))
        7
    """
    require_tree(tree, "compile_tree")
    names = _Names()
    lines = list(_function(tree, names))
    source = "\n".join(lines) + "\n"
    exec(compile(source, f"<compiled tree {tree.name!r}>", "exec"), names.constants)  # noqa: S102 - written here
    function = cast("CompiledTree[O_co]", names.constants["possible"])
    function.source = source
    return function


class _Names:
    """What the code names: constants begin with "_", as no finding does."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self._outcomes: dict[Any, str] = {}
        self._members: dict[tuple[Finding, int], str] = {}
        self._taken: Counter[str] = Counter({"where_open": 1})  # the name of a function

    def constant(self, hint: str, value: object) -> str:
        """The name of a new constant, made of what the hint has of letters and digits."""
        word = re.sub(r"[^a-z0-9]+", "_", hint.lower())[:_LONGEST_NAME].strip("_0123456789")
        self._taken[word] += 1
        number = self._taken[word]
        name = f"_{word}" if word and number == 1 else f"_{word}__{number}"
        self.constants[name] = value
        return name

    def outcome(self, outcome: Any) -> str:  # noqa: ANN401 - an outcome of any kind
        """The name of the tuple of this outcome alone."""
        key = outcome_key(outcome)
        if key not in self._outcomes:
            self._outcomes[key] = self.constant(f"only {_hint(outcome)}", (outcome,))
        return self._outcomes[key]

    def member(self, category: Category[Any], index: int) -> str:
        """The name of a member of a category."""
        if (category, index) not in self._members:
            member = category.members[index]
            name = self.constant(f"{category.name} {member.value}", member)
            self._members[category, index] = name
        return self._members[category, index]


def _hint(outcome: object) -> str:
    """The beginning of an outcome's text, or of its type's name if it cannot tell one."""
    try:
        text = str(outcome)
    except Exception:  # noqa: BLE001 - whatever a foreign __str__ does, a name is but a hint
        text = type(outcome).__name__
    return text[:_LONGEST_HINT]


def _comment(text: str) -> str:
    """A text as a comment: on one line, whatever it holds."""
    return "# " + "".join(letter if letter.isprintable() else " " for letter in text)


def _function(tree: Tree[Any], names: _Names) -> Iterator[str]:
    """The lines of the whole function."""
    walked = names.constant("walked", lambda findings: differential(tree, findings))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    yield _comment(f"{tree.name} {tree.version}: the outcomes that are still possible.")
    yield "def possible(_findings, /):"
    if tree.vocabulary is not None:
        vocabulary = names.constant("vocabulary", tree.vocabulary)
        yield f"    if {names.constant('type', type)}(_findings) is not {vocabulary}:"
        yield f"        return {walked}(_findings)"
    diagram, root = tree.diagram
    _, sizes = measured(tree.root)
    if sizes[id(tree.root)] > _MOST_NODES_OF_A_TREE:
        yield f"    return {walked}(_findings)"
        return
    nodes = diagram.nodes_below(root)
    small = max(len(diagram.children[node]) for node in nodes) <= _MOST_CHILDREN
    written = small and len(nodes) <= _MOST_NODES_OF_A_DIAGRAM and isinstance(tree.root, Question)
    where_open = "_where_open" if written else walked
    yield from _Decided(names, sizes, where_open).lines(tree.root, "    ", frozenset())
    if written:
        yield ""
        yield ""
        yield "def _where_open(_findings, /):"
        yield from _WhereOpen(tree, names).lines()


# --------------------------------------------------------------------------- what is known

_Read: TypeAlias = frozenset[Finding]


class _Expression(NamedTuple):
    """An expression of the code.

    Attributes:
        text: The expression.
        if_true: The findings whose variables hold their answers once it was true.
        if_false: The same once it was not.
    """

    text: str
    if_true: _Read
    if_false: _Read

    @property
    def always(self) -> _Read:
        """The findings whose variables hold their answers once it was worked out."""
        return self.if_true & self.if_false


class _Decided:
    """The part that walks the tree as far as the answers are known."""

    def __init__(self, names: _Names, sizes: Mapping[int, int], where_open: str) -> None:
        self.names = names
        self.sizes = sizes
        self.where_open = where_open
        self.before: _Read = frozenset()
        self.parts: list[tuple[str, str]] = []

    def lines(self, node: Node[Any], indent: str, read: _Read) -> Iterator[str]:
        """The code of a node: one branch inside an ``if``, the other one below it."""
        while isinstance(node, Question):
            yield indent + _comment(node.asks)
            self.before = read
            inside = self._yes_inside(node, indent)
            branch, other = (node.yes, node.no) if inside else (node.no, node.yes)
            # The branch that leads to more is told first: most people can be expected there.
            first = self.sizes[id(other)] > self.sizes[id(branch)]
            told = self._other_first if first else self._inside_first
            read = yield from told(node.criterion, branch, indent, truth=inside)
            node = other
        yield f"{indent}return {self.names.outcome(node.outcome)}"

    def _inside_first(
        self, criterion: Criterion, branch: Node[Any], indent: str, *, truth: bool
    ) -> Generator[str, None, _Read]:
        """The branch of this truth inside an ``if``; then the unknown; the other falls through."""
        holds = self._when(criterion, self.before, truth=truth)
        unknown = self._unknown(criterion, holds.if_false | self.before, excluded=truth)
        yield from self._parts_apart(indent)
        within, read = holds.if_true | self.before, unknown.if_false | self.before
        yield from _wrapped(f"{indent}if ", holds.text, ":")
        yield from self.lines(branch, indent + "    ", within)
        yield from _wrapped(f"{indent}if ", unknown.text, ":")
        yield f"{indent}    return {self.where_open}(_findings)"
        return read

    def _other_first(
        self, criterion: Criterion, branch: Node[Any], indent: str, *, truth: bool
    ) -> Generator[str, None, _Read]:
        """The same, but that the other branch is told first, and once it is known is alone left."""
        other = self._when(criterion, self.before, truth=not truth)
        holds = self._when(criterion, other.if_false | self.before, truth=truth)
        yield from self._parts_apart(indent)
        within, read = holds.if_true | self.before, other.if_true | self.before
        yield from _wrapped(f"{indent}if ", f"not ({other.text})", ":")
        yield from _wrapped(f"{indent}    if ", holds.text, ":")
        yield from self.lines(branch, indent + "        ", within)
        yield f"{indent}    return {self.where_open}(_findings)"
        return read

    def _parts_apart(self, indent: str) -> Iterator[str]:
        """The parts that are worked out by themselves, before the statement that needs them."""
        for name, part in self.parts:
            yield from _wrapped(f"{indent}{name} = ", part)
        self.parts.clear()

    def _yes_inside(self, node: Question[Any], indent: str) -> bool:
        """Whether the yes branch stands inside the ``if``: where it is the cheaper to tell.

        Any of several is settled by the first that holds. Else, and where that would nest
        too deep, the smaller branch stands inside: so halving, it takes at most 20 more.
        """
        criterion = node.criterion
        if (
            isinstance(criterion, AtLeast)
            and criterion.k == 1
            and len(indent) < _DEEPEST_INDENT // 2
        ):
            return True
        return self.sizes[id(node.yes)] <= self.sizes[id(node.no)]

    def _when(self, criterion: Criterion, read: _Read, *, truth: bool) -> _Expression:
        """The expression that is true where the criterion is known to have this truth.

        Else it is false or None.
        """
        match criterion:
            case Is(finding=finding, values=values):
                if isinstance(finding, Category):
                    wanted = [(member in values) is truth for member in finding.members]
                    return _atom(finding, read, self._member(finding, wanted))
                positive = (True in values) is truth
                return _atom(finding, read, "{}" if positive else "{} is False")
            case Within(quantity=quantity):
                return _atom(quantity, read, _inside(criterion) if truth else _outside(criterion))
            case Not(of=of):
                return self._when(of, read, truth=not truth)
            case AtLeast(k=k, of=parts):
                needed = k if truth else len(parts) - k + 1
                apart = criterion.depth % _DEEP == 0
                whole = self._enough(needed, parts, self.before if apart else read, truth=truth)
                if not apart:
                    return whole
                name = f"__part_{len(self.parts)}"
                self.parts.append((name, whole.text))
                self.before |= whole.always
                return _Expression(name, read | whole.always, read | whole.always)
            case _:  # pragma: no cover - the union is closed
                assert_never(criterion)

    def _enough(
        self, needed: int, parts: tuple[Criterion, ...], read: _Read, *, truth: bool
    ) -> _Expression:
        """The expression that so many of the parts are known to have this truth."""
        if needed == 1:
            return _either(parts, read, lambda part, now: self._when(part, now, truth=truth))
        texts: list[str] = []
        if needed < len(parts):
            for part in parts:
                found = self._when(part, read, truth=truth)
                texts.append(found.text)
                read = found.always
            return _Expression(f"[{', '.join(texts)}].count(True) >= {needed}", read, read)
        if_false: list[_Read] = []
        for part in parts:
            found = self._when(part, read, truth=truth)
            texts.append(found.text)
            read = found.if_true
            if_false.append(found.if_false)
        return _Expression(_joined("and", texts), read, _common(if_false))

    def _member(self, category: Category[Any], wanted: list[bool]) -> str:
        few = wanted.count(True) <= wanted.count(False)
        names = [
            self.names.member(category, index) for index, here in enumerate(wanted) if here is few
        ]
        if few:
            return _joined("or", [f"{{}} is {name}" for name in names])
        return _joined("and", ["{} is not None", *(f"{{}} is not {name}" for name in names)])

    def _unknown(self, criterion: Criterion, read: _Read, *, excluded: bool) -> _Expression:
        """The expression that is true where it is unknown, given that it is not ``excluded``."""
        match criterion:
            case Is(finding=finding):
                return _atom(finding, read, "{} is None")
            case Within(quantity=quantity):
                return _atom(quantity, read, "{} is None")
            case Not(of=of):
                return self._unknown(of, read, excluded=not excluded)
            case AtLeast(k=k, of=parts) if k == (1 if excluded else len(parts)):
                return _either(
                    parts, read, lambda part, now: self._unknown(part, now, excluded=excluded)
                )
            case AtLeast():
                known = self._when(criterion, read, truth=not excluded)
                return _Expression(f"not {known.text}", known.if_false, known.if_true)
            case _:  # pragma: no cover - the union is closed
                assert_never(criterion)


def _common(reads: Iterable[_Read]) -> _Read:
    return reduce(lambda one, other: one & other, reads)


def _atom(finding: Finding, read: _Read, pattern: str) -> _Expression:
    """A pattern about one finding, which is read where it first stands unless it was before."""
    name = finding.name
    first = name if finding in read else f"({name} := _findings.{name})"
    text = pattern.replace("{}", first, 1).replace("{}", name)
    return _Expression(text, read | {finding}, read | {finding})


def _either(
    parts: tuple[Criterion, ...], read: _Read, expressed: Callable[[Criterion, _Read], _Expression]
) -> _Expression:
    """The expression that one or more of the parts are so."""
    texts: list[str] = []
    if_true: list[_Read] = []
    for part in parts:
        found = expressed(part, read)
        texts.append(found.text)
        read = found.if_false
        if_true.append(found.if_true)
    return _Expression(_joined("or", texts), _common(if_true), read)


def _wrapped(before: str, expression: str, after: str = "") -> Iterator[str]:
    """A statement with an expression, over several lines where it is long."""
    if after and _bracketed(expression):  # an assignment inside an expression needs its own
        expression = expression[1:-1]
    if len(before + expression + after) <= _WIDTH:
        yield before + expression + after
        return
    indent = " " * (len(before) - len(before.lstrip()))
    yield f"{before}("
    inner = indent + "    "
    # No literal in an expression holds a space, so that every space may become a new line.
    yield from textwrap.wrap(
        expression,
        _WIDTH,
        initial_indent=inner,
        subsequent_indent=inner,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield f"{indent}){after}"


def _bracketed(expression: str) -> bool:
    """Whether one pair of brackets holds the whole expression."""
    depth = 0
    for at, letter in enumerate(expression):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return at > 0 and at == len(expression) - 1
    return False  # pragma: no cover - every bracket is closed


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"


def _inside(criterion: Within) -> str:
    ends = criterion.interval
    if ends.low is None:
        return f"({{}} is not None and {{}} {_upper(ends)})"
    low = f"{plain(ends.low)} {'<' if ends.low_open else '<='}"
    return f"({{}} is not None and {low} {{}} {_upper(ends)})"


def _outside(criterion: Within) -> str:
    ends = criterion.interval
    sides: list[str] = []
    if ends.low is not None:
        sides.append(f"{{}} {'<=' if ends.low_open else '<'} {plain(ends.low)}")
    if ends.high is not None:
        sides.append(f"{{}} {'>=' if ends.high_open else '>'} {plain(ends.high)}")
    return f"({{}} is not None and {_joined('or', sides)})"


# ------------------------------------------------------------------------- what is unknown


class _WhereOpen:
    """The decision diagram from the bottom, each node the outcomes it reaches as bits.

    What is needed only where one answer is possible stands behind an ``if`` that asks so.
    """

    def __init__(self, tree: Tree[Any], names: _Names) -> None:
        self.tree = tree
        self.names = names
        self.diagram, self.root = tree.diagram
        nodes = sorted(self.diagram.nodes_below(self.root))  # children before their parents
        self.asking = [node for node in nodes if self.diagram.children[node]]
        self.parents = Counter(
            child for node in self.asking for child in set(self.diagram.children[node])
        )
        bits = {outcome_key(outcome): 1 << bit for bit, outcome in enumerate(tree.outcomes)}
        self.reaches = {
            node: str(bits.get(outcome_key(self.diagram.outcome(node)), 0))  # 0 if impossible
            for node in nodes
            if not self.diagram.children[node]
        } | {node: f"_{number}" for number, node in enumerate(self.asking, start=1)}

    def lines(self) -> Iterator[str]:
        """The lines of the function that follow its head."""
        for level in sorted({self.diagram.levels[node] for node in self.asking}):
            finding = self.diagram.order[level]
            yield f"    {finding.name} = _findings.{finding.name}"
        yield from self._block(self.asking, "    ")
        answers = self.names.constant("answers", _Answers(self.tree.outcomes))
        yield f"    return {answers}[{self.reaches[self.root]}]"

    def _block(self, nodes: list[int], indent: str) -> Iterator[str]:
        left = set(nodes)
        behind: dict[int, list[tuple[str, list[int]]]] = {}
        for node in reversed(nodes):
            for child in set(self.diagram.children[node]) if node in left else ():
                group = self._only_below(child)
                asks = self._may_take(node, child)
                if asks and len(group) >= _WORTH_AN_IF and len(indent) < _DEEPEST_INDENT:
                    behind.setdefault(node, []).append((asks, sorted(group)))
                    left -= group
        for node in nodes:
            if node not in left:
                continue
            for asks, below in behind.get(node, ()):
                yield from _wrapped(f"{indent}if ", asks, ":")
                yield from self._block(below, indent + "    ")
            yield from _wrapped(f"{indent}{self.reaches[node]} = ", self._reached(node))

    def _only_below(self, child: int) -> set[int]:
        """The nodes that nothing but one answer leads to: this one, if it has one parent."""
        found: set[int] = set()
        met: Counter[int] = Counter()
        waiting = [child]
        while waiting:
            below = waiting.pop()
            met[below] += 1
            if met[below] == self.parents[below] and self.diagram.children[below]:
                found.add(below)
                waiting.extend(set(self.diagram.children[below]))
        return found

    def _may_take(self, node: int, child: int) -> str:
        """The expression that a node may take this child; empty for a quantity."""
        finding = self.diagram.order[self.diagram.levels[node]]
        match finding:
            case Sign():
                other = self.diagram.children[node].index(child) == 0
                return f"{finding.name} is not {other}"
            case Category():
                return f"{finding.name} is None or {self._members(node)[self.reaches[child]]}"
            case Quantity():
                return ""
            case _:  # pragma: no cover - the union is closed
                assert_never(finding)

    def _members(self, node: int) -> dict[str, str]:
        """For what each child of a category's node reaches, the expression that it is taken."""
        category = self.diagram.order[self.diagram.levels[node]]
        assert isinstance(category, Category)  # noqa: S101 - the caller looked
        ends = [0, *map(int, self.diagram.cuts[node]), len(category.members)]
        found: dict[str, list[str]] = {}
        for child, (start, end) in zip(self.diagram.children[node], pairwise(ends), strict=True):
            names = [self.names.member(category, index) for index in range(start, end)]
            taken = [f"{category.name} is {name}" for name in names]
            found.setdefault(self.reaches[child], []).extend(taken)
        return {reached: " or ".join(taken) for reached, taken in found.items()}

    def _reached(self, node: int) -> str:
        """What a node reaches: by every child while the answer is unknown, else by one."""
        finding, cuts = self.diagram.order[self.diagram.levels[node]], self.diagram.cuts[node]
        name = finding.name
        children = [self.reaches[child] for child in self.diagram.children[node]]
        match finding:
            case Sign():
                ways = [(children[1], name), (children[0], "")]
            case Quantity():
                ends = [interval_of(finding, (finding.low, cut)) for cut in cuts]
                below = [f"{name} {_upper(end)}" for end in ends]
                ways = list(zip(children, [*below, ""], strict=True))
            case Category():
                ways = sorted(self._members(node).items(), key=lambda way: len(way[1]))
            case _:  # pragma: no cover - the union is closed
                assert_never(finding)
        every = " | ".join(dict.fromkeys(children))
        known = [f"{reached} if {condition} else " for reached, condition in ways[:-1]]
        return f"{every} if {name} is None else {''.join(known)}{ways[-1][0]}"


def _upper(ends: Interval) -> str:
    return "" if ends.high is None else f"{'<' if ends.high_open else '<='} {plain(ends.high)}"


class _Answers(dict[int, tuple[Any, ...]]):
    """The tuple of outcomes for each bit mask, made when it is first asked for and kept."""

    def __init__(self, outcomes: Iterable[Any]) -> None:
        super().__init__()
        self._outcomes = tuple(outcomes)

    def __missing__(self, mask: int) -> tuple[Any, ...]:
        found = tuple(each for bit, each in enumerate(self._outcomes) if mask >> bit & 1)
        self[mask] = found
        return found
