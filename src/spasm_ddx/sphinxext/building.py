"""What every directive is built of: a base class that loads and defines, and pieces of a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, TypeVar, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from spasm_ddx.errors import SpasmDdxError
from spasm_ddx.guideline.model import UrgencyScale
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, findings_in
from spasm_ddx.reasoning.wording import outlined
from spasm_ddx.sphinxext.domain import DecisionDomain, Place, Use, linked
from spasm_ddx.views.cards import Card, card_of, grade_of

E = TypeVar("E", bound=nodes.Element)

#: What stands in a cell or a line: words, or a piece of a page.
Piece: TypeAlias = str | nodes.Node
#: The options of a directive, each with what reads it.
Options: TypeAlias = dict[str, Callable[[str], Any]] | None


class ContentDirective(SphinxDirective):
    """A directive that shows an object of the code, named ``module:NAME``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The pieces of the page; one clear error where the object does not serve."""
        try:
            return self.shown()
        except SpasmDdxError as error:
            self.refuse(str(error))

    def shown(self) -> list[nodes.Node]:
        """What the directive shows."""
        raise NotImplementedError

    @property
    def domain(self) -> DecisionDomain:
        """What is defined so far."""
        return cast("DecisionDomain", self.env.get_domain("ddx"))

    def refuse(self, why: str) -> NoReturn:
        """Stop with one clear error."""
        msg = f"{self.name}: {why}"
        raise self.error(msg) from None

    @property
    def reference(self) -> str:
        """The name of what the directive is about: its argument, or ``ddx_guideline``."""
        reference = self.arguments[0] if self.arguments else str(self.config.ddx_guideline)
        if not reference:
            self.refuse("name a guideline as module:NAME, or set ddx_guideline in conf.py")
        return reference

    def loaded(self, reference: str) -> Any:  # noqa: ANN401 - any object of the code
        """The object that is named, and a new build whenever its module changes."""
        module_name, colon, name = reference.partition(":")
        if not colon:
            self.refuse(f"name an object as module:NAME, not {reference!r}")
        try:
            module = import_module(module_name)
        except ImportError as error:
            self.refuse(f"{module_name} cannot be imported: {error}")
        if not hasattr(module, name):
            self.refuse(f"the module {module_name} has no {name}")
        if module.__file__ is not None:
            self.env.note_dependency(module.__file__)
        return getattr(module, name)

    def json_file(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """What a JSON file holds; its path is taken from the page, or with / from the top."""
        relative, absolute = self.env.relfn2path(path)
        self.env.note_dependency(relative)
        try:
            return json.loads(Path(absolute).read_text(encoding="utf-8"))
        except OSError as error:
            self.refuse(f"{relative}: {error.strerror}")
        except ValueError as error:
            self.refuse(f"{relative} is not JSON: {error}")

    def defined(self, kind: str, name: str, title: str, anchor: str) -> str:
        """Note that a thing stands here; returns its id on the page."""
        anchor = nodes.make_id(anchor)
        self.domain.places[kind, name] = Place(self.env.docname, anchor, title)
        return anchor

    def used(self, claims: Iterable[str], kind: str, name: str, title: str, part: str) -> None:
        """Note that a thing rests on these claims."""
        use = Use(self.env.docname, kind, name, title, part)
        self.domain.uses.extend((claim, use) for claim in claims)


# ---------------------------------------------------------------------------- pieces


def paragraph(*pieces: Piece, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph of words and links."""
    return filled(nodes.paragraph(classes=list(classes)), pieces)


def filled(parent: E, pieces: Iterable[Piece]) -> E:
    """The node with these pieces in it, words as text."""
    for piece in pieces:
        parent.append(nodes.Text(piece) if isinstance(piece, str) else piece)
    return parent


def joined(pieces: Iterable[Piece], between: str) -> list[Piece]:
    """The pieces with words between them."""
    found: list[Piece] = []
    for piece in pieces:
        found += [between, piece] if found else [piece]
    return found


def bullets(items: Iterable[Sequence[Piece]], classes: Sequence[str] = ()) -> nodes.bullet_list:
    """A list with a line for each item."""
    made = nodes.bullet_list(classes=list(classes))
    for item in items:
        made.append(nodes.list_item("", paragraph(*item)))
    return made


def section(anchor: str, title: Sequence[Piece], *parts: nodes.Node) -> nodes.section:
    """A section with an id of its own, which the contents of the page list."""
    made = nodes.section(ids=[anchor], names=[anchor])
    made.append(filled(nodes.title(), title))
    made.extend(parts)
    return made


