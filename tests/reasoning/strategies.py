"""Random vocabularies, criteria, trees and people, and their meaning by brute force.

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
from itertools import count, product
from typing import Any, TypeAlias, TypeVar, cast

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from spasm_ddx.errors import FindingError
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Interval, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import (
    Category,
    Finding,
    Number,
    OneOf,
    Quantity,
    Sign,
    YesNo,
)
from spasm_ddx.reasoning.findings import Findings
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
    """Another vocabulary, for tests of mixed vocabularies."""

    swelling: YesNo = YesNo("Is it swollen?")


YES, NO = Leaf("yes"), Leaf("no")


def yes_where(criterion: Criterion) -> Tree[str]:
    """The tree of one question with this criterion."""
    return Tree(Question("?", criterion, yes=YES, no=NO))


# -------------------------------------------------------------------------- meaning


def key(outcome: object) -> Hashable:
    """The key of an outcome, by which True is not 1."""
    return type(outcome).__name__, repr(outcome)


def keys(outcomes: Iterable[object]) -> list[Hashable]:
    return [key(outcome) for outcome in outcomes]


def inside(value: float, interval: Interval) -> bool:
    """Whether a number is in an interval, by the nearer end."""
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
    """Whether a criterion certainly holds, and whether it possibly holds."""
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
            least = most = 0.0  # of the total
            for part, weight in zip(of, [1] * len(of) if weights is None else weights, strict=True):
                surely, possibly = surely_possibly(part, person)
                least += weight * (surely if weight > 0 else possibly)
                most += weight * (possibly if weight > 0 else surely)
            return least >= k, most >= k


def enough(criterion: AtLeast, truths: Iterable[bool]) -> bool:
    """Whether these true and false parts make the combination true."""
    weights = criterion.weights or [1] * len(criterion.of)
    return sum(weight for weight, so in zip(weights, truths, strict=True) if so) >= criterion.k


def truth(criterion: Criterion, complete: object) -> bool:
    """Whether a criterion holds for a person with all its findings known."""
    surely, possibly = surely_possibly(criterion, complete)
    assert surely == possibly, "the person is not complete"
    return surely


def ending(root: Node[T], complete: object) -> T:
    """The outcome of a completely known person, by walking the tree."""
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
    """The values at which the answer to a quantity may change the result."""
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
    """Every completion, with its outcome."""
    return [
        (complete, key(ending(tree.root, complete)))
        for complete in completions(type(person), person, tree)
    ]


def reached(tree: Tree[T], person: Findings) -> dict[Hashable, T]:
    """The outcomes by brute force: that of every completion, by key."""
    outcomes = (ending(tree.root, complete) for complete in completions(type(person), person, tree))
    return {key(outcome): outcome for outcome in outcomes}


def decides(finding: Finding, ends: Ends) -> bool:
    """Whether two completions that differ only in this finding have different outcomes."""
    return _tells(finding, set(), ends)


def matters(finding: Finding, person: Findings, ends: Ends) -> bool:
    """Whether some answer to a finding is informative about the outcome, now or later.

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


_NUMBERS = count()


def declare(**declared: Declaration) -> type[Findings]:
    """A vocabulary made at run time."""

    def fill(body: dict[str, Any]) -> None:
        body.update(declared)

    # attrs compares what it generates for a class with that of every other class of its name.
    name = f"Random{next(_NUMBERS)}"
    return cast("type[Findings]", types.new_class(name, (Findings,), {}, fill))


def give(vocabulary: type[Findings], /, **values: Any) -> Findings:  # noqa: ANN401 - any value
    """A person of a vocabulary unknown to type checkers."""
    return vocabulary(**values)


