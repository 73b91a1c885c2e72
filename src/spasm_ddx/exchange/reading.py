"""Makes a guideline or a tree, with its vocabulary, from JSON values that follow the schema."""

from __future__ import annotations

import copyreg
import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import Enum, EnumMeta
from functools import wraps
from threading import RLock
from types import new_class
from typing import Any, Final, ParamSpec, TypeVar, cast
from weakref import WeakValueDictionary

import attrs

from spasm_ddx.errors import GuidelineError, InputError, did_you_mean
from spasm_ddx.exchange.checking import Checker, Make, located
from spasm_ddx.exchange.schemas import guideline_schema
from spasm_ddx.guideline.advice import Advice, When
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree
from spasm_ddx.guideline.json_values import Json
from spasm_ddx.guideline.model import (
    AcceptedLowering,
    Alert,
    Cause,
    Code,
    Condition,
    Feature,
    Screen,
    Urgency,
    UrgencyScale,
    by_urgency,
)
from spasm_ddx.guideline.sources import Claim, ClaimRole, Note, Notices, Sources
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Interval, Is, Not, Within
from spasm_ddx.reasoning.decision_diagram import outcome_key
from spasm_ddx.reasoning.finding_kinds import Declaration, Number, OneOf, YesNo
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree

P = TypeVar("P")
Args = ParamSpec("Args")
Made = TypeVar("Made")

#: The classes that take a part's properties unchanged, by the part's name in the schema.
_OF_PROPERTIES: Final[dict[str, type]] = {
    kind.__name__.lower(): kind
    for kind in (Feature, Cause, Code, Screen, Advice, Sources, Claim, Note, Notices)
} | {"lowering": AcceptedLowering}


def read(values: Json) -> GuidelineOrTree:
    """The guideline or the tree of JSON values.

    Raises:
        InputError: The values do not follow the schema, or the parts do not fit together; the
            message begins with the path.
    """
    schema = guideline_schema()
    Checker(schema).part(values, schema)
    made: GuidelineOrTree = Checker(schema, _Reader(values).make()).part(values, schema)
    return made


