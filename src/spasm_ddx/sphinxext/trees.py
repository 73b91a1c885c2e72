"""Directives for any tree and any vocabulary: drawing, table, questions, findings, walker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import ClassVar, Final, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from spasm_ddx.exchange.json import parsed
from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf
from spasm_ddx.reasoning.wording import amount, capitalized, said
from spasm_ddx.sphinxext import markup
from spasm_ddx.sphinxext.base import ContentDirective, Options, Piece
from spasm_ddx.sphinxext.domain import DecisionDomain
from spasm_ddx.views.cards import card_of
from spasm_ddx.views.figure import figure
from spasm_ddx.views.graphviz import can_render, render
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import ROOT, child_ids
from spasm_ddx.views.sheet import sheet_of

_LINK: Final = re.compile('<a href="#([^"]*)">')
#: The placeholder for the address of a full-size drawing until Sphinx has read every page.
_WHOLE: Final = "ddx-whole"


class TreeDrawing(ContentDirective):
    """The drawing of a tree, or of one person's path through it.

    The person is JSON: the body of the directive, or a file that ``:person:`` names.
    """

    has_content = True
    option_spec: ClassVar[Options] = {
        "person": directives.unchanged_required,
        "root": directives.unchanged_required,
        "depth": directives.positive_int,
    }

    def shown(self) -> Iterator[Piece]:
        person, number = self._person(), self.env.new_serialno("ddx")
        who = "" if person is None else ", one person"
        label = f"Drawing {number + 1}: {self.subject.name or 'Decision tree'}{who}"
        root, depth = self.options.get("root", ROOT), self.options.get("depth")
        sheet = sheet_of(self.subject, person, root=root, depth=depth)
        prefix = f"ddx-{nodes.make_id(self.env.docname)}-{number}"
        links = {place: f"#{self.target_at(place)}" for place in self.nodes_at}
        drawn = figure(sheet, label, links=links, prefix=prefix, whole=_WHOLE)
        drawing = nodes.raw("", drawn, format="html")
        if can_render(sheet):
            whole = render(sheet, "svg", links=links, prefix=prefix).decode()
            drawing[_WHOLE] = f"{prefix}.svg", whole
        yield drawing

    def _person(self) -> Findings | None:
        if "person" in self.options:
            values = self.json_file(self.options["person"])
        elif self.content:
            values = parsed("\n".join(self.content), "the body")
        else:
            return None
        return (self.subject.vocabulary or Findings).from_dict(values)


def lead_somewhere(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put addresses into drawings once Sphinx has read every page, and write their files."""
    domain = cast("DecisionDomain", app.env.get_domain("ddx"))

    def leading(drawn: str, start: str) -> str:
        return _LINK.sub(lambda link: f"<a{address(unescape(link[1]), start)}>", drawn)

    def address(target: str, start: str) -> str:
        place = domain.place_of(target, docname)
        if place is None:
            return ""
        page = relative_uri(start, app.builder.get_target_uri(place.docname))
        return f' href="{escape(page)}#{escape(place.anchor)}"'

    for drawing in doctree.findall(nodes.raw) if app.builder.format == "html" else ():
        if _WHOLE in drawing:
            name, whole = drawing[_WHOLE]
            page, file = app.builder.get_target_uri(docname), f"{app.builder.imagedir}/{name}"
            drawn = leading(drawing.astext(), page).replace(_WHOLE, relative_uri(page, file))
            drawing[:] = [nodes.Text(drawn)]
            path = Path(app.outdir, file)
            path.parent.mkdir(exist_ok=True)
            path.write_text(_sized(leading(whole, file)), encoding="utf-8")


def _sized(drawing: str) -> str:
    """A drawing that a browser shows at its full size."""
    _, _, wide, high = drawing.partition('viewBox="')[2].partition('"')[0].split()
    return drawing.replace("<svg ", f'<svg width="{wide}pt" height="{high}pt" ', 1)


