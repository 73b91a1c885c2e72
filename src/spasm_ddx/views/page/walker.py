"""A fragment of HTML in which a person walks a guideline or a tree, question by question."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

import attrs

from spasm_ddx.errors import DiagramTooLargeError, TreeError
from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.findings import Findings, require_about
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.views import run_graphviz
from spasm_ddx.views.cards import LeafCard
from spasm_ddx.views.figure import figure
from spasm_ddx.views.page.bundle import script, stylesheet
from spasm_ddx.views.page.data import MOST_NODES, Data
from spasm_ddx.views.path import Standing
from spasm_ddx.views.sheet import sheet_of
from spasm_ddx.views.svg import check_prefix

#: The most cards of the drawing that shows the path.
MOST_LIT: Final = 300


def walker(
    shown: GuidelineOrTree,
    *,
    findings: Findings | None = None,
    prefix: str = "ddx",
) -> str:
    """A fragment of HTML in which a person walks a guideline or a tree, question by question.

    It is self-contained and makes no network request. Without JavaScript it says so.

    Args:
        shown: A guideline or a tree.
        findings: What is known at the start; nothing unless given.
        prefix: The prefix of every id, and the name of the answers in the link; give two
            fragments on one page two prefixes.

    Returns:
        The fragment. Where the tree is too large for a page, the fragment says why.

    Raises:
        ValueError: The prefix cannot begin an id.
        TreeError: A text holds what no drawing can.
        UnknownFindingError: The findings are of another vocabulary.
    """
    check_prefix(prefix)
    guideline = as_guideline(shown)
    if findings is not None:
        require_about(repr(guideline.name), guideline.vocabulary, findings)
    notices = guideline.notices
    before = f'<p class="ddx-before">{escape(notices.before)}</p>' if notices.before else ""
    begin = (
        f'<section class="ddx-walker" id="{prefix}-walker" aria-label="Questions">'
        f"<style>{stylesheet()}</style>{before}{_purpose(notices.purpose)}"
    )
    try:
        data = inlined(Data(guideline).whole(findings, prefix))
    except DiagramTooLargeError:
        return (
            f'{begin}<p class="ddx-still">This tree cannot be walked here: its decision diagram '
            f"has more than {MOST_NODES:,} nodes, too many for a page. "
            "Ask spasm_ddx.next_question instead.</p></section>\n"
        )
    return (
        f'{begin}<noscript class="ddx-still">Answering the questions needs JavaScript, which is '
        f'off.</noscript><div class="ddx-stage"></div>'
        f'<details class="ddx-drawing ddx-more" hidden open><summary>The tree so far</summary>'
        f"{_drawing(guideline.tree, prefix)}</details>"
        f'<script type="application/json" class="ddx-data">{data}</script>'
        f"<script>{script()}</script></section>\n"
    )


def _purpose(purpose: str) -> str:
    """What the guideline is for: its first sentence, which opens to the others on a phone."""
    first, stop, others = purpose.partition(". ")
    if not others:
        return f'<p class="ddx-notice">{escape(purpose)}</p>'
    summary = f"<summary>{escape(first + stop)}</summary>"
    return f'<details class="ddx-notice ddx-more" open>{summary}{escape(others)}</details>'


def inlined(data: object) -> str:
    """JSON escaped for a page: nothing in it ends the element or begins another."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _drawing(tree: Tree[Any], prefix: str) -> str:
    """The drawing on which the script shows the path; empty where there is none."""
    try:
        sheet = sheet_of(tree)
    except TreeError:
        return ""
    if not run_graphviz.can_draw() or len(sheet.cards) > MOST_LIT:
        return ""
    # What to do depends on the whole assessment.
    bare = [
        attrs.evolve(card, card=attrs.evolve(card.card, lines=(), claims=()))
        if isinstance(card, LeafCard)
        else card
        for card in sheet.cards
    ]
    return figure(
        attrs.evolve(sheet, cards=tuple(bare)),
        "Drawing of the path so far",
        prefix=f"{prefix}-lit",
        standings=tuple(Standing),
        full=True,
    )
