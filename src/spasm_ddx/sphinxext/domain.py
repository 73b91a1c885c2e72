"""The Sphinx domain ``ddx``: the targets that the directives define, and the roles for links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, Final, cast

import attrs
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import make_refnode

#: The kinds of targets; each has a role of this name.
KINDS: Final = ("claim", "question", "criterion", "outcome", "finding", "alert")
#: The role of a link from a directive; its target is a kind, an owner and a name.
_SHOWN: Final = "shown"


@attrs.frozen
class Place:
    """The place of a target in the docs: its page and its id."""

    kind: str
    owner: str  # as module:NAME: a guideline or a tree; of a finding, the vocabulary
    name: str
    title: str  # the text of a link to it
    docname: str
    anchor: str


class _Role(ReferenceRole):
    """A role for the directives' own markup: it makes a node from a text and a target."""

    def __init__(self, make: Callable[[str, str], nodes.Node]) -> None:
        self.make = make

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [self.make(self.title, self.target)], []


def _styled(words: str, classes: str) -> nodes.inline:
    return nodes.inline("", words, classes=classes.split())


def _anchored(words: str, anchor: str) -> nodes.strong:
    return nodes.strong("", words, ids=[anchor])


def _link(words: str, target: str) -> pending_xref:
    link = pending_xref("", nodes.inline("", words), refdomain="ddx", reftype=_SHOWN)
    link.attributes |= {"reftarget": target, "refexplicit": True}
    return link


def _cited(claims: str, owner: str) -> nodes.inline:
    """Claims in brackets, each a link by its first word."""
    made = nodes.inline("", "[", classes=["dd-claims"])
    for number, words in enumerate(claims.split("; ")):
        target = f"claim {owner} {words.partition(' ')[0]}"
        made += [nodes.Text(" " if number else ""), _link(words, target)]
    made += nodes.Text("]")
    return made


class DecisionDomain(Domain):
    """Claims, questions, outcomes, findings and alerts as targets of links."""

    name = "ddx"
    label = "Decision trees"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole() for kind in KINDS},
        _SHOWN: _Role(_link),
        "styled": _Role(_styled),
        "anchor": _Role(_anchored),
        "cited": _Role(_cited),
    }
    initial_data: ClassVar[dict[str, Any]] = {"places": []}
    data_version = 1  # version 0, of 0.1.0, had no owners

    @property
    def places(self) -> list[Place]:
        return cast("list[Place]", self.data["places"])

    def clear_doc(self, docname: str) -> None:
        self.data["places"] = [place for place in self.places if place.docname != docname]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        self.places.extend(place for place in otherdata["places"] if place.docname in docnames)

    def place_of(self, target: str, docname: str) -> Place | None:
        """The place of a link's target, seen from a page.

        It has the same owner, or else the guideline of ``conf.py``, of which other trees may be
        variants. A place that only shares the name of the target does not match.
        """
        kind, owner, name = target.split(" ", 2)
        default = self.env.config.ddx_guideline
        called = (place for place in self.places if (place.kind, place.name) == (kind, name))
        found = [place for place in called if not owner or place.owner in {owner, default}]

        def how_far(place: Place) -> tuple[bool, bool, str]:
            return place.owner != (owner or default), place.docname != docname, place.docname

        return min(found, key=how_far, default=None)

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 - Sphinx's signature
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link; plain text if a directive made it and the docs do not show its target."""
        place = self.place_of(target if typ == _SHOWN else f"{typ}  {target}", fromdocname)
        if place is None:
            # Sphinx replaces the reference by the returned node.
            return cast("nodes.reference", contnode) if typ == _SHOWN else None
        said = contnode if node.get("refexplicit") else nodes.inline("", place.title)
        return make_refnode(builder, fromdocname, place.docname, place.anchor, said)

    def resolve_any_xref(self, *_: object, **__: object) -> list[tuple[str, nodes.reference]]:
        """Nothing: names such as "fever" are too common to guess."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for place in self.places:
            yield place.name, place.title, place.kind, place.docname, place.anchor, 1


def pages_with_links(_: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to rewrite whenever another changes: their link targets may have moved."""
    domain = cast("DecisionDomain", env.get_domain("ddx"))
    return sorted({place.docname for place in domain.places})
