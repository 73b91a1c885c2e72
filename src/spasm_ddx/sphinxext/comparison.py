"""The directive that says whom a change affects: two trees or two guidelines, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, ClassVar, Final, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import UrgencyScale
from spasm_ddx.guideline.verification import GuidelineDifference, compare
from spasm_ddx.reasoning.comparison import Difference
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Is,
    Not,
    Sign,
    Within,
    findings_in,
    shown,
)
from spasm_ddx.reasoning.wording import listed, outlined, said, sentence
from spasm_ddx.sphinxext.building import (
    Options,
    Piece,
    bullets,
    criterion_lines,
    joined,
    labelled,
    outcome_link,
    outcome_name,
    paragraph,
    section,
    table,
    urgency_strip,
)
from spasm_ddx.sphinxext.domain import linked
from spasm_ddx.sphinxext.trees import TreeDirective
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
    has_content = True
    option_spec: ClassVar[Options] = {"alike": directives.unchanged_required}

    def shown(self) -> list[nodes.Node]:
        before, after = map(self.named, self.arguments)
        alike = self._alike()
        found = compare(before, after, alike=alike)
        made: list[nodes.Node] = [_alike_table(alike)] if alike else []
        reasons = self._reasons(found)
        if not found:
            return [*made, paragraph("Proved equal: the change affects nobody.")]
        if isinstance(before, Guideline) and isinstance(after, Guideline):
            return made + list(_of_guidelines(before, after, found, reasons))
        return made + [_item(one, reasons.get(_way(one), ())) for one in found]

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

    def _reasons(self, found: Sequence[Difference]) -> dict[str, list[nodes.Node]]:
        """The reason of each pair, by its keys; none where the body is empty."""
        told: dict[str, list[nodes.Node]] = {}
        for block in "\n".join(self.content).split("\n\n"):
            way, _, why = block.strip().partition("\n")
            if way:
                inside, messages = self.parse_inline(" ".join(why.split()))
                told[" ".join(way.split())] = [*inside, *messages]
        ways = {_way(one) for one in found if _explained(one)}
        if told and (wrong := sorted(told.keys() ^ ways)):
            unexplained = [way for way in wrong if way in ways]
            why = "proved, but not explained" if unexplained else "explained, but not so"
            self.refuse(f"{why}: {listed(unexplained or wrong, 'and')}")
        return told


def _part(one: Difference) -> str:
    return one.part if isinstance(one, GuidelineDifference) else "outcome"


def _explained(one: Difference) -> bool:
    """Whether a pair has its own place: that an alert changed is one line."""
    return _part(one) in {*_PARTS, "outcome"}


def _way(one: Difference) -> str:
    return " ".join([_part(one), outcome_name(one.before), outcome_name(one.after)])


def _alike_table(alike: Sequence[tuple[Criterion, Criterion]]) -> nodes.table:
    rows = [[sentence(old), sentence(new)] for old, new in alike]
    return table(["Before", "Means the same after"], rows)


# ---------------------------------------------------------------------------- guidelines


def _of_guidelines(
    before: Guideline,
    after: Guideline,
    found: Sequence[Difference],
    reasons: dict[str, list[nodes.Node]],
) -> Iterator[nodes.Node]:
    """A section for the condition and one for the urgency, each pair in it; then the alerts."""
    for part, members in groupby(filter(_explained, found), key=_part):
        pairs = [_section(one, reasons.get(_way(one), ())) for one in members]
        yield section(nodes.make_id(f"changed-{part}"), [_PARTS[part]], *pairs)
    changed = {_part(one) for one in found}
    told = list(_alerts(before, after, changed))
    if told:
        yield section("changed-alerts", ["The alerts"], bullets(told))


def _section(one: Difference, why: Sequence[nodes.Node]) -> nodes.section:
    title = f"{said_outcome(one.before)} becomes {said_outcome(one.after)}"
    return section(nodes.make_id(f"changed {_way(one)}"), [title], *_told(one, why))


def _alerts(before: Guideline, after: Guideline, changed: set[str]) -> Iterator[list[Piece]]:
    """A line for each alert that is new, gone or changed."""
    old, new = ({alert.key: alert for alert in one.alerts} for one in (before, after))
    for key in dict.fromkeys([*new, *old]):
        name: Piece = linked("alert", key, new[key].name) if key in new else old[key].name
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
            yield [name, " ", nodes.literal("", key), f": {listed(ways, 'and')}"]


# -------------------------------------------------------------------------------- pairs


def _item(one: Difference, why: Sequence[nodes.Node]) -> nodes.bullet_list:
    head = paragraph(
        nodes.strong("", "From "),
        _outcome(one.before),
        nodes.strong("", " to "),
        _outcome(one.after),
    )
    return nodes.bullet_list("", nodes.list_item("", head, *_told(one, why)))


def _outcome(outcome: object) -> nodes.Element:
    if isinstance(outcome, UrgencyScale):
        return urgency_strip(outcome)
    if isinstance(outcome, bool):  # an alert is a tree that answers yes or no
        return nodes.inline("", "yes" if outcome else "no")
    return outcome_link(outcome)


def _told(one: Difference, why: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """The reason, who they are in few lines, and one of them."""
    if why:
        yield paragraph(*why)
    yield from _who(one)
    known = sorted(one.example.known.items(), key=lambda item: item[1] is item[0].denial)
    if known:
        example = "; ".join(said(finding, value) for finding, value in known)
        yield labelled("For example:", f"{example}.")


def _who(one: Difference) -> Iterator[nodes.Node]:
    """Exactly who they are where that is short, else what all of them have in common."""
    if one.criterion is None:
        yield paragraph("Everybody.")
        return
    parts = _parts_of(one.criterion)
    exact = _length(parts) <= _LINES
    yield labelled("Exactly these people:" if exact else "All of them have in common:")
    yield _lines(parts if exact else one.common)


def _parts_of(criterion: Criterion) -> Sequence[Criterion]:
    """The parts of what must all hold, or the criterion itself."""
    if isinstance(criterion, AtLeast) and criterion.k == len(criterion.of):
        return criterion.of
    return [criterion]


def _split(parts: Sequence[Criterion]) -> tuple[list[Criterion], list[Is]]:
    """What is to be seen, and the signs that are denied, which are told in one line."""
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


def _lines(parts: Sequence[Criterion]) -> nodes.Node:
    """A line for each part, and one for all that is denied."""
    if not parts:
        return paragraph("No value of any one finding; they are of many kinds.")
    seen, denied = _split(parts)
    made = nodes.bullet_list(classes=["dd-criterion"])
    for part in seen:
        made.append(nodes.list_item("", *criterion_lines(part).children))
    if denied:
        links = (linked("finding", findings_in(one)[0].name, sentence(one)) for one in denied)
        made.append(nodes.list_item("", paragraph(*joined(links, "; "))))
    return made


DIRECTIVES: Final[dict[str, type[SphinxDirective]]] = {"comparison": Comparison}
