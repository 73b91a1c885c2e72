"""The source of a guideline as claims, with notes where later references differ."""

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
    """The first repeated value, or None."""
    met: set[T] = set()
    for value in values:
        if value in met:
            return value
        met.add(value)
    return None


class ClaimRole(Enum):
    """The role of a claim in the library.

    Attributes:
        DEFINING: A criterion of a question in the tree, or of an alert.
        TYPICAL: A feature for or against a condition, which never selects a branch.
        EXCLUSION: What must be ruled out first.
        MANAGEMENT: What to do, shown with its condition.
        BACKGROUND: Explained in the docs and not computed; the claim's note says why.
    """

    DEFINING = "defining"
    TYPICAL = "typical"
    EXCLUSION = "exclusion"
    MANAGEMENT = "management"
    BACKGROUND = "background"


@attrs.frozen(field_transformer=checked)
class Claim:
    """Our reading of one statement of the source, with its section.

    Attributes:
        id: Its id in citations, such as ``"S01"``.
        section: Its section of the source.
        role: Its role in the library.
        about: The keys of its subjects.
        says: The text of the claim.
        item: Its numbered item of the source, or None.
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
    """A difference of a later reference from the source, or an addition.

    Attributes:
        id: Its id in citations, such as ``"V01"``.
        on: The claims it is about.
        now: What the reference says.
        reference: The reference.
        checked: Whether the reference is verified; if not, it is "to be confirmed".
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
    """The source of a guideline, claim by claim.

    Attributes:
        title: The source.
        claims: Its claims.
        notes: The notes on later references.

    Raises:
        GuidelineError: Two claims or notes have the same id, or a note's claim is unknown.
    """

    title: str = ""
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=tuple[Claim, ...])
    notes: tuple[Note, ...] = attrs.field(default=(), converter=tuple[Note, ...])

    def __attrs_post_init__(self) -> None:
        twice = first_repeated([*(c.id for c in self.claims), *(n.id for n in self.notes)])
        if twice is not None:
            msg = f"sources: the id {twice!r} appears twice; give each claim and note its own"
            raise GuidelineError(msg)
        for note in self.notes:
            for claim in note.on:
                if claim not in self.by_id:
                    msg = f"sources: the note {note.id} is about {claim!r}, which is not a claim"
                    raise GuidelineError(msg)

    @cached_property
    def by_id(self) -> dict[str, Claim | Note]:
        """Every claim and note, by its id."""
        claims: dict[str, Claim | Note] = {claim.id: claim for claim in self.claims}
        return claims | {note.id: note for note in self.notes}

    def notes_on(self, claim: Claim) -> tuple[Note, ...]:
        """The notes that differ from a claim or add to it."""
        return tuple(note for note in self.notes if claim.id in note.on)

    def cited(self, ids: Iterable[str]) -> str:
        """Ids as a text cites them: in brackets, with a mark on notes to be confirmed."""
        return f"[{' '.join(map(self.as_cited, ids))}]"

    def as_cited(self, id: str) -> str:  # noqa: A002 - what it is called everywhere
        """An id as a text cites it: with a mark if the note is to be confirmed."""
        found = self.by_id.get(id)
        checked = not isinstance(found, Note) or found.checked
        return id if checked else f"{id} (to be confirmed)"


@attrs.frozen(field_transformer=checked)
class Notices:
    """The texts around an assessment.

    Attributes:
        purpose: The purpose of the guideline and its limits, at the end of every report.
        before: The text before the first question of an interview.
        call_now: The text above every question while the urgency calls for help now.
        beside: The text beside every picture.
        settled: The text when no question is left.
    """

    purpose: str = "Not a medical device and not medical advice."
    before: str = ""
    call_now: str = ""
    beside: str = "Not medical advice."
    settled: str = (
        "Nothing more to ask: no other answer would change the result. If the person gets worse, "
        "start again."
    )
