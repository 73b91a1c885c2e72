"""The interview at a terminal: page after page, until nothing more can change."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Sequence

import attrs
import click

from spasm_ddx.cli.guidelines import UNKNOWN
from spasm_ddx.errors import FindingError
from spasm_ddx.guideline.interview import Interview, Page
from spasm_ddx.guideline.model import Screen
from spasm_ddx.guideline.report import WIDTH, answers_in_words, names, urgency_words
from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.wording import said

#: Units in which people do not think by themselves: an answer says which it means.
_AMBIGUOUS = {"months": "as in 40y or 18mo", "seconds": "as in 45s, 3min or 1h"}
_NONE = frozenset({"none", "no", "0"})
_BARE = re.compile(r"[\d.]+")


def converse(start: Interview) -> Interview:
    """Ask page after page at the terminal, until nothing is left to ask or it is stopped.

    What may explain the condition comes last, and "stop" leaves it out.
    """
    notices = start.guideline.notices
    if notices.before:
        click.secho(f"{notices.before}\n", bold=True)
    click.echo(f"{notices.purpose}\n")
    click.echo('Answer each question; "?" is don\'t know, "back" goes back, "stop" ends.\n')
    history = [start]
    while (page := _next(history[-1])) is not None:
        _show(history, page)
        while True:
            try:
                answer = click.prompt(">", prompt_suffix=" ", default="", show_default=False)
            except click.Abort:  # Ctrl-C and Ctrl-D end it, and lose nothing
                click.echo()
                return history[-1]
            word = str(answer).strip().lower()
            if word in {"stop", "quit", "exit"}:
                return history[-1]
            if word == "back":
                if len(history) > 1:
                    history.pop()
                    break
                click.echo("This is the first question.")
                continue
            try:
                history.append(_answered(history[-1], page, word))
                break
            except FindingError as error:
                click.echo(f"{error}")
        click.echo()
    return history[-1]


def _next(interview: Interview) -> Page | None:
    """The page to ask; what is offered at the end is asked one by one."""
    offered = interview.afterwards
    if interview.page is not None or offered is None:
        return interview.page
    asks = f"{offered.asks} (optional): {offered.findings[0].asks}"
    return attrs.evolve(offered, asks=asks, findings=offered.findings[:1])


def _show(history: Sequence[Interview], page: Page) -> None:
    interview = history[-1]
    assessment, notices = interview.assessment, interview.guideline.notices
    if assessment.urgency.at_least.calls_for_help and notices.call_now:
        click.secho(f"   {notices.call_now}", bold=True)
        for piece in assessment.advice:
            if piece.until_help_comes:
                _tell(piece.text)
    click.secho(f"{len(history)}. {page.asks}", bold=True)
    if page.screen is None:
        _show_one(interview, page.findings[0])
    else:
        _show_screen(interview, page, page.screen)
    _tell(f"Why: {page.why}.")
    before = history[-2].assessment.differential if len(history) > 1 else None
    possible = assessment.differential
    _tell(f"Still possible: {'as before' if possible == before else names(possible)}.")
    if interview.guideline.graded:
        _tell(f"Urgency: {urgency_words(assessment.urgency)}.")


def _tell(text: str, first: int = 3, others: int = 5) -> None:
    """Write in lines that fit, the first and the others indented by so many columns."""
    width = min(shutil.get_terminal_size().columns, WIDTH)
    lines = textwrap.fill(text, width, initial_indent=" " * first, subsequent_indent=" " * others)
    click.echo(lines)


def _show_screen(interview: Interview, page: Page, screen: Screen) -> None:
    noted = _noted(interview, screen)
    if noted:
        _tell(f"Noted: {', '.join(noted)}. And the others?")
    for index, finding in _numbers(page, screen).items():
        _tell(f"{index}  {finding.asks}", others=6)
        if finding.help:
            _tell(finding.help, 6, 6)
    _tell(
        "Type the numbers of those seen, as 1 3, or 1 3 none if each other was considered "
        "too; none (each was considered); or ? (don't know)."
    )


def _numbers(page: Page, screen: Screen) -> dict[int, Finding]:
    """The number of each finding that is asked; on a screen it stays the same."""
    listed = enumerate(screen.findings, start=1)
    return {number: finding for number, finding in listed if finding in page.findings}


def _noted(interview: Interview, screen: Screen) -> list[str]:
    """What of a screen is answered already."""
    known = interview.presentation.known
    return [said(finding, known[finding]) for finding in screen.findings if finding in known]


def _show_one(interview: Interview, finding: Finding) -> None:
    if finding.help:
        _tell(finding.help)
    if isinstance(finding, Category):
        for index, member in enumerate(finding.members, start=1):
            click.echo(f"   {index}  {finding.words[member]}")
    _tell(f"Answer: {_choices(finding)}.")
    for answer in answers_in_words(interview.assessment, finding) if interview.sees_ahead else ():
        _tell(answer)


def _choices(finding: Finding) -> str:
    match finding:
        case Sign():
            return "yes, no or ?"
        case Category():
            choices = ", ".join(str(member.value) for member in finding.members)
            return f"a number, or {choices}; or ?"
        case Quantity(unit=unit):
            if unit in _AMBIGUOUS:
                return f"a number with its unit, {_AMBIGUOUS[unit]}; or ?"
            return f"{finding.accepted}, or ?"


def _answered(interview: Interview, page: Page, word: str) -> Interview:
    """The interview after what was typed.

    Raises:
        FindingError: What was typed is no answer to this page.
    """
    if not word:
        msg = 'Type an answer, or "?" for don\'t know.'
        raise FindingError(msg)
    if page.screen is not None:
        return _screened(interview, page, page.screen, word)
    finding = page.findings[0]
    return interview.answered({finding: _value(finding, word)})


def _value(finding: Finding, part: str) -> object:
    if part in UNKNOWN:
        return None
    if isinstance(finding, Category):
        choices = finding.members
        if part.isdecimal() and 1 <= int(part) <= len(choices):
            return choices[int(part) - 1]
        return finding.parse(part)
    value = finding.parse(part)
    if isinstance(finding, Quantity) and _AMBIGUOUS.get(finding.unit) and _BARE.fullmatch(part):
        msg = f"{part} of what? Give a unit too, {_AMBIGUOUS[finding.unit]}"
        raise FindingError(msg, field=finding.name)
    finding.check(value)
    return value


def _screened(interview: Interview, page: Page, screen: Screen, word: str) -> Interview:
    if word in UNKNOWN:
        return interview.ticked(page, ())
    numbers = _numbers(page, screen)
    parts = word.replace(",", " ").split()
    others = bool(parts) and parts[-1] in _NONE
    ticked: list[Finding] = []
    for part in parts[:-1] if others else parts:
        if not (part.isdecimal() and int(part) in numbers):
            asked = ", ".join(map(str, numbers))
            msg = f"{part!r} is not one of {asked}; give those, none or ?"
            raise FindingError(msg)
        ticked.append(numbers[int(part)])
    after = interview.ticked(page, ticked) if ticked else interview
    if not others:
        return after
    rest = tuple(finding for finding in page.findings if finding not in ticked)
    return after.denied(attrs.evolve(page, findings=rest))
