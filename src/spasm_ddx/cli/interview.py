"""The interview at a terminal: page after page, until no answer can change the result."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import attrs
import click

from spasm_ddx.cli.options import SPOKEN, UNITS, accepted, is_unknown
from spasm_ddx.cli.terminal import columns, tell
from spasm_ddx.errors import FindingError
from spasm_ddx.guideline.interview import Interview, Page
from spasm_ddx.guideline.model import Screen
from spasm_ddx.guideline.report import answers_in_words, filled, names, urgency_range
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity
from spasm_ddx.reasoning.units import fahrenheit
from spasm_ddx.reasoning.wording import listed, said

_NONE = frozenset({"none", "no", "0"})
_STOP = frozenset({"stop", "quit", "exit"})
#: The most conditions that a line names.
_MOST_NAMED = 5
_PAIR = 2
_BARE = re.compile(r"[\d.,]+")


def converse(start: Interview) -> Interview:
    """Ask page after page at the terminal, until no page is left or the person stops."""
    notices = start.guideline.notices
    if notices.before:
        tell(notices.before, bold=True)
        click.echo()
    tell(notices.purpose)
    tell('Type "back" to go back, and "stop" to end.')
    click.echo()
    history = [start]
    while (page := _next(history[-1])) is not None:
        _show(history, page)
        after = partial(_after, history, page)
        try:
            interviews = click.prompt(
                ">", prompt_suffix=" ", default="", show_default=False, value_proc=after
            )
        except click.Abort as stopped:  # Ctrl-D ends it, and no answer is lost
            if isinstance(stopped.__context__, KeyboardInterrupt):
                raise
            interviews = None
        click.echo()
        if interviews is None:
            break
        history = interviews
    return history[-1]


def _next(interview: Interview) -> Page | None:
    """The next page; the optional findings at the end are asked one by one."""
    offered = interview.afterwards
    if interview.page is not None or offered is None:
        return interview.page
    asks = f"{offered.asks} (optional): {offered.findings[0].asks}"
    return attrs.evolve(offered, asks=asks, findings=offered.findings[:1])


def _after(history: list[Interview], page: Page, typed: str) -> list[Interview] | None:
    """The history after the typed answer; None ends the interview."""
    word = typed.strip().lower()
    if word in _STOP:
        return None
    if word == "back":
        if len(history) == 1:
            msg = "This is the first question."
            raise _refused(msg)
        return history[:-1]
    try:
        if not word:
            msg = 'Type an answer, or "?" for don\'t know.'
            raise _refused(msg)
        if page.screen is not None:
            return [*history, _screened(history[-1], page, word)]
        value = None if is_unknown(word) else _value(page.findings[0], word)
        return [*history, history[-1].answered({page.findings[0]: value})]
    except FindingError as error:
        raise _refused(str(error)) from None


def _refused(message: str) -> click.UsageError:
    """An error for click to write after "Error: ", in lines that fit."""
    head = "Error: "
    return click.UsageError("\n".join(filled(head + message, columns())).removeprefix(head))


def _value(finding: Finding, word: str) -> object:
    if isinstance(finding, Category) and word in map(str, range(1, len(finding.members) + 1)):
        return finding.members[int(word) - 1]
    if isinstance(finding, Quantity) and finding.unit in SPOKEN and _BARE.fullmatch(word):
        number = word.replace(",", ".")
        units = [f"{number}{short} for {unit}" for short, unit in UNITS[finding.unit]]
        msg = f"{word} of what? Type {listed(units, 'or')}"
        raise FindingError(msg)
    try:
        value = finding.parse(word)
        finding.check(value)
    except FindingError:  # its message is for programs
        slip = fahrenheit(finding, word) if isinstance(finding, Quantity) else ""
        wrong = f"{slip}. Type" if slip else f"{word!r} is not accepted. Type"
        msg = f"{wrong} {_typed(finding)}; or ? if you don't know."
        raise FindingError(msg) from None
    return value


def _screened(interview: Interview, page: Page, word: str) -> Interview:
    """The interview after what was typed; what it leaves out is "don't know", and not asked again.

    "1 3 none" says no to each other one, which was checked; "1 3" leaves these not known.
    """
    asked = {str(number): finding for number, finding in enumerate(page.findings, start=1)}
    if is_unknown(word):
        return interview.ticked(page, ())
    *numbers, last = word.replace(",", " ").split() or [word]
    others = last in _NONE
    numbers += [] if others else [last]
    for number in numbers:
        if number not in asked:
            msg = f"{number!r} is not one of {', '.join(asked)}; give those, none or ?"
            raise FindingError(msg)
    ticked = [asked[number] for number in numbers]
    answers: dict[Finding, Any] = {finding: not finding.denial for finding in ticked}
    rest = tuple(finding for finding in page.findings if finding not in ticked)
    if not others:
        return interview.answered(dict.fromkeys(rest) | answers)
    return interview.answered(answers).denied(attrs.evolve(page, findings=rest))


def _show(history: list[Interview], page: Page) -> None:
    interview = history[-1]
    assessment, notices = interview.assessment, interview.guideline.notices
    if assessment.urgency.at_least.calls_for_help and notices.call_now:
        tell(f"   {notices.call_now}", bold=True)
        for piece in assessment.advice:
            if piece.until_help_comes:
                tell(f"   {piece.text}")
    tell(f"{len(history)}. {page.asks}", bold=True)
    if page.screen is None:
        _show_one(interview, page.findings[0])
    else:
        _show_screen(interview, page, page.screen)
    tell(f"   Why: {page.why}.")
    possible = assessment.differential
    still = names(possible) if len(possible) <= _MOST_NAMED else f"{len(possible)} conditions"
    graded = interview.guideline.graded
    urgency = f"Urgency: {urgency_range(assessment.urgency)}. " if graded else ""
    tell(f"   {urgency}Still possible: {still}.")


def _show_screen(interview: Interview, page: Page, screen: Screen) -> None:
    known = interview.presentation.known
    noted = [said(finding, known[finding]) for finding in screen.findings if finding in known]
    if noted:
        tell(f"   Noted: {', '.join(noted)}. And the others?")
    for number, finding in enumerate(page.findings, start=1):
        tell(f"   {number}  {finding.asks}")
        if finding.help:
            tell(f"      {finding.help}")
    some = "1 3" if len(page.findings) > _PAIR else "1"
    tell("   Which of these are so? Type")
    for typed, means in (
        (some, "yes to these; not sure about the others"),
        (f"{some} none", "yes to these; you checked the others, and it is no to each"),
        ("none", "you checked each, and it is no to each"),
        ("?", "you don't know"),
    ):
        tell(f"   - {typed}: {means}")


def _show_one(interview: Interview, finding: Finding) -> None:
    if finding.help:
        tell(f"   {finding.help}")
    if isinstance(finding, Category):
        for number, member in enumerate(finding.members, start=1):
            tell(f"   {number}  {finding.words[member]}")
    tell(f"   Type {_typed(finding)}; or ? if you don't know.")
    for answer in answers_in_words(interview.assessment, finding) if interview.sees_ahead else ():
        tell(f"   {answer}")


def _typed(finding: Finding) -> str:
    return "its number" if isinstance(finding, Category) else accepted(finding)