@attrs.frozen(eq=False)
class World:
    """A vocabulary, and the few thresholds that its criteria use again and again."""

    vocabulary: type[Findings]
    thresholds: Mapping[Finding, tuple[float, ...]]
    _points: dict[Finding, tuple[Any, ...]] = attrs.field(
        factory=dict[Finding, tuple[Any, ...]], init=False
    )
    _splitting: dict[Quantity, list[Interval]] = attrs.field(
        factory=dict[Quantity, list[Interval]], init=False
    )

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.vocabulary.findings()

    @property
    def quantities(self) -> list[Quantity]:
        return [finding for finding in self.findings if isinstance(finding, Quantity)]

    def points(self, finding: Finding) -> tuple[Any, ...]:
        """The values that people of this world have."""
        if finding not in self._points:
            self._points[finding] = points(finding, self.thresholds.get(finding, ()))
        return self._points[finding]

    def splitting(self, quantity: Quantity) -> list[Interval]:
        """Every interval between the thresholds that some value is in and some is not."""
        if quantity not in self._splitting:
            self._splitting[quantity] = _splitting(self, quantity)
        return self._splitting[quantity]


#: Hypothesis draws a number below this evenly, and shrinks it towards 0.
_POOL = 2**24
_POOLS = st.integers(0, _POOL - 1)


class Dice:
    """Choices decoded from a few large numbers: each draw of Hypothesis costs more than a tree.

    The digits of a number choose, so that 0 chooses the first of everything.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._digits, self._size = 0, 1

    def below(self, size: int) -> int:
        """A number from 0 up to, not including, a size of at most some thousands."""
        if self._size < 64 * size:  # too few are left to be even
            self._digits, self._size = self._draw(_POOLS), _POOL
        self._digits, digit = divmod(self._digits, size)
        self._size //= size
        return digit

    def choose(self, options: Sequence[T]) -> T:
        """One of several, the first when it shrinks."""
        return options[self.below(len(options))]

    def tossed(self) -> bool:
        """Either of two, False when it shrinks."""
        return bool(self.below(2))

    def shuffled(self, options: Iterable[T]) -> list[T]:
        """All of them in any order, their own when it shrinks."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def some(self, options: Iterable[T], least: int = 0, most: int | None = None) -> list[T]:
        """Some of them in any order, as few as may be when it shrinks."""
        shuffled = self.shuffled(options)
        most = len(shuffled) if most is None else min(most, len(shuffled))
        return shuffled[: least + self.below(most - least + 1)]


#: A finding as its name, which begins with the letter of its kind, and the arguments of its
#: declaration, in which a sign that it shows is a name.
_Spec: TypeAlias = tuple[str, tuple[Any, ...]]


@cache
def _vocabulary(*specs: _Spec) -> type[Findings]:
    """The vocabulary of these findings, made once: most worlds have one that an earlier one had."""
    declared: dict[str, Declaration] = {}
    for name, values in specs:
        match name[0]:
            case "s":
                red_flag, normal = values
                declared[name] = YesNo("Is it so?", red_flag=red_flag, normal=normal)
            case "c":
                declared[name] = OneOf("Which?", *values)
            case _:
                low, high, usual, whole, shows = values
                shown: Any = shows and (declared[shows[0]], shows[1])
                declared[name] = Number(
                    "How many?", low=low, high=high, usual=usual, whole=whole, shows=shown
                )
    return declare(**declared)


def _quantity(dice: Dice, signs: Sequence[str]) -> tuple[tuple[Any, ...], tuple[float, ...]]:
    """A quantity, which shows one of these signs if there are any, and thresholds on it."""
    whole = dice.tossed()
    low: float
    high: float
    if whole:
        low, high = dice.choose([(0, 1), (0, 4), (-2, 3), (1, 2**53 - 1)])
        ends = [low, high, low + 0.5, low + 1, high - 1, high - 0.5]
    else:
        low, high = dice.choose([(0, 1), (-1.5, 0.5), (0.1, 0.3)])
        middle = (low + high) / 2
        ends = [low, high, middle, math.nextafter(middle, math.inf), low + (high - low) / 4]
    thresholds = dice.some(dict.fromkeys(ends), least=1, most=3)
    shows = None
    if signs:
        shows = dice.choose(signs), dice.choose(sorted({end for end in ends if end > low}))
    usual = dice.choose([low, *(end for end in ends if not whole or end == int(end))])
    return (low, high, usual, whole, shows), tuple(thresholds)


