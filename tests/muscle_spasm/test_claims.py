"""Rule 5: every criterion cites, and every claim is cited or explained."""

from __future__ import annotations

import json
import os
from pathlib import Path

import attrs
import pytest

from spasm_ddx import MUSCLE_SPASM, Claim, ClaimRole, Note, Presentation
from spasm_ddx.errors import GuidelineError
from spasm_ddx.guideline.model import Cause

CLAIMS: dict[str, Claim] = {claim.id: claim for claim in MUSCLE_SPASM.sources.claims}
NOTES: dict[str, Note] = {note.id: note for note in MUSCLE_SPASM.sources.notes}
CAUSES: tuple[Cause, ...] = MUSCLE_SPASM.condition("benign_local_cramp").causes

CITATIONS: dict[str, tuple[str, ...]] = {
    **{f"question {question.asks}": question.claims for question in MUSCLE_SPASM.tree.questions},
    **{
        f"feature {condition.key}: {feature.text}": feature.claims
        for condition in MUSCLE_SPASM.conditions
        for feature in condition.features
    },
    **{
        f"advice {condition.key}: {piece.text}": piece.claims
        for condition in MUSCLE_SPASM.conditions
        for piece in MUSCLE_SPASM.advice_for(condition)
    },
    **{f"alert {alert.key}": alert.claims for alert in MUSCLE_SPASM.alerts},
    **{f"cause {cause.name}": cause.claims for cause in CAUSES},
    **{
        f"advice of {cause.name}: {piece.text}": piece.claims
        for cause in CAUSES
        for piece in cause.advice
    },
}
#: Whatever is told, whenever it is; what is cited only here does not make up for a card.
TOLD: dict[str, tuple[str, ...]] = {
    f"told {place}: {piece.text}": piece.claims
    for place, piece in enumerate(MUSCLE_SPASM.advice, start=1)
}


@pytest.mark.parametrize("place", CITATIONS | TOLD)
def test_it_cites_claims_that_exist(place: str) -> None:
    claims = (CITATIONS | TOLD)[place]
    assert claims
    for identifier in claims:
        assert MUSCLE_SPASM.sources.by_id[identifier].id == identifier
        assert (identifier in CLAIMS) != (identifier in NOTES)


@pytest.mark.parametrize("identifier", CLAIMS)
def test_each_claim_is_cited_or_background_with_a_note(identifier: str) -> None:
    claim = CLAIMS[identifier]
    citing = [place for place, claims in CITATIONS.items() if identifier in claims]
    if claim.role is ClaimRole.BACKGROUND:
        assert claim.note
    else:
        assert citing


def test_a_defining_claim_is_a_criterion_and_a_typical_one_is_not() -> None:
    deciding = {
        claim
        for place, claims in CITATIONS.items()
        if place.startswith(("question", "alert"))
        for claim in claims
    }
    for claim in CLAIMS.values():
        if claim.role in {ClaimRole.DEFINING, ClaimRole.EXCLUSION}:
            assert claim.id in deciding, claim.id
    # S04, S43, S45, S46 and S48 are typical, and the alerts on what is atypical cite them.
    questions = {claim for question in MUSCLE_SPASM.tree.questions for claim in question.claims}
    assert not [c for c in questions if c in CLAIMS and CLAIMS[c].role is ClaimRole.TYPICAL]


def test_there_are_51_claims_and_16_notes_on_claims_that_exist() -> None:
    assert [claim.id for claim in MUSCLE_SPASM.sources.claims] == [
        f"S{number:02}" for number in range(1, 52)
    ]
    assert [note.id for note in MUSCLE_SPASM.sources.notes] == [
        f"V{number:02}" for number in range(1, 17)
    ]
    assert list(MUSCLE_SPASM.sources.by_id) == [*CLAIMS, *NOTES]
    assert all(identifier in CLAIMS for note in NOTES.values() for identifier in note.on)
    assert [note.id for note in NOTES.values() if not note.checked] == ["V13", "V16"]
    assert str(NOTES["V13"]).endswith("(to be confirmed)")
    assert MUSCLE_SPASM.sources.notes_on(CLAIMS["S40"]) == (NOTES["V01"],)


def test_a_note_to_be_confirmed_is_cited_as_one() -> None:
    marked = {
        identifier: MUSCLE_SPASM.sources.as_cited(identifier)
        for identifier in (*CLAIMS, *NOTES)
        if MUSCLE_SPASM.sources.as_cited(identifier) != identifier
    }

    assert marked == {"V13": "V13 (to be confirmed)", "V16": "V16 (to be confirmed)"}
    assert MUSCLE_SPASM.sources.cited(("S16", "V13")) == "[S16 V13 (to be confirmed)]"


def test_no_advice_is_the_text_of_a_claim() -> None:
    texts = {claim.says for claim in CLAIMS.values()} | {note.now for note in NOTES.values()}
    by_cause = {piece.text for cause in CAUSES for piece in cause.advice}
    assert not texts & by_cause
    assert not texts & {piece.text for piece in MUSCLE_SPASM.advice}


def test_findings_cite_claims_that_exist() -> None:
    for finding in Presentation.findings():
        assert all(identifier in CLAIMS | NOTES for identifier in finding.claims)


def test_a_claim_that_does_not_exist_is_refused() -> None:
    alert, *rest = MUSCLE_SPASM.alerts
    cites = attrs.evolve(alert, claims=("S52",))
    with pytest.raises(GuidelineError, match=f"alert {alert.key}: it cites 'S52'"):
        attrs.evolve(MUSCLE_SPASM, alerts=(cites, *rest))


def test_the_claims_are_those_of_the_close_reading() -> None:
    shared = Path(os.environ.get("SPASM_DDX_SHARED", Path(__file__).parents[3] / "shared"))
    reading = shared / "clinical" / "claims.json"
    if not reading.exists():
        pytest.skip("the close reading lies outside this checkout")
    data = json.loads(reading.read_text(encoding="utf-8"))
    for written in data["claims"]:
        claim = CLAIMS[written["id"]]
        assert claim.says == written["says"]
        assert claim.role.value == written["role"]
        assert claim.section == written["section"]
        assert ", ".join(claim.about) == written["about"]
        assert (claim.item, claim.note) == (written.get("item"), written.get("note", ""))
    for written in data["variance"]:
        note = NOTES[written["id"]]
        assert (note.now, note.reference) == (written["now"], written["reference"])
        assert (list(note.on), note.checked) == (written["on"], written["checked"])
