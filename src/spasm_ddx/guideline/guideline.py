"""The guideline: a tree with everything that a clinician needs, as one value."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import attrs

from spasm_ddx.errors import GuidelineError, shown
from spasm_ddx.guideline.advice import Advice, each_text_once
from spasm_ddx.guideline.attributes import checked, several
from spasm_ddx.guideline.model import (
    AcceptedLowering,
    Alert,
    Condition,
    Outcome,
    Screen,
    Ungraded,
    UrgencyScale,
    by_urgency,
)
from spasm_ddx.guideline.sources import Notices, Sources
from spasm_ddx.reasoning.finding_kinds import ANYONE, Finding, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.notebook import InNotebook
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.wording import counted

if TYPE_CHECKING:
    from spasm_ddx.guideline.assessment import Assessment
    from spasm_ddx.guideline.interview import Interview
    from spasm_ddx.guideline.joint_diagram import JointDiagram

T = TypeVar("T")
#: The role that answers what anyone can see.
WITNESS = "witness"


class Once(Generic[T]):
    """A value made once, by whichever thread asks first; a copy makes its own."""

    __slots__ = ("_lock", "_made")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: T | None = None

    def get(self, make: Callable[[], T]) -> T:
        """The value, made by ``make`` if this is the first call."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = make()
        return self._made

    def __reduce__(self) -> tuple[type[Once[T]], tuple[()]]:
        return Once, ()


def _pairs(
    values: Mapping[Condition, Iterable[Finding]] | Iterable[tuple[Condition, Iterable[Finding]]],
) -> tuple[tuple[Condition, tuple[Finding, ...]], ...]:
    try:
        pairs = dict(values).items()
    except (TypeError, ValueError):
        wanted = "Guideline.afterwards takes conditions with findings, as {condition: (finding,)}"
        msg = f"{wanted}, not {shown(values)}"
        raise GuidelineError(msg) from None
    return tuple((one, several(found, Finding, "Guideline.afterwards")) for one, found in pairs)


def _in_full(parts: Iterable[Condition | Alert]) -> tuple[Any, ...]:
    """All attributes of conditions or alerts, since those with equal keys may still differ."""
    return tuple(attrs.astuple(part, recurse=False) for part in parts)


def _with_conditions(tree: Tree[Any]) -> tuple[Any, ...]:
    return tree, _in_full(one for one in tree.outcomes if isinstance(one, Condition))