def world_of(dice: Dice, *, shows: bool | None = None, first: str = "sq", most: int = 5) -> World:
    size = 2 + dice.below(most - 1)
    kinds = [dice.choose("scq") for _ in range(size)]
    if shows:
        kinds = [*first, *kinds[len(first) :]]
    showing = dice.tossed() if shows is None else shows
    specs: list[_Spec] = []
    signs: list[str] = []
    used: dict[str, tuple[float, ...]] = {}
    for index, kind in enumerate(kinds):
        if kind == "q" and len(used) == 2:  # more would take too long to try
            kind = "s"  # noqa: PLW2901
        name = f"{kind}{index}"
        if kind == "s":
            specs.append((name, (dice.tossed(), dice.tossed())))
            signs.append(name)
        elif kind == "c":
            specs.append((name, (dice.choose([Two, Three, Four]),)))
        else:
            values, used[name] = _quantity(dice, signs if showing else [])
            specs.append((name, values))
    vocabulary = _vocabulary(*specs)
    return World(vocabulary, {vocabulary.finding(name): ends for name, ends in used.items()})


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
    return world_of(Dice(draw), shows=shows, first=first, most=most)


# ------------------------------------------------------------------------- criteria


def _splitting(world: World, quantity: Quantity) -> list[Interval]:
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


def _atom(dice: Dice, world: World) -> Criterion:
    """A criterion on one finding that is neither always nor never true."""
    finding = dice.choose(world.findings)
    match finding:
        case Sign():
            return dice.choose([finding.present, finding.absent])
        case Category(members=members):
            some = range(1, 2 ** len(members) - 1)  # a bit for each member, neither all nor none
            bits = dice.choose(some)
            return Is(finding, frozenset(m for at, m in enumerate(members) if bits >> at & 1))
        case Quantity():
            return Within(finding, dice.choose(world.splitting(finding)))


def criterion_of(dice: Dice, world: World, depth: int = 2) -> Criterion:
    """A criterion of any shape, which may turn out always or never true."""
    kind = dice.choose(["atom", "not", "count", "count", "score"]) if depth else "atom"
    if kind == "atom":
        return _atom(dice, world)
    if kind == "not":
        return Not(criterion_of(dice, world, depth - 1))
    parts = [criterion_of(dice, world, depth - 1) for _ in range(dice.choose([1, 2, 3]))]
    name = dice.choose([None, "Named"])
    if kind == "score":
        weights = [dice.choose([-1.5, -1, 0.5, 1, 1, 2, 3]) for _ in parts]
        lowest = sum(weight for weight in weights if weight < 0)
        size = sum(abs(weight) for weight in weights)
        k = lowest + dice.choose(range(1, int(2 * size) + 1)) / 2
        return AtLeast(k, parts, name=name, weights=tuple(weights))
    return AtLeast(1 + dice.below(len(parts)), parts, name=name)


def deciding(dice: Dice, world: World) -> Criterion:
    """A criterion that is not constant, as a question requires."""
    criterion = criterion_of(dice, world)
    return criterion if always(world, criterion) is None else _atom(dice, world)


@st.composite
def criteria(draw: st.DrawFn, world: World) -> Criterion:
    """A criterion that is not constant."""
    return deciding(Dice(draw), world)


def always(world: World, criterion: Criterion) -> bool | None:
    """True or False for a criterion that always or never holds, by brute force.

    As for a tree: each finding for itself, whatever a quantity shows.
    """
    named = {finding_of(atom) for atom in atoms_in(criterion)}
    names = [finding.name for finding in named]
    truths = (
        truth(criterion, types.SimpleNamespace(**dict(zip(names, values, strict=True))))
        for values in product(*(world.points(finding) for finding in named))
    )
    first = next(truths)
    return first if all(other == first for other in truths) else None


# --------------------------------------------------------------------------- trees

OUTCOMES = ("a", "b", "c", 1, True, 0, False, None)


def _node(dice: Dice, world: World, depth: int, made: list[Node[Any]]) -> Node[Any]:
    kinds = ["question", "question", "question", "leaf", "again"] if depth else ["leaf"]
    kind = dice.choose(kinds)
    if kind == "again" and made:
        return dice.choose(made)
    if kind == "leaf":
        return Leaf(dice.choose(OUTCOMES))
    return question_of(dice, world, depth, made)


