"""Compares guidelines and plain trees, with one function: results, then declarations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast, overload

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import Guideline, as_guideline
from spasm_ddx.guideline.joint_diagram import urgency_root
from spasm_ddx.guideline.json_values import Json, finding_values, plain, record
from spasm_ddx.guideline.model import Alert, Condition
from spasm_ddx.reasoning.comparison import Alike, Difference, Matched
from spasm_ddx.reasoning.comparison import compare as compare_trees
from spasm_ddx.reasoning.criteria import AtLeast, parts_in
from spasm_ddx.reasoning.tree import Question, Tree, add_node


@attrs.frozen
class GuidelineDifference(Difference):
    """One difference between the results of two guidelines, with the people affected.

    Attributes:
        part: The part of the guideline: ``"condition"``, ``"urgency"``, or the key of an alert.
    """

    part: str = "condition"

    def __str__(self) -> str:
        return f"{self.part}: {self.words}"


@attrs.frozen
class DeclaredDifference(GuidelineDifference):
    """A difference between two declarations, such as a name, a piece of advice or a claim.

    It concerns everybody. ``part`` names the place; ``before`` and ``after`` are the old and the
    new value as JSON values, None if the part is new or gone.

    Attributes:
        kind: The kind of the part, such as ``"advice"``; empty for the guideline itself.
        attribute: The attribute of the part that changed; None if the part is new or gone.
    """

    kind: str = ""
    attribute: str | None = None

    def __hash__(self) -> int:
        return hash(self.part)  # the values may be lists

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Whether the part is new, gone or changed, and from what to what."""
        if self.before is None or self.after is None:
            return f"{self.part} is {'new' if self.before is None else 'gone'}."
        was, now = self.before, self.after
        if isinstance(was, dict) and isinstance(now, dict):  # only what differs
            old, new = cast("Json", was), cast("Json", now)
            was, now = _without(old, new), _without(new, old)
        # Nothing is cut short: the change may stand in its middle.
        return f"{self.part}: {was!r} becomes {now!r}."


@overload
def compare(
    before: Guideline, after: Guideline, *, alike: Alike = ()
) -> tuple[GuidelineDifference, ...]: ...
@overload
def compare(
    before: Tree[Any] | Guideline, after: Tree[Any] | Guideline, *, alike: Alike = ()
) -> tuple[Difference, ...]: ...
def compare(
    before: Tree[Any] | Guideline, after: Tree[Any] | Guideline, *, alike: Alike = ()
) -> tuple[Difference, ...]:
    """The people whose results differ between two trees or guidelines; empty if they are equal.

    It compares the conditions, the alerts and the final urgency of guidelines for everybody, then
    what they declare: words, advice, claims and the order of asking, but neither their versions
    nor how a tree arranges its questions, where everybody's result is the same. An alert that a
    guideline does not have never holds. Findings correspond by name; one that only one vocabulary
    has is compared where it decides. Two trees are compared by their outcomes; if these are
    conditions, also by their urgency and by what those that both have declare.

    Args:
        before: The first tree or guideline.
        after: The second.
        alike: Pairs of criteria, before and after, with the same meaning, for a finding that
            was renamed or split; see ``spasm_ddx.reasoning.comparison.compare``.

    Returns:
        The differences, one for each pair of outcomes, with the people and an example.

    Raises:
        TreeError: One is a tree and the other a guideline, or a name means two things.
        GuidelineError: The outcomes of a tree are conditions, and no guideline may have them.
        DiagramTooLargeError: A decision diagram outgrew its limit.
    """
    if isinstance(before, Guideline) and isinstance(after, Guideline):
        return tuple(_differences(before, after, alike))
    if isinstance(before, Guideline) or isinstance(after, Guideline):
        msg = "compare takes two trees or two guidelines; a guideline's tree is its .tree"
        raise TreeError(msg)
    found = compare_trees(before, after, alike=alike)
    if not all(isinstance(one, Condition) for one in (*before.outcomes, *after.outcomes)):
        return found
    graded = tuple(_differences(as_guideline(before), as_guideline(after), alike))
    of_conditions = (
        one for one in graded if isinstance(one, DeclaredDifference) and one.kind == "condition"
    )
    declared = tuple(one for one in of_conditions if one.attribute is not None)
    if any(one.attribute == "urgency" for one in declared):
        found += tuple(one for one in graded if one.part == "urgency")
    return found + declared


