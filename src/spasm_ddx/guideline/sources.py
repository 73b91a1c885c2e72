"""Where a guideline comes from: its source as claims, and notes where later references differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from enum import Enum
from functools import cached_property
from typing import TypeVar

import attrs

from spasm_ddx.errors import GuidelineError
from spasm_ddx.guideline.attributes import checked

T = TypeVar("T", bound=Hashable)


def first_repeated(values: Iterable[T]) -> T | None:
    """The first value that stands there a second time, or None where each stands once."""
    met: set[T] = set()
    for value in values:
        if value in met:
            return value
        met.add(value)
    return None


class ClaimRole(Enum):
    """What a claim does in the library.

    Attributes:
        DEFINING: It is a criterion of a question in the tree, or of the alert it defines.
        TYPICAL: It speaks for or against a condition, and never selects a branch by itself.
        EXCLUSION: It is a condition that must have been ruled out first.
        MANAGEMENT: It says what to do, and is shown with the condition it belongs to.
        BACKGROUND: It is explained in the docs and not computed; the claim's note says why.
    """

    DEFINING = "defining"
    TYPICAL = "typical"
    EXCLUSION = "exclusion"
    MANAGEMENT = "management"
    BACKGROUND = "background"


@attrs.frozen(field_transformer=checked)
class Claim:
    """Our reading of one statement of the source, with the section it stands in.

    Attributes:
        id: Its name where it is cited, such as ``"S01"``.
        section: The section of the source it stands in.
        role: What it does in the library.
        about: The keys of what it is about.
        says: The claim.
        item: The numbered item of the source it stands in, or None.
        note: Why a background claim is not computed.
    """

    id: str
    section: str
    role: ClaimRole
    about: tuple[str, ...]
    says: str
    item: int | None = attrs.field(default=None, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)


@attrs.frozen(field_transformer=checked)
class Note:
    """Where a later reference differs from the source or adds to it.

    Attributes:
        id: Its name where it is cited, such as ``"V01"``.
        on: The claims it is about.
        now: What the reference says.
        reference: The reference.
        checked: Whether somebody looked it up; if not, it is to be confirmed.
    """

    id: str
    on: tuple[str, ...]
    now: str
    reference: str
    checked: bool = attrs.field(default=True, kw_only=True)

    def __str__(self) -> str:
        confirm = "" if self.checked else " (to be confirmed)"
        return f"{self.now}{confirm}"


@attrs.frozen(field_transformer=checked)
class Sources:
    """The source of a guideline, read closely.

    Attributes:
        title: The source.
        claims: What it says, claim by claim.
        notes: Where later references differ.

    Raises:
        GuidelineError: Two claims or notes have one id, or a note is about no claim.
    """

    title: str = ""
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=tuple[Claim, ...])
    notes: tuple[Note, ...] = attrs.field(default=(), converter=tuple[Note, ...])

    def __attrs_post_init__(self) -> None:
        twice = first_repeated([*(c.id for c in self.claims), *(n.id for n in self.notes)])
        if twice is not None:
            msg = f"sources: the id {twice!r} stands twice; give each claim and note its own"
            raise GuidelineError(msg)
        for note in self.notes:
            for claim in note.on:
                if claim not in self.by_id:
                    msg = f"sources: the note {note.id} is about {claim!r}, which is no claim"
                    raise GuidelineError(msg)

    @cached_property
    def by_id(self) -> dict[str, Claim | Note]:
        """Every claim and note by its id."""
        claims: dict[str, Claim | Note] = {claim.id: claim for claim in self.claims}
        return claims | {note.id: note for note in self.notes}

    def notes_on(self, claim: Claim) -> tuple[Note, ...]:
        """The notes that differ from a claim or add to it."""
        return tuple(note for note in self.notes if claim.id in note.on)

    def cited(self, ids: Iterable[str]) -> str:
        """Ids as a text cites them: in brackets, with what is still to be confirmed."""
        return f"[{' '.join(map(self.as_cited, ids))}]"

    def as_cited(self, id: str) -> str:  # noqa: A002 - what it is called everywhere
        """An id as a text cites it: with a mark if the note is still to be confirmed."""
        found = self.by_id.get(id)
        checked = not isinstance(found, Note) or found.checked
        return id if checked else f"{id} (to be confirmed)"


@attrs.frozen(field_transformer=checked)
class Notices:
    """What must be said around an assessment.

    Attributes:
        purpose: What the guideline is for and what it is not, at the end of every report.
        before: What stands before the first question of an interview.
        call_now: What stands above every question while the urgency calls for help now.
        beside: What stands beside every picture.
        settled: The text where nothing is left to ask.
    """

    purpose: str = "Not a medical device and not medical advice."
    before: str = ""
    call_now: str = ""
    beside: str = "Not medical advice."
    settled: str = (
        "Nothing more to ask: no other answer would change the result. If the person gets worse, "
        "it holds no longer."
    )
