"""The base of all directives: loading an object, parsing markup, defining targets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from importlib import import_module
from itertools import count, groupby
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, cast

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from spasm_ddx.errors import SpasmDdxError, TreeError, shown
from spasm_ddx.exchange.json import parsed
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.sphinxext import markup
from spasm_ddx.sphinxext.domain import DecisionDomain, Place
from spasm_ddx.views.cards import card_of
from spasm_ddx.views.path import ROOT, unfolded

#: A piece of a page: reStructuredText, or parsed nodes.
Piece: TypeAlias = str | nodes.Node
#: The options of a directive, each with its converter.
Options: TypeAlias = dict[str, Callable[[str], Any]] | None


class ContentDirective(SphinxDirective, ABC):
    """A directive that shows an object of the code, by default the guideline of ``conf.py``."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        try:
            return self.parsed(self.shown()) or self.parsed(["None."])
        except SpasmDdxError as error:
            self.refuse(str(error))

    @abstractmethod
    def shown(self) -> Iterable[Piece]:
        """The pieces that the directive shows."""

    def refuse(self, why: str) -> NoReturn:
        """Stop with an error."""
        msg = f"{self.name}: {why}"
        raise self.error(msg) from None

    def require_alike(
        self, found: Collection[str], told: Collection[str], lacking: str, wrong: str
    ) -> None:
        """Stop unless the proved names are exactly the explained names."""
        for names, others, why in ((found, told, lacking), (told, found, wrong)):
            for name in names:
                if name not in others:
                    self.refuse(f"{why}: {name}")

    def parsed(self, pieces: Iterable[Piece]) -> list[nodes.Node]:
        """Pieces as nodes, on a page in reStructuredText or in Markdown."""
        made: list[nodes.Node] = []
        for ready, group in groupby(pieces, key=lambda piece: isinstance(piece, nodes.Node)):
            if ready:
                made += cast("Iterable[nodes.Node]", group)
                continue
            text = "\n\n".join(cast("Iterable[str]", group))
            # MyST has its own class of state.
            if not isinstance(self.state, RSTState):  # pyright: ignore[reportUnnecessaryIsInstance]
                text = f"```{{eval-rst}}\n{text}\n```"  # type: ignore[unreachable]
            made += self.parse_text_to_nodes(text)
        return made

    def sentence(self, text: str) -> nodes.paragraph:
        """A paragraph by the author, in the markup of the page."""
        inside, messages = self.parse_inline(text)
        return nodes.paragraph("", "", *inside, *messages)

    def section(self, anchor: str, title: str, *pieces: Piece) -> nodes.section:
        """A section with its own id, listed in the contents of the page."""
        heading = nodes.title("", title)
        return nodes.section("", heading, *self.parsed(pieces), ids=[anchor], names=[anchor])

    def anchor(self, words: str) -> str:
        """An id made from words, unique on the page."""
        taken, wanted = self.state.document.ids, nodes.make_id(words) or "ddx"
        anchor, numbers = wanted, count(2)
        while anchor in taken:
            anchor = f"{wanted}-{next(numbers)}"
        taken[anchor] = nodes.inline(ids=[anchor])
        return anchor

    def define(
        self, kind: str, name: str, title: str, words: str, *criteria: str, owner: str = ""
    ) -> str:
        """An id made from words, the target of links to a thing and to its named criteria."""
        anchor = self.anchor(words)
        things = [(kind, name, title), *(("criterion", each, each) for each in criteria)]
        for each, called, says in things:
            place = Place(each, owner or self.reference, called, says, self.env.docname, anchor)
            cast("DecisionDomain", self.env.get_domain("ddx")).places.append(place)
        return anchor

    @property
    def reference(self) -> str:
        """The name of its object: its argument, the last of two, or ``ddx_guideline``."""
        reference = self.arguments[-1] if self.arguments else str(self.config.ddx_guideline)
        if not reference:
            self.refuse("name a guideline as module:NAME, or set ddx_guideline in conf.py")
        return reference

    def loaded(self, reference: str) -> Any:  # noqa: ANN401 - any object of the code
        """The named object; Sphinx rebuilds the page whenever the object's module changes."""
        module_name, colon, name = reference.partition(":")
        if not colon:
            self.refuse(f"name an object as module:NAME, not {reference!r}")
        try:
            module = import_module(module_name)
        except Exception as error:  # noqa: BLE001 - the author's module may raise anything
            self.refuse(f"{module_name} cannot be imported: {error}")
        if not hasattr(module, name):
            self.refuse(f"the module {module_name} has no {name}")
        # What is built in, or a folder without __init__.py, has no file.
        if file := getattr(module, "__file__", None):
            self.env.note_dependency(file)
        return getattr(module, name)

    def json_file(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """The content of a JSON file; its path is relative to the page, or with / to the top."""
        relative, absolute = self.env.relfn2path(path)
        self.env.note_dependency(relative)
        try:
            text = Path(absolute).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            self.refuse(f"{relative}: {error}")
        return parsed(text, relative)

    def named(self, reference: str) -> GuidelineOrTree:
        found = self.loaded(reference)
        if not isinstance(found, Tree | Guideline):
            msg = f"{reference} is {shown(found)}, neither a guideline nor a tree"
            raise TreeError(msg)
        return found  # pyright: ignore[reportUnknownVariableType] - outcomes of any type

    @cached_property
    def subject(self) -> GuidelineOrTree:
        return self.named(self.reference)

    @cached_property
    def guideline(self) -> Guideline:
        """The named guideline; a plain tree becomes one without urgency and alerts."""
        return as_guideline(self.subject)

    @cached_property
    def nodes_at(self) -> dict[str, Node[Any]]:
        """Every node of the tree, by its place: the answers that lead there, as in "yn"."""
        tree = self.subject.tree if isinstance(self.subject, Guideline) else self.subject
        return dict(unfolded(tree.root, ROOT))

    @cached_property
    def questions(self) -> dict[str, Question[Any]]:
        return {at: node for at, node in self.nodes_at.items() if isinstance(node, Question)}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The number and text of each question, by its place."""
        asked = enumerate(self.questions.items(), start=1)
        return {place: f"{number}. {question.asks}" for number, (place, question) in asked}

    @cached_property
    def paths(self) -> list[tuple[dict[str, bool], Any]]:
        """For each leaf, the answers on its path, by place, and its outcome."""
        return [
            ({at[:n] or ROOT: answer == "y" for n, answer in enumerate(at)}, leaf.outcome)
            for place, leaf in self.nodes_at.items()
            if isinstance(leaf, Leaf)
            for at in ["" if place == ROOT else place]
        ]

    def target_at(self, place: str) -> str:
        """The target of a link to a node of the tree."""
        node, owner = self.nodes_at[place], self.reference
        if isinstance(node, Leaf):
            return markup.target("outcome", owner, markup.outcome_name(node.outcome))
        return markup.target("question", owner, f"{owner}/{place}")

    def link(self, kind: str, name: str, words: str) -> str:
        return markup.link(kind, self.reference, name, words)

    def question_link(self, place: str, words: str = "") -> str:
        name = f"{self.reference}/{place}"
        return self.link("question", name, words or self.titles[place])

    def outcome_link(self, outcome: object) -> str:
        return self.link("outcome", markup.outcome_name(outcome), card_of(outcome).title)

    def citing(self, text: str, claims: Iterable[str]) -> str:
        """A text with the claims that support it."""
        return f"{markup.plain(text)} {markup.cited(claims, self.reference)}"
