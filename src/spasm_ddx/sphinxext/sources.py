"""Directives about the source of a guideline: its claims, the notes on it, and their uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from spasm_ddx.guideline.sources import Claim, ClaimRole, Note
from spasm_ddx.reasoning.wording import capitalized
from spasm_ddx.sphinxext import markup
from spasm_ddx.sphinxext.base import ContentDirective, Options, Piece


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
