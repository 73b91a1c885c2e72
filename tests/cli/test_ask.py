"""`spasm-ddx ask`, in a real terminal."""

from __future__ import annotations

from spasm_ddx import Presentation, assess
from tests.terminal import converse

CALF_CRAMP = ["no", "localized", "lower_leg", "yes", "yes", "45s", "none", "none", "none"]


def test_a_plain_calf_cramp_ends_in_ten_interactions() -> None:
    code, shown, asked = converse(["ask"], [*CALF_CRAMP, "62y, not done, no"])

    assert code == 0
    assert len(asked) == 10
    assert "Benign local cramp: the only condition of the source that is still possible." in shown
    assert "Urgency: SELF-CARE" in shown
    assert "not medical advice" in shown


def test_each_question_says_why_and_what_is_still_possible() -> None:
    _, _, asked = converse(["ask"], ["?", "?", "stop"])

    for page in asked:
        assert "Why: " in page
        assert "Still possible: " in page
        assert "Urgency: " in page


def test_going_back_forgets_the_answer() -> None:
    _, shown, asked = converse(["ask"], ["back", "yes", "back", "no", "stop"])

    assert "This is the first question." in shown
    assert "Is the attack still going on now?" in asked[3]
    assert "Still convulsing" not in shown.rsplit("stop", 1)[1]


def test_what_is_no_answer_is_asked_again() -> None:
    code, shown, asked = converse(["ask"], ["maybe", "", "no", "9", "1", "stop"])

    assert code == 0
    assert "give yes or no" in shown
    assert "Type an answer" in shown
    assert "'9' is not accepted" in shown
    assert len(asked) == 6


def test_don_t_know_is_always_accepted_and_it_ends() -> None:
    code, shown, _ = converse(["ask"], ["?"] * 25)

    assert code == 0
    assert str(assess(Presentation())).splitlines()[0] in shown


def test_a_witness_is_not_asked_what_only_a_clinician_can_answer() -> None:
    _, shown, asked = converse(["ask", "--as", "witness"], [*CALF_CRAMP, "62y, no"])

    assert len(asked) == 10
    assert "EEG" not in "".join(asked)
    assert "at most PROMPT" in " ".join(shown.split())


def test_ticks_and_words_in_a_screen() -> None:
    _, shown, _ = converse(["ask"], [*CALF_CRAMP[:6], "7", "2 3", "stop"])

    assert "'7' is not one of 1, 2, 3, 4, 5" in shown
    supported = shown.rsplit("Supported by what is known:", 1)[1].split("Not ruled out", 1)[0]
    assert "Localized convulsion (twitching)" in supported


def test_known_findings_are_not_asked_again() -> None:
    _, _, asked = converse(["ask", "--ongoing", "no", "--extent", "localized"], ["stop"])

    assert "Where is it" in asked[0]


def test_a_bare_number_is_asked_for_its_unit() -> None:
    _, shown, _ = converse(["ask"], [*CALF_CRAMP[:5], "3", "3min", "stop"])

    assert "3 of what? Give a unit too, as in 45s, 3min or 1h" in shown
    assert "duration 3 minutes" in " ".join(shown.split())


def test_an_emergency_is_said_before_the_next_question() -> None:
    _, shown, asked = converse(["ask"], ["yes", "generalized", "stop"])

    assert "Call an ambulance now" not in asked[0]
    assert "Call an ambulance now" in asked[2]
    assert "Until the ambulance is there" in shown


def test_a_screen_keeps_its_numbers_and_none_behind_them_denies_the_rest() -> None:
    _, shown, _ = converse(["ask"], [*CALF_CRAMP[:6], "2", "2", "3 none", "stop"])

    assert "Noted: jerking. And the others?" in shown
    assert "'2' is not one of 1, 3, 4, 5" in shown
    known = " ".join(shown.rsplit("Known:", 1)[1].split())
    assert "jerking; back not arched; eye signs; awake and clear; not called a fit" in known


def test_the_end_of_input_loses_nothing() -> None:
    code, shown, _ = converse(["ask"], ["no", "localized", "\x04"])

    assert code == 0
    assert "only one part of the body" in shown.rsplit("Known:", 1)[1]
