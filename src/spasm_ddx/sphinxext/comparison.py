"""The directive that shows whom a change affects: two trees or two guidelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar, Final, cast

from docutils import nodes
from docutils.parsers.rst import directives

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import UrgencyScale
from spasm_ddx.guideline.verification import GuidelineDifference, compare
from spasm_ddx.reasoning.comparison import Difference
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Sign, Within, shown
from spasm_ddx.reasoning.wording import listed, outlined, sentence
from spasm_ddx.sphinxext.directive import Options, Piece, TreeDirective
from spasm_ddx.sphinxext.markup import (
    bullets,
    classed,
    example,
    finding_link,
    labelled,
    link,
    outcome_link,
    outcome_name,
    outline,
    plain,
    role,
    strong,
    table,
    urgency_strip,
)
from spasm_ddx.views.proofs import said_outcome

#: How many lines of a criterion a person reads.
_LINES: Final = 12
_PAIRS: Final = "pairs of a criterion before and one after"
_PARTS: Final = {"condition": "The condition", "urgency": "The final urgency"}


class Comparison(TreeDirective):
    """Everybody whom a change affects: two trees or two guidelines, before and after.

    ``:alike:`` names pairs of criteria that mean the same, and shows them as a table. The body
    may give the reason of each pair: a block of ``part before after`` by keys, such as
    ``urgency prompt emergency``, then sentences; ``outcome before after`` for trees. With a
    body, a pair without a reason or a reason without a pair is an error.
    """

    required_arguments = 2
    optional_arguments = 0
    has_content = True
    option_spec: ClassVar[Options] = {"alike": directives.unchanged_required}

    @property
    def reference(self) -> str:
        """The one after the change, whose findings and criteria tell who is affected."""
        return self.arguments[1]

    def shown(self) -> Iterator[Piece]:
        before, after = self.named(self.arguments[0]), self.subject
        alike = self._alike()
        found = compare(before, after, alike=alike)
        if alike:
            rows = [[plain(sentence(old)), plain(sentence(new))] for old, new in alike]
            yield table(["Before", "Means the same after"], rows)
        reasons = self._reasons(found)
        if not found:
            yield "Proved equal: the change affects nobody."
        elif isinstance(before, Guideline) and isinstance(after, Guideline):
            yield from self._of_guidelines(before, after, found, reasons)
        else:
            for one in found:
                change = f"{strong('From')} {self._before(one)} {strong('to')} {self._after(one)}"
                pieces = self.parsed([change, *self._pieces(one, reasons)])
                yield nodes.bullet_list("", nodes.list_item("", *pieces))

    def _alike(self) -> list[tuple[Criterion, Criterion]]:
        reference = self.options.get("alike")
        if reference is None:
            return []
        found = self.loaded(reference)
        if not isinstance(found, list | tuple):
            msg = f"{reference} is {shown(found)}; give a list of {_PAIRS}"
            raise TreeError(msg)
        pairs: list[tuple[Criterion, Criterion]] = []
        for pair in cast("Sequence[Any]", found):
            match pair:
                case (
                    Is() | Within() | Not() | AtLeast() as old,
                    Is() | Within() | Not() | AtLeast() as new,
                ):
                    pairs.append((old, new))
                case _:
                    msg = f"{reference}: {shown(pair)} is no pair; give {_PAIRS}"
                    raise TreeError(msg)
        return pairs

    def _reasons(self, found: Sequence[Difference]) -> Mapping[str, str]:
        """The reason of each pair, by its keys; none where the body is empty."""
        reasons: dict[str, str] = {}
        for block in "\n".join(self.content).split("\n\n"):
            way, _, why = block.strip().partition("\n")
            if way:
                reasons[" ".join(way.split())] = " ".join(why.split())
        ways = {_way(one) for one in found if _explained(one)}
        if reasons and (wrong := sorted(reasons.keys() ^ ways)):
            unexplained = [way for way in wrong if way in ways]
            why = "proved, but not explained" if unexplained else "explained, but not so"
            self.refuse(f"{why}: {listed(unexplained or wrong, 'and')}")
        return reasons

    def _of_guidelines(
        self,
        before: Guideline,
        after: Guideline,
        found: Sequence[Difference],
        reasons: Mapping[str, str],
    ) -> Iterator[nodes.section]:
        """A section for the condition and one for the urgency, each pair in it; then the alerts."""
        for part, members in groupby(filter(_explained, found), key=_part):
            anchor = self.anchor(f"changed-{part}")
            pairs = [self._section(one, reasons) for one in members]
            yield self.section(anchor, _PARTS[part], *pairs)
        lines = list(self._alerts(before, after, {_part(one) for one in found}))
        if lines:
            yield self.section(self.anchor("changed-alerts"), "The alerts", bullets(lines))

    def _section(self, one: Difference, reasons: Mapping[str, str]) -> nodes.section:
        title = f"{said_outcome(one.before)} becomes {said_outcome(one.after)}"
        anchor = self.anchor(f"changed {_way(one)}")
        return self.section(anchor, title, *self._pieces(one, reasons))

    def _alerts(self, before: Guideline, after: Guideline, changed: set[str]) -> Iterator[str]:
        """A line for each alert that is new, gone or changed."""
        old, new = ({alert.key: alert for alert in one.alerts} for one in (before, after))
        for key in dict.fromkeys([*new, *old]):
            ways: list[str] = []
            if key not in old:
                ways.append("new")
            elif key not in new:
                ways.append("gone")
            else:
                if key in changed:
                    ways.append("holds for other people than before")
                if old[key].at_least != new[key].at_least:
                    ways.append("raises to another urgency than before")
            if ways:
                name = plain(old[key].name) if key not in new else ""
                name = name or link("alert", self.reference, key, new[key].name)
                yield f"{name} {role('literal', key)}: {listed(ways, 'and')}"

    # ------------------------------------------------------------------------- one pair

    def _before(self, one: Difference) -> str:
        return _outcome(one.before, self.arguments[0])

    def _after(self, one: Difference) -> str:
        return _outcome(one.after, self.arguments[1])

    def _pieces(self, one: Difference, reasons: Mapping[str, str]) -> Iterator[Piece]:
        """The reason, who they are in few lines, and one of them."""
        if _way(one) in reasons:
            yield self.sentence(reasons[_way(one)])
        if one.criterion is None:
            yield "Everybody."
        else:
            parts = _parts_of(one.criterion)
            exact = _length(parts) <= _LINES
            yield labelled("Exactly these people:" if exact else "All of them have in common:")
            yield self._lines(parts if exact else one.common)
        known = one.example.known
        if known:
            denied_last = sorted(known, key=lambda finding: known[finding] is finding.denial)
            yield labelled("For example:", example({f: known[f] for f in denied_last}))

    def _lines(self, parts: Sequence[Criterion]) -> str:
        """A line for each part, and one for all that is denied."""
        if not parts:
            return "No value of any one finding; they are of many kinds."
        seen, denied = _split(parts)
        items = [outline(part, self.reference) for part in seen]
        links = [finding_link(one.finding, sentence(one)) for one in denied]
        return classed("dd-criterion", bullets([*items, *(["; ".join(links)] if links else [])]))


def _part(one: Difference) -> str:
    return one.part if isinstance(one, GuidelineDifference) else "outcome"


def _explained(one: Difference) -> bool:
    """Whether a pair has its own place: that an alert changed is one line."""
    return _part(one) in {*_PARTS, "outcome"}


def _way(one: Difference) -> str:
    return " ".join([_part(one), outcome_name(one.before), outcome_name(one.after)])


def _outcome(outcome: object, owner: str) -> str:
    if isinstance(outcome, UrgencyScale):
        return urgency_strip(outcome)
    if isinstance(outcome, bool):  # an alert is a tree that answers yes or no
        return "yes" if outcome else "no"
    return outcome_link(outcome, owner)


def _parts_of(criterion: Criterion) -> Sequence[Criterion]:
    """The parts of what must all hold, or the criterion itself."""
    if isinstance(criterion, AtLeast) and criterion.k == len(criterion.of):
        return criterion.of
    return [criterion]


def _split(parts: Sequence[Criterion]) -> tuple[list[Criterion], list[Is]]:
    """What is to be seen, and the signs that are denied, which stand in one line."""
    denied = [
        part
        for part in parts
        if isinstance(part, Is)
        and isinstance(part.finding, Sign)
        and part.values == frozenset({part.finding.denial})
    ]
    return [part for part in parts if part not in denied], denied


def _length(parts: Sequence[Criterion]) -> int:
    seen, denied = _split(parts)
    return sum(len(outlined(part)) for part in seen) + bool(denied)
