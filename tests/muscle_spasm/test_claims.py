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
from tests.muscle_spasm import oracle

HERE = Path(__file__).parent
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


@pytest.mark.parametrize("identifier", NOTES)
def test_each_note_is_cited(identifier: str) -> None:
    by_finding = [f for f in Presentation.findings() if identifier in f.claims]
    citing = [place for place, claims in (CITATIONS | TOLD).items() if identifier in claims]
    assert citing or by_finding


def test_there_are_51_claims_and_30_notes_on_claims_that_exist() -> None:
    assert sorted(claim.id for claim in MUSCLE_SPASM.sources.claims) == [
        f"S{number:02}" for number in range(1, 52)
    ]
    assert [note.id for note in MUSCLE_SPASM.sources.notes] == [
        f"V{number:02}" for number in range(1, 31)
    ]
    assert list(MUSCLE_SPASM.sources.by_id) == [*CLAIMS, *NOTES]
    assert all(identifier in CLAIMS for note in NOTES.values() for identifier in note.on)
    assert [note.id for note in NOTES.values() if not note.checked] == ["V27"]
    assert str(NOTES["V27"]).endswith("(to be confirmed)")
    assert NOTES["V01"] in MUSCLE_SPASM.sources.notes_on(CLAIMS["S40"])


def test_a_note_to_be_confirmed_is_cited_as_one() -> None:
    marked = {
        identifier: MUSCLE_SPASM.sources.as_cited(identifier)
        for identifier in (*CLAIMS, *NOTES)
        if MUSCLE_SPASM.sources.as_cited(identifier) != identifier
    }

    assert marked == {"V27": "V27 (to be confirmed)"}
    assert MUSCLE_SPASM.sources.cited(("S16", "V27")) == "[S16 V27 (to be confirmed)]"


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
    data = json.loads((HERE / "claims.json").read_text(encoding="utf-8"))
    assert sorted(written["id"] for written in data["claims"]) == sorted(CLAIMS)
    assert [written["id"] for written in data["variance"]] == list(NOTES)
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


@pytest.mark.parametrize("name", ["claims.json", "cases.json", "people.jsonl"])
def test_the_copies_here_are_those_that_are_shared(name: str) -> None:
    shared = Path(os.environ.get("SPASM_DDX_SHARED", HERE.parents[2] / "shared"))
    original = shared / "clinical" / name
    if not original.exists():
        pytest.skip("the shared clinical content lies outside this checkout")
    assert (HERE / name).read_bytes() == original.read_bytes()


class TestTheyAreThoseOfThePrintedTables:
    """The claims of each part, by the tables written by hand."""

    def test_questions(self) -> None:
        claims = [question.claims for question in MUSCLE_SPASM.tree.questions]
        assert claims == oracle.QUESTION_CLAIMS

    def test_alerts(self) -> None:
        assert {alert.key: alert.claims for alert in MUSCLE_SPASM.alerts} == oracle.ALERT_CLAIMS
        assert [alert.key for alert in MUSCLE_SPASM.alerts] == list(oracle.ALERT_CLAIMS)

    def test_features(self) -> None:
        assert {
            condition.key: [feature.claims for feature in condition.features]
            for condition in MUSCLE_SPASM.conditions
        } == oracle.FEATURE_CLAIMS

    def test_causes(self) -> None:
        advice = {"S07", "S08", "S09", "S10"}
        cited = {cause.finding.name: cause.claims for cause in CAUSES}
        assert cited == oracle.CAUSE_CLAIMS
        for cause in CAUSES:
            assert advice & {claim for piece in cause.advice for claim in piece.claims}

    @pytest.mark.parametrize("key", oracle.CARD_CLAIMS)
    def test_the_advice_on_a_card(self, key: str) -> None:
        told = MUSCLE_SPASM.advice_for(MUSCLE_SPASM.condition(key))
        assert {claim for piece in told for claim in piece.claims} == oracle.CARD_CLAIMS[key]

    def test_codes(self) -> None:
        found = {
            **{condition.key: condition.codes for condition in MUSCLE_SPASM.conditions},
            **{alert.key: alert.codes for alert in MUSCLE_SPASM.alerts},
        }
        assert {key: [str(c) for c in codes] for key, codes in found.items() if codes} == (
            oracle.CODES
        )
