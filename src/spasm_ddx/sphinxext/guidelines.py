"""Directives about guidelines: conditions, alerts, screens, people, lowered urgency, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import as_condition
from spasm_ddx.guideline.model import CODES_NOTE, AcceptedLowering, Alert, Cause, Code, Condition
from spasm_ddx.guideline.safety import Lowering, lowerings
from spasm_ddx.guideline.sources import Claim, ClaimRole, Note
from spasm_ddx.reasoning.wording import capitalized, said
from spasm_ddx.sphinxext import markup
from spasm_ddx.sphinxext.base import ContentDirective, Options, Piece
from spasm_ddx.views.path import ROOT

#: An example of a case in a file.
_A_CASE: Final = '[{"name": "night cramp", "findings": {"pain": true}}]'


class Conditions(ContentDirective):
    """A section for each condition: criteria, typical features, urgency, advice, codes."""

    def shown(self) -> Iterator[Piece]:
        ways: dict[Condition, list[str]] = {}
        for answers, outcome in self.paths:
            steps = (
                f"{self.question_link(place)} {'yes' if answer else 'no'}"
                for place, answer in answers.items()
            )
            ways.setdefault(as_condition(outcome), []).append(", ".join(steps))
        for one in self.guideline.conditions:
            anchor = self.define("outcome", one.key, one.name, one.key)
            yield self.section(anchor, one.name, *self._pieces(one, ways.get(one, ())))

    def _pieces(self, condition: Condition, ways: Iterable[str]) -> Iterator[str]:
        if self.guideline.graded:
            words = markup.plain(f"{capitalized(condition.urgency.words)}.")
            yield f"{markup.urgency_strip(condition.urgency)} {words}"
        yield markup.listed("Reached by the answers", filter(None, ways))
        typical = (self.citing(feature.text, feature.claims) for feature in condition.features)
        yield markup.listed(
            "Typical", typical, "(speaks for it or against it, and selects nothing)"
        )
        advice = self.guideline.advice_for(condition)
        yield markup.listed("What to do", (self.citing(one.text, one.claims) for one in advice))
        yield markup.listed("What may have contributed", map(self._cause, condition.causes))
        if condition.codes:
            yield markup.labelled("Codes", f"{_codes(condition.codes)}.")

    def _cause(self, cause: Cause) -> str:
        name = markup.finding_link(cause.finding, cause.name)
        claims = dict.fromkeys(claim for piece in cause.advice for claim in piece.claims)
        advice = self.citing(" ".join(piece.text for piece in cause.advice), claims)
        return f"{name} {markup.cited(cause.claims, self.reference)}: {advice}"


class Alerts(ContentDirective):
    """A table of alerts: criterion, lowest urgency, and claims of each.

    A named part that a question spells out is a link to it; any other is spelled out here.
    """

    def shown(self) -> Iterator[Piece]:
        criteria = (question.criterion for question in self.questions.values())
        asked = {name for criterion in criteria for name in markup.named_in(criterion)}
        rows = [self._row(alert, asked) for alert in self.guideline.alerts]
        yield markup.table(["Alert", "When", "At least"], rows, "dd-alerts")

    def _row(self, alert: Alert, asked: Collection[str]) -> list[str]:
        own = [name for name in markup.named_in(alert.criterion) if name not in asked]
        anchor = self.define("alert", alert.key, alert.name, f"alert-{alert.key}", *own)
        claims = map(self.guideline.sources.as_cited, alert.claims)
        name = markup.role("ddx:anchor", alert.name, anchor)
        name = f"{name} {markup.cited(claims, self.reference)}"
        if alert.codes:
            name = f"{name}\n\n{markup.classed('dd-quiet', _codes(alert.codes))}"
        when = markup.criterion_box(alert.criterion, self.reference, asked)
        return [name, when, markup.urgency_strip(alert.at_least)]


class Screens(ContentDirective):
    """A list of screens, each with its findings."""

    def shown(self) -> Iterator[Piece]:
        for screen in self.guideline.screens:
            yield markup.listed(screen.asks, map(markup.finding_link, screen.findings))


class Cases(ContentDirective):
    """People from a JSON file, a list of ``name`` and ``findings``, assessed during the build.

    ``:lessons:`` names a JSON file with a sentence for each name: what the case teaches. A case
    without a sentence or a sentence without a case is an error.
    """

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[Options] = {
        "guideline": directives.unchanged_required,
        "lessons": directives.unchanged_required,
    }

    @property
    def reference(self) -> str:
        """The guideline that assesses them."""
        return str(self.options.get("guideline", self.config.ddx_guideline))

    def shown(self) -> Iterator[Piece]:
        file = self.arguments[0]
        try:
            people = [(str(case["name"]), case["findings"]) for case in self.json_file(file)]
        except (TypeError, KeyError):
            self.refuse(f"{file} is not a list of cases; write {_A_CASE}")
        lessons = self._lessons([name for name, _ in people])
        for name, findings in people:
            found = self.guideline.assess(self.guideline.vocabulary.from_dict(findings))
            lesson = [self.sentence(str(lessons[name]))] if lessons else []
            anchor = self.anchor(f"case-{name}")
            made = self.section(anchor, capitalized(name), *lesson, *self._pieces(found))
            self.state.document.ids[anchor] = made
            self.state.document.note_explicit_target(made)  # for links from the text of the page
            yield made

    def _lessons(self, names: Sequence[str]) -> Mapping[str, object]:
        """The lesson of each case, by its name; none without a file."""
        if "lessons" not in self.options:
            return {}
        file = self.options["lessons"]
        lessons: dict[str, object] = self.json_file(file)
        lacking, wrong = "has no sentence on this case", "has a sentence on an unknown case"
        self.require_alike(names, lessons, f"{file} {lacking}", f"{file} {wrong}")
        return lessons

    def _pieces(self, found: Assessment) -> Iterator[str]:
        yield markup.labelled("Known:", markup.values(found.presentation.known))
        yield markup.listed("Path:", self._path(found))
        possible = "; ".join(map(self.outcome_link, found.differential))
        yield markup.labelled("Condition:" if found.diagnosis else "Still possible:", possible)
        if found.guideline.graded:
            ends = dict.fromkeys([found.urgency.at_least, found.urgency.at_most])
            yield markup.labelled("Urgency:", " to ".join(map(markup.urgency_strip, ends)))
        if found.alerts.raised:
            links = (self.link("alert", alert.key, alert.name) for alert in found.alerts.raised)
            yield markup.labelled("Alerts:", "; ".join(links))
        ask = "nothing; neither the condition nor the urgency can change."
        if found.next_question is not None:
            ask = markup.finding_link(found.next_question.finding, found.next_question.asks)
        yield markup.labelled("Ask next:", ask)

    def _path(self, found: Assessment) -> Iterator[str]:
        """The answered questions with their reasons, and the first open one."""
        place = ""
        for step in found.steps:
            because = {finding: found.presentation.value_of(finding) for finding in step.because}
            answer = markup.strong("Yes" if step.answer else "No")
            yield f"{self.question_link(place or ROOT)} {answer}: {markup.values(because)}"
            place += "y" if step.answer else "n"
        if (place or ROOT) in self.questions:
            yield f"{self.question_link(place or ROOT)} {markup.strong('Not known.')}"


class Lowerings(ContentDirective):
    """Each red flag that lowers the urgency of some people, with the guideline's explanation.

    One without an explanation, or an explanation without one, is an error.
    """

    def shown(self) -> Iterator[Piece]:
        found = lowerings(self.guideline)
        ways = [_way(one) for one in found]
        explained = [_way(one) for one in self.guideline.lowerings]
        self.require_alike(ways, explained, "proved, but not explained", "explained, but not so")
        for one in found:
            after = one.example_after.presentation.value_of(one.flag)
            title = f"{capitalized(said(one.flag, after))}: {one.before} becomes {one.after}"
            anchor = self.anchor(f"lowering {_way(one)}")
            yield self.section(anchor, title, *self._pieces(one))

    def _pieces(self, one: Lowering) -> Iterator[str]:
        yield f"{self.outcome_link(one.before)} {markup.urgency_strip(one.urgency_before)}"
        yield f"{self.outcome_link(one.after)} {markup.urgency_strip(one.urgency_after)}"
        yield markup.plain(one.accepted.why if one.accepted else "")
        yield markup.labelled("Exactly these people:")
        if one.who is None:
            yield "Everybody."
        else:
            yield markup.criterion_box(one.who, self.reference, wide=True)
        known = {f: value for f, value in one.example.known.items() if f is not one.flag}
        yield markup.labelled("For example:", markup.values(known))


def _way(one: Lowering | AcceptedLowering) -> str:
    return f"{one.flag.name} {one.before.key} {one.after.key}"


def _codes(codes: Sequence[Code]) -> str:
    return markup.plain(f"{', '.join(map(str, codes))} ({CODES_NOTE})")


# -------------------------------------------------------------------- sources


class SourceDirective(ContentDirective):
    """A directive about a guideline's claims or notes, each with what it supports."""

    def claim_link(self, claim: str) -> str:
        return markup.link("claim", self.reference, claim, claim)

    def block(self, cited: Claim | Note, unused: str, *lines: str) -> nodes.container:
        """A claim or a note as a link target, with everything that it supports."""
        anchor = self.define("claim", cited.id, cited.id, cited.id)
        uses = "; ".join(
            f"{thing} ({', '.join(parts)})" if parts else thing
            for thing, parts in self._uses.get(cited.id, {}).items()
        )
        used = markup.classed("dd-uses", markup.labelled("Used in:", uses) if uses else unused)
        text = "\n\n".join([*lines, used])
        return nodes.container("", *self.parsed([text]), ids=[anchor], classes=["dd-claim"])

    @cached_property
    def _uses(self) -> dict[str, dict[str, list[str]]]:
        """For each claim, a link to each thing that it supports, and which parts."""
        found: dict[str, dict[str, list[str]]] = {}
        for thing, part, claims in self._citing():
            for claim in claims:
                parts = found.setdefault(claim, {}).setdefault(thing, [])
                if part and part not in parts:
                    parts.append(part)
        return found

    def _citing(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Everything that claims support: a link to it, its part, and the claims."""
        for place, question in self.questions.items():
            yield self.question_link(place), "", question.claims
        for condition in self.guideline.conditions:
            advice = [*self.guideline.advice_for(condition)]
            advice += [piece for cause in condition.causes for piece in cause.advice]
            for part, citing in (
                ("typical feature", condition.features),
                ("contributing cause", condition.causes),
                ("what to do", advice),
            ):
                yield from ((self.outcome_link(condition), part, one.claims) for one in citing)
        for alert in self.guideline.alerts:
            yield self.link("alert", alert.key, alert.name), "", alert.claims
        for finding in self.guideline.vocabulary.findings():
            yield markup.finding_link(finding), "", finding.claims


class Claims(SourceDirective):
    """Each claim of the source: its text, its role, its notes, and its uses.

    With ``:role:``, a short list of the claims of one role, each linked to its full entry.
    """

    option_spec: ClassVar[Options] = {
        "role": lambda word: directives.choice(word, [each.value for each in ClaimRole])
    }

    def shown(self) -> Iterator[Piece]:
        claims = self.guideline.sources.claims
        if "role" in self.options:
            role = self.options["role"]
            yield markup.bullets(self._short(claim) for claim in claims if claim.role.value == role)
            return
        for section in dict.fromkeys(claim.section for claim in claims):
            members = (self._claim(claim) for claim in claims if claim.section == section)
            title = capitalized(section.replace("-", " ").replace("_", " "))
            yield self.section(self.anchor(f"section-{section}"), title, *members)

    def _short(self, claim: Claim) -> str:
        note = markup.role("emphasis", f"{capitalized(claim.note)}." if claim.note else "")
        return f"{self.claim_link(claim.id)}: {markup.plain(claim.says)} {note}"

    def _claim(self, claim: Claim) -> nodes.container:
        role = markup.styled(claim.role.value, "dd-role")
        item = f" item {claim.item}" if claim.item is not None else ""
        lines = [f"{markup.strong(claim.id)} {role}{item}", markup.plain(claim.says)]
        if claim.note:
            lines.append(markup.labelled("Not computed:", markup.plain(f"{claim.note}.")))
        for note in self.guideline.sources.notes_on(claim):
            says = [markup.plain(str(note)), markup.cited([note.id], self.reference)]
            lines.append(markup.labelled("Today's reference says:", *says))
        return self.block(claim, "No computation uses it.", *lines)


class Notes(SourceDirective):
    """Each note on the source: what today's reference says, the reference, claims and uses."""

    def shown(self) -> Iterator[Piece]:
        for note in self.guideline.sources.notes:
            on = ", ".join(map(self.claim_link, note.on))
            confirm = "" if note.checked else markup.styled("to be confirmed", "dd-flag")
            reference = markup.classed("dd-quiet", markup.plain(note.reference))
            lines = [f"{markup.strong(note.id)} on {on} {confirm}", markup.plain(note.now)]
            unused = "Shown beside the source; no computation uses it."
            yield self.block(note, unused, *lines, reference)
