"""A guideline or a tree made of JSON values that follow the schema, its vocabulary included."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Hashable, Mapping
from contextlib import contextmanager
from enum import Enum
from types import new_class
from typing import Any, TypeVar, cast

import attrs

from spasm_ddx.errors import InputError, SpasmDdxError
from spasm_ddx.exchange.writing import GUIDELINE, REQUIREMENTS, Json
from spasm_ddx.guideline.advice import Advice, Requirement
from spasm_ddx.guideline.guideline import Guideline, GuidelineOrTree
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
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Finding, Number, OneOf, YesNo
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree

P = TypeVar("P")
K = TypeVar("K", bound=Enum)


@contextmanager
def _at(path: str) -> Generator[None]:
    """Give an error of the library the path of what it is about."""
    try:
        yield
    except InputError:
        raise
    except SpasmDdxError as error:
        msg = f"{path}: {error}"
        raise InputError(msg) from None


class _ByValue(Enum):
    """Base of the enumeration that a file's outcomes are members of."""

    def __str__(self) -> str:
        return str(self.value)


@attrs.frozen
class _Severity:
    """Orders outcomes as a file lists them, higher first."""

    ranks: Mapping[Hashable, int]

    def __call__(self, outcome: object) -> int:
        return self.ranks[outcome_key(outcome)]


