"""The report, the explanation and the handout of guidelines outside the library."""

from __future__ import annotations

import pytest

from examples.ottawa_ankle import OTTAWA
from spasm_ddx import (
    Alert,
    Condition,
    Findings,
    Guideline,
    Leaf,
    Question,
    Tree,
    Urgency,
    UrgencyScale,
    YesNo,
)
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.report import about, few, filled, how_soon, left_open, report
from spasm_ddx.views.handout import to_handout
from tests.sprain import SPRAIN, Injured, Xray


class Bare(UrgencyScale):
    """A scale without words."""

    LOW = 0
    HIGH = 1


class Marked(Findings):
    """A vocabulary whose words look like HTML."""

    odd: YesNo = YesNo("Is <b>this</b> & that odd?", red_flag=True)


LOW, HIGH = Condition("low", "Low <i>", Bare.LOW), Condition("high", "High", Bare.HIGH)
MARKED = Guideline(
    "marked",
    name="<script>alert(1)</script>",
    tree=Tree(Question("<u>Odd?", Marked.odd.present, yes=Leaf(HIGH), no=Leaf(LOW))),
)


def test_the_levels_speak_in_their_own_words() -> None:
    assert how_soon(SPRAIN.assess(Injured())) == (
        "Not settled yet. Until it is, act as for an emergency: go to a hospital now."
    )
    assert how_soon(MARKED.assess(Marked())) == "Not settled yet. Until it is, act as for HIGH."
    assert how_soon(MARKED.assess(Marked(odd=False))) == "Act as for LOW."


def test_a_plain_tree_has_no_urgency_and_still_a_next_question() -> None:
    ottawa = as_guideline(OTTAWA)
    found = ottawa.assess(ottawa.vocabulary())

    assert str(found).startswith(f"Still possible: {len(found.differential)} conditions")
    assert "Ask next: " in str(found)
    for text in (str(found), found.explain(), to_handout(found)):
        assert "What to do" not in text
        assert "Urgency" not in text


def test_a_plain_tree_is_explained_without_urgency() -> None:
    tree = Tree(Question("Odd?", Marked.odd.present, yes=Leaf("odd"), no=Leaf("even")))
    text = as_guideline(tree).assess(Marked()).explain()

    assert text.partition("If every one")[2].splitlines()[1:4] == ["  odd.", "Then: even.", ""]


def test_a_cause_is_explained_with_its_advice_once_that_is_given() -> None:
    sprained = {"swelling": True, "bone_tender": False, "format": False, "fever": False}
    for known, advice in ((sprained, ["  Rest it. [A3]"]), ({}, [])):
        person = Injured.from_dict({**known, "xray": "normal" if known else None, "ran": True})
        lines = SPRAIN.assess(person).explain().splitlines()
        at = lines.index("How it may have happened:")

        assert lines[at + 1 : lines.index("", at)] == ["- running [A2]", *advice]


def test_the_end_of_an_interview_names_who_alone_can_tell() -> None:
    interview = SPRAIN.interview(known=Injured(swelling=True, bone_tender=True, fever=False))
    while (page := interview.page) is not None:
        interview = interview.answered(dict.fromkeys(page.findings))

    text = " ".join(report(interview).split())
    assert "(only a nurse can tell)" in text
    assert "(only a doctor can tell)" in text


def test_the_end_of_an_interview_names_the_only_thing_left() -> None:
    known = Injured(
        swelling=False,
        bone_tender=True,
        fever=False,
        format=False,
        xray=Xray.NORMAL,
        steps=9,
    )
    interview = SPRAIN.interview(known=known).answered({Injured.age: None})
    assert "Not settled, because this is not known: age." in report(interview)


def test_the_end_of_an_interview_names_both_things_left() -> None:
    known = Injured(swelling=False, bone_tender=True, fever=False, format=False, age=80)
    end = SPRAIN.interview(known=known)
    assert end.page is None
    assert left_open(end) == (
        "Not settled, because these are not known: "
        "steps (only a nurse can tell); xray (only a doctor can tell)."
    )


def test_a_settled_condition_names_the_alerts_that_could_raise_its_urgency() -> None:
    """Not those that would raise it no further."""
    plain = Condition("plain", "Plain", Urgency.SELF_CARE)
    broken = Condition("broken", "Broken", Urgency.EMERGENCY)
    alerts = (
        Alert("old", "Old", Injured.age.at_least(65), Urgency.PROMPT),
        Alert("far", "Long ago", Injured.ran.present, Urgency.PROMPT),
        Alert("mild", "Mild", Injured.ran.present, Urgency.SELF_CARE),
    )
    tree = Tree(Question("?", Injured.format.present, yes=Leaf(broken), no=Leaf(plain)))
    found = Guideline("g", name="G", tree=tree, alerts=alerts).assess(Injured(format=False))
    assert how_soon(found) == (
        "Look after it; see a doctor if that does not help. See a doctor within days "
        "if this is so, which is not known yet: old; long ago."
    )


def test_a_guideline_without_a_version_names_none() -> None:
    assert about(MARKED) == "Not a medical device and not medical advice."
    assert about(SPRAIN) == "Made up for tests, and no advice. Content 3."


def test_a_long_list_names_some_and_counts_the_others() -> None:
    assert few("abcde") == "a; b; c; d; e"
    assert few("abcdef") == "a; b; c; d; e; and 1 more"


@pytest.mark.parametrize("person", [Marked(), Marked(odd=True), Marked(odd=False)])
def test_a_handout_shows_texts_as_they_are(person: Marked) -> None:
    page = to_handout(MARKED.assess(person))

    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<u>" not in page


def test_lines_hang_like_a_list_and_break_at_spaces_alone() -> None:
    assert filled("- one self-made two-part", 12) == ["- one", "  self-made", "  two-part"]
    assert filled("1. one two", 7) == ["1. one", "   two"]
    assert filled("Alerts: one two", 12) == ["Alerts: one", "  two"]
    assert filled("incomprehensibilities", 5) == ["incomprehensibilities"]
    assert filled("") == []
