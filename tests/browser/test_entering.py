"""What is entered is never lost, the urgency is in view, and a phone shows the questions first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.guideline.report import left_open
from tests.browser.test_page import AT_THE_FEVER, AWAKE, NONE, PAGE, answers_as, asked, button, link

Opened = Callable[..., Any]
UNKNOWN = "Don\u2019t know"
THOSE = "Those ticked; each other was considered and is absent"
UNSURE = "Those ticked; not sure about the others"
#: A phone, in points.
WIDE, HIGH = 390, 844


def box(tab: Any, asks: str) -> Any:  # noqa: ANN401 - of the driver
    return tab.get_by_label(re.compile(re.escape(asks)))


def known(tab: Any) -> str:  # noqa: ANN401 - of the driver
    return str(tab.locator(".ddx-known").inner_text())


@pytest.fixture
def fever(opened: Opened) -> Any:  # noqa: ANN401 - of the driver
    """The page at the screen that asks for a fever, the neck ticked."""
    tab = opened(PAGE, AT_THE_FEVER)
    box(tab, Presentation.stiff_neck.asks).check()
    return tab


class TestNothingIsLost:
    @pytest.mark.parametrize("reading", ["39.4", "37.2"])
    def test_a_reading_takes_the_ticks_along(self, fever: Any, reading: str) -> None:  # noqa: ANN401
        fever.get_by_label("temperature").fill(reading)
        button(fever, "Use this reading").click()
        assert "stiff neck" in known(fever).replace("no stiff neck", "")
        assert "stiff_neck:yes" in fever.url
        assert box(fever, Presentation.stiff_neck.asks).count() == 0

    def test_a_fever_that_is_typed_is_never_denied(self, fever: Any) -> None:  # noqa: ANN401
        fever.get_by_label("temperature").fill("39.4")
        assert box(fever, Presentation.fever.asks).is_checked()
        button(fever, THOSE).click()
        assert "; fever; temperature 39.4 \u00b0C; stiff neck" in known(fever)
        assert "no fever" not in known(fever)

    def test_with_nothing_else_ticked_neither(self, opened: Opened) -> None:
        tab = opened(PAGE, AT_THE_FEVER)
        tab.get_by_label("temperature").fill("38")
        assert button(tab, NONE).count() == 0
        tab.get_by_label("temperature").fill("37.9")
        assert not box(tab, Presentation.fever.asks).is_checked()
        assert button(tab, NONE).is_visible()

    def test_a_tick_of_ones_own_stays_whatever_is_typed(self, fever: Any) -> None:  # noqa: ANN401
        box(fever, Presentation.fever.asks).check()
        for reading in ("39.4", "37", ""):
            fever.get_by_label("temperature").fill(reading)
            assert box(fever, Presentation.fever.asks).is_checked()

    @pytest.mark.parametrize("by", ["button", "browser"])
    def test_going_back_shows_what_was_entered(self, fever: Any, by: str) -> None:  # noqa: ANN401
        before = asked(fever)
        fever.get_by_label("temperature").fill("39.4")
        button(fever, THOSE).click()
        if by == "button":
            button(fever, "\u2190 Back").click()
        else:
            fever.go_back()
        fever.wait_for_function(
            "(text) => document.querySelector('.ddx-asks').innerText === text", arg=before
        )
        for finding in (Presentation.fever, Presentation.stiff_neck):
            assert box(fever, finding.asks).is_checked()
        assert fever.get_by_label("temperature").input_value() == "39.4"
        assert not box(fever, Presentation.known_epilepsy.asks).is_checked()
        assert button(fever, THOSE).is_visible()

    def test_it_stays_when_another_answers(self, fever: Any) -> None:  # noqa: ANN401
        fever.get_by_label("temperature").fill("102")
        answers_as(fever, "I am a clinician")
        assert box(fever, Presentation.stiff_neck.asks).is_checked()
        assert fever.get_by_label("temperature").input_value() == "102"
        assert button(fever, THOSE).is_visible()

    def test_what_is_left_open_is_not_asked_again(self, opened: Opened) -> None:
        tab = opened(PAGE, "#ddx=witness;ongoing:no")
        box(tab, Presentation.jerking.asks).check()
        button(tab, UNSURE).click()
        questions = list[str]()
        while tab.locator(".ddx-eyebrow").inner_text() != "Nothing more to ask":
            questions.append(tab.locator(".ddx-question").inner_text())
            button(tab, UNKNOWN).click()
        for finding in MUSCLE_SPASM.screen("convulsive").findings:
            assert not any(finding.asks in question for question in questions)
            assert finding is Presentation.jerking or finding.label in known(tab)

    @pytest.mark.parametrize("typed", ["102", "103F", "103 \u00b0F"])
    def test_fahrenheit_is_named(self, fever: Any, typed: str) -> None:  # noqa: ANN401
        fever.get_by_label("temperature").fill(typed)
        button(fever, "Use this reading").click()
        error = fever.locator(".ddx-error").inner_text()
        assert "degrees Celsius" in error
        celsius = "38.9" if typed == "102" else "39.4"
        assert error.endswith(f"It looks like Fahrenheit: write {celsius}.")
        assert box(fever, Presentation.stiff_neck.asks).is_checked()


class TestWhatKeepsItOpen:
    def test_it_is_named_as_the_report_names_it(self, opened: Opened) -> None:
        tab = opened(PAGE)
        interview = MUSCLE_SPASM.interview()
        while (page := interview.page) is not None:
            button(tab, UNKNOWN).click()
            interview = interview.answered(dict.fromkeys(page.findings))
        assert tab.locator(".ddx-left").inner_text() == left_open(interview)


class TestOnAPhone:
    def phone(self, opened: Opened, fragment: str = "") -> Any:  # noqa: ANN401 - of the driver
        tab = opened(PAGE, fragment, width=WIDE)
        tab.set_viewport_size({"width": WIDE, "height": HIGH})
        return tab

    def press(self, tab: Any, name: str) -> None:  # noqa: ANN401 - of the driver
        """Press a button where the page was scrolled to, which hides what stands above."""
        tab.evaluate("window.scrollTo(0, 298)")
        button(tab, name).evaluate("(pressed) => pressed.click()")

    def assert_in_view(self, tab: Any, *kinds: str) -> None:  # noqa: ANN401 - of the driver
        for kind in kinds:
            shown = tab.locator(kind).bounding_box()
            assert shown["y"] >= 0, kind
            assert shown["y"] + shown["height"] <= HIGH, kind

    def test_the_urgency_is_in_view_after_each_step(self, opened: Opened) -> None:
        tab = self.phone(opened)
        self.assert_in_view(tab, ".ddx-gauge", ".ddx-asks")
        self.press(tab, "Yes")
        self.assert_in_view(tab, ".ddx-gauge", ".ddx-asks")
        box(tab, Presentation.jerking.asks).check()
        self.press(tab, UNSURE)
        assert tab.evaluate("document.activeElement.className") == "ddx-asks"
        assert MUSCLE_SPASM.notices.call_now in tab.locator(".ddx-alarm").inner_text()
        self.assert_in_view(tab, ".ddx-alarm", ".ddx-gauge", ".ddx-asks")

    def test_the_tree_is_folded_away_and_the_notice_stands_above_the_question(
        self, opened: Opened
    ) -> None:
        tab = self.phone(opened)
        notice = tab.get_by_text("Not a medical device and not medical advice.")
        assert notice.bounding_box()["y"] < tab.locator(".ddx-asks").bounding_box()["y"]
        self.assert_in_view(tab, ".ddx-question")
        assert not tab.locator("svg:visible").count()
        assert not tab.locator("table:visible").count()
        assert tab.evaluate("document.documentElement.scrollHeight") < 2 * HIGH
        tab.get_by_text("Paths", exact=True).click()
        assert tab.locator("table").last.is_visible()

    def test_the_numbers_of_claims_are_for_a_clinician(self, opened: Opened) -> None:
        for role in MUSCLE_SPASM.roles:
            tab = self.phone(opened, link(role, AWAKE.but(fever=True)))
            assert (tab.locator(".ddx-cites:visible").count() > 0) is (role == "clinician")

    def test_on_a_wide_screen_everything_is_shown(self, opened: Opened) -> None:
        tab = opened(PAGE)
        assert tab.locator("svg:visible").count() == len(tab.locator("svg").all())
        assert tab.locator("table:visible").count() == 2
