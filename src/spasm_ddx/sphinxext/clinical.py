"""Directives about guidelines: conditions, alerts, the source, people, and what is proved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from spasm_ddx.guideline.assessment import Assessment, UrgencyRange
from spasm_ddx.guideline.guideline import Guideline, as_condition
from spasm_ddx.guideline.model import CODES_NOTE, Alert, Cause, Code, Condition
from spasm_ddx.guideline.safety import Lowering, lowerings
from spasm_ddx.guideline.sources import Claim, Note
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Question
from spasm_ddx.reasoning.wording import listed, said
from spasm_ddx.sphinxext.building import (
    Options,
    Piece,
    anchored,
    bullets,
    citing,
    criterion_lines,
    joined,
    labelled,
    named_in,
    outcome_link,
    paragraph,
    people,
    section,
    table,
    urgency_strip,
)
from spasm_ddx.sphinxext.domain import DecisionDomain, linked
from spasm_ddx.sphinxext.trees import TreeDirective, question_name
from spasm_ddx.views.path import ROOT, unfolded
from spasm_ddx.views.sheet import sheet_of


def _range(urgency: UrgencyRange) -> list[Piece]:
    if urgency.at_least == urgency.at_most:
        return [urgency_strip(urgency.at_least)]
    return [urgency_strip(urgency.at_least), " to ", urgency_strip(urgency.at_most)]


def _codes(codes: Sequence[Code]) -> str:
    return f"{', '.join(map(str, codes))} ({CODES_NOTE})"


# ------------------------------------------------------------------------ conditions


class Conditions(TreeDirective):
    """A section for each condition: criteria, typical features, urgency, advice, codes."""

    def shown(self) -> list[nodes.Node]:
        guideline = self.guideline()
        ways = self._ways(guideline)
        return [self._section(guideline, one, ways.get(one, [])) for one in guideline.conditions]

    def _ways(self, guideline: Guideline) -> dict[Condition, list[Sequence[Piece]]]:
        """For each condition, the answers that lead to it."""
        sheet, found = sheet_of(guideline.tree), dict(unfolded(guideline.tree.root))
        numbered = dict(enumerate(sheet.questions(), start=1))
        ways: dict[Condition, list[Sequence[Piece]]] = {}
        for row in sheet.rows():
            steps: list[Piece] = []
            for number, answer in row.answers:
                card = numbered[number]
                name = question_name(self.reference, card.id)
                link = linked("question", name, f"{number}. {card.title}")
                steps.append(nodes.inline("", "", link, nodes.Text(" yes" if answer else " no")))
            leaf = cast("Any", found[row.end.id])
            ways.setdefault(as_condition(leaf.outcome), []).append(joined(steps, ", "))
        return ways

    def _section(
        self, guideline: Guideline, one: Condition, ways: list[Sequence[Piece]]
    ) -> nodes.section:
        anchor = self.defined("outcome", one.key, one.name, one.key)
        made = section(anchor, [one.name])
        if guideline.graded:
            made.append(paragraph(urgency_strip(one.urgency), " ", f"{_upper(one.urgency.words)}."))
        if ways:
            made.append(labelled("Reached by the answers"))
            made.append(bullets(ways))
        if one.features:
            made.append(labelled("Typical", "(speaks for it or against it, and selects nothing)"))
            made.append(bullets([[f.text, *citing(f.claims)] for f in one.features]))
        advice = guideline.advice_for(one)
        if advice:
            made.append(labelled("What to do"))
            made.append(bullets([[piece.text, *citing(piece.claims)] for piece in advice]))
        if one.causes:
            made.append(labelled("What may have contributed"))
            made.append(_causes(one.causes))
        if one.codes:
            made.append(labelled("Codes", f"{_codes(one.codes)}."))
        told = [("typical feature", feature.claims) for feature in one.features]
        told += [("what to do", piece.claims) for piece in advice]
        told += [("contributing cause", cause.claims) for cause in one.causes]
        told += [("what to do", piece.claims) for cause in one.causes for piece in cause.advice]
        for part, claims in told:
            self.used(claims, "outcome", one.key, one.name, part)
        return made


def _causes(causes: Sequence[Cause]) -> nodes.bullet_list:
    made: list[Sequence[Piece]] = []
    for cause in causes:
        name = linked("finding", cause.finding.name, cause.name)
        advice = " ".join(piece.text for piece in cause.advice)
        cited = dict.fromkeys(claim for piece in cause.advice for claim in piece.claims)
        made.append([name, *citing(cause.claims), f": {advice}", *citing(cited)])
    return bullets(made)


# --------------------------------------------------------------------------- alerts


class Alerts(TreeDirective):
    """A table of alerts: when each holds, what it raises the urgency to, and its claims.

    A named part that a question spells out is told by its name, as a link; any other is spelt
    out here.
    """

    def shown(self) -> list[nodes.Node]:
        guideline = self.guideline()
        questions = guideline.tree.questions
        told = {name for question in questions for name in named_in(question.criterion)}
        head = ["Alert", "When", "At least"]
        body = [self._row(guideline, alert, told) for alert in guideline.alerts]
        return [table(head, body, "dd-alerts")]

    def _row(
        self, guideline: Guideline, alert: Alert, told: Collection[str]
    ) -> list[Piece | Sequence[Piece]]:
        anchor = self.defined("alert", alert.key, alert.name, f"alert-{alert.key}")
        self.used(alert.claims, "alert", alert.key, alert.name, "alert")
        for part in named_in(alert.criterion):
            if ("criterion", part) not in self.domain.places and part not in told:
                self.defined("criterion", part, part, anchor)
        name: list[Piece] = [
            paragraph(
                anchored(anchor, nodes.strong("", alert.name)),
                *citing(alert.claims, guideline.sources.as_cited),
            )
        ]
        if alert.codes:
            name.append(paragraph(_codes(alert.codes), classes=["dd-quiet"]))
        when = criterion_lines(alert.criterion, folded=told)
        return [name, when, urgency_strip(alert.at_least)]


class Screens(TreeDirective):
    """A list of screens, each with the findings that it asks about together."""

    def shown(self) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        for screen in self.guideline().screens:
            made.append(labelled(screen.asks))
            made.append(bullets([[linked("finding", f.name, f.label)] for f in screen.findings]))
        return made


# ----------------------------------------------------------------------- the source


class Uses(nodes.General, nodes.Element):
    """Where a claim is used: filled in once every page has been read."""


class _FillUses(SphinxPostTransform):
    """Lists, below a claim, everything in the docs that rests on it."""

    default_priority = 5

    def run(self, **_: object) -> None:
        domain = cast("DecisionDomain", self.env.get_domain("ddx"))
        for place in list(self.document.findall(Uses)):
            parts: dict[tuple[str, str, str], list[str]] = {}
            for use in domain.uses_of(place["claim"]):
                parts.setdefault((use.kind, use.name, use.title), []).append(use.part)
            told = [
                nodes.inline("", "", linked(kind, name, title), nodes.Text(_parts(kind, words)))
                for (kind, name, title), words in parts.items()
            ]
            found = labelled("Used in:", *joined(told, "; ")) if told else paragraph(place["none"])
            found["classes"].append("dd-uses")
            place.replace_self(found)


def _parts(kind: str, words: Sequence[str]) -> str:
    """What of a thing rests on a claim, where its kind does not say so."""
    return "" if kind in words else f" ({', '.join(words)})"


class Claims(TreeDirective):
    """Each claim of the source: what it says, its role, its notes, and where it is used.

    With ``:role:`` a short list of those of one role, each a link to where it stands in full.
    """

    option_spec: ClassVar[Options] = {"role": directives.unchanged_required}

    def shown(self) -> list[nodes.Node]:
        sources = self.guideline().sources
        if "role" in self.options:
            role = self.options["role"]
            chosen = [claim for claim in sources.claims if claim.role.value == role]
            return [bullets([_short(claim) for claim in chosen])]
        groups: dict[str, list[Claim]] = {}
        for claim in sources.claims:
            groups.setdefault(claim.section, []).append(claim)
        return [
            section(
                nodes.make_id(f"section-{name}"),
                [_title(name)],
                *(self._claim(claim, sources.notes_on(claim)) for claim in members),
            )
            for name, members in groups.items()
        ]

    def _claim(self, claim: Claim, notes: Sequence[Note]) -> nodes.container:
        anchor = self.defined("claim", claim.id, claim.id, claim.id)
        made = nodes.container(ids=[anchor], classes=["dd-claim"])
        role = nodes.inline("", claim.role.value, classes=["dd-role"])
        item = f" item {claim.item}" if claim.item is not None else ""
        made.append(paragraph(nodes.strong("", claim.id), " ", role, item))
        made.append(paragraph(claim.says))
        if claim.note:
            made.append(labelled("Not computed:", f"{claim.note}."))
        for note in notes:
            made.append(labelled("Today's reference says:", str(note), *citing([note.id])))
        made.append(Uses(claim=claim.id, none="Used in nothing that is computed."))
        return made


def _short(claim: Claim) -> list[Piece]:
    note = nodes.emphasis("", f" {_upper(claim.note)}.") if claim.note else ""
    return [linked("claim", claim.id, claim.id), f": {claim.says}", note]


def _title(name: str) -> str:
    return _upper(name.replace("-", " ").replace("_", " "))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


class Notes(TreeDirective):
    """Each note on the source: what is said today, by whom, on which claims, and where used."""

    def shown(self) -> list[nodes.Node]:
        return [self._note(note) for note in self.guideline().sources.notes]

    def _note(self, note: Note) -> nodes.container:
        anchor = self.defined("claim", note.id, note.id, note.id)
        made = nodes.container(ids=[anchor], classes=["dd-claim"])
        on = joined((linked("claim", claim, claim) for claim in note.on), ", ")
        head: list[Piece] = [nodes.strong("", note.id), " on ", *on]
        if not note.checked:
            head += [" ", nodes.inline("", "to be confirmed", classes=["dd-flag"])]
        made.append(paragraph(*head))
        made.append(paragraph(note.now))
        made.append(paragraph(note.reference, classes=["dd-quiet"]))
        made.append(Uses(claim=note.id, none="Shown beside the source; it drives nothing here."))
        return made


# --------------------------------------------------------------------------- people


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

    def shown(self) -> list[nodes.Node]:
        people = cast("list[dict[str, Any]]", self.json_file(self.arguments[0]))
        guideline = self.guideline()
        lessons = self._lessons({str(person["name"]) for person in people})
        return [node for person in people for node in self._person(guideline, person, lessons)]

    def _lessons(self, names: Collection[str]) -> dict[str, str]:
        if "lessons" not in self.options:
            return {}
        file = self.options["lessons"]
        lessons = cast("dict[str, str]", self.json_file(file))
        for name in names - lessons.keys():
            self.refuse(f"{file} has no sentence on this case: {name}")
        for name in lessons.keys() - names:
            self.refuse(f"{file}: there is no such case: {name}")
        return lessons

    def _person(
        self, guideline: Guideline, person: dict[str, Any], lessons: Mapping[str, str]
    ) -> Iterator[nodes.Node]:
        found = guideline.assess(guideline.vocabulary.from_dict(person["findings"]))
        name = str(person["name"])
        made = section(nodes.make_id(f"case-{name}"), [_upper(name)])
        self.state.document.note_explicit_target(made)  # a sentence of the page may link to it
        if name in lessons:
            inside, messages = self.parse_inline(lessons[name])
            made += [paragraph(*inside), *messages]
        made.append(labelled("Known:", f"{_known(found.presentation)}."))
        made.append(labelled("Path:"))
        made.append(bullets(self._path(found)))
        label = "Condition:" if found.diagnosis else "Still possible:"
        made.append(labelled(label, *joined(map(outcome_link, found.differential), "; ")))
        if guideline.graded:
            made.append(labelled("Urgency:", *_range(found.urgency)))
        if found.alerts.raised:
            alerts = (linked("alert", alert.key, alert.name) for alert in found.alerts.raised)
            made.append(labelled("Alerts:", *joined(alerts, "; ")))
        made.append(labelled("Ask next:", *_next(found)))
        yield made

    def _path(self, found: Assessment) -> Iterator[Sequence[Piece]]:
        """The questions that are answered, each with why, and the first that is not."""
        cards = sheet_of(found.guideline.tree).questions()
        numbers = {card.id: number for number, card in enumerate(cards, start=1)}
        nodes_at = dict(unfolded(found.guideline.tree.root))
        answers = ""

        def question() -> nodes.Element:
            place = answers or ROOT
            asks = f"{numbers[place]}. {cast('Any', nodes_at[place]).asks}"
            return linked("question", question_name(self.reference, place), asks)

        for step in found.steps:
            value_of = found.presentation.value_of
            because = "; ".join(said(finding, value_of(finding)) for finding in step.because)
            answer = nodes.strong("", "Yes" if step.answer else "No")
            yield [question(), " ", answer, f": {because}."]
            answers += "y" if step.answer else "n"
        if isinstance(nodes_at[answers or ROOT], Question):
            yield [question(), " ", nodes.strong("", "Not known.")]


def _known(findings: Findings) -> str:
    return "; ".join(said(finding, value) for finding, value in findings.known.items())


def _next(found: Assessment) -> list[Piece]:
    if found.next_question is None:
        return ["nothing; neither the condition nor the urgency can change."]
    return [linked("finding", found.next_question.name, found.next_question.asks)]


# --------------------------------------------------------------------------- safety


class Lowerings(TreeDirective):
    """Each way in which more danger lowers the urgency, with the guideline's explanation.

    A way without an explanation, or the other way round, is an error.
    """

    def shown(self) -> list[nodes.Node]:
        guideline = self.guideline()
        found = lowerings(guideline)
        explained = {one.accepted for one in found}
        if unexplained := [" ".join(_way(one)) for one in found if one.accepted is None]:
            self.refuse(f"proved, but not explained: {listed(unexplained, 'and')}")
        if unproved := [one for one in guideline.lowerings if one not in explained]:
            self.refuse(f"explained, but not so: {unproved[0]}")
        return [self._section(one, one.accepted.why) for one in found if one.accepted is not None]

    def _section(self, one: Lowering, why: str) -> nodes.section:
        after = one.example_after.presentation.value_of(one.flag)
        title = f"{_upper(said(one.flag, after))}: {one.before} becomes {one.after}"
        before, then = outcome_link(one.before), outcome_link(one.after)
        known = {f: value for f, value in one.example.known.items() if f is not one.flag}
        example = "; ".join(said(finding, value) for finding, value in known.items())
        return section(
            nodes.make_id(f"lowering-{'-'.join(_way(one))}"),
            [title],
            paragraph(before, " ", urgency_strip(one.urgency_before)),
            paragraph(then, " ", urgency_strip(one.urgency_after)),
            paragraph(why),
            labelled("Exactly these people:"),
            paragraph("Everybody.") if one.who is None else people(one.who),
            labelled("For example:", f"{example}."),
        )


def _way(one: Lowering) -> tuple[str, ...]:
    return one.flag.name, one.before.key, one.after.key


DIRECTIVES: Final[dict[str, type[SphinxDirective]]] = {
    "conditions": Conditions,
    "alerts": Alerts,
    "screens": Screens,
    "claims": Claims,
    "notes": Notes,
    "cases": Cases,
    "lowerings": Lowerings,
}


def _pages_of_claims(_: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again whenever another page changed: what rests on a claim may have."""
    domain = cast("DecisionDomain", env.get_domain("ddx"))
    pages = {place.docname for (kind, _), place in domain.places.items() if kind == "claim"}
    return sorted(pages)


def connect(app: Sphinx) -> None:
    """Register what lists the uses of claims."""
    app.add_node(Uses)
    app.add_post_transform(_FillUses)
    app.connect("env-updated", _pages_of_claims)
