"""The directive that shows which people a change affects, for trees and guidelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar, Final, TypeGuard

from docutils import nodes
from docutils.parsers.rst import directives

from spasm_ddx.guideline.comparison import DeclaredDifference, GuidelineDifference, compare
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.reasoning.comparison import MOST_LINES, Difference
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is
from spasm_ddx.reasoning.finding_kinds import Sign
from spasm_ddx.reasoning.wording import listed, outlined, sentence
from spasm_ddx.sphinxext import markup
from spasm_ddx.sphinxext.base import ContentDirective, Options, Piece

#: The parts of a guideline that may differ, besides alerts, with the titles of their sections.
_SECTIONS: Final = {"condition": "The condition", "urgency": "The final urgency"}


class Comparison(ContentDirective):
    """The people whom a change affects: two trees or two guidelines, before and after.

    ``:alike:`` names pairs of criteria that mean the same, and shows them as a table. The body
    may give the reason for each difference: a block of ``part before after`` by keys, such as
    ``urgency prompt emergency``, then sentences; ``outcome before after`` for trees. With a
    body, a difference without a reason or a reason without a difference is an error.
    """

    required_arguments = 2
    optional_arguments = 0
    has_content = True
    option_spec: ClassVar[Options] = {"alike": directives.unchanged_required}

    def shown(self) -> Iterator[Piece]:
        before, after = self.named(self.arguments[0]), self.subject
        alike = self.loaded(self.options["alike"]) if "alike" in self.options else ()
        found = compare(before, after, alike=alike)
        rows = [[markup.plain(sentence(one)) for one in pair] for pair in alike]
        yield markup.table(["Before", "Means the same after"], rows)
        reasons = self._reasons(found)
        if all(isinstance(one, DeclaredDifference) for one in found):
            yield "Proved equal: the change affects nobody."
        for part, members in groupby(found, key=_part):
            if part in _SECTIONS:
                anchor = self.anchor(f"changed-{part}")
                pairs = [self._section(one, reasons) for one in members]
                yield self.section(anchor, _SECTIONS[part], *pairs)
            elif part == "outcome":
                for one in members:
                    pieces = self.parsed([markup.strong(_title(one)), *self._who(one, reasons)])
                    yield nodes.bullet_list("", nodes.list_item("", *pieces))
        if isinstance(before, Guideline) and isinstance(after, Guideline):
            changed = {_part(one) for one in found}
            if lines := list(self._alerts(before, after, changed)):
                anchor = self.anchor("changed-alerts")
                yield self.section(anchor, "The alerts", markup.bullets(lines))

    def _reasons(self, found: Sequence[Difference]) -> Mapping[str, str]:
        """The reason for each difference, by its keys; none if the body is empty."""
        reasons: dict[str, str] = {}
        for block in "\n".join(self.content).strip().split("\n\n"):
            way, _, why = block.strip().partition("\n")
            reasons[" ".join(way.split())] = " ".join(why.split())
        if not self.content:
            return {}
        ways = [_way(one) for one in found if _part(one) in {*_SECTIONS, "outcome"}]
        self.require_alike(ways, reasons, "proved, but not explained", "explained, but not so")
        return reasons

    def _section(self, one: Difference, reasons: Mapping[str, str]) -> nodes.section:
        anchor = self.anchor(f"changed {_way(one)}")
        return self.section(anchor, _title(one), *self._who(one, reasons))

    def _alerts(self, before: Guideline, after: Guideline, changed: set[str]) -> Iterator[str]:
        """A line for each alert that is new, gone or changed."""
        old, new = ({alert.key: alert for alert in one.alerts} for one in (before, after))
        for key in dict.fromkeys([*new, *old]):
            ways = ["new"] if key not in old else ["gone"] if key not in new else []
            if key in old and key in new:
                if key in changed:
                    ways.append("holds for different people")
                if old[key].at_least != new[key].at_least:
                    ways.append("raises to a different urgency")
            if ways:
                owner = self.arguments[key in new]
                name = markup.link("alert", owner, key, (new.get(key) or old[key]).name)
                yield f"{name} {markup.role('literal', key)}: {listed(ways, 'and')}"

    def _who(self, one: Difference, reasons: Mapping[str, str]) -> Iterator[Piece]:
        if _way(one) in reasons:
            yield self.sentence(reasons[_way(one)])
        if one.criterion is None:
            yield "Everybody."
        else:
            length, lines = self._lines(_parts_of(one.criterion))
            exact = length <= MOST_LINES
            label = "Exactly these people:" if exact else "All of them have in common:"
            yield markup.labelled(label)
            yield lines if exact else self._lines(one.common)[1]
        known = one.example.known
        if known:
            order = sorted(known, key=lambda finding: known[finding] is finding.denial)
            yield markup.labelled("For example:", markup.values({f: known[f] for f in order}))

    def _lines(self, parts: Sequence[Criterion]) -> tuple[int, str]:
        """The number of lines, and the lines: those of each part, and one for all denied signs."""
        if not parts:
            return 1, "No value of any single finding; they are of many kinds."
        denied = [part for part in parts if _is_denied(part)]
        links = (markup.finding_link(one.finding, sentence(one)) for one in denied)
        seen = [part for part in parts if part not in denied]
        items = [markup.outline(part, self.reference) for part in seen]
        items += ["; ".join(links)] if denied else []
        length = sum(len(outlined(part)) for part in seen) + bool(denied)
        return length, markup.classed("dd-criterion", markup.bullets(items))


def _part(one: Difference) -> str:
    return one.part if isinstance(one, GuidelineDifference) else "outcome"


def _way(one: Difference) -> str:
    return " ".join([_part(one), *map(markup.outcome_name, (one.before, one.after))])


def _title(one: Difference) -> str:
    """The title of a difference; an alert holds or does not."""
    words = {True: "yes", False: "no"} if isinstance(one.before, bool) else {}
    before, after = (words.get(end, str(end)) for end in (one.before, one.after))
    return f"{before} becomes {after}"


def _parts_of(criterion: Criterion) -> Sequence[Criterion]:
    """The parts of an ``all_of``, or the criterion itself."""
    if isinstance(criterion, AtLeast) and criterion.is_all:
        return criterion.of
    return [criterion]


def _is_denied(part: Criterion) -> TypeGuard[Is]:
    return (
        isinstance(part, Is)
        and isinstance(part.finding, Sign)
        and part.values == frozenset({part.finding.denial})
    )