def labelled(label: str, *pieces: Piece) -> nodes.paragraph:
    """A paragraph that begins with what it is about, in bold."""
    return paragraph(nodes.strong("", label), " ", *pieces, classes=["dd-label"])


def table(
    head: Sequence[Piece], rows: Iterable[Sequence[Piece | Sequence[Piece]]], *classes: str
) -> nodes.table:
    """A table with a head; a cell is a piece or several."""
    made = nodes.table(classes=["dd-table", *classes])
    group = nodes.tgroup(cols=len(head))
    group.extend(nodes.colspec(colwidth=1) for _ in head)
    group.append(nodes.thead("", _row(head)))
    group.append(nodes.tbody("", *map(_row, rows)))
    made.append(group)
    return made


def _row(cells: Sequence[Piece | Sequence[Piece]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        pieces: Sequence[Piece] = [cell] if isinstance(cell, str | nodes.Node) else cell
        nodes_here = [nodes.Text(piece) if isinstance(piece, str) else piece for piece in pieces]
        blocks = [piece for piece in nodes_here if isinstance(piece, nodes.Body)]
        row.append(nodes.entry("", *blocks) if blocks else nodes.entry("", paragraph(*nodes_here)))
    return row


def anchored(anchor: str, *pieces: Piece) -> nodes.inline:
    """Words that links can lead to."""
    return filled(nodes.inline(ids=[anchor]), pieces)


def strip(card: Card) -> nodes.inline:
    """The grade of a card with its mark, as the strip on the drawing."""
    grade = "x" if card.grade is None else str(card.grade)
    return nodes.inline("", card.marked(), classes=["dd-strip", f"dd-g{grade}"])


def urgency_strip(urgency: UrgencyScale) -> nodes.inline:
    """An urgency as the strip on a card."""
    return strip(Card("", grade=grade_of(urgency), strip=urgency.title))


def citing(claims: Iterable[str], said: Callable[[str], str] = str) -> list[Piece]:
    """Claims as links, in brackets; nothing where there are none.

    Args:
        claims: Their ids.
        said: What a link says of an id.
    """
    found = joined((linked("claim", claim, said(claim)) for claim in claims), " ")
    made = nodes.inline(classes=["dd-claims"])
    return [" ", filled(made, ["[", *found, "]"])] if found else []


def named_in(criterion: Criterion) -> list[str]:
    """The names of the parts that its lines spell out."""
    return [
        part.name
        for _, _, part in outlined(criterion)
        if isinstance(part, AtLeast) and part.name is not None
    ]


def criterion_lines(criterion: Criterion, *, folded: Collection[str] = ()) -> nodes.container:
    """A criterion as nested lines, each finding in it a link.

    Args:
        criterion: The criterion.
        folded: Names of parts that are told by their names alone, as links.
    """
    made = nodes.container(classes=["dd-criterion"])
    into: dict[int, nodes.Element] = {0: made}
    within = None
    for depth, text, part in outlined(criterion):
        if within is not None and depth > within:
            continue
        within = None
        said = text
        if isinstance(part, AtLeast) and part.name is not None and part.name in folded:
            within, said = depth, part.name
        defines = isinstance(part, AtLeast) and within is None
        line = paragraph(_line(said, part, defines=defines))
        if depth == 0:
            made.append(line)
            into[1] = made
            continue
        if not isinstance(into[depth], nodes.bullet_list):
            lines = nodes.bullet_list()
            into[depth].append(lines)
            into[depth] = lines
        item = nodes.list_item("", line)
        into[depth].append(item)
        into[depth + 1] = item
    return made


def people(criterion: Criterion) -> nodes.container:
    """A criterion that says exactly who somebody is: many lines, side by side where they fit."""
    made = criterion_lines(criterion)
    made["classes"].append("dd-people")
    return made


def _line(text: str, part: Criterion, *, defines: bool) -> nodes.Node:
    """A line of a criterion: a link to the finding it is about, or to what its name stands for."""
    inner = part.of if isinstance(part, Not) else part
    if isinstance(inner, Is | Within):
        return linked("finding", findings_in(inner)[0].name, text)
    if isinstance(inner, AtLeast) and inner.name is not None and not defines:
        return linked("criterion", inner.name, text)
    return nodes.Text(text)


def outcome_name(outcome: object) -> str:
    """What an outcome is called in links: its key if it has one, or else its title."""
    return str(getattr(outcome, "key", card_of(outcome).title))


def outcome_link(outcome: object) -> nodes.Element:
    """An outcome as a link to where it is described."""
    return linked("outcome", outcome_name(outcome), card_of(outcome).title)
