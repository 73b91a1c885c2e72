"""The report, the explanation and the handout: short, complete, never falsely calm."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM, Assessment, Extent, Presentation, Site, Urgency, assess
from spasm_ddx.guideline.explanation import explanation
from spasm_ddx.guideline.report import WIDTH, how_soon, report, urgency_words
from spasm_ddx.views.handout import to_handout
from tests import record
from tests.muscle_spasm.strategies import partly_known

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
SHOWN = [
    *(assess(Presentation.from_dict(case["findings"])) for case in CASES),
    *map(assess, itertools.islice(record.people(), 100)),
]
#: A grown-up's calf cramp, all red flags denied.
CRAMP = Presentation(
    age_months=432,
    extent=Extent.LOCALIZED,
    site=Site.LOWER_LEG,
    pain=True,
    rigidity=True,
    duration_s=45,
).deny(*(finding for screen in MUSCLE_SPASM.screens for finding in screen.findings))


def words(text: str) -> str:
    """A text whose lines are one."""
    return " ".join(text.split())


def soonest(found: Assessment) -> str:
    """What the most urgent level still possible asks for, in the words of its scale."""
    return found.urgency.at_most.words


class TestReport:
    def test_it_fits_a_page_of_a_terminal(self) -> None:
        for found in SHOWN:
            lines = str(found).splitlines()
            assert len(lines) <= 40, found
            assert max(map(len, lines)) <= WIDTH == 80

    def test_its_first_ten_lines_are_enough_to_act_on(self) -> None:
        for found in SHOWN:
            first = str(found).splitlines()[:10]
            levels = dict.fromkeys((found.urgency.at_least.title, found.urgency.at_most.title))
            assert first[0] == f"Urgency: {' to '.join(levels)}"
            assert first[1] == "What to do:"
            assert soonest(found) in words(" ".join(first)).lower()

    def test_it_holds_every_sentence_of_the_advice(self) -> None:
        for found in SHOWN:
            text = words(str(found))
            assert all(piece.text in text for piece in found.advice)

    @given(partly_known)
    def test_it_names_what_is_possible_what_is_raised_and_what_to_ask(
        self, person: dict[str, Any]
    ) -> None:
        found = assess(Presentation.from_dict(person))
        text = words(str(found))

        assert all(condition.name in text for condition in found.differential)
        assert all(alert.name in text for alert in found.alerts.raised)
        assert found.next_question is None or found.next_question.asks in text
        assert found.next_question is None or f"Why: {found.next_question.why}." in text
        assert words(MUSCLE_SPASM.notices.purpose) in text
        assert not re.search(r"\[[SV]\d\d", text)

    def test_a_cramp_reads_nothing_about_an_eeg_and_no_adult_about_children(self) -> None:
        text = str(assess(CRAMP)).lower()
        for word in ("eeg", "strychnine", "child", "convulsion", "unconscious"):
            assert word not in text
        for case in CASES:
            if case["findings"].get("age_months", 0) > 216:
                found = assess(Presentation.from_dict(case["findings"]))
                advice = str(found).partition("Still possible")[0]
                assert "the child" not in advice

    @given(partly_known, st.integers(40, 100))
    @settings(max_examples=25)
    def test_it_fits_any_width_and_breaks_no_word(self, person: dict[str, Any], width: int) -> None:
        found = assess(Presentation.from_dict(person))
        text = report(found, width=width)

        assert text.split() == str(found).split()
        assert max(map(len, text.splitlines())) <= width

    def test_not_ruled_out_is_reported_in_two_groups(self) -> None:
        supported, rest = str(assess(Presentation(tetanus_signs=True))).split("Not ruled out:")

        assert "Spasm of a systemic cause, suspected" in supported
        assert "outside the documented kinds" in rest

    def test_a_condition_is_reported_with_the_urgency_that_it_would_have(self) -> None:
        text = str(assess(Presentation(impaired_consciousness=True)))

        assert "Febrile convulsion of childhood (URGENT or more)" in text
        assert "Localized convulsion (twitching) (EMERGENCY, by an alert)" in text

    def test_it_says_when_nothing_is_left_to_ask(self) -> None:
        everything = Presentation(
            impaired_consciousness=True, fever=False, extent=Extent.GENERALIZED, rigidity=True
        )

        assert "Nothing more to ask" in str(assess(everything))


class TestHowSoon:
    def test_a_cramp_is_not_sent_to_a_doctor_for_want_of_an_answer(self) -> None:
        assert how_soon(assess(CRAMP)) == (
            "Look after it; see a doctor if that does not help. See a doctor within days if this "
            "is so, which is not known yet: self-care did not help."
        )

    def test_until_it_is_settled_the_most_urgent_is_done(self) -> None:
        emergency = "Not settled yet. Until it is, act as for an emergency: call an ambulance now."
        assert how_soon(assess(Presentation())) == emergency
        assert how_soon(assess(Presentation(tetanus_signs=True))) == "Call an ambulance now."
        may_be_an_infant = assess(CRAMP.but(age_months=None))
        assert how_soon(may_be_an_infant) == "Not settled yet. Until it is, see a doctor today."

    @given(partly_known)
    def test_it_is_never_calmer_than_the_assessment(self, person: dict[str, Any]) -> None:
        found = assess(Presentation.from_dict(person))

        assert soonest(found) in how_soon(found).lower()
        calm = found.diagnosis is not None and found.urgency.at_most <= Urgency.PROMPT
        if not calm and found.urgency.at_least < found.urgency.at_most:
            assert found.urgency.at_least.words not in how_soon(found).lower()


class TestExplanation:
    def test_it_begins_with_the_urgency_in_words_and_what_to_do(self) -> None:
        for found in SHOWN:
            head, told, _ = words(found.explain()).partition(f"What to do: - {how_soon(found)}")
            assert head == f"Urgency: {urgency_words(found.urgency)} "
            assert told

    def test_it_holds_all_that_the_assessment_knows(self) -> None:
        for found in SHOWN:
            text, told = words(found.explain()), found.to_dict()
            alerts = (*found.alerts.raised, *found.alerts.possible)
            assert all(alert.name in text for alert in alerts)
            assert all(step["question"] in text for step in told["steps"])
            features = (one[kind] for one in told["features"] for kind in ("for", "against"))
            assert all(one["text"] in text for several in features for one in several)
            assert all(cause["cause"] in text for cause in told["causes"])
            assert all(piece["text"] in text for piece in told["advice"])
            assert (found.if_denied is None) is ("If every one of these" not in text)

    def test_it_says_every_claim_and_note_that_it_cites(self) -> None:
        sources = MUSCLE_SPASM.sources
        for found in SHOWN:
            text = words(found.explain())
            cited = {id_ for ids in re.findall(r"\[([SV]\d\d[^]]*)\]", text)
                     for id_ in re.findall(r"[SV]\d\d", ids)}  # fmt: skip
            # Features that are not known cite claims that nothing of the person rests on.
            unknown = {c for one in found.features for f in one.unknown for c in f.claims}
            for claim in sources.claims:
                if claim.id in cited - unknown:
                    assert f"- {claim.id}: {claim.says}" in text
            for note in sources.notes:
                if note.id in cited - unknown:
                    assert f"- {note.id} on {', '.join(note.on)}: {note}" in text
            for one in found.to_dict()["advice"]:
                assert set(one["claims"]) <= cited

    def test_a_note_to_be_confirmed_says_so(self) -> None:
        text = words(assess(Presentation(acute_limb_or_face_sign=True)).explain())

        assert "[V27 (to be confirmed)]" in text
        assert "(to be confirmed) (" in text
        assert "to be confirmed" not in assess(Presentation(age_months=6)).explain()


class TestTheEndOfAnInterview:
    def test_what_was_left_out_is_named_and_not_asked_again(self) -> None:
        interview = MUSCLE_SPASM.interview(known=Presentation(jerking=True))
        while (page := interview.page) is not None:
            interview = interview.answered(dict.fromkeys(page.findings))
        text = words(report(interview))

        assert "Ask next" not in text
        named = text.split("Not settled, because these are not known: ")[1]
        assert Presentation.impaired_consciousness.label in named
        assert re.search(r"; and \d+ more\. Not a medical device", named)

    def test_what_was_left_out_is_named_first(self) -> None:
        interview = MUSCLE_SPASM.interview().answered({Presentation.duration_s: None})

        assert "because these are not known: duration; still going on;" in words(report(interview))

    def test_who_alone_can_tell_it_is_said(self) -> None:
        child = MUSCLE_SPASM.interview(
            known=Presentation(
                age_months=18, temperature_c=39.5, impaired_consciousness=True,
                extent=Extent.LOCALIZED, jerking=True, rigidity=False, first_convulsion=True,
                ongoing=False, rapid_recovery=True, opisthotonus=False, eye_signs=False,
            ).deny(*MUSCLE_SPASM.screen("systemic").findings,
                   *(f for f in MUSCLE_SPASM.screen("illness").findings if f.name != "fever"))
        )  # fmt: skip
        while (page := child.page) is not None:
            child = child.denied(page)

        assert "serious disease excluded by a clinician (only a clinician can tell)." in words(
            report(child)
        )

    def test_a_witness_does_not_read_where_answers_would_lead(self) -> None:
        for role, sees in (("witness", False), ("clinician", True)):
            text = explanation(MUSCLE_SPASM.interview(role))
            assert ("What each answer would lead to" in text) is sees
            assert ("If every one of these" in text) is sees


class TestHandout:
    @pytest.mark.parametrize("found", SHOWN[:60], ids=repr)
    def test_it_holds_urgency_actions_steps_and_notices(self, found: Assessment) -> None:
        page = re.sub(r"<style>.*</style>", "", to_handout(found))
        text = re.sub(r"<[^>]+>", "", page).replace("&#x27;", "'").replace("&quot;", '"')

        assert how_soon(found) in text
        for piece in found.advice:
            assert piece.text in text
        for step in found.steps:
            assert step.question.asks in text
        for condition in found.differential:
            assert condition.name in text
        assert MUSCLE_SPASM.notices.purpose in text
        assert MUSCLE_SPASM.notices.beside in text
        assert ("Not known, and could change this" in text) is not found.settled
        assert not re.search("src=|href=|url", page)
        why = page.partition("<h2>Why</h2>")[2].partition("</ul>")[0]
        assert why.count("<li>") <= 3
