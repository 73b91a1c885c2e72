"""Rule 5: every criterion cites, and every claim is cited or explained."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from spasm_ddx import ALERTS, CONDITIONS, MUSCLE_SPASM, Presentation
from spasm_ddx.muscle_spasm.causes import CAUSES
from spasm_ddx.muscle_spasm.sources import CLAIMS, VARIANCE, Role, cited

CITATIONS: dict[str, tuple[str, ...]] = {
    **{f"question {question.asks}": question.claims for question in MUSCLE_SPASM.questions},
    **{
        f"feature {condition.key}: {feature.text}": feature.claims
        for condition in CONDITIONS
        for feature in condition.typical
    },
    **{
        f"advice {condition.key}: {piece.text}": piece.claims
        for condition in CONDITIONS
        for piece in condition.advice
    },
    **{f"alert {alert.key}": alert.claims for alert in ALERTS},
    **{f"cause {cause.key}": cause.claims for cause in CAUSES},
    **{
        f"advice of {cause.key}: {piece.text}": piece.claims
        for cause in CAUSES
        for piece in cause.advice
    },
}


@pytest.mark.parametrize("place", CITATIONS)
def test_it_cites_claims_that_exist(place: str) -> None:
    assert CITATIONS[place]
    for identifier in CITATIONS[place]:
        assert cited(identifier).id == identifier


@pytest.mark.parametrize("identifier", CLAIMS)
def test_each_claim_is_cited_or_background_with_a_note(identifier: str) -> None:
    claim = CLAIMS[identifier]
    citing = [place for place, claims in CITATIONS.items() if identifier in claims]
    if claim.role is Role.BACKGROUND:
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
        if claim.role in {Role.DEFINING, Role.EXCLUSION}:
            assert claim.id in deciding, claim.id
    # S04, S43, S45, S46 and S48 are typical, and the alerts on what is atypical cite them.
    questions = {claim for question in MUSCLE_SPASM.questions for claim in question.claims}
    assert not [c for c in questions if c in CLAIMS and CLAIMS[c].role is Role.TYPICAL]


def test_there_are_51_claims_and_16_notes_on_claims_that_exist() -> None:
    assert list(CLAIMS) == [f"S{number:02}" for number in range(1, 52)]
    assert list(VARIANCE) == [f"V{number:02}" for number in range(1, 17)]
    assert all(identifier in CLAIMS for note in VARIANCE.values() for identifier in note.on)
    assert [note.id for note in VARIANCE.values() if not note.checked] == ["V13", "V16"]
    assert str(VARIANCE["V13"]).endswith("(to be confirmed)")
    assert CLAIMS["S40"].variance == (VARIANCE["V01"],)


def test_no_advice_is_the_text_of_a_claim() -> None:
    texts = {claim.says for claim in CLAIMS.values()} | {note.now for note in VARIANCE.values()}
    assert not texts & {piece.text for c in CONDITIONS for piece in c.advice}


def test_findings_cite_claims_that_exist() -> None:
    for finding in Presentation.findings():
        assert all(cited(identifier) for identifier in finding.claims)


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
        assert claim.section.value == written["section"]
        assert ", ".join(claim.about) == written["about"]
        assert (claim.item, claim.note) == (written.get("item"), written.get("note", ""))
    for written in data["variance"]:
        note = VARIANCE[written["id"]]
        assert (note.now, note.reference) == (written["now"], written["reference"])
        assert (list(note.on), note.checked) == (written["on"], written["checked"])
