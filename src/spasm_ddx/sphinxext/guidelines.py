"""Directives about guidelines: conditions, alerts, screens, people, and what lowers the urgency."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast

from docutils.parsers.rst import directives

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import as_condition
from spasm_ddx.guideline.model import CODES_NOTE, Alert, Cause, Code, Condition
from spasm_ddx.guideline.safety import Lowering, lowerings
from spasm_ddx.reasoning.tree import Question
from spasm_ddx.reasoning.wording import listed, said
from spasm_ddx.sphinxext.directive import Options, Piece, TreeDirective
from spasm_ddx.sphinxext.markup import (
    bullets,
    cited,
    classed,
    criterion_box,
    example,
    finding_link,
    labelled,
    link,
    named_in,
    plain,
    role,
    strong,
    table,
    urgency_strip,
)
from spasm_ddx.views.path import ROOT


class Conditions(TreeDirective):
    """A section for each condition: criteria, typical features, urgency, advice, codes."""

    def shown(self) -> Iterator[Piece]:
        ways = self._ways()
        for condition in self.guideline.conditions:
            anchor = self.anchor(condition.key)
            self.define("outcome", condition.key, condition.name, anchor)
            pieces = self._pieces(condition, ways.get(condition, []))
            yield self.section(anchor, condition.name, *pieces)

    def _ways(self) -> dict[Condition, list[str]]:
        """For each condition, the answers that lead to it."""
        ways: dict[Condition, list[str]] = {}
        for answers, outcome in self.paths:
            steps = (
                f"{self.question_link(place)} {'yes' if answer else 'no'}"
                for place, answer in answers.items()
            )
            if answers:
                ways.setdefault(as_condition(outcome), []).append(", ".join(steps))
        return ways

    def _pieces(self, condition: Condition, ways: Sequence[str]) -> Iterator[str]:
        if self.guideline.graded:
            words = condition.urgency.words
            yield f"{urgency_strip(condition.urgency)} {plain(f'{_upper(words)}.' if words else '')}"
        if ways:
            yield labelled("Reached by the answers")
            yield bullets(ways)
        if condition.features:
            yield labelled("Typical", "(speaks for it or against it, and selects nothing)")
            yield bullets(self._citing(f.text, f.claims) for f in condition.features)
        if advice := self.guideline.advice_for(condition):
            yield labelled("What to do")
            yield bullets(self._citing(piece.text, piece.claims) for piece in advice)
        if condition.causes:
            yield labelled("What may have contributed")
            yield bullets(map(self._cause, condition.causes))
        if condition.codes:
            yield labelled("Codes", plain(f"{_codes(condition.codes)}."))

    def _cause(self, cause: Cause) -> str:
        name = f"{finding_link(cause.finding, cause.name)} {cited(cause.claims, self.reference)}"
        claims = dict.fromkeys(claim for piece in cause.advice for claim in piece.claims)
        advice = " ".join(piece.text for piece in cause.advice)
        return f"{name.rstrip()}: {self._citing(advice, list(claims))}"

    def _citing(self, text: str, claims: Sequence[str]) -> str:
        return f"{plain(text)} {cited(claims, self.reference)}"


class Alerts(TreeDirective):
    """A table of alerts: when each holds, what it raises the urgency to, and its claims.

    Of a named part that a question spells out it shows the name, as a link; any other is spelt
    out here.
    """

    def shown(self) -> Iterator[Piece]:
        questions = self.guideline.tree.questions
        elsewhere = {name for question in questions for name in named_in(question.criterion)}
        rows = [self._row(alert, elsewhere) for alert in self.guideline.alerts]
        if rows:
            yield table(["Alert", "When", "At least"], rows, "dd-alerts")

    def _row(self, alert: Alert, elsewhere: Collection[str]) -> list[str]:
        anchor = self.anchor(f"alert-{alert.key}")
        self.define("alert", alert.key, alert.name, anchor)
        for name in named_in(alert.criterion):
            if name not in elsewhere:
                self.define("criterion", name, name, anchor)
        claims = map(self.guideline.sources.as_cited, alert.claims)
        name = f"{role('ddx:anchor', alert.name, anchor)} {cited(claims, self.reference)}"
        if alert.codes:
            name += f"\n\n{classed('dd-quiet', plain(_codes(alert.codes)))}"
        when = criterion_box(alert.criterion, self.reference, elsewhere)
        return [name, when, urgency_strip(alert.at_least)]


class Screens(TreeDirective):
    """A list of screens, each with the findings that it asks about together."""

    def shown(self) -> Iterator[Piece]:
        for screen in self.guideline.screens:
            yield labelled(screen.asks)
            yield bullets(finding_link(finding, finding.label) for finding in screen.findings)


class Cases(TreeDirective):
    """People from a JSON file, a list of ``name`` and ``findings``, each assessed now.

    ``:lessons:`` names a JSON file with a sentence for each name: what the case teaches. A case
    without a sentence, or the other way round, is an error.
    """

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[Options] = {
        "guideline": directives.unchanged_required,
        "lessons": directives.unchanged_required,
    }

    @property
    def reference(self) -> str:
        """The guideline by which they are assessed."""
        return str(self.options.get("guideline", self.config.ddx_guideline))

    def shown(self) -> Iterator[Piece]:
        people = self._people(self.json_file(self.arguments[0]))
        lessons = self._lessons(people.keys())
        for name, found in people.items():
            anchor = self.anchor(f"case-{name}")
            lesson = [self.sentence(lessons[name])] if name in lessons else []
            made = self.section(anchor, _upper(name), *lesson, *self._pieces(found))
            self.state.document.ids[anchor] = made
            self.state.document.note_explicit_target(made)  # a sentence of the page may link to it
            yield made

    def _people(self, given: object) -> dict[str, Assessment]:
        read = self.guideline.vocabulary.from_dict
        match given:
            case [*people] if all(isinstance(each, dict) for each in people):
                cases = cast("list[dict[str, Any]]", people)
            case _:
                self.refuse(f"{self.arguments[0]} is no list of cases; write {_A_CASE}")
        found: dict[str, Assessment] = {}
        for number, each in enumerate(cases, start=1):
            name = each.get("name")
            if not isinstance(name, str) or "findings" not in each or name in found:
                self.refuse(
                    f"{self.arguments[0]}: case {number} needs its own name; write {_A_CASE}"
                )
            found[name] = self.guideline.assess(read(each["findings"]))
        return found

    def _lessons(self, names: Collection[str]) -> Mapping[str, str]:
        if "lessons" not in self.options:
            return {}
        file = self.options["lessons"]
        lessons = self.json_file(file)
        if not isinstance(lessons, dict):
            self.refuse(f"{file} gives no sentence for each name, as in {{name: sentence}}")
        for name in names - lessons.keys():
            self.refuse(f"{file} has no sentence on this case: {name}")
        for name in lessons.keys() - names:
            self.refuse(f"{file}: there is no such case: {name}")
        return lessons

    def _pieces(self, found: Assessment) -> Iterator[str]:
        yield labelled("Known:", example(found.presentation.known))
        yield labelled("Path:")
        yield bullets(self._path(found))
        possible = "; ".join(map(self.outcome_link, found.differential))
        yield labelled("Condition:" if found.diagnosis else "Still possible:", possible)
        if found.guideline.graded:
            ends = dict.fromkeys([found.urgency.at_least, found.urgency.at_most])
            yield labelled("Urgency:", " to ".join(map(urgency_strip, ends)))
        if alerts := found.alerts.raised:
            links = (link("alert", self.reference, alert.key, alert.name) for alert in alerts)
            yield labelled("Alerts:", "; ".join(links))
        ask = "nothing; neither the condition nor the urgency can change."
        if found.next_question is not None:
            ask = finding_link(found.next_question.finding, found.next_question.asks)
        yield labelled("Ask next:", ask)

    def _path(self, found: Assessment) -> Iterator[str]:
        """The questions that are answered, each with why, and the first that is not."""
        answers = ""
        for step in found.steps:
            value_of = found.presentation.value_of
            because = "; ".join(said(finding, value_of(finding)) for finding in step.because)
            answer = strong("Yes" if step.answer else "No")
            yield f"{self.question_link(answers or ROOT)} {answer}: {plain(because)}."
            answers += "y" if step.answer else "n"
        if isinstance(self.nodes_at[answers or ROOT], Question):
            yield f"{self.question_link(answers or ROOT)} {strong('Not known.')}"


#: A case as its file gives it.
_A_CASE = '[{"name": "night cramp", "findings": {"pain": true}}]'


class Lowerings(TreeDirective):
    """Each way in which more danger lowers the urgency, with the guideline's explanation.

    A way without an explanation, or the other way round, is an error.
    """

    def shown(self) -> Iterator[Piece]:
        found = lowerings(self.guideline)
        explained = {one.accepted for one in found}
        if unexplained := [" ".join(_way(one)) for one in found if one.accepted is None]:
            self.refuse(f"proved, but not explained: {listed(unexplained, 'and')}")
        if unproved := [one for one in self.guideline.lowerings if one not in explained]:
            self.refuse(f"explained, but not so: {unproved[0]}")
        for one in found:
            after = one.example_after.presentation.value_of(one.flag)
            title = f"{_upper(said(one.flag, after))}: {one.before} becomes {one.after}"
            anchor = self.anchor(f"lowering-{'-'.join(_way(one))}")
            yield self.section(anchor, title, *self._pieces(one))

    def _pieces(self, one: Lowering) -> Iterator[str]:
        yield f"{self.outcome_link(one.before)} {urgency_strip(one.urgency_before)}"
        yield f"{self.outcome_link(one.after)} {urgency_strip(one.urgency_after)}"
        yield plain(one.accepted.why if one.accepted else "")
        yield labelled("Exactly these people:")
        if one.who is None:
            yield "Everybody."
        else:
            yield criterion_box(one.who, self.reference, wide=True)
        known = {f: value for f, value in one.example.known.items() if f is not one.flag}
        yield labelled("For example:", example(known))


def _way(one: Lowering) -> tuple[str, ...]:
    return one.flag.name, one.before.key, one.after.key


def _codes(codes: Sequence[Code]) -> str:
    return f"{', '.join(map(str, codes))} ({CODES_NOTE})"


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
