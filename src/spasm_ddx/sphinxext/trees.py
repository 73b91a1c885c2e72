"""Directives about any tree and any vocabulary: drawing, tables, questions, walker."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Any, ClassVar, Final, assert_never, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from spasm_ddx.errors import TreeError, VocabularyError
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.criteria import ANYONE, AtLeast, Category, Finding, Quantity, Sign, shown
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.reasoning.wording import amount, outlined, said
from spasm_ddx.sphinxext.building import (
    ContentDirective,
    Options,
    Piece,
    anchored,
    citing,
    criterion_lines,
    labelled,
    outcome_link,
    outcome_name,
    paragraph,
    section,
    strip,
    table,
)
from spasm_ddx.sphinxext.domain import DecisionDomain, linked
from spasm_ddx.views.graphviz import can_render, render
from spasm_ddx.views.page.walker import walker
from spasm_ddx.views.path import ROOT, unfolded
from spasm_ddx.views.sheet import QuestionCard, sheet_of
from spasm_ddx.views.text import to_text

_LINK: Final = re.compile('<a href="#([^"]*)">')
_STYLE: Final = re.compile("<style>.*?</style>", re.DOTALL)


class TreeDirective(ContentDirective):
    """A directive about a tree or a guideline; that of ``conf.py`` unless one is named."""

    required_arguments = 0
    optional_arguments = 1

    def named(self, reference: str | None = None) -> GuidelineOrTree:
        """The guideline or the tree that is named."""
        reference = reference or self.reference
        found = self.loaded(reference)
        if not isinstance(found, Tree | Guideline):
            msg = f"{reference} is {shown(found)}, neither a guideline nor a tree"
            raise TreeError(msg)
        return found  # pyright: ignore[reportUnknownVariableType] - outcomes of any type

    def tree(self) -> Tree[Any]:
        """The tree that is named, or that of the guideline."""
        found = self.named()
        return found.tree if isinstance(found, Guideline) else found

    def guideline(self) -> Guideline:
        """The guideline that is named; a plain tree is one without urgency and alerts."""
        return as_guideline(self.named())


def question_name(reference: str, place: str) -> str:
    """What a question is called in links: its tree, and the answers that lead there."""
    return f"{reference}/{place}"


# --------------------------------------------------------------------------- drawing


class Drawing(nodes.General, nodes.Element):
    """A drawing that is made once it is known where its links lead."""


class TreeDrawing(TreeDirective):
    """The drawing of a tree, or of one person's path through it.

    The person is JSON: the body of the directive, or a file that ``:person:`` names.
    """

    has_content = True
    option_spec: ClassVar[Options] = {
        "person": directives.unchanged_required,
        "root": directives.unchanged_required,
        "depth": directives.positive_int,
    }

    def shown(self) -> list[nodes.Node]:
        named, tree = self.named(), self.tree()
        person = self._person(tree)
        root, depth = self.options.get("root", ROOT), self.options.get("depth")
        number = self.env.new_serialno("ddx")
        prefix = f"ddx-{nodes.make_id(self.env.docname)}-{number}"
        show = {"root": root, "depth": depth}
        drawn = _drawn(named, person, _targets(tree, self.reference), prefix, show)
        title = f"{tree.name or 'Decision tree'}{', one person' if person is not None else ''}"
        return [Drawing(html=drawn, label=f"Drawing {number + 1}: {title}")]

    def _person(self, tree: Tree[Any]) -> Findings | None:
        if "person" in self.options:
            values = self.json_file(self.options["person"])
        elif self.content:
            try:
                values = json.loads("\n".join(self.content))
            except ValueError as error:
                self.refuse(f"the body is not JSON: {error}")
        else:
            return None
        return (tree.vocabulary or Findings).from_dict(values)


def _targets(tree: Tree[Any], reference: str) -> dict[str, str]:
    """For each place of a tree, the link to what describes it, not yet resolved."""
    found: dict[str, str] = {}
    for place, node in unfolded(tree.root):
        if isinstance(node, Question):
            found[place] = f"#question {question_name(reference, place)}"
        else:
            found[place] = f"#outcome {outcome_name(node.outcome)}"
    return found


def _drawn(
    shown: GuidelineOrTree,
    person: Findings | None,
    links: dict[str, str],
    prefix: str,
    show: dict[str, Any],
) -> str:
    """The drawing as SVG; the tree as text where there is nothing to draw with."""
    sheet = sheet_of(shown, person, **show)
    if not can_render(sheet):
        return f"<pre>{escape(to_text(sheet, width=100))}</pre>"
    svg = render(sheet, "svg", links=links, prefix=prefix).decode()
    wide = float(svg.partition('viewBox="')[2].split()[2])
    # As wide as the page, but never so narrow that its letters are hard to read.
    least = f"min-width:{wide * 0.85:.0f}px;max-width:{wide * 1.6:.0f}px"
    return f'<div style="{least}">{_STYLE.sub("", svg)}</div>'


def _complete(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the addresses into drawings, now that every page has been read."""
    domain = cast("DecisionDomain", app.env.get_domain("ddx"))

    def address(found: re.Match[str]) -> str:
        kind, _, name = unescape(found[1]).partition(" ")
        place = domain.places.get((kind, name))
        if place is None:
            return "<a>"
        page = app.builder.get_relative_uri(docname, place.docname)
        return f'<a href="{escape(page)}#{escape(place.anchor)}">'

    for drawing in list(doctree.findall(Drawing)) if app.builder.format == "html" else ():
        html = _LINK.sub(address, drawing["html"])
        label = escape(drawing["label"], quote=True)
        box = f'<div class="dd-figure" role="region" aria-label="{label}" tabindex="0">'
        drawing.replace_self(nodes.raw("", f"{box}{html}</div>", format="html"))