class _Reader:
    """Makes what a file declares; the schema names the parts in the order of construction."""

    def __init__(self, values: Json) -> None:
        vocabulary = vocabulary_of(json.dumps(values["vocabulary"]))
        self._findings = {finding.name: finding for finding in vocabulary.findings()}
        self._levels: dict[str, UrgencyScale] = {level.key: level for level in Urgency}
        self._alerts: dict[str, Alert] = {}
        # Advice on a cause may name any condition: until it exists, another with its key stands in.
        with located("$.conditions"):
            self._conditions = {
                one["key"]: Condition(one["key"], one["name"], Urgency.SELF_CARE)
                for one in values.get("conditions", ())
            }
        self._members: dict[str, Enum] = {}
        self._questions: dict[str, Question[Any]] = {}

    def make(self) -> dict[str, Make]:
        """How to make each part, by its name in the schema."""

        def of_properties(kind: type) -> Make:
            return lambda parts, _: kind(**parts)

        once = _each_once()
        own: dict[str, Make] = {
            **dict.fromkeys(("name", "key", "value"), once),
            "finding_name": lambda name, at: _named(name, at, self._findings),
            "level_key": lambda key, at: _named(key, at, self._levels),
            "alert_key": lambda key, at: _named(key, at, self._alerts),
            "condition_key": lambda key, at: _named(key, at, self._conditions),
            "scale": self._scale,
            "alert": lambda parts, _: self._alerts.setdefault(parts["key"], Alert(**parts)),
            "condition": self._condition,
            "enumeration": self._enumeration,
            "outcome": self._outcome,
            "node": self._node,
            "criterion": lambda parts, _: _criterion(parts),
            "requirement": lambda parts, _: next(getattr(When, n)(of) for n, of in parts.items()),
            "asked": lambda parts, _: parts["finding"],
            "afterwards": lambda parts, _: (parts["condition"], parts["findings"]),
            "role": lambda role, _: ClaimRole(role),
            "decision_tree": lambda parts, _: self._tree(parts),
            "guideline": self._guideline,
        }
        return own | {name: of_properties(kind) for name, kind in _OF_PROPERTIES.items()}

    def _scale(self, levels: Iterable[Json], _: str) -> None:
        members = tuple(
            (one["name"], (int(one["level"]), one["words"], one.get("calls_for_help", False)))
            for one in levels
        )
        self._levels = {level.key: level for level in enumeration(_Scale, "Scale", members)}

    def _condition(self, parts: Json, _: str) -> Condition:
        self._conditions[parts["key"]] = made = Condition(**parts)
        return made

    def _enumeration(self, parts: Json, at: str) -> None:
        if self._conditions:
            msg = f"{at}: the outcomes are the conditions; leave this out"
            raise InputError(msg)
        members = tuple((one["name"], one["value"]) for one in parts["members"])
        made = enumeration(_ByValue, parts["name"], members)
        self._members = {member.value: member for member in made}

    def _outcome(self, value: Any, at: str) -> Hashable:  # noqa: ANN401 - any scalar
        known = self._conditions or self._members
        return _named(value, at, known) if known else value

    def _node(self, parts: Json, at: str) -> Node[Any]:
        if "outcome" in parts:
            return Leaf(parts["outcome"])
        if "see" in parts:
            return _named(parts["see"], f"{at}.see", self._questions)
        place = "".join(answer[0] for answer in at.split(".")[2:])  # after "$.tree"
        self._questions[place] = made = Question(**parts)
        return made

    def _tree(self, parts: Json, about: str = "") -> Tree[Any]:
        """The tree; ``about`` is the prefix of the properties for its name and version."""
        severity: dict[str, Any] = {"severity": by_urgency} if self._conditions else {}
        if "severity" in parts:
            severity["severity"] = _severity(parts["severity"], parts["tree"])
        name, version = (parts.get(f"{about}{one}", "") for one in ("name", "version"))
        with located("$.tree"):
            tree = Tree(parts["tree"], name=name, version=version, **severity)
        for number, condition in enumerate(self._conditions.values()):
            if condition not in tree.outcomes:
                msg = f"$.conditions[{number}]: the tree has no leaf {condition.key!r}"
                raise InputError(msg)
        return tree

    def _guideline(self, parts: Json, _: str) -> Guideline:
        names = {field.name for field in attrs.fields(Guideline)}
        own = {name: part for name, part in parts.items() if name in names}
        own["tree"] = self._tree(parts, "tree_")
        return Guideline(**own)


def _criterion(parts: Json) -> Criterion:
    match parts:
        case {"not": of}:
            return Not(of)
        case {"of": of, "at_least": k}:
            return AtLeast(k, of, name=parts.get("name"), weights=parts.get("weights"))
        case {"finding": finding, "is": listed}:
            values = [finding.from_json(one) for one in listed]
            for value in values:
                finding.check(value)
            return Is(finding, values)
        case _:
            return Within(parts.pop("finding"), Interval(**parts))


def _named(key: object, at: str, known: Mapping[str, P]) -> P:
    if not isinstance(key, str) or key not in known:
        hint = did_you_mean(key, known) if known else "none is declared above"
        msg = f"{at}: there is no {key!r}; {hint}"
        raise InputError(msg)
    return known[key]


def _each_once() -> Make:
    """A check that no two parts of one list have the same value of a property."""
    met: set[tuple[str, str, str]] = set()

    def once(value: str, at: str) -> str:
        here = at.rpartition("[")[0], at.rpartition(".")[2], value
        if here in met:
            msg = f"{at}: {value!r} appears twice; give each its own"
            raise InputError(msg)
        met.add(here)
        return value

    return once


@attrs.frozen
class _Severity:
    """Orders outcomes as in a file, highest first."""

    ranks: Mapping[Hashable, int]

    def __call__(self, outcome: object) -> int:
        return self.ranks[outcome_key(outcome)]


def _severity(listed: tuple[tuple[Hashable, ...], ...], root: Node[Any]) -> _Severity:
    ranks = {outcome_key(one): rank for rank, alike in enumerate(reversed(listed)) for one in alike}
    outcomes = Tree(root).outcomes
    if len(ranks) < sum(map(len, listed)) or ranks.keys() != set(map(outcome_key, outcomes)):
        named = "; ".join(map(str, outcomes))
        msg = f"$.severity: expected each outcome of the tree once: {named}"
        raise InputError(msg)
    return _Severity(ranks)