class Reader:
    """Makes what a file declares, in the order in which one part needs another."""

    def __init__(self, values: Json) -> None:
        self._values = values
        self._vocabulary = self._read_vocabulary(values["vocabulary"], "$.vocabulary")
        self._scale = self._read_scale(values.get("urgency"))
        self._alerts: dict[str, Alert] = {}
        self._conditions: dict[str, Condition] = {}
        self._members = _members(values.get("outcomes"))

    def read(self) -> GuidelineOrTree:
        """The guideline or the tree.

        Raises:
            InputError: The parts do not fit together; the message begins with the path.
        """
        values = self._values
        self._alerts = self._keyed("alerts", self._alert)
        # Advice on a cause may name any condition, so each is made without its causes first.
        self._conditions = self._keyed("conditions", self._bare_condition)
        self._conditions = self._keyed("conditions", self._condition)
        if values["format"] != GUIDELINE:
            return self._tree(values.get("name", ""), values.get("version", ""))
        tree = self._tree(values.get("tree_name", ""), values.get("tree_version", ""))
        parts: dict[str, Any] = {
            "alerts": tuple(self._alerts.values()),
            "order": self._each("order", self._entry),
            "afterwards": self._each("afterwards", self._afterwards),
            "advice": self._each("advice", self._advice),
            "reassuring": self._each("reassuring", self._condition_named),
            "lowerings": self._each("lowerings", self._lowering),
            "sources": self._sources(values.get("sources", {})),
            "notices": Notices(**values.get("notices", {})),
        }
        name, version = values["name"], values.get("version", "")
        with _at("$"):
            return Guideline(values["key"], name=name, version=version, tree=tree, **parts)

    # --------------------------------------------------------------------- vocabulary

    def _read_vocabulary(self, values: Json, at: str) -> type[Findings]:
        declared: dict[str, Any] = {}
        for number, finding in enumerate(values["findings"]):
            here = f"{at}.findings[{number}]"
            if finding["name"] in declared:
                msg = f"{here}.name: {finding['name']!r} stands twice; give each finding its own"
                raise InputError(msg)
            with _at(here):
                declared[finding["name"]] = _declaration(finding, declared, here)
        retired = {name: tuple(now) for name, now in values.get("retired", {}).items()}
        body = {**declared, "retired": retired, "__module__": __name__}
        with _at(at):
            made = new_class(
                values["name"], (Findings,), exec_body=lambda space: space.update(body)
            )
        return cast("type[Findings]", made)

    def _finding(self, name: str, at: str) -> Finding:
        with _at(at):
            return self._vocabulary.finding(name)

    # ----------------------------------------------------------------- criteria and tree

    def _criterion(self, value: Json, at: str) -> Criterion:
        if "not" in value:
            of = self._criterion(value["not"], f"{at}.not")
            with _at(at):
                return Not(of)
        if "of" in value:
            parts = [self._criterion(p, f"{at}.of[{n}]") for n, p in enumerate(value["of"])]
            with _at(at):
                return AtLeast(
                    value["at_least"], parts, name=value.get("name"), weights=value.get("weights")
                )
        finding = self._finding(value["finding"], f"{at}.finding")
        with _at(at):
            if "is" in value:
                values = [finding.from_json(one) for one in value["is"]]
                for one in values:
                    finding.check(one)
                return Is(cast("Any", finding), values)
            return Within(cast("Any", finding), Interval(**_without(value, "finding")))

    def _tree(self, name: str, version: str) -> Tree[Any]:
        root = self._node(self._values["tree"], "$.tree", "", {})
        severity: dict[str, Any] = {"severity": by_urgency} if self._conditions else {}
        if "severity" in self._values:
            ranks: dict[Hashable, int] = {}
            for rank, alike in enumerate(reversed(self._values["severity"])):
                ranks |= {outcome_key(self._outcome(one, "$.severity")): rank for one in alike}
            severity["severity"] = self._checked(root, _Severity(ranks))
        with _at("$.tree"):
            return Tree(root, name=name, version=version, **severity)

    def _checked(self, root: Node[Any], severity: _Severity) -> _Severity:
        for outcome in Tree(root).outcomes:
            if outcome_key(outcome) not in severity.ranks:
                msg = f"$.severity: the outcome {str(outcome)!r} is missing"
                raise InputError(msg)
        return severity

    def _node(self, value: Json, at: str, place: str, made: dict[str, Node[Any]]) -> Node[Any]:
        if "see" in value:
            if value["see"] not in made:
                msg = f"{at}.see: no question stands at {value['see']!r} above"
                raise InputError(msg)
            return made[value["see"]]
        if "outcome" in value:
            return Leaf(self._outcome(value["outcome"], f"{at}.outcome"))
        criterion = self._criterion(value["criterion"], f"{at}.criterion")
        yes = self._node(value["yes"], f"{at}.yes", f"{place}y", made)
        no = self._node(value["no"], f"{at}.no", f"{place}n", made)
        claims = value.get("claims", ())
        with _at(at):
            made[place] = Question(value["asks"], criterion, yes=yes, no=no, claims=claims)
        return made[place]

    def _outcome(self, value: Any, at: str) -> Hashable:  # noqa: ANN401 - any scalar
        known = self._conditions or self._members
        return _named(value, at, known) if known else value

    # ------------------------------------------------------------------ guideline's parts

    def _read_scale(self, levels: list[Json] | None) -> type[UrgencyScale]:
        if levels is None:
            return Urgency
        members = {
            level["name"]: (int(level["level"]), level["words"], level.get("calls_for_help", False))
            for level in levels
        }
        return _made_enum(UrgencyScale, "Scale", members, "$.urgency")

    def _level(self, key: str, at: str) -> UrgencyScale:
        return _named(key, at, {level.key: level for level in self._scale})

    def _condition_named(self, key: Any, at: str) -> Condition:  # noqa: ANN401 - any outcome of a leaf
        return _named(key, at, self._conditions)

    def _bare_condition(self, value: Json, at: str) -> Condition:
        level = self._level(value["urgency"], f"{at}.urgency")
        with _at(at):
            return Condition(value["key"], value["name"], level)

    def _condition(self, value: Json, at: str) -> Condition:
        parts: dict[str, Any] = {
            "features": _all(value, "features", at, self._feature),
            "causes": _all(value, "causes", at, self._cause),
            "codes": _all(value, "codes", at, lambda code, _: Code(**code)),
        }
        if "causes_title" in value:
            parts["causes_title"] = value["causes_title"]
        return attrs.evolve(self._conditions[value["key"]], **parts)

    def _feature(self, value: Json, at: str) -> Feature:
        criteria = {
            name: self._criterion(value[name], f"{at}.{name}")
            for name in ("criterion", "against")
            if name in value
        }
        return Feature(value["text"], claims=value.get("claims", ()), **criteria)

    def _cause(self, value: Json, at: str) -> Cause:
        finding = self._finding(value["finding"], f"{at}.finding")
        advice = _all(value, "advice", at, self._advice)
        return Cause(value["name"], cast("Any", finding), value.get("claims", ()), advice=advice)

    def _alert(self, value: Json, at: str) -> Alert:
        criterion = self._criterion(value["criterion"], f"{at}.criterion")
        level = self._level(value["at_least"], f"{at}.at_least")
        codes = _all(value, "codes", at, lambda code, _: Code(**code))
        with _at(at):
            return Alert(
                value["key"], value["name"], criterion, level, value.get("claims", ()), codes
            )

    def _entry(self, value: Json, at: str) -> Finding | Screen:
        if "finding" in value:
            return self._finding(value["finding"], f"{at}.finding")
        findings = _all(value, "findings", at, self._finding)
        with _at(at):
            return Screen(value["key"], value["asks"], findings)

    def _afterwards(self, value: Json, at: str) -> tuple[Condition, tuple[Finding, ...]]:
        condition = self._condition_named(value["condition"], f"{at}.condition")
        return condition, _all(value, "findings", at, self._finding)

    def _advice(self, value: Json, at: str) -> Advice:
        when = _all(value, "when", at, self._requirement)
        about = _all(value, "about", at, self._condition_named)
        with _at(at):
            return Advice(value["text"], value.get("claims", ()), when=when, about=about)

    def _requirement(self, value: Json, at: str) -> Requirement:
        ((name, about),) = value.items()
        read: dict[str, Callable[[Any, str], Any]] = {
            "holds": self._criterion,
            "at_least": self._level,
            "at_most": self._level,
            "raised": self._alert_named,
            "open": self._alert_named,
            "unless": self._requirement,
        }
        how: Callable[[Any, str], Any] = read.get(name, self._condition_named)
        made: Requirement = cast("Any", REQUIREMENTS)[name](how(about, f"{at}.{name}"))
        return made

    def _alert_named(self, key: str, at: str) -> Alert:
        return _named(key, at, self._alerts)

    def _lowering(self, value: Json, at: str) -> AcceptedLowering:
        flag = self._finding(value["flag"], f"{at}.flag")
        before = self._condition_named(value["before"], f"{at}.before")
        after = self._condition_named(value["after"], f"{at}.after")
        return AcceptedLowering(
            cast("Any", flag), before, after, value["why"], value.get("only", "")
        )

    def _sources(self, value: Json) -> Sources:
        claims = [
            Claim(**claim | {"role": ClaimRole(claim["role"]), "about": tuple(claim["about"])})
            for claim in value.get("claims", ())
        ]
        notes = [Note(**note | {"on": tuple(note["on"])}) for note in value.get("notes", ())]
        with _at("$.sources"):
            return Sources(value.get("title", ""), claims, notes)

    # ------------------------------------------------------------------------- helpers

    def _each(self, name: str, read: Callable[[Any, str], P]) -> tuple[P, ...]:
        return _all(self._values, name, "$", read)

    def _keyed(self, name: str, read: Callable[[Any, str], P]) -> dict[str, P]:
        found: dict[str, P] = {}
        for number, part in enumerate(self._each(name, read)):
            key = cast("Any", part).key
            if key in found:
                msg = f"$.{name}[{number}].key: {key!r} stands twice; give each its own"
                raise InputError(msg)
            found[key] = part
        return found


