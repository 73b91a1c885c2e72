"""The Sphinx domain ``ddx``: what the directives define, and the roles that link to it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, Final, TypeAlias, cast

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

#: What a directive can define: each has a role of its name.
KINDS: Final = ("claim", "question", "criterion", "outcome", "finding", "alert")
#: The role of a link that a directive makes; its target is a kind, an owner and a name.
_SHOWN: Final = "shown"


@attrs.frozen
class Place:
    """Where something stands in the docs.

    Attributes:
        kind: What it is, one of ``KINDS``.
        owner: Whose it is, as ``module:NAME``: a guideline or a tree; of a finding, the
            vocabulary.
        name: Its name as a target of links.
        title: What a link to it says.
        docname: The page.
        anchor: The id on it.
    """

    kind: str
    owner: str
    name: str
    title: str
    docname: str
    anchor: str


#: What a role makes: its nodes, and messages on what is wrong with it.
_Made: TypeAlias = tuple[list[nodes.Node], list[nodes.system_message]]


class _Styled(ReferenceRole):
    """Words, and the classes of the style sheet that they have."""

    def run(self) -> _Made:
        return [nodes.inline("", self.title, classes=self.target.split())], []


class _Anchor(ReferenceRole):
    """Words in bold, and the id by which links find them."""

    def run(self) -> _Made:
        return [nodes.strong("", self.title, ids=[self.target])], []


class _Shown(ReferenceRole):
    """Words, and the kind, owner and name of what they link to."""

    def run(self) -> _Made:
        return [_link(self.title, self.target)], []


class _Cited(ReferenceRole):
    """Claims, parted by semicolons, and their owner: in brackets, each a link."""

    def run(self) -> _Made:
        made = nodes.inline("", "[", classes=["dd-claims"])
        for number, words in enumerate(self.title.split("; ")):
            target = f"claim {self.target} {words.partition(' ')[0]}"
            made += [nodes.Text(" " if number else ""), _link(words, target)]
        made += nodes.Text("]")
        return [made], []


def _link(words: str, target: str) -> pending_xref:
    inside = nodes.inline("", words)
    return pending_xref(
        "", inside, refdomain="ddx", reftype=_SHOWN, reftarget=target, refexplicit=True
    )


class DecisionDomain(Domain):
    """Claims, questions, outcomes, findings and alerts as targets of links."""

    name = "ddx"
    label = "Decision trees"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole() for kind in KINDS},
        _SHOWN: _Shown(),
        "styled": _Styled(),
        "anchor": _Anchor(),
        "cited": _Cited(),
    }
    initial_data: ClassVar[dict[str, Any]] = {"places": []}

    @property
    def places(self) -> list[Place]:
        """What every page defines."""
        return cast("list[Place]", self.data["places"])

    def clear_doc(self, docname: str) -> None:
        """Forget what a page defined."""
        self.data["places"] = [place for place in self.places if place.docname != docname]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        self.places.extend(place for place in otherdata["places"] if place.docname in docnames)

    def place_of(self, target: str, docname: str) -> Place | None:
        """Where what a directive links to stands, seen from a page.

        That is a place of the same owner, or else of the guideline of ``conf.py``, of which
        other trees may be variants. What only shares its name with the target is no place of it.
        """
        kind, owner, name = target.split(" ", 2)
        owners = (owner, self.env.config.ddx_guideline)
        found = [
            place
            for place in self.places
            if (place.kind, place.name) == (kind, name) and (not owner or place.owner in owners)
        ]
        wanted = owner or owners[1]
        return min(
            found,
            key=lambda place: (place.owner != wanted, place.docname != docname, place.docname),
            default=None,
        )

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 - the same call for every domain
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link; bare words where a directive made it and the docs do not show its target."""
        place = self.place_of(target if typ == _SHOWN else f"{typ}  {target}", fromdocname)
        if place is None:
            # Sphinx replaces the reference by any node that it is given.
            return cast("nodes.reference", contnode) if typ == _SHOWN else None
        said = contnode if node.get("refexplicit") else nodes.inline("", place.title)
        return make_refnode(builder, fromdocname, place.docname, place.anchor, said)

    def resolve_any_xref(self, *_: object) -> list[tuple[str, nodes.reference]]:
        """Nothing: names such as "fever" are too common to be guessed at."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What an inventory lists, for links from other docs."""
        for place in self.places:
            yield place.name, place.title, place.kind, place.docname, place.anchor, 1


def pages_with_links(_: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again whenever another changes: what they link to may have moved."""
    domain = cast("DecisionDomain", env.get_domain("ddx"))
    return sorted({place.docname for place in domain.places})