# ------------------------------------------------------------------ the classes it declares


#: The classes that files declare, as long as anything uses them.
CLASSES: Final = WeakValueDictionary[str, Any]()
#: One thread at a time makes a class; a vocabulary makes enumerations.
_MAKING: Final = RLock()


def _shared(make: Callable[Args, Made]) -> Callable[Args, Made]:
    """Make one class for equal declarations, so that reading again or unpickling gives it too."""

    @wraps(make)
    def made(*args: Args.args, **values: Args.kwargs) -> Made:
        declared = repr((make.__name__, args, values))  # True is not 1
        with _MAKING:
            found: Made | None = CLASSES.get(declared)
            if found is None:
                found = CLASSES[declared] = make(*args, **values)
            return found

    return made


@_shared
def vocabulary_of(text: str) -> type[Findings]:
    """The vocabulary of a JSON text that follows the schema, one class for each text.

    Raises:
        InputError: The declarations do not fit together; the message begins with the path.
    """
    declared: dict[str, Declaration] = {}

    def declare(parts: Json, at: str) -> None:
        declared[parts["name"]] = _declaration(parts, declared, at)

    once = _each_once()
    checked = Checker(guideline_schema(), {"name": once, "value": once, "finding": declare})
    wanted = guideline_schema()["$defs"]["vocabulary"]
    values = checked.part(json.loads(text), wanted, "$.vocabulary")
    body = {
        **declared,
        "retired": values.get("retired", {}),
        "__module__": __name__,
        "__declared__": (vocabulary_of, (text,)),
    }
    with located("$.vocabulary"):
        made = new_class(values["name"], (Findings,), exec_body=lambda space: space.update(body))
    return cast("type[Findings]", made)


def _declaration(value: Json, declared: Mapping[str, Any], at: str) -> Declaration:
    said: Json = {name: part for name, part in value.items() if name not in ("kind", "name")}
    if "members" in said:
        listed = said["members"]
        named = _member_names(one["value"] for one in listed)
        made = enumeration(_Member, value["name"].title().replace("_", ""), named)
        pairs = zip(made, listed, strict=True)
        said["words"] = {member: one["words"] for member, one in pairs if "words" in one}
        said["members"] = made
        return OneOf(**said)
    if "shows" in said:
        sign = _named(said["shows"]["finding"], f"{at}.shows.finding", declared)
        said["shows"] = (sign, said["shows"]["from"])
    return YesNo(**said) if value["kind"] == "yes_no" else Number(**said)


def _member_names(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The values of members, each with a name made from it if that is valid in Python."""
    named: dict[str, str] = {}
    for number, value in enumerate(values):
        word = re.sub(r"\W", "_", value, flags=re.ASCII).strip("_").upper()
        taken = not word.isidentifier() or word in named or word == "MRO"
        named[f"MEMBER_{number}" if taken else word] = value
    return tuple(named.items())


class _Declared(EnumMeta):
    """The metaclass of the enumerations that a file declares."""


class _Member(Enum, metaclass=_Declared):
    """Base of the enumeration of a category's values."""


class _ByValue(_Member):
    """Base of the enumeration of a file's outcomes."""

    def __str__(self) -> str:
        return str(self.value)


class _Scale(UrgencyScale, metaclass=_Declared):
    """Base of a file's scale of urgency."""


@_shared
def enumeration(base: _Declared, name: str, members: tuple[tuple[str, Any], ...]) -> Any:  # noqa: ANN401 - an enumeration
    """The enumeration of these members; the same declaration gives the same class."""
    try:
        made: Any = cast("Any", base)(name, members, module=__name__)
    except (ValueError, TypeError) as error:  # an enumeration cannot have such a name
        raise GuidelineError(str(error)) from None
    made.__declared__ = (enumeration, (base, name, members))
    return made


def _pickled(made: type) -> str | tuple[Any, ...]:
    """How to pickle a class: one from a file by its declaration, any other by its name."""
    again: str | tuple[Any, ...] = vars(made).get("__declared__", made.__qualname__)
    return again


copyreg.pickle(type(Findings), _pickled)
copyreg.pickle(_Declared, _pickled)