def _all(value: Json, name: str, at: str, read: Callable[[Any, str], P]) -> tuple[P, ...]:
    """Each item of a list that may be absent."""
    listed = value.get(name, ())
    return tuple(read(item, f"{at}.{name}[{number}]") for number, item in enumerate(listed))


def _named(key: object, at: str, known: Mapping[str, P]) -> P:
    if not isinstance(key, str) or key not in known:
        msg = f"{at}: there is no {key!r}; there are {', '.join(known) or 'none'}"
        raise InputError(msg)
    return known[key]


def _without(values: Json, *names: str) -> Json:
    return {name: value for name, value in values.items() if name not in names}


def _declaration(value: Json, declared: Mapping[str, Any], at: str) -> YesNo | OneOf[Any] | Number:
    said = _without(value, "kind", "name")
    match value["kind"]:
        case "yes_no":
            return YesNo(**said)
        case "one_of":
            members = _enumeration(value["name"], [one["value"] for one in said["members"]], at)
            words = {
                member: one["words"]
                for member, one in zip(members, said["members"], strict=True)
                if "words" in one
            }
            said |= {"members": members, "words": words}
            return OneOf(**said)
        case _:
            if "shows" in said:
                sign = _named(said["shows"]["finding"], f"{at}.shows.finding", declared)
                said["shows"] = (sign, said["shows"]["from"])
            return Number(**said)


def _members(outcomes: Json | None) -> dict[str, Enum]:
    """The members of the enumeration of the outcomes, by their values."""
    if outcomes is None:
        return {}
    named = {member["name"]: member["value"] for member in outcomes["members"]}
    kind = _made_enum(_ByValue, outcomes["name"], named, "$.outcomes")
    return {member.value: member for member in kind}


def _made_enum(base: type[K], name: str, members: Mapping[str, Any], at: str) -> type[K]:
    try:
        return cast("type[K]", cast("Any", base)(name, members))
    except (ValueError, TypeError) as error:  # a name that an enumeration cannot have
        msg = f"{at}: {error}"
        raise InputError(msg) from None


def _enumeration(name: str, values: list[str], at: str) -> type[Enum]:
    """An enumeration of these values; its members are named after them where Python can."""
    members: dict[str, str] = {}
    for number, value in enumerate(values):
        if value in members.values():
            msg = f"{at}.members[{number}].value: {value!r} stands twice"
            raise InputError(msg)
        word = re.sub(r"\W", "_", value, flags=re.ASCII).strip("_").upper()
        taken = not word.isidentifier() or word in members or word == "MRO"
        members[f"MEMBER_{number}" if taken else word] = value
    return cast("type[Enum]", Enum(name.title().replace("_", ""), members))