def question_of(dice: Dice, world: World, depth: int, made: list[Node[Any]]) -> Question[Any]:
    """A question and all below it, some of which may stand elsewhere in the tree already."""
    criterion = deciding(dice, world)
    yes = _node(dice, world, depth - 1, made)
    no = _node(dice, world, depth - 1, made)
    node = Question(f"Question {len(made)}?", criterion, yes=yes, no=no)
    made.append(node)
    return node


def _tree(dice: Dice, world: World) -> Tree[Any]:
    ranks = dict(zip(keys(OUTCOMES), dice.shuffled([0, 0, 0, 1, 1, 2, 2, 3]), strict=True))

    def severity(outcome: object) -> int:
        return ranks[key(outcome)]

    return Tree(question_of(dice, world, 3, []), name="random", severity=severity)


@st.composite
def trees(draw: st.DrawFn, world: World) -> Tree[Any]:
    """A tree with outcomes of every kind, True and 1 among them, and their severities."""
    return _tree(Dice(draw), world)


# --------------------------------------------------------------------------- people


def person_of(dice: Dice, world: World, known: int = 1) -> Findings:
    """A partly known person: so many of four findings, on average."""
    values: dict[str, Any] = {}
    for finding in world.findings:
        if dice.below(4) >= 4 - known:
            values[finding.name] = dice.choose(world.points(finding))
    for finding in world.findings:  # nobody denies what a number shows
        value = values.get(finding.name)
        if value is not None and isinstance(finding, Quantity) and finding.shows:
            sign, threshold = finding.shows
            if value >= threshold:
                values.pop(sign.name, None)
    return world.vocabulary(**values)


@st.composite
def people(draw: st.DrawFn, world: World) -> Findings:
    """A person with a quarter of the findings known, on average."""
    return person_of(Dice(draw), world)


def _completed(dice: Dice, world: World, person: Findings) -> Findings:
    columns = {
        finding.name: [known] if known is not None else dice.shuffled(world.points(finding))
        for finding in world.findings
        for known in [getattr(person, finding.name)]
    }
    return next(_accepted(world.vocabulary, columns))


@st.composite
def completed(draw: st.DrawFn, world: World, person: Findings) -> Findings:
    """A completion of the person."""
    return _completed(Dice(draw), world, person)


@st.composite
def learned(draw: st.DrawFn, world: World, person: Findings) -> Findings:
    """The same person with more findings known."""
    dice = Dice(draw)
    complete = _completed(dice, world, person)
    return person.but(
        **{
            finding.name: getattr(complete, finding.name)
            for finding in world.findings
            if getattr(person, finding.name) is None and dice.tossed()
        }
    )


@attrs.frozen(eq=False)
class Situation:
    """A vocabulary, a tree over it, and a partly known person."""

    world: World
    tree: Tree[Any]
    person: Findings

    @property
    def completions(self) -> list[Findings]:
        """Every completion of the person."""
        return completions(self.world.vocabulary, self.person, self.tree)


@st.composite
def situations(
    draw: st.DrawFn, *, shows: bool | None = None, first: str = "sq", most: int = 5
) -> Situation:
    dice = Dice(draw)
    world = world_of(dice, shows=shows, first=first, most=most)
    return Situation(world, _tree(dice, world), person_of(dice, world))


@attrs.frozen(eq=False)
class Judgement:
    """A few criteria over one vocabulary, and a partly known person."""

    world: World
    criteria: tuple[Criterion, ...]
    person: Findings


@st.composite
def judgements(
    draw: st.DrawFn, size: int = 1, *, shows: bool | None = None, most: int = 5, depth: int = 2
) -> Judgement:
    dice = Dice(draw)
    world = world_of(dice, shows=shows, most=most)
    some = tuple(criterion_of(dice, world, depth) for _ in range(size))
    return Judgement(world, some, person_of(dice, world, dice.choose([1, 2, 3, 4])))
