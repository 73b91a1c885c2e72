"""The page in a real browser shows for a link what the library computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from examples.feverish_child import FEVERISH_CHILD
from examples.ottawa_ankle import OTTAWA
from spasm_ddx import MUSCLE_SPASM, Findings, Guideline, Interview
from spasm_ddx.guideline.assessment import Features
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.model import Ungraded
from spasm_ddx.guideline.report import graded, how_soon, urgency_words
from spasm_ddx.reasoning.wording import said
from spasm_ddx.views.cards import card_of, grade_of
from spasm_ddx.views.path import Standing, path_of
from spasm_ddx.views.style import MARKS
from tests.sprain import SPRAIN, unsorted
from tests.views.page.node import Node
from tests.views.page.test_agreement import NEARLY
from tests.views.page.walks import Walks, walked
from tests.views.strategies import drawn_as

#: Goes to a link, as if it were typed, and reads what is shown then.
SHOWN = """(link) => new Promise((done) => {
  const stage = document.querySelector(".ddx-stage");
  const texts = (kind) => [...stage.querySelectorAll(kind)].map((one) => one.textContent);
  const read = () => done({
    asks: texts(".ddx-asks"),
    why: texts(".ddx-why"),
    explains: texts(".ddx-one > :is(b, legend)"),
    ticks: texts(".ddx-tick > span > bdi"),
    known: texts(".ddx-known bdi"),
    urgency: texts(".ddx-gauge > p"),
    alarm: texts(".ddx-alarm"),
    outcomes: texts(".ddx-outcome"),
    raised: texts(".ddx-signals > li"),
    open: texts(".ddx-side details li"),
    advice: texts(".ddx-advice")[0] ?? "",
    way: texts(".ddx-way > li"),
    live: texts("[aria-live]"),
    lit: Object.fromEntries(
      [...document.querySelectorAll("[id^=ddx-lit-]")].map((one) => [
        one.id.slice("ddx-lit-".length),
        [one.classList.value.match(/ddx-(passed|undecided|ruled_out)/)?.[1],
         one.querySelector(".ddx-badge")?.textContent],
      ]),
    ),
  });
  addEventListener("hashchange", read, { once: true });
  location.hash = `ddx=${link}`;
})"""


def expected(interview: Interview) -> dict[str, Any]:
    """The library's result for an interview, in the form that the page shows."""
    found, guideline, page = interview.assessment, interview.guideline, interview.page
    diagnosis, urgency, cited = found.diagnosis, found.urgency, guideline.sources.cited
    single = page is not None and len(page.findings) == 1
    last = "Not settled" if diagnosis is None else card_of(diagnosis).title
    known = [said(finding, value) for finding, value in interview.presentation.known.items()]
    passed = [f.label for f in interview.passed if interview.presentation.value_of(f) is None]
    shown: dict[str, Any] = {
        "asks": [page.asks if page else last],
        "why": [f"Why: {page.why}."] if page else [],
        "explains": [f.asks for f in interview.afterwards.findings] if interview.afterwards else [],
        "ticks": [f.asks for f in page.findings] if page is not None and not single else [],
        "known": [sorted(words) for words in (known, passed) if words],
        "outcomes": sorted(map(outcome, found.features)),
        "raised": [
            f"{alert.name}: at least {alert.at_least.title}"
            + (f" {cited(alert.claims)}" if alert.claims else "")
            for alert in found.alerts.raised
        ],
        "open": [alert.name for alert in found.alerts.possible],
    }
    if guideline.graded and (interview.passed or known or page is None):
        pieces = [
            f"{piece.text} {cited(piece.claims)}" if piece.claims else piece.text
            for piece in found.advice
        ]
        shown["advice"] = "".join([how_soon(found), *pieces])
    if guideline.graded:
        words = urgency_words(urgency)
        shown["urgency"] = [f"{words[:1].upper()}{words[1:]}."]
        calls = guideline.notices.call_now if urgency.at_least.calls_for_help else ""
        helps = [piece.text for piece in found.advice if piece.until_help_comes]
        mark = MARKS[grade_of(urgency.at_least)]
        shown["alarm"] = [f"{mark} {''.join([calls, *helps])}"] if calls else []
        possible = f"{len(found.differential)} still possible"
        shown["live"] = [f"{diagnosis.name if diagnosis else possible}. Urgency: {words}."]
    return shown


def outcome(features: Features) -> str:
    """A possible condition, in the form that the page shows."""
    urgency = features.urgency.at_least
    ungraded = isinstance(urgency, Ungraded)
    strip = "" if ungraded else f"{MARKS[grade_of(urgency)]} {graded(features)}"
    flags = [said(flag, not flag.denial) for flag in features.red_flags]
    pro = dict.fromkeys([*flags, *(feature.text for feature in features.speaks_for)])
    con = [feature.text for feature in features.speaks_against]
    lines = [f"+ {'; '.join(pro)}"] if pro else []
    lines += [f"\u2212 against (absent): {'; '.join(con)}"] if con else []
    return "".join([strip or card_of(features.condition).marked(), features.condition.name, *lines])


def assert_lit(interview: Interview, lit: dict[str, list[str]]) -> None:
    """Each card and each edge of the drawing has the standing of the path."""
    path = path_of(interview.guideline.tree, interview.presentation)
    for place, standing in path.standings.items():
        seen = interview.sees_ahead or standing is Standing.PASSED
        told = standing if seen else Standing.UNDECIDED
        name, words = lit[place]
        assert name == told.name.lower()
        answer = path.answers.get(place) if seen else None
        if told is Standing.RULED_OUT:
            assert words == "\u00d7 ruled out"
        elif answer is not None:
            assert words.endswith("yes" if answer else "no")


def assert_shown(tab: Any, link: str, interview: Interview) -> None:  # noqa: ANN401 - a tab
    """For a link the page shows what the library computes for the interview."""
    shown = tab.evaluate(SHOWN, link)
    shown["outcomes"].sort()
    shown["known"] = [sorted(text.removesuffix(".").split("; ")) for text in shown["known"]]
    wanted = expected(interview)
    assert {name: shown[name] for name in wanted} == wanted, link
    if shown["lit"]:
        assert_lit(interview, shown["lit"])


@pytest.mark.parametrize(
    ("guideline", "role", "given"),
    [
        *((MUSCLE_SPASM, role, None) for role in MUSCLE_SPASM.roles),
        *((MUSCLE_SPASM, "clinician", nearly) for nearly in NEARLY.values()),
        *((SPRAIN, role, None) for role in SPRAIN.roles),
        (unsorted(MUSCLE_SPASM), "clinician", None),
        *((FEVERISH_CHILD, role, None) for role in FEVERISH_CHILD.roles),
        (as_guideline(OTTAWA), "witness", None),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_page_shows_what_the_library_says(
    opened: Callable[..., Any],
    node: Node,
    guideline: Guideline,
    role: str,
    given: Findings | None,
) -> None:
    walks, tab = Walks(guideline), opened(drawn_as(guideline, "html"))
    for steps in walked(node, guideline, role, range(8), given):
        walks.assert_same(role, steps, given)
    for link, interview in walks.links.items():
        if ";" in link:
            assert_shown(tab, link, interview)
    assert len(walks.links) > 8
