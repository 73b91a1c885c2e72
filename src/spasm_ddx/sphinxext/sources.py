"""Directives about the source of a guideline: its claims and the notes on it, and their uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from spasm_ddx.guideline.model import Condition
from spasm_ddx.guideline.sources import Claim, ClaimRole, Note
from spasm_ddx.reasoning.tree import Question
from spasm_ddx.sphinxext.directive import Options, Piece, TreeDirective
from spasm_ddx.sphinxext.markup import (
    bullets,
    cited,
    classed,
    finding_link,
    labelled,
    link,
    plain,
    role,
    strong,
    styled,
)


class SourceDirective(TreeDirective):
    """A directive that shows what a guideline cites, each with what rests on it."""

    def claim_link(self, claim: str) -> str:
        """A link to a claim or a note."""
        return link("claim", self.reference, claim, claim)

    def block(self, cited: Claim | Note, unused: str, *lines: str) -> nodes.container:
        """A claim or a note, to which links lead, and everything that rests on it."""
        anchor = self.anchor(cited.id)
        self.define("claim", cited.id, cited.id, anchor)
        used = self._uses.get(cited.id)
        uses = labelled("Used in:", "; ".join(_use(*use) for use in used.items())) if used else ""
        text = "\n\n".join([*lines, classed("dd-uses", uses or unused)])
        return nodes.container("", *self.parsed([text]), ids=[anchor], classes=["dd-claim"])

    @cached_property
    def _uses(self) -> dict[str, dict[str, list[str]]]:
        """For each claim a link to each thing that rests on it, and what of the thing does."""
        found: dict[str, dict[str, list[str]]] = {}
        for thing, part, claims in self._citing():
            for claim in claims:
                parts = found.setdefault(claim, {}).setdefault(thing, [])
                if part and part not in parts:
                    parts.append(part)
        return found

    def _citing(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """What rests on claims: a link to it, what of it does so, and the claims."""
        for place in self.numbers:
            question = self.nodes_at[place]
            if isinstance(question, Question):
                yield self.question_link(place), "", question.claims
        for condition in self.guideline.conditions:
            for part, claims in self._parts(condition):
                yield self.outcome_link(condition), part, claims
        for alert in self.guideline.alerts:
            yield link("alert", self.reference, alert.key, alert.name), "", alert.claims
        for finding in self.guideline.vocabulary.findings():
            yield finding_link(finding, finding.label), "", finding.claims

    def _parts(self, condition: Condition) -> Iterator[tuple[str, Sequence[str]]]:
        yield from (("typical feature", feature.claims) for feature in condition.features)
        yield from (("what to do", told.claims) for told in self.guideline.advice_for(condition))
        yield from (("contributing cause", cause.claims) for cause in condition.causes)
        yield from (("what to do", told.claims) for one in condition.causes for told in one.advice)


def _use(thing: str, parts: Sequence[str]) -> str:
    return f"{thing} ({', '.join(parts)})" if parts else thing


class Claims(SourceDirective):
    """Each claim of the source: what it says, its role, its notes, and where it is used.

    With ``:role:`` a short list of those of one role, each a link to where it stands in full.
    """

    option_spec: ClassVar[Options] = {
        "role": lambda word: directives.choice(word, [each.value for each in ClaimRole])
    }

    def shown(self) -> Iterator[Piece]:
        claims = self.guideline.sources.claims
        if "role" in self.options:
            role = self.options["role"]
            yield bullets(self._short(claim) for claim in claims if claim.role.value == role)
            return
        sections = list(dict.fromkeys(claim.section for claim in claims))
        ordered = sorted(claims, key=lambda claim: sections.index(claim.section))
        for name, members in groupby(ordered, key=lambda claim: claim.section):
            title = _upper(name.replace("-", " ").replace("_", " "))
            yield self.section(self.anchor(f"section-{name}"), title, *map(self._claim, members))

    def _claim(self, claim: Claim) -> nodes.container:
        item = f" item {claim.item}" if claim.item is not None else ""
        lines = [f"{strong(claim.id)} {styled(claim.role.value, 'dd-role')}{item}"]
        lines.append(plain(claim.says))
        if claim.note:
            lines.append(labelled("Not computed:", plain(f"{claim.note}.")))
        for note in self.guideline.sources.notes_on(claim):
            says = [plain(str(note)), cited([note.id], self.reference)]
            lines.append(labelled("Today's reference says:", *says))
        return self.block(claim, "Used in nothing that is computed.", *lines)

    def _short(self, claim: Claim) -> str:
        note = f" {role('emphasis', f'{_upper(claim.note)}.')}" if claim.note else ""
        return f"{self.claim_link(claim.id)}: {plain(claim.says)}{note}"


class Notes(SourceDirective):
    """Each note on the source: what is said today, by whom, on which claims, and where used."""

    def shown(self) -> Iterator[Piece]:
        for note in self.guideline.sources.notes:
            confirm = "" if note.checked else f" {styled('to be confirmed', 'dd-flag')}"
            on = ", ".join(map(self.claim_link, note.on))
            lines = [f"{strong(note.id)} on {on}{confirm}", plain(note.now)]
            lines.append(classed("dd-quiet", plain(note.reference)))
            yield self.block(note, "Shown beside the source; it drives nothing here.", *lines)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
