"""Advice, and its requirements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeAlias, TypeVar, assert_never

import attrs

from spasm_ddx.errors import GuidelineError, require
from spasm_ddx.guideline.attributes import checked
from spasm_ddx.guideline.model import Alert, Condition, UrgencyScale, claims_of
from spasm_ddx.reasoning.criteria import Criterion, require_criterion
from spasm_ddx.reasoning.evaluation import holds

if TYPE_CHECKING:
    from spasm_ddx.guideline.assessment import Assessment

T = TypeVar("T")


@attrs.frozen
class _About(Generic[T]):
    """A requirement about one part of a guideline, compared by class and part."""

    of: T
    _takes: ClassVar[tuple[type, str]]

    def __attrs_post_init__(self) -> None:
        kind, named = self._takes
        require(self.of, kind, f"{type(self).__name__} takes {named}", GuidelineError)


class Settled(_About[Condition]):
    """The condition is the only one still possible."""

    _takes = Condition, "a condition"


class Possible(_About[Condition]):
    """The condition is still possible."""

    _takes = Condition, "a condition"


class Holds(_About[Criterion]):
    """The criterion is known to hold."""

    def __attrs_post_init__(self) -> None:
        require_criterion(self.of, "Holds takes a criterion", GuidelineError)


class UrgencyAtLeast(_About[UrgencyScale]):
    """No completion is less urgent than this."""

    _takes = UrgencyScale, "an urgency, such as Urgency.URGENT"


class UrgencyAtMost(_About[UrgencyScale]):
    """No completion is more urgent than this."""

    _takes = UrgencyScale, "an urgency, such as Urgency.URGENT"


class Raised(_About[Alert]):
    """Every completion raises the alert."""

    _takes = Alert, "an alert"


class Open(_About[Alert]):
    """Some completion raises the alert, and some does not."""

    _takes = Alert, "an alert"


class Unless(_About["Requirement"]):
    """The requirement is not certain."""

    _takes = _About, "a requirement of When"


Requirement: TypeAlias = (
    Settled | Possible | Holds | UrgencyAtLeast | UrgencyAtMost | Raised | Open | Unless
)


class When:
    """The requirements of advice by name, as in ``When.settled(BENIGN_LOCAL_CRAMP)``."""

    settled = Settled
    possible = Possible
    holds = Holds
    at_least = UrgencyAtLeast
    at_most = UrgencyAtMost
    raised = Raised
    open = Open
    unless = Unless


def _requirements(values: Requirement | Iterable[Requirement]) -> tuple[Requirement, ...]:
    given = tuple(values) if isinstance(values, Iterable) else (values,)
    for one in given:
        require(one, _About, "advice takes requirements of When", GuidelineError)
    return given


@attrs.frozen(field_transformer=checked)
class Advice:
    """One piece of advice, a plain sentence.

    Attributes:
        text: The sentence.
        claims: The claims and notes that support it.
        when: The requirements, all of which must be certain; always unless given.
        about: The conditions whose card and page list it.
    """

    text: str
    claims: tuple[str, ...] = attrs.field(default=(), converter=claims_of)
    when: tuple[Requirement, ...] = attrs.field(default=(), kw_only=True, converter=_requirements)
    about: tuple[Condition, ...] = attrs.field(
        default=(), kw_only=True, converter=tuple[Condition, ...]
    )

    def given(self, *when: Requirement, about: Iterable[Condition] = ()) -> Advice:
        """The same sentence with these requirements, listed with these conditions."""
        return attrs.evolve(self, when=when, about=about)

    @property
    def until_help_comes(self) -> bool:
        """Whether it requires an urgency that calls for help: an interview shows it at once."""
        return any(isinstance(one, UrgencyAtLeast) and one.of.calls_for_help for one in self.when)

    def applies_to(self, assessment: Assessment) -> bool:
        """Whether all its requirements are certain in an assessment."""
        return all(is_certain(requirement, assessment) for requirement in self.when)


def each_text_once(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    """The first piece of advice of each text."""
    found: dict[str, Advice] = {}
    for piece in advice:
        found.setdefault(piece.text, piece)
    return tuple(found.values())


def is_certain(requirement: Requirement, assessment: Assessment) -> bool:
    """Whether a requirement is certain in an assessment."""
    match requirement:
        case Settled(of=condition):
            return assessment.diagnosis == condition
        case Possible(of=condition):
            return condition in assessment.differential
        case Holds(of=criterion):
            return holds(criterion, assessment.presentation) is True
        case UrgencyAtLeast(of=urgency):
            return assessment.urgency.at_least >= urgency
        case UrgencyAtMost(of=urgency):
            return assessment.urgency.at_most <= urgency
        case Raised(of=alert):
            return alert in assessment.alerts.raised
        case Open(of=alert):
            return alert in assessment.alerts.possible
        case Unless(of=of):
            return not is_certain(of, assessment)
        case _:  # pragma: no cover - the union is closed
            assert_never(requirement)
