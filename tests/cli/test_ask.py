"""`spasm-ddx ask`, in a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation, assess
from tests.sprain import SPRAIN
from tests.terminal import converse

ATTACK = ["no", "localized", "lower_leg", "yes", "yes", "45s", "not_suspected"]
CALF_CRAMP = [*ATTACK, "none", "none", "none"]
ROOT = Path(__file__).parents[2]
OTTAWA = ["ask", "--guideline", f"{ROOT / 'examples' / 'ottawa_ankle.py'}:OTTAWA"]
SPRAINED = ["ask", "--guideline", f"{ROOT / 'tests' / 'sprain.py'}:SPRAIN"]


def test_a_plain_calf_cramp_ends_in_thirteen_interactions() -> None:
    code, shown, asked = converse(["ask"], [*CALF_CRAMP, "62y", "not done", "no"])

    assert code == 0
    assert len(asked) == 13
    assert "Benign local cramp: the only condition that is still possible." in shown
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
    _, shown, asked = converse(["ask", "--as", "witness"], [*CALF_CRAMP, "62y", "no"])

    assert len(asked) == 12
    assert "EEG" not in "".join(asked)
    assert "at most PROMPT" in " ".join(shown.split())


def test_ticks_and_words_in_a_screen() -> None:
    _, shown, _ = converse(["ask"], [*ATTACK, "7", "2 3", "stop"])

    assert "'7' is not one of 1, 2, 3, 4, 5" in shown
    supported = shown.rsplit("Supported by what is known:", 1)[1].split("Not ruled out", 1)[0]
    assert "Localized convulsion (twitching)" in supported


def test_known_findings_are_not_asked_again() -> None:
    _, _, asked = converse(["ask", "--ongoing", "no", "--extent", "localized"], ["stop"])

    assert "Where is it" in asked[0]


def test_a_bare_number_is_asked_for_its_unit() -> None:
    _, shown, _ = converse(["ask"], [*ATTACK[:5], "3", "3min", "stop"])

    assert "3 of what? Give a unit too, as in 45s, 3min or 1h" in shown
    assert "duration 3 minutes" in " ".join(shown.split())


def test_an_emergency_is_said_before_the_next_question() -> None:
    _, shown, asked = converse(["ask"], ["yes", "generalized", "stop"])

    assert "Call an ambulance now" not in asked[0]
    assert "Call an ambulance now" in asked[2]
    assert "Until the ambulance is there" in shown


def test_a_screen_keeps_its_numbers_and_none_behind_them_denies_the_rest() -> None:
    # With jerking known, two of the others can still change something: they are asked.
    _, shown, _ = converse(["ask"], [*ATTACK, "2", "2", "4 none", "stop"])

    assert "Noted: jerking. And the others?" in shown
    assert "'2' is not one of 1, 4; give those, none or ?" in shown
    known = " ".join(shown.rsplit("Known:", 1)[1].split())
    assert (
        "stiff, hard muscles; jerking; back arched backwards (opisthotonus); awake and clear; pain"
        in known
    )


def test_the_end_of_input_loses_nothing() -> None:
    code, shown, _ = converse(["ask"], ["no", "localized", "\x04"])

    assert code == 0
    assert "only one part of the body" in shown.rsplit("Known:", 1)[1]


def test_a_clinician_answers_unless_another_is_named() -> None:
    _, _, asked = converse(["ask"], [*ATTACK[:6], "stop"])
    _, _, witness = converse(["ask", "--as", "witness"], [*ATTACK[:6], "stop"])

    assert "1  excluded by a clinician who looked" in asked[6]
    assert "1  not suspected by anyone" in witness[6]


def test_what_another_must_tell_is_refused() -> None:
    _, shown, asked = converse(["ask", "--as", "witness"], [*ATTACK[:6], "excluded", "stop"])

    assert "serious_disease: only a clinician can tell that it is excluded" in shown
    assert len(asked) == 8


def test_somebody_who_answers_nothing_here_is_refused() -> None:
    code, shown, _ = converse(["ask", "--as", "nobody"], [])

    assert code == 2
    assert "no 'nobody' answers its questions; accepted are witness, clinician" in shown


def test_the_serious_disease_is_asked_before_the_screens() -> None:
    _, _, asked = converse(["ask"], [*ATTACK, "stop"])

    assert Presentation.serious_disease.asks in asked[6]
    assert MUSCLE_SPASM.screens[0].asks in asked[7]


def test_one_finding_of_a_screen_that_is_left_is_a_question() -> None:
    known = ["--tetanus-signs", "no", "--rabies-signs", "no", "--tetany-signs", "no"]
    _, _, asked = converse(["ask", *known], [*ATTACK, "none", "stop"])

    assert Presentation.poisoning.asks in asked[8]
    assert "Answer: yes, no or ?." in asked[8]
    assert MUSCLE_SPASM.screen("systemic").asks not in asked[8]


class TestAPlainTree:
    """It is asked like a guideline: its red flags first, then as it asks; nothing is urgent."""

    def test_it_is_asked_to_the_end(self) -> None:
        code, shown, asked = converse(OTTAWA, ["yes", "no", "no", "no", "yes", "no"])

        assert code == 0
        assert len(asked) == 6
        assert "no X-ray by these rules: the only condition" in shown
        assert "Not a medical device and not medical advice." in shown
        assert "Urgency" not in shown
        assert "muscle" not in shown.lower()

    def test_each_question_says_why(self) -> None:
        _, _, asked = converse(OTTAWA, ["?", "stop"])

        for page in asked:
            assert 'Why: it bears on "' in page
            assert "Still possible: " in page


class TestAnotherGuideline:
    """Its own order, screens, roles, scale and notices."""

    def test_its_order_its_screen_and_its_notices(self) -> None:
        code, shown, asked = converse(SPRAINED, ["yes", "no", "3", "stop"])

        assert code == 0
        assert len(asked) == 3
        assert SPRAIN.notices.before in asked[0]
        assert "Is it swollen?" in asked[0]
        assert "Is the bone tender?" in asked[1]
        assert SPRAIN.screen("signs").asks in asked[2]
        assert "Noted: no bone tender. And the others?" in asked[2]
        assert "Broken ankle: the only condition" in shown
        assert SPRAIN.notices.settled in shown
        assert "Made up for tests, and no advice. Content 3." in shown
        assert "muscle" not in shown.lower()

    def test_its_highest_level_calls_for_help_before_the_next_question(self) -> None:
        _, _, asked = converse([*SPRAINED, "--temperature", "41"], ["yes", "stop"])

        assert SPRAIN.notices.call_now in asked[0]
        assert "Do not walk on it." in asked[0]

    def test_each_role_is_asked_what_it_can_tell(self) -> None:
        for role in SPRAIN.roles:
            _, _, asked = converse([*SPRAINED, "--as", role], ["no", "yes", *"?????????"])
            steps = [page for page in asked if "How many steps can be taken?" in page]
            assert len(steps) == (role == "nurse"), role

    def test_a_member_that_another_must_tell_is_no_choice(self, tmp_path: Path) -> None:
        person = tmp_path / "person.json"
        person.write_text('{"bone_tender": false, "fever": false, "format": false}')
        for role, told in (("doctor", True), ("nurse", False)):
            command = [*SPRAINED, str(person), "--as", role]
            _, shown, asked = converse(command, ["no", "unclear", "stop"])
            assert "What does the X-ray show?" in asked[1]
            assert ("  unclear" in asked[1]) is told
            assert ("only a doctor can tell that it is unclear" in shown) is not told


@pytest.mark.parametrize("named", [OTTAWA, SPRAINED])
def test_going_back_in_another_guideline_forgets_the_answer(named: list[str]) -> None:
    _, shown, asked = converse(named, ["yes", "back", "stop"])

    first, again = (asked[place].rpartition("1. ")[2].splitlines()[0] for place in (0, 2))
    assert first == again
    assert "Known:" not in shown.rpartition("stop")[2]