def _skip(_: nodes.NodeVisitor, __: nodes.Element) -> None:
    """Leave a drawing out of a form that cannot hold it."""
    raise nodes.SkipNode


# ------------------------------------------------------------------- decision table


class DecisionTable(TreeDirective):
    """Every path of a tree as a row: the answers, and where it ends."""

    def shown(self) -> list[nodes.Node]:
        tree, reference = self.tree(), self.reference
        sheet = sheet_of(tree)
        questions = sheet.questions()
        outcomes = {
            place: node.outcome for place, node in unfolded(tree.root) if isinstance(node, Leaf)
        }
        found = sheet.rows()
        graded = any(row.end.card.strip for row in found)
        numbers: list[Piece] = [
            linked("question", question_name(reference, card.id), f"{number}")
            for number, card in enumerate(questions, start=1)
        ]
        body: list[list[Piece]] = []
        for row in found:
            answers = dict(row.answers)
            words = {True: "yes", False: "no", None: "\N{EN DASH}"}
            cells: list[Piece] = [words[answers.get(n)] for n in range(1, len(questions) + 1)]
            cells.append(outcome_link(outcomes[row.end.id]))
            if graded:
                cells.append(strip(row.end.card))
            body.append(cells)
        head = [*numbers, "Outcome", *(["Urgency"] if graded else [])]
        return [table(head, body, "dd-paths")]


# ------------------------------------------------------------------------- questions


class Questions(TreeDirective):
    """A section for each question: its criterion, what follows, and its claims."""

    def shown(self) -> list[nodes.Node]:
        tree, reference = self.tree(), self.reference
        cards = sheet_of(tree).questions()
        numbers = {card.id: number for number, card in enumerate(cards, start=1)}
        found = dict(unfolded(tree.root))
        made: list[nodes.Node] = []
        for card in cards:
            question = found[card.id]
            if isinstance(question, Question):
                made.append(self._section(reference, card, question, numbers, found))
        return made

    def _section(
        self,
        reference: str,
        card: QuestionCard,
        question: Question[Any],
        numbers: dict[str, int],
        found: dict[str, Node[Any]],
    ) -> nodes.section:
        name = question_name(reference, card.id)
        title = f"{numbers[card.id]}. {question.asks}"
        anchor = self.defined("question", name, title, f"{reference.partition(':')[2]}-{card.id}")
        self.used(question.claims, "question", name, title, "question")
        for _, _, part in outlined(question.criterion):
            if isinstance(part, AtLeast) and part.name is not None:
                self.defined("criterion", part.name, part.name, anchor)
        start = "" if card.id == ROOT else card.id
        follows: list[Piece] = []
        for word, child in (("Yes", f"{start}y"), ("No", f"{start}n")):
            node = found[child]
            if isinstance(node, Leaf):
                link: nodes.Element = outcome_link(node.outcome)
            else:
                target = question_name(reference, child)
                link = linked("question", target, f"question {numbers[child]}")
            follows += ["; " if follows else "", nodes.strong("", word), " leads to ", link]
        parts: list[nodes.Node] = [criterion_lines(question.criterion), paragraph(*follows, ".")]
        if question.claims:
            parts.append(labelled("Rests on", *citing(question.claims)))
        return section(anchor, [title], *parts)


