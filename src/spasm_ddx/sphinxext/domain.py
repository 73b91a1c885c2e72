"""What the directives define, how it is linked to, and which claims each thing rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, Final, cast

import attrs
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

#: What a directive can define: each has a role of its name.
KINDS: Final = ("claim", "question", "criterion", "outcome", "finding", "alert")


@attrs.frozen
class Place:
    """Where something stands in the docs.

    Attributes:
        docname: The page.
        anchor: The id on it.
        title: What a link to it says.
    """

    docname: str
    anchor: str
    title: str


@attrs.frozen
class Use:
    """Something that rests on a claim.

    Attributes:
        docname: The page on which it says so.
        kind: What it is, one of ``KINDS``.
        name: Its name as a target of links.
        title: What a link to it says.
        part: What of it rests on the claim, in words, such as "what to do".
    """

    docname: str
    kind: str
    name: str
    title: str
    part: str


class DecisionDomain(Domain):
    """Claims, questions, outcomes, findings and alerts as targets of links."""

    name = "ddx"
    label = "Decision trees"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {kind: XRefRole() for kind in KINDS}
    initial_data: ClassVar[dict[str, Any]] = {"places": {}, "uses": []}

    @property
    def places(self) -> dict[tuple[str, str], Place]:
        """Where each thing stands, by its kind and name."""
        return cast("dict[tuple[str, str], Place]", self.data["places"])

    @property
    def uses(self) -> list[tuple[str, Use]]:
        """Each use with the id of its claim before it."""
        return cast("list[tuple[str, Use]]", self.data["uses"])

    def uses_of(self, claim: str) -> list[Use]:
        """What rests on a claim, each thing once."""
        return list(dict.fromkeys(use for cited, use in self.uses if cited == claim))

    def clear_doc(self, docname: str) -> None:
        """Forget what a page defined."""
        self.data["places"] = {
            key: place for key, place in self.places.items() if place.docname != docname
        }
        self.data["uses"] = [(cited, use) for cited, use in self.uses if use.docname != docname]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        self.places.update(
            {key: place for key, place in otherdata["places"].items() if place.docname in docnames}
        )
        self.uses.extend(pair for pair in otherdata["uses"] if pair[1].docname in docnames)

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
        """A link, or the bare words where the docs do not show what a directive names."""
        place = self.places.get((typ, target))
        if place is None:
            # Sphinx replaces the reference by any node that it is given.
            return cast("nodes.reference", contnode) if node.get("soft") else None
        said = contnode
        if not node.get("refexplicit"):
            said = nodes.inline("", place.title)
        return make_refnode(builder, fromdocname, place.docname, place.anchor, said)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 - the same call for every domain
        fromdocname: str,  # noqa: ARG002
        builder: Builder,  # noqa: ARG002
        target: str,  # noqa: ARG002
        node: pending_xref,  # noqa: ARG002
        contnode: nodes.Element,  # noqa: ARG002
    ) -> list[tuple[str, nodes.reference]]:
        """Nothing: names such as "fever" are too common to be guessed at."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What an inventory lists, for links from other docs."""
        for (kind, name), place in self.places.items():
            yield name, place.title, kind, place.docname, place.anchor, 1


def linked(
    kind: str, name: str, said: str | nodes.Element, classes: Iterable[str] = ()
) -> pending_xref:
    """A link that a directive makes: bare words where the docs do not show the target."""
    inner = nodes.inline("", said) if isinstance(said, str) else said
    inner["classes"].extend(classes)
    return pending_xref(
        "",
        inner,
        refdomain="ddx",
        reftype=kind,
        reftarget=name,
        refexplicit=True,
        refwarn=False,
        soft=True,
    )
