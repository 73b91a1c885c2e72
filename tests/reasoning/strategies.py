"""Random vocabularies, criteria, trees and people, and what they mean by brute force.

Written apart from the code that it tests: a criterion is read by counting what
surely and what possibly holds, a tree by walking it, and "what can still happen" by
trying every completion.
"""

from __future__ import annotations

import math
import types
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import product
from typing import Any, TypeAlias, TypeVar, cast

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Interval, Is, Not, Within
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Category, Finding, Number, OneOf, Quantity, Sign, YesNo
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree

T = TypeVar("T")
Declaration: TypeAlias = YesNo | OneOf[Any] | Number

#: How every law is tried. No deadline: a slow machine is not a broken law.
LAW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


# ------------------------------------------------------- one vocabulary for the cases


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Xray(Enum):
    NORMAL = "normal"
    FRACTURE = "fracture"
    NOT_DONE = "not_done"


class Ankle(Findings):
    """A sprained ankle: enough of everything to write cases about."""

    age: Number = Number("How old?", unit="years", low=0, high=125, usual=40)
    side: OneOf[Side] = OneOf("Which side?", Side)
    swelling: YesNo = YesNo("Is it swollen?")
    bone_tender: YesNo = YesNo("Is the bone tender?", red_flag=True)
    fever: YesNo = YesNo("Is there a fever?", red_flag=True)
    temperature: Number = Number("How warm?", low=25, high=45, usual=37, shows=(fever, 38.0))
    steps: Number = Number("How many steps?", low=0, high=10, usual=4, whole=True)
    xray: OneOf[Xray] = OneOf("What does the X-ray show?", Xray)


class Knee(Findings):
    """Another vocabulary, for what must not be mixed."""

    swelling: YesNo = YesNo("Is it swollen?")


YES, NO = Leaf("yes"), Leaf("no")


def yes_where(criterion: Criterion) -> Tree[str]:
    """The tree of one question that ends in yes where a criterion holds."""
    return Tree(Question("?", criterion, yes=YES, no=NO))


# -------------------------------------------------------------------------- meaning


def key(outcome: object) -> Hashable:
    """An outcome that differs from every other one: True is not 1."""
    return type(outcome).__name__, repr(outcome)


def keys(outcomes: Iterable[object]) -> list[Hashable]:
    return [key(outcome) for outcome in outcomes]


def inside(value: float, interval: Interval) -> bool:
    """Whether a number lies in an interval, by the end that is nearer to it."""
    above = (
        interval.low is None
        or value > interval.low
        or (value == interval.low and not interval.low_open)
    )
    below = (
        interval.high is None
        or value < interval.high
        or (value == interval.high and not interval.high_open)
    )
    return above and below


def surely_possibly(criterion: Criterion, person: object) -> tuple[bool, bool]:
    """Whether a criterion surely holds, and whether it possibly holds."""
    match criterion:
        case Is(finding=finding, values=values):
            value = getattr(person, finding.name)
            found = [type(value) is type(other) and value == other for other in values]
            return (False, True) if value is None else (any(found), any(found))
        case Within(quantity=quantity, interval=interval):
            value = getattr(person, quantity.name)
            if value is None:
                return False, True
            return inside(value, interval), inside(value, interval)
        case Not(of=of):
            surely, possibly = surely_possibly(of, person)
            return not possibly, not surely
        case AtLeast(k=k, of=of, weights=weights):
            ranges = [(0.0, 0.0)]  # of the total, from the least that each part can add to the most
            for part, weight in zip(of, [1] * len(of) if weights is None else weights, strict=True):
                truths = set(surely_possibly(part, person))
                ranges.append(
                    (min(weight * one for one in truths), max(weight * one for one in truths))
                )
            return sum(low for low, _ in ranges) >= k, sum(high for _, high in ranges) >= k


def enough(criterion: AtLeast, truths: Iterable[bool]) -> bool:
    """Whether parts that are so and not so are enough for the whole."""
    weights = criterion.weights or [1] * len(criterion.of)
    return sum(weight for weight, so in zip(weights, truths, strict=True) if so) >= criterion.k


def truth(criterion: Criterion, complete: object) -> bool:
    """Whether a criterion holds of a person of whom all that it asks is known."""
    surely, possibly = surely_possibly(criterion, complete)
    assert surely == possibly, "the person is not complete"
    return surely