@attrs.frozen(repr=False, field_transformer=checked)
class Guideline(InNotebook):
    """A guideline: everything that assessments, interviews, drawings and docs need.

    Attributes:
        key: Its name in JSON.
        name: Its name in full.
        version: The version of its content.
        tree: The tree; its outcomes are conditions.
        alerts: The alerts, which raise the urgency independently of the tree.
        order: The findings and screens of an interview, in the order of asking. Other
            findings follow in the order of the vocabulary. By default the red flags come
            first, then the findings in the order of the tree.
        afterwards: For a condition, findings that may explain it and change neither it nor
            the urgency; an interview offers them on one more page at the end.
        advice: The advice, in this order; an assessment gives each piece whose requirements
            are certain.
        reassuring: The conditions that require every red flag to be denied: none of them is
            the only possible condition while a red flag is present or unknown.
        lowerings: The ways in which a red flag may lower the urgency, each explained.
        sources: The source, claim by claim.
        notices: The texts around an assessment.

    Raises:
        GuidelineError: The guideline is invalid; the message names the place.
    """

    key: str
    name: str = attrs.field(kw_only=True)
    version: str = attrs.field(default="", kw_only=True)
    tree: Tree[Any] = attrs.field(kw_only=True, eq=_with_conditions)
    alerts: tuple[Alert, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[Alert, ...], eq=_in_full
    )
    order: tuple[Finding | Screen, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[Finding | Screen, ...]
    )
    afterwards: tuple[tuple[Condition, tuple[Finding, ...]], ...] = attrs.field(
        default=(), kw_only=True, converter=_pairs
    )
    advice: tuple[Advice, ...] = attrs.field(default=(), kw_only=True, converter=tuple[Advice, ...])
    reassuring: tuple[Condition, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[Condition, ...]
    )
    lowerings: tuple[AcceptedLowering, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[AcceptedLowering, ...]
    )
    sources: Sources = attrs.field(factory=Sources, kw_only=True)
    notices: Notices = attrs.field(factory=Notices, kw_only=True)
    _joint: Once[JointDiagram] = attrs.field(factory=Once[Any], init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        from spasm_ddx.guideline.checks import check  # noqa: PLC0415 - it imports this file

        check(self)

    # ------------------------------------------------------------------- what it holds

    @cached_property
    def vocabulary(self) -> type[Findings]:
        """The vocabulary of its findings."""
        trees = (self.tree, *(alert.tree for alert in self.alerts))  # the tree may be one leaf
        return next((tree.vocabulary for tree in trees if tree.vocabulary is not None), Findings)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Its conditions, the most urgent first, then in the order of the tree."""
        found = (as_condition(outcome) for outcome in self.tree.outcomes)
        return tuple(sorted(found, key=by_urgency, reverse=True))

    @cached_property
    def scale(self) -> tuple[UrgencyScale, ...]:
        """The levels of its urgency, the lowest first; a single level if it has none."""
        return tuple(type(self.conditions[0].urgency))

    @property
    def graded(self) -> bool:
        """Whether its conditions have an urgency; the outcomes of a plain tree have none."""
        return not isinstance(self.scale[0], Ungraded)

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens, in the order of asking."""
        return tuple(entry for entry in self.order if isinstance(entry, Screen))

    @cached_property
    def red_flags(self) -> tuple[Sign, ...]:
        """Every red flag, in the order of the vocabulary."""
        signs = (f for f in self.vocabulary.findings() if isinstance(f, Sign))
        return tuple(sign for sign in signs if sign.red_flag)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that answer: a witness, then those who can answer what a witness cannot."""
        found = dict.fromkeys((WITNESS, *(f.answered_by for f in self.vocabulary.findings())))
        return tuple(role for role in found if role != ANYONE)

    @cached_property
    def order_of_asking(self) -> tuple[Finding | Screen, ...]:
        """Every finding and screen of an interview, in order."""
        asked = self.joint.diagram.order
        if not self.order:
            return (*(f for f in asked if f.red_flag), *(f for f in asked if not f.red_flag))
        entries = (e.findings if isinstance(e, Screen) else (e,) for e in self.order)
        listed = set(chain.from_iterable(entries))
        rest = (f for f in self.vocabulary.findings() if f in asked and f not in listed)
        return (*self.order, *rest)

    @cached_property
    def findings_in_order(self) -> tuple[Finding, ...]:
        """The findings of an interview, each once, in the order of asking."""
        asked = (e.findings if isinstance(e, Screen) else (e,) for e in self.order_of_asking)
        return tuple(dict.fromkeys(chain.from_iterable(asked)))

    def condition(self, key: str) -> Condition:
        """The condition with this key; a GuidelineError for an unknown key lists all keys."""
        return _of_key("condition", self.name, self.conditions, key)

    def alert(self, key: str) -> Alert:
        """The alert with this key; a GuidelineError for an unknown key lists all keys."""
        return _of_key("alert", self.name, self.alerts, key)

    def screen(self, key: str) -> Screen:
        """The screen with this key; a GuidelineError for an unknown key lists all keys."""
        return _of_key("screen", self.name, self.screens, key)

    def advice_for(self, condition: Condition) -> tuple[Advice, ...]:
        """The advice on the card and the page of a condition."""
        return each_text_once(piece for piece in self.advice if condition in piece.about)

    @property
    def joint(self) -> JointDiagram:
        """The joint decision diagram, built once at the first use."""
        from spasm_ddx.guideline.joint_diagram import build  # noqa: PLC0415 - it imports this file

        return self._joint.get(lambda: build(self))

    # ----------------------------------------------------------------- what it is for

    def assess(self, presentation: Findings) -> Assessment:
        """Assess one person: what exactly follows from the findings, and what is still open.

        Args:
            presentation: The findings; "not known" is never treated as "no".

        Raises:
            FindingError: The findings are of another vocabulary.
        """
        from spasm_ddx.guideline.assessment import assess  # noqa: PLC0415 - it imports this file

        return assess(self, presentation)

    def interview(self, role: str = WITNESS, known: Findings | None = None) -> Interview:
        """Begin an interview.

        Args:
            role: Who answers, one of ``roles``. What only another role can answer stays unknown.
            known: The findings known at the start; none unless given.

        Raises:
            GuidelineError: There is no such role.
            FindingError: The findings are of another vocabulary.
        """
        from spasm_ddx.guideline.interview import Interview  # noqa: PLC0415 - it imports this file

        return Interview(self, self.vocabulary() if known is None else known, role)

    def __repr__(self) -> str:
        conditions = counted(len(self.conditions), "conditions")
        alerts = counted(len(self.alerts), "alerts")
        return f"<Guideline {self.key} {self.version}: {conditions}, {alerts}>"


GuidelineOrTree: TypeAlias = Guideline | Tree[Any]
K = TypeVar("K", Condition, Alert, Screen)


def _of_key(kind: str, whose: str, parts: Iterable[K], key: str) -> K:
    for part in parts:
        if part.key == key:
            return part
    keys = ", ".join(part.key for part in parts) or "none"
    msg = f"{whose} has no {kind} {shown(key)}; it has {keys}"
    raise GuidelineError(msg)


# --------------------------------------------------------------------------- plain trees


def as_condition(outcome: object) -> Condition:
    """An outcome as a condition: itself, or else an ``Outcome`` without urgency."""
    if isinstance(outcome, Condition):
        return outcome
    return Outcome(key=str(outcome), name=str(outcome), urgency=Ungraded.NONE, outcome=outcome)


def as_guideline(given: object) -> Guideline:
    """The guideline itself, or a plain tree as a guideline without urgency and alerts.

    Raises:
        GuidelineError: It is neither, or two outcomes of the tree have the same text.
    """
    if isinstance(given, Guideline):
        return given
    if isinstance(given, Tree):
        return _of_tree(_Same(given))  # pyright: ignore[reportUnknownArgumentType] - any outcomes
    msg = f"expected a guideline or a tree, not {shown(given)}"
    raise GuidelineError(msg)


@attrs.frozen(eq=False)
class _Same:
    """A tree compared by identity, since comparing trees takes as long as reading them."""

    tree: Tree[Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.tree is other.tree

    def __hash__(self) -> int:
        return id(self.tree)


@lru_cache(maxsize=32)
def _of_tree(same: _Same) -> Guideline:
    tree = same.tree
    return Guideline(tree.name or "tree", name=tree.name, version=tree.version, tree=tree)
