"""The parts of a guideline: urgency, conditions with features and causes, alerts, screens."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import attrs

from spasm_ddx.errors import GuidelineError, require, several_texts, shown
from spasm_ddx.guideline.attributes import checked
from spasm_ddx.reasoning.criteria import Criterion, Not
from spasm_ddx.reasoning.finding_kinds import Finding, Sign
from spasm_ddx.reasoning.tree import Leaf, Question, Tree

if TYPE_CHECKING:
    from spasm_ddx.guideline.advice import Advice


class UrgencyScale(IntEnum):
    """Base of a scale of urgency; a higher member is more urgent.

    Members of two scales are never equal, although both are numbers.

    Each member is a number, what it means for the person, and whether it calls for help now:

    >>> class Light(UrgencyScale):
    ...     GREEN = 0, "manage at home"
    ...     AMBER = 1, "see a clinician today"
    ...     RED = 2, "call for help now", True
    >>> Light.AMBER.key, Light.RED.calls_for_help, Light.AMBER < Light.RED
    ('amber', True, True)
    """

    if TYPE_CHECKING:
        words: str
        calls_for_help: bool

    def __new__(cls, value: int, words: str = "", calls_for_help: bool = False) -> Self:  # noqa: FBT001, FBT002 - a tuple has no keywords
        """Make a member of a number, its words, and whether it calls for help now."""
        if (type(value), type(words), type(calls_for_help)) != (int, str, bool):
            given = shown((value, words, calls_for_help))
            msg = f"{cls.__name__}: a level is a whole number, text, and True or False, not {given}"
            raise GuidelineError(msg)
        member = int.__new__(cls, value)
        member._value_ = value
        member.words = words
        member.calls_for_help = calls_for_help
        return member

    def __init_subclass__(cls) -> None:
        """Raise an error for levels that do not rise, since their order has a meaning."""
        for (_, low), (name, high) in pairwise(cls.__members__.items()):
            order = ""
            if int(high) <= int(low):
                order = f"{name} does not have a higher number than {low.name}"
            elif low.calls_for_help > high.calls_for_help:
                order = f"{low.name} calls for help, and {name}, which is more urgent, does not"
            if order:
                msg = f"{cls.__name__}: declare its levels from the least urgent up; {order}"
                raise GuidelineError(msg)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, UrgencyScale) and type(other) is not type(self):
            return False
        return int.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__

    def __str__(self) -> str:
        return self.title

    def __format__(self, spec: str) -> str:
        return format(self.title, spec)

    @property
    def key(self) -> str:
        """Its name in JSON."""
        return self.name.lower()

    @property
    def title(self) -> str:
        """Its name as a card shows it, such as ``"SELF-CARE"``."""
        return self.name.replace("_", "-")


class Urgency(UrgencyScale):
    """How urgent a condition is; a more urgent member compares as greater."""

    SELF_CARE = 0, "look after it; see a doctor if that does not help"
    PROMPT = 1, "see a doctor within days"
    URGENT = 2, "see a doctor today"
    EMERGENCY = 3, "call an ambulance now", True


class Ungraded(UrgencyScale):
    """The scale of a tree whose outcomes have no urgency."""

    NONE = 0


def claims_of(values: Iterable[str]) -> tuple[str, ...]:
    """The ids of claims and notes; a single text is an error."""
    return several_texts(values, "claims", GuidelineError)


def _key(part: object, _: object, value: str) -> None:
    if not value.isidentifier():
        msg = f"{type(part).__name__} {shown(value)}: a key is a plain name, such as 'night_cramp'"
        raise GuidelineError(msg)


def _urgency(part: Condition | Alert, _: object, value: UrgencyScale) -> None:
    kind = "alert" if isinstance(part, Alert) else "condition"
    wanted = f"the {kind} {part.key} needs an urgency, such as Urgency.PROMPT"
    require(value, UrgencyScale, wanted, GuidelineError)


@attrs.frozen(field_transformer=checked)
class Feature:
    """A typical feature: it speaks for or against a condition and selects nothing.

    Attributes:
        text: The feature, in words.
        criterion: When it speaks for the condition.
        claims: The claims that support it.
        against: When it speaks against the condition; by default when the criterion fails.
    """

    text: str
    criterion: Criterion
    claims: tuple[str, ...] = attrs.field(default=(), converter=claims_of)
    against: Criterion = attrs.field(
        default=attrs.Factory(lambda self: Not(self.criterion), takes_self=True), kw_only=True
    )


@attrs.frozen(field_transformer=checked)
class Cause:
    """Something that may have contributed to a condition.

    Attributes:
        name: Its name, in words.
        finding: The sign of it.
        claims: The claims that support it.
        advice: What the person should do about it.
    """

    name: str
    finding: Sign
    claims: tuple[str, ...] = attrs.field(default=(), converter=claims_of)
    advice: tuple[Advice, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen(field_transformer=checked)
class Code:
    """A code of a public classification.

    Attributes:
        system: The classification, such as ``"ICD-10"``, ``"SNOMED CT"`` or ``"HPO"``.
        code: The code; to be confirmed in the official browser before use.
    """

    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


#: The note that must stand beside every code.
CODES_NOTE = "seen in a public dataset, confirm in the official browser"


class _Keyed:
    """Base of parts with a key, which determines equality, hash and ``repr``."""

    __slots__ = ()
    key: str
    name: str

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}>"

    def __str__(self) -> str:
        return self.name


@attrs.frozen(eq=False, repr=False, field_transformer=checked)
class Condition(_Keyed):
    """A condition of a differential; conditions are equal when their keys are.

    Attributes:
        key: Its name in JSON and in the columns of tables.
        name: Its name in full.
        urgency: Its own urgency, before any alert raises it.
        features: Its typical features.
        causes: Possible contributing causes.
        causes_title: The title of these causes in a report.
        codes: Codes of public classifications.
    """

    key: str = attrs.field(validator=_key)
    name: str
    urgency: UrgencyScale = attrs.field(validator=_urgency)
    features: tuple[Feature, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[Feature, ...]
    )
    causes: tuple[Cause, ...] = attrs.field(default=(), kw_only=True, converter=tuple[Cause, ...])
    causes_title: str = attrs.field(default="May have contributed", kw_only=True)
    codes: tuple[Code, ...] = attrs.field(default=(), kw_only=True, converter=tuple[Code, ...])


def by_urgency(condition: Condition) -> UrgencyScale:
    """The severity of a condition in a tree: its own urgency, before any alert."""
    return condition.urgency


@attrs.frozen(eq=False, repr=False)
class Outcome(Condition):
    """An outcome of a plain tree, as a condition without urgency; its key is its text.

    Attributes:
        outcome: The outcome itself.
    """

    key: str
    outcome: Any = attrs.field(default=None, kw_only=True)


@attrs.frozen(eq=False, repr=False, field_transformer=checked)
class Alert(_Keyed):
    """A combination that raises the urgency; alerts are equal when their keys are.

    Attributes:
        key: Its name in JSON and in the columns of tables.
        name: Its name, in words.
        criterion: When it holds.
        at_least: The lowest urgency while it holds.
        claims: The claims and notes that support it.
        codes: Codes of public classifications.
    """

    key: str = attrs.field(validator=_key)
    name: str
    criterion: Criterion
    at_least: UrgencyScale = attrs.field(validator=_urgency)
    claims: tuple[str, ...] = attrs.field(default=(), converter=claims_of)
    codes: tuple[Code, ...] = attrs.field(default=(), converter=tuple[Code, ...])

    @cached_property
    def tree(self) -> Tree[bool]:
        """The alert as a tree of one question, to compare and draw it."""
        yes, no = Leaf(outcome=True), Leaf(outcome=False)
        root = Question(f"{self.name}?", self.criterion, yes=yes, no=no, claims=self.claims)
        return Tree(root, name=self.name, severity=bool)


@attrs.frozen(field_transformer=checked)
class Screen:
    """Several findings asked together.

    Ticking some leaves the others unknown; "none of these" explicitly denies each.

    Attributes:
        key: Its name in options and JSON.
        asks: The question, in plain words.
        findings: The findings it asks about.
    """

    key: str = attrs.field(validator=_key)
    asks: str
    findings: tuple[Finding, ...] = attrs.field(converter=tuple[Finding, ...])


@attrs.frozen(field_transformer=checked)
class AcceptedLowering:
    """A case in which a red flag may lower the urgency, with the reason.

    Attributes:
        flag: The red flag.
        before: The condition if the flag is denied.
        after: The condition if the flag is present, with a lower urgency.
        why: The reason, in words.
        only: The only people affected, in a few words; may be empty.
    """

    flag: Sign
    before: Condition
    after: Condition
    why: str
    only: str = ""