def ending(root: Node[T], complete: object) -> T:
    """The outcome of a person of whom everything is known: a walk down the tree."""
    node = root
    while isinstance(node, Question):
        node = node.yes if truth(node.criterion, complete) else node.no
    return node.outcome


def questions(root: Node[Any]) -> Iterator[Question[Any]]:
    """Every question of a tree, yes before no, shared ones again and again."""
    if isinstance(root, Question):
        yield root
        yield from questions(root.yes)
        yield from questions(root.no)


def leaves(root: Node[Any]) -> Iterator[Leaf[Any]]:
    """Every leaf of a tree, yes before no, shared ones again and again."""
    if isinstance(root, Leaf):
        yield root
    else:
        yield from leaves(root.yes)
        yield from leaves(root.no)


def atoms_in(criterion: Criterion) -> Iterator[Is | Within]:
    match criterion:
        case Is() | Within():
            yield criterion
        case Not(of=of):
            yield from atoms_in(of)
        case AtLeast(of=parts):
            for part in parts:
                yield from atoms_in(part)


def finding_of(atom: Is | Within) -> Finding:
    return atom.quantity if isinstance(atom, Within) else atom.finding


# --------------------------------------------------------------------- completions


def points(finding: Finding, thresholds: Iterable[float]) -> tuple[Any, ...]:
    """Values enough to hit every region between these thresholds, and the thresholds."""
    match finding:
        case Sign():
            return False, True
        case Category(members=members):
            return members
        case Quantity(low=low, high=high, whole=whole):
            near: set[float] = set()
            for end in {low, high, *thresholds}:
                if whole:
                    near.update(range(math.floor(end) - 1, math.ceil(end) + 2))
                else:
                    near.update(
                        {math.nextafter(end, -math.inf), end, math.nextafter(end, math.inf)}
                    )
            return tuple(sorted(value for value in near if low <= value <= high))


def thresholds_of(quantity: Quantity, atoms: Iterable[Is | Within]) -> set[float]:
    """Where the answer to a quantity may change something."""
    ends: set[float] = set()
    for atom in atoms:
        if isinstance(atom, Within) and atom.quantity is quantity:
            ends.update({atom.interval.low, atom.interval.high} - {None})  # type: ignore[arg-type]
    if quantity.shows:
        ends.add(quantity.shows[1])
    return ends


def linked(vocabulary: type[Findings], finding: Finding) -> set[Finding]:
    """The signs that a quantity shows, and the quantities that show a sign."""
    found: set[Finding] = set()
    for quantity in vocabulary.findings():
        if isinstance(quantity, Quantity) and quantity.shows:
            pair: set[Finding] = {quantity, quantity.shows[0]}
            found |= pair - {finding} if finding in pair else set()
    return found


def completions(
    vocabulary: type[Findings], findings: Findings, asked: Tree[Any] | Criterion
) -> list[Findings]:
    """Every completion that construction accepts, at points that hit every region.

    A finding that nothing asks and that bears on no other one gets a single value.
    """
    criteria_asked = (
        [question.criterion for question in questions(asked.root)]
        if isinstance(asked, Tree)
        else [asked]
    )
    atoms = [atom for criterion in criteria_asked for atom in atoms_in(criterion)]
    named = {finding_of(atom) for atom in atoms}
    columns: dict[str, Sequence[Any]] = {}
    for finding in vocabulary.findings():
        known = getattr(findings, finding.name)
        if known is not None:
            columns[finding.name] = [known]
        elif isinstance(finding, Quantity):
            columns[finding.name] = points(finding, thresholds_of(finding, atoms))
        else:
            columns[finding.name] = points(finding, ())
        if finding not in named and not linked(vocabulary, finding):
            columns[finding.name] = columns[finding.name][:1]
    return list(_accepted(vocabulary, columns))


def _accepted(
    vocabulary: type[Findings], columns: Mapping[str, Sequence[Any]]
) -> Iterator[Findings]:
    for values in product(*columns.values()):
        given: dict[str, Any] = dict(zip(columns, values, strict=True))
        try:
            yield vocabulary(**given)
        except FindingError:
            continue


#: Completions, each with the key of its outcome.
Ends: TypeAlias = Sequence[tuple[Findings, Hashable]]


def ends_of(tree: Tree[Any], person: Findings) -> Ends:
    """Every completion, and where it ends."""
    return [
        (complete, key(ending(tree.root, complete)))
        for complete in completions(type(person), person, tree)
    ]