# -------------------------------------------------------------------------- findings


class FindingsTable(ContentDirective):
    """A vocabulary as a table: what is asked, the values, and who can answer."""

    required_arguments = 0
    optional_arguments = 1
    option_spec: ClassVar[Options] = {"answered-by": directives.unchanged_required}

    def shown(self) -> list[nodes.Node]:
        named = self.loaded(self.reference)
        if isinstance(named, type) and issubclass(named, Findings):
            vocabulary = named
        elif isinstance(named, Guideline | Tree):
            vocabulary = as_guideline(cast("object", named)).vocabulary
        else:
            got = shown(cast("object", named))
            msg = f"{self.reference} is {got}, no class of findings"
            raise VocabularyError(msg)
        role = self.options.get("answered-by")
        found = [
            finding for finding in vocabulary.findings() if role in {None, finding.answered_by}
        ]
        head = ["Finding", "What is asked", "Answers"]
        return [table(head, [self._row(finding, role) for finding in found], "dd-findings")]

    def _row(self, finding: Finding, role: str | None) -> list[Piece | Sequence[Piece]]:
        name: Piece = nodes.literal("", finding.name)
        title: list[Piece] = [nodes.strong("", _upper(finding.label)), " ", name]
        if role is None:  # a table of some findings is not where links to them lead
            anchor = self.defined("finding", finding.name, finding.label, f"finding-{finding.name}")
            self.used(finding.claims, "finding", finding.name, finding.label, "finding")
            title = [anchored(anchor, *title)]
        else:
            title = [linked("finding", finding.name, _upper(finding.label))]
        if finding.red_flag:
            absent = isinstance(finding, Sign) and finding.normal
            flag = "red flag if absent" if absent else "red flag"
            title += [" ", nodes.inline("", flag, classes=["dd-flag"])]
        asks = [paragraph(finding.asks, *citing(finding.claims))]
        if finding.help:
            asks.append(paragraph(finding.help, classes=["dd-quiet"]))
        return [title, asks, [*_values(finding), *_who(finding)]]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _values(finding: Finding) -> list[Piece]:
    match finding:
        case Sign():
            return [paragraph("yes or no")]
        case Category(members=members, words=words):
            return [
                paragraph(words[member], " ", nodes.literal("", str(member.value)))
                for member in members
            ]
        case Quantity(shows=shows):
            told: list[Piece] = [paragraph(finding.accepted)]
            if shows is not None:
                sign, start = shows
                what = f"{amount(finding, start)} or more means: {said(sign, True)}"  # noqa: FBT003
                told.append(paragraph(what))
            return told
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def _who(finding: Finding) -> list[Piece]:
    """Who can answer, where not everybody can."""
    if finding.answered_by == ANYONE:
        return []
    return [paragraph(f"only a {finding.answered_by} can tell", classes=["dd-quiet"])]


# ---------------------------------------------------------------------------- walker


class Walker(TreeDirective):
    """The interactive page of a guideline or a tree."""

    def shown(self) -> list[nodes.Node]:
        number = self.env.new_serialno("ddx-walker")
        prefix = "ddx" if number == 0 else f"ddx-{number}"
        return [nodes.raw("", walker(self.named(), prefix=prefix), format="html")]


DIRECTIVES: Final[dict[str, type[SphinxDirective]]] = {
    "tree": TreeDrawing,
    "table": DecisionTable,
    "questions": Questions,
    "findings": FindingsTable,
    "walker": Walker,
}


def connect(app: Sphinx) -> None:
    """Register the node of a drawing, and what completes it."""
    visit = (_skip, None)
    app.add_node(Drawing, html=visit, latex=visit, text=visit, man=visit, texinfo=visit)
    app.connect("doctree-resolved", _complete)
