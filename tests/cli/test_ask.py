"""`spasm-ddx ask`, as at a terminal, and once in a real one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spasm_ddx import MUSCLE_SPASM, Finding, Presentation, Screen, assess
from spasm_ddx.guideline.report import answers_in_words
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP
from tests.cli.running import converse
from tests.sprain import SPRAIN
from tests.terminal import converse as in_a_terminal

SCREENS = ["none", "none", "62y", "none", "none"]  # the screens, with the age amid them
ATTACK = ["localized", "lower_leg", "yes", "yes", "45s"]
CALF_CRAMP = ["no", *SCREENS, *ATTACK, "no"]
ROOT = Path(__file__).parents[2]
OTTAWA = ["ask", "--guideline", f"{ROOT / 'examples' / 'ottawa_ankle.py'}:OTTAWA"]
SPRAINED = ["ask", "--guideline", f"{ROOT / 'tests' / 'sprain.py'}:SPRAIN"]


def test_a_plain_calf_cramp_ends_in_twelve_interactions() -> None:
    code, shown, asked = converse(["ask"], [*CALF_CRAMP, "stop"])

    assert code == 0
    assert len(asked) == 12 + 1
    assert "What may explain it (optional)" in asked[-1]
    assert not any("(optional)" in page for page in asked[:-1])
    assert "Benign local cramp: the only condition that is still possible." in shown
    assert "Urgency: SELF-CARE" in shown
    assert "not medical advice" in shown


def test_what_may_explain_it_is_offered_at_the_end_and_changes_no_urgency() -> None:
    answers = [*CALF_CRAMP, "yes", "?", "no", "?", "?", "yes"]
    code, shown, asked = converse(["ask", "--explain"], answers)

    offered = [*(cause.finding for cause in BENIGN_LOCAL_CRAMP.causes), Presentation.at_night]
    assert code == 0
    assert len(asked) == 12 + len(offered)
    for finding, page in zip(offered, asked[12:], strict=True):
        assert f"What may explain it (optional): {finding.asks}" in " ".join(page.split())
        assert "Urgency: SELF-CARE" in page
    assert "Urgency: SELF-CARE" in shown.rpartition("> ")[2]
    known = " ".join(shown.rsplit("Known:", 1)[1].split())
    assert "exertion" in known
    assert "no long posture or pressure" in known
    assert "at night or lying down" in known


def test_going_back_from_what_may_explain_it() -> None:
    _, shown, asked = converse(["ask", "--explain"], [*CALF_CRAMP, "yes", "back", "back", "stop"])

    assert Presentation.cold_exposure.asks in asked[13]
    assert Presentation.exertion.asks in asked[14]
    assert Presentation.self_care_failed.asks in asked[15]
    assert "exertion" not in shown.rsplit("Known:", 1)[1]


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
    code, shown, asked = converse(["ask"], ["maybe", "", "no", *SCREENS, "9", "2", "stop"])

    assert code == 0
    assert "Error: 'maybe' is not accepted. Type yes or no; or ? if you don't know." in shown
    assert "Type an answer" in shown
    assert "Error: '9' is not accepted. Type its number; or ? if you don't know." in shown
    assert len(asked) == 6 + len(SCREENS)


def test_don_t_know_is_always_accepted_and_it_ends() -> None:
    code, shown, _ = converse(["ask"], ["?"] * 40)

    assert code == 0
    assert str(assess(Presentation())).splitlines()[0] in shown


def test_a_witness_is_not_asked_what_only_a_clinician_can_answer() -> None:
    child = ["--fever", "yes", "--impaired-consciousness", "yes"]
    clinician, witness = (
        {f.name for f in Presentation.findings() for page in asked if f.asks in page}
        for role in ("clinician", "witness")
        for _, _, asked in [converse(["ask", "--as", role, *child], ["?"] * 40)]
    )

    assert clinician - witness == {"serious_disease_excluded"}
    assert Presentation.serious_disease_excluded.answered_by == "clinician"
    assert "serious_disease_suspected" in witness


def test_in_a_real_terminal_ctrl_d_ends_it_and_loses_nothing() -> None:
    code, shown, asked = in_a_terminal(["ask", "--explain"], ["yes", "\x04"])

    assert code == 0
    assert len(asked) == 2
    assert "still going on" in shown.rsplit("Known:", 1)[1]


def test_ticks_and_words_in_a_screen() -> None:
    _, shown, _ = converse(["ask"], ["no", "7", "2 3", "stop"])

    assert "'7' is not one of 1, 2, 3, 4, 5" in shown
    supported = shown.rsplit("Supported by what is known:", 1)[1].split("Not ruled out", 1)[0]
    assert "Localized convulsion (twitching)" in supported


def test_known_findings_are_not_asked_again() -> None:
    known = ["--ongoing", "no", "--extent", "localized"]
    _, _, asked = converse(["ask", *known], [*SCREENS, "stop"])

    assert MUSCLE_SPASM.screen("convulsive").asks in asked[0]
    assert Presentation.site.asks in asked[5]


def test_a_bare_number_is_asked_for_its_unit() -> None:
    _, shown, _ = converse(["ask", "--explain"], ["no", *SCREENS, *ATTACK[:4], "3", "3min", "stop"])

    assert "3 of what? Type 3s for seconds, 3min for minutes or 3h for hours" in shown
    assert "duration 3 minutes" in " ".join(shown.split())


def test_an_emergency_is_said_before_the_next_question() -> None:
    jerking = Presentation(ongoing=True, jerking=True)
    _, _, asked = converse(["ask"], ["yes", "2", "stop"])

    assert MUSCLE_SPASM.notices.before in " ".join(asked[0].split())
    assert not any(MUSCLE_SPASM.notices.call_now in page for page in asked[:2])
    assert MUSCLE_SPASM.notices.call_now in asked[2]
    until = next(piece for piece in assess(jerking).advice if piece.until_help_comes)
    assert until.text.startswith("Until help comes")
    assert until.text in " ".join(asked[2].split())


def test_a_screen_is_numbered_without_gaps_and_none_behind_numbers_denies_the_rest() -> None:
    # With jerking known, two others can still change something: they are asked.
    _, shown, asked = converse(["ask", "--explain", "--jerking", "yes"], ["no", "4", "2 none"])

    assert "Noted: repeated jerking. And the others?" in asked[1]
    assert re.findall(r"^ +(\d)  ", asked[1], re.MULTILINE) == ["1", "2"]
    assert "'4' is not one of 1, 2; give those, none or ?" in shown
    assert "- 1 none: yes to these; you checked the others, and it is no to each" in asked[1]
    known = " ".join(shown.rsplit("Known:", 1)[1].split())
    assert "repeated jerking; back arched backwards; " in known
    assert "awake and clear" in known


def test_what_is_left_open_is_not_asked_again() -> None:
    _, shown, asked = converse(["ask", "--explain"], ["no", "2", *["?"] * 30])

    for finding in MUSCLE_SPASM.screen("convulsive").findings:
        assert not any(finding.asks in page for page in asked[2:])
    assert "Known: repeated jerking; over by now." in " ".join(shown.split())


@pytest.mark.parametrize("columns", [40, 80])
def test_a_screen_says_how_to_answer_whatever_it_asks(columns: int) -> None:
    _, _, asked = converse(["ask"], ["no", "none", "stop"], columns=columns)

    for page in asked[1:]:
        said = " ".join(page.split())
        assert "Which of these are so? Type - 1 3: yes to these; not sure about the others" in said
        assert "- none: you checked each, and it is no to each - ?: you don't know" in said


def test_a_number_in_words_is_refused_with_what_to_type() -> None:
    _, shown, _ = converse(["ask"], ["no", *SCREENS[:2], "about 2 years", "2,5", "2,5y", "stop"])

    said = " ".join(shown.split())
    assert "'about 2 years' is not accepted. Type a number of months from 0 to 1500" in said
    assert "2,5 of what? Type 2.5y for years or 2.5mo for months" in said


def test_fahrenheit_is_named() -> None:
    _, shown, _ = converse([*SPRAINED], ["no", "no", "?", "102", "stop"])

    said = " ".join(shown.split())
    assert "'102' is not in Celsius but looks like Fahrenheit; write 38.9. Type a number" in said


def test_a_handout_of_what_was_answered(tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    code, shown, _ = converse(["ask", "--handout", str(page)], ["yes", "2 none", "stop"])

    assert code == 0
    assert "Urgency: EMERGENCY" in shown
    assert "Call an ambulance now" in page.read_text(encoding="utf-8")
    code, shown, asked = converse(["ask", "--handout", "out.pdf"], ["yes"])
    assert (code, asked) == (2, [])
    assert "a handout is a page of HTML" in shown


def test_the_end_of_input_loses_nothing() -> None:
    code, shown, _ = converse(["ask", "--explain", "--jerking", "no"], ["no", "\x04"])

    assert code == 0
    known = " ".join(shown.rsplit("Known:", 1)[1].split())
    assert "no repeated jerking" in known
    assert "over by now" in known


def test_a_witness_answers_unless_another_is_named() -> None:
    start = ["ask", "--fever", "yes", "--impaired-consciousness", "yes"]
    asked = {
        role: "".join(converse([*start, *named], ["?"] * 40)[2])
        for role, named in {
            "nobody named": [],
            "witness": ["--as", "witness"],
            "clinician": ["--as", "clinician"],
        }.items()
    }

    assert asked["nobody named"] == asked["witness"]
    assert Presentation.serious_disease_excluded.asks in " ".join(asked["clinician"].split())
    assert Presentation.serious_disease_excluded.asks not in " ".join(asked["witness"].split())


def test_a_witness_is_not_shown_what_an_answer_would_lead_to() -> None:
    _, _, witness = converse(["ask"], ["stop"])
    _, _, clinician = converse(["ask", "--as", "clinician"], ["stop"])

    told = answers_in_words(assess(Presentation()), Presentation.ongoing)
    assert told
    for line in told:
        assert line in " ".join(clinician[0].split())
        assert line not in " ".join(witness[0].split())
    assert "If " not in witness[0].rpartition(Presentation.ongoing.asks)[2]


def test_somebody_who_answers_nothing_here_is_refused() -> None:
    code, shown, _ = converse(["ask", "--as", "nobody"], [])

    assert code == 2
    assert "'nobody' is not a role of this guideline; accepted are witness, clinician" in shown


def test_the_dangerous_is_asked_before_the_harmless() -> None:
    _, _, asked = converse(["ask"], [*CALF_CRAMP[:11], "stop"])

    order: list[Finding | Screen] = [
        Presentation.ongoing,
        *(MUSCLE_SPASM.screen(name) for name in ("convulsive", "limb")),
        Presentation.age_months,
        *(MUSCLE_SPASM.screen(name) for name in ("systemic", "illness")),
        Presentation.extent,
        Presentation.site,
        Presentation.pain,
        Presentation.rigidity,
        Presentation.duration_s,
    ]
    for number, (entry, page) in enumerate(zip(order, asked[:11], strict=True), start=1):
        assert f"{number}. {entry.asks}" in page


def test_one_finding_of_a_screen_that_is_left_is_a_question() -> None:
    denied = ("tetanus-signs", "rabies-signs", "tetany-signs", "low-blood-calcium")
    known = [word for name in denied for word in (f"--{name}", "no")]
    _, _, asked = converse(["ask", *known], ["no", *SCREENS[:3], "stop"])

    assert Presentation.poisoning.asks in asked[4]
    assert "Type yes or no; or ? if you don't know." in asked[4]
    assert MUSCLE_SPASM.screen("systemic").asks not in asked[4]


class TestAPlainTree:
    """An interview works for a tree: red flags first, then its own order, no urgency."""

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
        code, shown, asked = converse(SPRAINED, ["yes", "no", "2", "stop"])

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

    def test_a_choice_that_another_must_make_is_not_asked(self, tmp_path: Path) -> None:
        person = tmp_path / "person.json"
        person.write_text('{"bone_tender": false, "fever": false, "format": false}')
        for role in SPRAIN.roles:
            command = [*SPRAINED, str(person), "--as", role]
            _, shown, _ = converse(command, ["no", *"?????"])
            assert ("What does the X-ray show?" in shown) is (role == "doctor"), role


@pytest.mark.parametrize("named", [OTTAWA, SPRAINED])
def test_going_back_in_another_guideline_forgets_the_answer(named: list[str]) -> None:
    _, shown, asked = converse(named, ["yes", "back", "stop"])

    first, again = (asked[place].rpartition("1. ")[2].splitlines()[0] for place in (0, 2))
    assert first == again
    assert "Known:" not in shown.rpartition("stop")[2]