def reached(tree: Tree[T], person: Findings) -> dict[Hashable, T]:
    """What brute force reaches: the outcome of every completion, by its key."""
    outcomes = (ending(tree.root, complete) for complete in completions(type(person), person, tree))
    return {key(outcome): outcome for outcome in outcomes}


def decides(finding: Finding, ends: Ends) -> bool:
    """Whether two completions that differ in this finding alone end differently."""
    return _tells(finding, set(), ends)


def matters(finding: Finding, person: Findings, ends: Ends) -> bool:
    """Whether some answer to a finding tells anything about the outcome, now or later.

    Later: when any number of other findings are known. All but those that the
    vocabulary links to this one may then be taken as known, one way or another.
    """
    free: list[set[Finding]] = [set()]
    for other in linked(type(person), finding):
        if person.value_of(other) is None:
            free += [{*some, other} for some in free]
    return any(_tells(finding, some, ends) for some in free)


def _tells(finding: Finding, free: set[Finding], ends: Ends) -> bool:
    """Whether an answer to a finding changes what can be, all but the free ones being known."""
    fixed = [
        other.name
        for other in type(ends[0][0]).findings()
        if other is not finding and other not in free
    ]
    by_rest: dict[Hashable, dict[Hashable, set[Hashable]]] = {}
    for complete, end in ends:
        rest = tuple(getattr(complete, name) for name in fixed)
        answer = getattr(complete, finding.name)
        by_rest.setdefault(rest, {}).setdefault(answer, set()).add(end)
    return any(
        any(some != next(iter(answers.values())) for some in answers.values())
        for answers in by_rest.values()
    )


# --------------------------------------------------------------------- vocabularies


class Two(Enum):
    A = "a"
    B = "b"


class Three(Enum):
    A = "a"
    B = "b"
    C = "c"


class Four(Enum):
    A = "a"
    B = "b"
    C = "c"
    D = "d"


def declare(**declared: Declaration) -> type[Findings]:
    """A vocabulary that is made while the test runs."""

    def fill(body: dict[str, Any]) -> None:
        body.update(declared)

    return cast("type[Findings]", types.new_class("Random", (Findings,), {}, fill))


def give(vocabulary: type[Findings], /, **values: Any) -> Findings:  # noqa: ANN401 - any value
    """Somebody of a vocabulary that no type checker knows."""
    return vocabulary(**values)


