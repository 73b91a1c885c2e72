"""A tree as one generated Python function, for very many calls.

The function first walks the tree with plain ``if`` statements while the answers are known. If
it needs an unknown answer, it evaluates the decision diagram in post-order, with a bit mask of
the possible outcomes for each node.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, Protocol, assert_never, cast

from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Interval, Is, Not, Within
from spasm_ddx.reasoning.decision_diagram import outcome_key
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import interval_of
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.tree import Leaf, Node, O_co, Question, Tree, measured, require_tree
from spasm_ddx.reasoning.units import plain

#: The limits for writing an unfolded tree and a decision diagram as code; Python itself
#: limits nesting.
_MOST_NODES_OF_A_TREE: Final = 500_000
_DEEPEST_CRITERION: Final = 50
_MOST_NODES_OF_A_DIAGRAM: Final = 2_000
_MOST_CHILDREN: Final = 50
#: The most characters of a text that become part of a name.
_LONGEST_NAME: Final = 40


class CompiledTree(Protocol[O_co]):
    """The result of ``compile_tree``: a function from findings to the differential.

    It is pickled and copied as its tree, and compiled again.

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
    """Compile a tree to one Python function that equals ``differential`` on every input.

    Args:
        tree: Any tree. The function walks the diagram instead if the tree unfolds to more
            than 500,000 nodes, or if an answer is unknown and the diagram is large.

    Raises:
        TreeError: It is not a tree.
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
    names = _Names(tree)
    source = "\n".join(_function(tree, names)) + "\n"
    exec(compile(source, f"<compiled tree {tree.name!r}>", "exec"), names.values)  # noqa: S102 - written here
    # The function itself could not be pickled; a class in Python around it would be slower.
    compiled: dict[str, Any] = {
        "__call__": staticmethod(names.values["possible"]),
        "__reduce__": lambda _: (compile_tree, (tree,)),  # pyright: ignore[reportUnknownLambdaType]
        "source": source,
    }
    return cast("CompiledTree[O_co]", type("CompiledTree", (), compiled)())


class _Names:
    """The constants of the code; their names begin with "_", unlike those of findings."""

    def __init__(self, tree: Tree[Any]) -> None:
        @cache
        def possible(mask: int) -> tuple[Any, ...]:
            """The outcomes of a bit mask."""
            return tuple(one for bit, one in enumerate(tree.outcomes) if mask >> bit & 1)

        self.values: dict[str, Any] = {
            "_type": type,
            "_vocabulary": tree.vocabulary,
            "_walked": lambda findings: differential(tree, findings),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
            "_where_open": None,  # the second function of the code
            "_answers": possible,
        }
        self._known: dict[Hashable, str] = {}

    def outcome(self, outcome: Hashable) -> str:
        """The name of the tuple with only this outcome."""
        return self._name(outcome_key(outcome), "only", outcome, (outcome,))

    def member(self, category: Category[Any], index: int) -> str:
        """The name of a member of a category."""
        member = category.members[index]
        return self._name((category, index), category.name, member.value, member)

    def _name(self, key: Hashable, kind: str, hint: object, value: object) -> str:
        """The name of a constant, made from the letters and digits of the hint."""
        if key in self._known:
            return self._known[key]
        text = f"{kind} {str(hint)[:_LONGEST_NAME]}".lower()
        word = re.sub(r"[^a-z0-9]+", "_", text).strip("_0123456789")
        name = f"_{word}" if f"_{word}" not in self.values else f"_{word}__{len(self.values)}"
        self.values[name] = value
        self._known[key] = name
        return name


def _function(tree: Tree[Any], names: _Names) -> Iterator[str]:
    yield _comment(f"{tree.name} {tree.version}: the outcomes that are still possible.")
    yield "def possible(_findings, /):"
    if tree.vocabulary is not None:
        yield "    if _type(_findings) is not _vocabulary:"
        yield "        return _walked(_findings)"
    _, sizes = measured(tree.root)
    depth = max((question.criterion.depth for question in tree.questions), default=0)
    if sizes[id(tree.root)] > _MOST_NODES_OF_A_TREE or depth > _DEEPEST_CRITERION:
        yield "    return _walked(_findings)"
        return
    yield from _lines_where_known(tree.root, sizes, names, "    ")
    if not isinstance(tree.root, Leaf):
        yield from ("", "", "def _where_open(_findings, /):")
        diagram, root = tree.diagram
        children = [len(diagram.children[node]) for node in diagram.nodes_below(root)]
        if len(children) > _MOST_NODES_OF_A_DIAGRAM or max(children) > _MOST_CHILDREN:
            yield "    return _walked(_findings)"
        else:
            yield from _lines_where_open(tree, names)


def _lines_where_known(
    node: Node[Any], sizes: Mapping[int, int], names: _Names, indent: str
) -> Iterator[str]:
    """The code of a node: the smaller branch within ``if``, the larger one below it.

    Each ``if`` at least halves the rest, so the nesting is logarithmic.
    """
    while isinstance(node, Question):
        yield indent + _comment(node.asks)
        small = sizes[id(node.yes)] <= sizes[id(node.no)]  # whether yes is the smaller branch
        inside, below = (node.yes, node.no) if small else (node.no, node.yes)
        yield f"{indent}if not {_known(node.criterion, names, truth=not small)}:"
        yield f"{indent}    if {_known(node.criterion, names, truth=small)}:"
        yield from _lines_where_known(inside, sizes, names, indent + "        ")
        yield f"{indent}    return _where_open(_findings)"
        node = below
    yield f"{indent}return {names.outcome(node.outcome)}"


def _known(criterion: Criterion, names: _Names, *, truth: bool) -> str:
    """An expression that is true if the criterion is known to have this truth, else falsy."""
    match criterion:
        case Is(finding=Category() as finding, values=values):
            of_this_truth = [
                names.member(finding, index)
                for index, member in enumerate(finding.members)
                if (member in values) is truth
            ]
            return _among(f"_findings.{finding.name}", of_this_truth)
        case Is(finding=finding, values=values):
            read = f"_findings.{finding.name}"
            return read if (True in values) is truth else f"({read} is False)"
        case Within(quantity=quantity, interval=ends):
            read = f"_findings.{quantity.name}"
            held = f"{_lower(ends)}{read}{_upper(ends)}"
            return f"({read} is not None and {'' if truth else 'not '}{held})"
        case Not(of=of):
            return _known(of, names, truth=not truth)
        case AtLeast(weights=tuple()):
            return _known_points(criterion, names, truth=truth)
        case AtLeast(k=k, of=parts):
            needed = k if truth else len(parts) - k + 1
            texts = [_known(part, names, truth=truth) for part in parts]
            if needed in {1, len(parts)}:
                return _joined("or" if needed == 1 else "and", texts)
            return f"([{', '.join(texts)}].count(True) >= {needed})"
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def _known_points(score: AtLeast, names: _Names, *, truth: bool) -> str:
    """The same for a score: the points towards this truth from its known parts."""
    away = sum(weight for _, weight in score.weighted if (weight > 0) is not truth)
    needed = score.k - away if truth else away - score.k + 0.5
    texts = [
        f"{plain(abs(weight))} * [{_known(part, names, truth=truth is (weight > 0))}].count(True)"
        for part, weight in score.weighted
    ]
    return f"({' + '.join(texts)} >= {plain(needed)})"


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"


def _among(read: str, members: list[str]) -> str:
    return _joined("or", [f"({read} is {name})" for name in members])


def _lower(ends: Interval) -> str:
    return "" if ends.low is None else f"{plain(ends.low)} {'<' if ends.low_open else '<='} "


def _upper(ends: Interval) -> str:
    return "" if ends.high is None else f" {'<' if ends.high_open else '<='} {plain(ends.high)}"


def _lines_where_open(tree: Tree[Any], names: _Names) -> Iterator[str]:
    """The code of the decision diagram in post-order, with each node's outcomes as bits."""
    diagram, root = tree.diagram
    bits = {outcome_key(outcome): 1 << bit for bit, outcome in enumerate(tree.outcomes)}
    nodes = sorted(diagram.nodes_below(root))  # children before their parents
    for level in sorted({diagram.levels[node] for node in nodes if diagram.children[node]}):
        name = diagram.order[level].name
        yield f"    {name} = _findings.{name}"
    reaches: dict[int, str] = {}
    for node in nodes:
        children = [reaches[child] for child in diagram.children[node]]
        if not children:
            reaches[node] = str(bits.get(outcome_key(diagram.outcome(node)), 0))  # 0 if impossible
            continue
        reaches[node] = f"_{len(reaches)}"
        finding = diagram.order[diagram.levels[node]]
        every = " | ".join(dict.fromkeys(children))
        conditions = _conditions(finding, diagram.cuts[node], names)
        ways = zip(children, conditions, strict=False)  # the last one has no condition
        known = "".join(f"{child} if {condition} else " for child, condition in ways)
        reached = f"{every} if {finding.name} is None else {known}{children[-1]}"
        yield f"    {reaches[node]} = {reached}"
    yield f"    return _answers({reaches[root]})"


def _conditions(finding: Finding, cuts: Sequence[float], names: _Names) -> list[str]:
    """For each cut, the expression that a known answer is below it, after earlier tests."""
    match finding:
        case Sign():
            return [f"not {finding.name}"]
        case Quantity():
            ends = [interval_of(finding, (finding.low, cut)) for cut in cuts]
            return [f"{finding.name}{_upper(end)}" for end in ends]
        case Category():
            members = [names.member(finding, index) for index in range(int(cuts[-1]))]
            cells = pairwise((0, *map(int, cuts)))
            return [_among(finding.name, members[start:end]) for start, end in cells]
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def _comment(text: str) -> str:
    """A text as a comment on one line."""
    return "# " + "".join(letter if letter.isprintable() else " " for letter in text)