class DecisionTable(ContentDirective):
    """Every path of a tree as a row: the answers, and the outcome."""

    def shown(self) -> Iterator[Piece]:
        graded = ["Urgency"] if any(card_of(outcome).strip for _, outcome in self.paths) else []
        numbers = [self.question_link(at, f"{n}") for n, at in enumerate(self.questions, start=1)]
        words = {True: "yes", False: "no", None: "\N{EN DASH}"}
        rows: list[list[str]] = []
        for answers, outcome in self.paths:
            cells = [words[answers.get(place)] for place in self.questions]
            urgency = [markup.strip(card_of(outcome)) for _ in graded]
            rows.append([*cells, self.outcome_link(outcome), *urgency])
        yield markup.table([*numbers, "Outcome", *graded], rows, "dd-paths")


class Questions(ContentDirective):
    """A section for each question: its criterion, its two branches, and its claims."""

    def shown(self) -> Iterator[Piece]:
        for place, question in self.questions.items():
            title, name = self.titles[place], f"{self.reference}/{place}"
            words = f"{self.reference.partition(':')[2]}-{place}"
            criteria = markup.named_in(question.criterion)
            anchor = self.define("question", name, title, words, *criteria)
            box = markup.criterion_box(question.criterion, self.reference)
            yes, no = map(self._lead, child_ids(place))
            follows = f"{markup.strong('Yes')} leads to {yes}; {markup.strong('No')} leads to {no}."
            claims = markup.cited(question.claims, self.reference)
            rests = markup.labelled("Rests on", claims) if claims else ""
            yield self.section(anchor, title, box, follows, rests)

    def _lead(self, place: str) -> str:
        node = self.nodes_at[place]
        if isinstance(node, Leaf):
            return self.outcome_link(node.outcome)
        return self.question_link(place, f"question {self.titles[place].partition('.')[0]}")


class FindingsTable(ContentDirective):
    """The findings as a table: the questions, the values, and who can answer."""

    option_spec: ClassVar[Options] = {"answered-by": directives.unchanged_required}

    def shown(self) -> Iterator[Piece]:
        answering = self.options.get("answered-by")
        rows = [
            [self._name(finding), self._asks(finding), _answers(finding)]
            for finding in self.guideline.vocabulary.findings()
            if answering in {None, finding.answered_by}
        ]
        yield markup.table(["Finding", "Question", "Answers"], rows, "dd-findings")

    def _name(self, finding: Finding) -> str:
        label, name = capitalized(finding.label), finding.name
        if "answered-by" in self.options:  # only some findings: links lead to the whole table
            link = markup.finding_link(finding, label)
        else:
            owner = markup.owner_of(finding)
            anchor = self.define("finding", name, finding.label, f"finding-{name}", owner=owner)
            link = f"{markup.role('ddx:anchor', label, anchor)} {markup.role('literal', name)}"
        absent = " if absent" if isinstance(finding, Sign) and finding.normal else ""
        flag = markup.styled(f"red flag{absent}", "dd-flag") if finding.red_flag else ""
        return f"{link} {flag}"

    def _asks(self, finding: Finding) -> str:
        asks = self.citing(finding.asks, finding.claims)
        quiet = markup.classed("dd-quiet", markup.plain(finding.help))
        return f"{asks}\n\n{quiet}" if finding.help else asks


def _answers(finding: Finding) -> str:
    """The values of a finding, and who alone can answer."""
    answers = [markup.plain(finding.accepted)]
    if isinstance(finding, Sign):
        answers = ["yes or no"]
    elif isinstance(finding, Category):
        answers = [
            f"{markup.plain(finding.words[member])} {markup.role('literal', str(member.value))}"
            for member in finding.members
        ]
    elif finding.shows:
        sign, start = finding.shows
        means = f"{amount(finding, start)} or more means: {said(sign, True)}"  # noqa: FBT003
        answers.append(markup.plain(means))
    if finding.answered_by != ANYONE:
        only = markup.plain(f"only a {finding.answered_by} can tell")
        answers.append(markup.classed("dd-quiet", only))
    return "\n\n".join(answers)


class Walker(ContentDirective):
    """The interactive page of a guideline or a tree."""

    def shown(self) -> Iterator[Piece]:
        number = self.env.new_serialno("ddx-walker")
        prefix = "ddx" if number == 0 else f"ddx-{number}"
        yield nodes.raw("", walker(self.subject, prefix=prefix), format="html")