@attrs.frozen(eq=False)
class World:
    """A vocabulary, and the few thresholds that its criteria use again and again."""

    vocabulary: type[Findings]
    thresholds: Mapping[Finding, tuple[float, ...]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.vocabulary.findings()

    @property
    def quantities(self) -> list[Quantity]:
        return [finding for finding in self.findings if isinstance(finding, Quantity)]

    def points(self, finding: Finding) -> tuple[Any, ...]:
        """The values that people of this world have."""
        return points(finding, self.thresholds.get(finding, ()))


@cache
def _below(size: int) -> st.SearchStrategy[int]:
    return st.integers(0, size - 1)


def choose(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of several. Hypothesis spends most of its time on new strategies, so few serve all."""
    return options[draw(_below(len(options)))]


@st.composite
def quantities(draw: st.DrawFn, signs: Sequence[YesNo]) -> tuple[Number, tuple[float, ...]]:
    """A quantity, which shows one of these signs if there are any, and thresholds on it."""
    whole = draw(st.booleans())
    low: float
    high: float
    if whole:
        low, high = choose(draw, [(0, 1), (0, 4), (-2, 3), (1, 2**53)])
        ends = [low, high, low + 0.5, low + 1, high - 1, high - 0.5]
    else:
        low, high = choose(draw, [(0, 1), (-1.5, 0.5), (0.1, 0.3)])
        middle = (low + high) / 2
        ends = [low, high, middle, math.nextafter(middle, math.inf), low + (high - low) / 4]
    thresholds = draw(st.lists(st.sampled_from(ends), min_size=1, max_size=3, unique=True))
    shows = None
    if signs:
        above = sorted({end for end in ends if end > low})
        shows = choose(draw, signs), choose(draw, above)
    usual = choose(draw, [low, *(end for end in ends if not whole or end == int(end))])
    number = Number("How many?", low=low, high=high, usual=usual, whole=whole, shows=shows)
    return number, tuple(thresholds)


@st.composite
def worlds(
    draw: st.DrawFn, *, shows: bool | None = None, first: str = "sq", most: int = 5
) -> World:
    """A random vocabulary of 2 to 5 findings, at most two of them quantities.

    Args:
        draw: Given by Hypothesis.
        shows: Whether every quantity below a sign shows one; None for either.
        first: The kinds of the first findings, where quantities show signs for certain.
        most: The most findings it may have.
    """
    size = 2 + draw(_below(most - 1))
    kinds = [choose(draw, "scq") for _ in range(size)]
    if shows:
        kinds = [*first, *kinds[len(first) :]]
    showing = draw(st.booleans()) if shows is None else shows
    declared: dict[str, Declaration] = {}
    signs: list[YesNo] = []
    used: dict[str, tuple[float, ...]] = {}
    for index, kind in enumerate(kinds):
        name = f"{kind}{index}"
        if kind == "s" or (kind == "q" and len(used) == 2):
            sign = YesNo("Is it so?", red_flag=draw(st.booleans()), normal=draw(st.booleans()))
            declared[name] = sign
            signs.append(sign)
        elif kind == "c":
            members = choose(draw, [Two, Three, Four])
            declared[name] = OneOf("Which?", members)
        else:
            declared[name], used[name] = draw(quantities(signs if showing else []))
    vocabulary = declare(**declared)
    return World(vocabulary, {vocabulary.finding(name): ends for name, ends in used.items()})


# ------------------------------------------------------------------------- criteria


def splitting(world: World, quantity: Quantity) -> list[Interval]:
    """Every interval between the thresholds that some value is in and some is not."""
    ends = (None, *world.thresholds[quantity])
    intervals: list[Interval] = []
    for low, high, low_open, high_open in product(ends, ends, (False, True), (False, True)):
        # An open end where there is no end has a test of its own.
        nothing_open = (low is None and low_open) or (high is None and high_open)
        if not nothing_open and (low is None or high is None or low <= high):
            interval = Interval(low, high, low_open=low_open, high_open=high_open)
            if len({inside(value, interval) for value in world.points(quantity)}) == 2:
                intervals.append(interval)
    return intervals


def _atom(draw: st.DrawFn, world: World) -> Criterion:
    """A criterion on one finding that is neither always nor never true."""
    finding = choose(draw, world.findings)
    match finding:
        case Sign():
            return choose(draw, [finding.present, finding.absent])
        case Category(members=members):
            some = range(1, 2 ** len(members) - 1)  # a bit for each member, neither all nor none
            bits = choose(draw, some)
            return Is(finding, frozenset(m for at, m in enumerate(members) if bits >> at & 1))
        case Quantity():
            return Within(finding, choose(draw, splitting(world, finding)))


def _criterion(draw: st.DrawFn, world: World, depth: int) -> Criterion:
    kind = choose(draw, ["atom", "not", "count", "count", "score"]) if depth else "atom"
    if kind == "atom":
        return _atom(draw, world)
    if kind == "not":
        return Not(_criterion(draw, world, depth - 1))
    parts = [_criterion(draw, world, depth - 1) for _ in range(choose(draw, [1, 2, 3]))]
    name = choose(draw, [None, "Named"])
    if kind == "score":
        weights = [choose(draw, [-1.5, -1, 0.5, 1, 1, 2, 3]) for _ in parts]
        lowest = sum(weight for weight in weights if weight < 0)
        size = sum(abs(weight) for weight in weights)
        k = lowest + choose(draw, range(1, int(2 * size) + 1)) / 2
        return AtLeast(k, parts, name=name, weights=tuple(weights))
    return AtLeast(1 + draw(_below(len(parts))), parts, name=name)


@st.composite
def criteria(draw: st.DrawFn, world: World, depth: int = 2) -> Criterion:
    """A criterion of any shape, which may turn out always or never true."""
    return _criterion(draw, world, depth)


def always(world: World, criterion: Criterion) -> bool | None:
    """True or False for a criterion that always or never holds, by brute force.

    As for a tree: each finding for itself, whatever a quantity shows.
    """
    named = {finding_of(atom) for atom in atoms_in(criterion)}
    names = [finding.name for finding in named]
    truths = {
        truth(criterion, types.SimpleNamespace(**dict(zip(names, values, strict=True))))
        for values in product(*(world.points(finding) for finding in named))
    }
    return truths.pop() if len(truths) == 1 else None


# --------------------------------------------------------------------------- trees

OUTCOMES = ("a", "b", "c", 1, True, 0, False, None)


def _node(draw: st.DrawFn, world: World, depth: int, made: list[Node[Any]]) -> Node[Any]:
    kinds = ["question", "question", "question", "leaf", "again"] if depth else ["leaf"]
    kind = choose(draw, kinds)
    if kind == "again" and made:
        return choose(draw, made)
    if kind == "leaf":
        return Leaf(choose(draw, OUTCOMES))
    criterion = _criterion(draw, world, 2)
    if always(world, criterion) is not None:  # which a question must not be
        criterion = _atom(draw, world)
    yes = _node(draw, world, depth - 1, made)
    no = _node(draw, world, depth - 1, made)
    node = Question(f"Question {len(made)}?", criterion, yes=yes, no=no)
    made.append(node)
    return node


@st.composite
def nodes(draw: st.DrawFn, world: World, depth: int, made: list[Node[Any]]) -> Node[Any]:
    """A node, sometimes one that stands elsewhere in the tree already."""
    return _node(draw, world, depth, made)


_RANKS = st.permutations([0, 0, 0, 1, 1, 2, 2, 3])


@st.composite
def trees(draw: st.DrawFn, world: World) -> Tree[Any]:
    """A tree with outcomes of every kind, True and 1 among them, and their severities."""
    ranks = dict(zip(keys(OUTCOMES), draw(_RANKS), strict=True))
    root = draw(nodes(world, 3, []).filter(lambda node: isinstance(node, Question)))

    def severity(outcome: object) -> int:
        return ranks[key(outcome)]

    return Tree(root, name="random", severity=severity)


# --------------------------------------------------------------------------- people


@st.composite
def people(draw: st.DrawFn, world: World, known: int = 1) -> Findings:
    """Somebody of whom some findings are known: so many of four, on average."""
    values: dict[str, Any] = {}
    for finding in world.findings:
        if draw(_below(4)) >= 4 - known:
            values[finding.name] = choose(draw, world.points(finding))
    for finding in world.findings:  # nobody denies what a number shows
        value = values.get(finding.name)
        if value is not None and isinstance(finding, Quantity) and finding.shows:
            sign, threshold = finding.shows
            if value >= threshold:
                values.pop(sign.name, None)
    return world.vocabulary(**values)


def _shuffled(draw: st.DrawFn, values: Sequence[T]) -> list[T]:
    return [values[place] for place in draw(_orders(len(values)))]


@cache
def _orders(size: int) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(size))


@st.composite
def completed(draw: st.DrawFn, world: World, person: Findings) -> Findings:
    """The same person when everything is known."""
    columns = {
        finding.name: [known] if known is not None else _shuffled(draw, world.points(finding))
        for finding in world.findings
        for known in [getattr(person, finding.name)]
    }
    return next(_accepted(world.vocabulary, columns))


@st.composite
def learned(draw: st.DrawFn, world: World, person: Findings) -> Findings:
    """The same person when some more is known."""
    complete = draw(completed(world, person))
    return person.but(
        **{
            finding.name: getattr(complete, finding.name)
            for finding in world.findings
            if getattr(person, finding.name) is None and draw(st.booleans())
        }
    )


@attrs.frozen(eq=False)
class Situation:
    """A vocabulary, a tree over it, and a person of whom something is known."""

    world: World
    tree: Tree[Any]
    person: Findings

    @property
    def completions(self) -> list[Findings]:
        """Everybody that the person may turn out to be."""
        return completions(self.world.vocabulary, self.person, self.tree)


@st.composite
def situations(
    draw: st.DrawFn, *, shows: bool | None = None, first: str = "sq", most: int = 5
) -> Situation:
    world = draw(worlds(shows=shows, first=first, most=most))
    return Situation(world, draw(trees(world)), draw(people(world)))


@attrs.frozen(eq=False)
class Judgement:
    """A few criteria over one vocabulary, and a person of whom something is known."""

    world: World
    criteria: tuple[Criterion, ...]
    person: Findings


@st.composite
def judgements(
    draw: st.DrawFn, size: int = 1, *, shows: bool | None = None, most: int = 5, depth: int = 2
) -> Judgement:
    world = draw(worlds(shows=shows, most=most))
    some = tuple(draw(criteria(world, depth)) for _ in range(size))
    known = choose(draw, [1, 2, 3, 4])
    return Judgement(world, some, draw(people(world, known)))