def _differences(
    before: Guideline, after: Guideline, alike: Alike
) -> Iterator[GuidelineDifference]:
    asked = before.joint.diagram.order, after.joint.diagram.order
    both = Matched.of((before.vocabulary, after.vocabulary), asked, alike)
    no, truths = both.diagram.no, ((True, False), (True, False))
    old = {a.key: both.before_criterion(a.criterion) for a in before.alerts}
    new = {a.key: both.diagram.criterion(a.criterion) for a in after.alerts}
    trees = both.before(before.tree.root), add_node(both.diagram, after.tree.root)
    urgencies = (
        urgency_root(before, both.diagram, trees[0], list(old.values())),
        urgency_root(after, both.diagram, trees[1], list(new.values())),
    )
    parts: list[tuple[str, tuple[int, int], tuple[Collection[Any], Collection[Any]]]] = [
        ("condition", trees, (before.tree.outcomes, after.tree.outcomes)),
        *((key, (old.get(key, no), new.get(key, no)), truths) for key in old | new),
        ("urgency", urgencies, (before.scale[::-1], after.scale[::-1])),
    ]
    for part, roots, ends in parts:
        for one in both.disagreements(roots, ends):
            yield GuidelineDifference(**attrs.asdict(one, recurse=False), part=part)
    if before.graded or after.graded:
        people = (None, (), after.vocabulary(), before.vocabulary())
        for (kind, name), attribute, was, now in _changes(before, after):
            place = ": ".join(filter(None, (f"{kind} {name}".strip(), attribute)))
            yield DeclaredDifference(was, now, *people, place, kind, attribute)


# ------------------------------------------------------- what two guidelines declare

#: Attributes compared by their results or as parts of their own, and the version.
_ELSEWHERE: Final = {"key", "version", "tree", "alerts", "advice", "sources"}
#: A part by its kind and its name; the guideline itself has neither.
_Part: TypeAlias = tuple[str, str]


def _changes(
    before: Guideline, after: Guideline
) -> Iterator[tuple[_Part, str | None, object, object]]:
    """Each difference: its part and attribute, the old and the new value.

    A part that is new or gone has no attribute, and None is its value where it is missing.
    """
    old, new = _declared(before), _declared(after)
    for part in dict.fromkeys((*old, *new)):
        one, other = old.get(part, {}), new.get(part, {})
        if one and other:
            for field in dict.fromkeys((*one, *other)):
                if one.get(field) != other.get(field):
                    yield part, field, one.get(field), other.get(field)
        elif part[0] != "finding":  # one of one vocabulary matters only where a criterion uses it
            place = " ".join(part)
            yield part, None, place if one else None, place if other else None
    asked, then = ([f.name for f in one.findings_in_order] for one in (before, after))
    kept = [f for f in asked if f in then], [f for f in then if f in asked]
    if kept[0] != kept[1] and plain(before.order) == plain(after.order):
        yield ("", ""), "order", *kept


def _declared(guideline: Guideline) -> dict[_Part, Mapping[str, Any]]:
    """The attributes of each part as JSON values."""
    scale = [
        [one.key, int(one), one.words, one.calls_for_help]
        for one in (guideline.scale if guideline.graded else ())
    ]
    own = _in_any_order(record(guideline, *_ELSEWHERE, whole=True))
    own |= {"scale": scale, "source": guideline.sources.title}
    found: dict[_Part, Mapping[str, Any]] = {("", ""): own}
    kinds: dict[str, tuple[Iterable[Any], str, set[str]]] = {
        "finding": (guideline.vocabulary.findings(), "name", set()),
        "question": (guideline.tree.questions, "asks", {"criterion", "yes", "no"}),
        "condition": (guideline.conditions, "key", set()),
        "alert": (guideline.alerts, "key", {"criterion"}),
        "advice": (guideline.advice, "text", set()),
        "claim": (guideline.sources.claims, "id", set()),
        "note": (guideline.sources.notes, "id", set()),
    }
    for kind, (parts, key, left_out) in kinds.items():
        for part in parts:
            name, times = getattr(part, key), 1
            while (again := (kind, name if times == 1 else f"{name} ({times})")) in found:
                times += 1
            values = finding_values if kind == "finding" else record
            found[again] = _in_any_order(values(part, *left_out, whole=True)) | _names(part)
    return found


def _without(values: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not the same among the others."""
    return {name: one for name, one in values.items() if others.get(name) != one}


def _in_any_order(values: Any) -> Any:  # noqa: ANN401 - any JSON value
    """JSON values with the members of each criterion sorted, since their order says nothing."""
    if isinstance(values, list):
        return [_in_any_order(one) for one in values]  # pyright: ignore[reportUnknownVariableType] - of anything
    if not isinstance(values, dict):
        return values
    each = {name: _in_any_order(one) for name, one in cast("Json", values).items()}
    return each | ({"is": sorted(each["is"], key=str)} if "is" in each else {})


def _names(part: object) -> dict[str, list[str]]:
    """The names of the combinations in a part's own criterion, which drawings and texts show."""
    if not isinstance(part, Question | Alert):
        return {}
    parts = (part for _, part in parts_in(part.criterion))
    return {"names": [one.name for one in parts if isinstance(one, AtLeast) and one.name]}
