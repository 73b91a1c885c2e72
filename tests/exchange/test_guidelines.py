"""Guidelines and trees in JSON: lossless, with a one-line error for every invalid file."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
import random
from enum import Enum
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from examples.c_spine import CANADIAN, NEXUS
from examples.curb_65 import CURB_65
from examples.feverish_child import FEVERISH_CHILD
from examples.mcisaac import MCISAAC
from examples.ottawa_ankle import OTTAWA
from examples.pecarn import PECARN
from examples.ssvc import SSVC
from examples.wells import WELLS
from spasm_ddx import (
    MUSCLE_SPASM,
    Findings,
    Guideline,
    Leaf,
    Presentation,
    Question,
    Tree,
    YesNo,
    compare,
    differential,
)
from spasm_ddx.errors import InputError, SpasmDdxError
from spasm_ddx.exchange import reading
from spasm_ddx.exchange.checking import Checker
from spasm_ddx.exchange.guidelines import from_json, to_json
from spasm_ddx.exchange.json import parsed
from spasm_ddx.exchange.schemas import guideline_schema
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.views.formats import render_as
from tests import record
from tests.guideline.strategies import Case, cases
from tests.muscle_spasm.strategies import near_a_kind
from tests.reasoning.strategies import LAW, Ankle, give, worlds, yes_where
from tests.reasoning.strategies import trees as random_trees
from tests.sprain import SPRAIN

OURS = [
    MUSCLE_SPASM,
    FEVERISH_CHILD,
    SPRAIN,
    OTTAWA,
    MUSCLE_SPASM.tree,
    CURB_65,
    WELLS,
    MCISAAC,
    PECARN,
    CANADIAN,
    NEXUS,
    SSVC,
    MUSCLE_SPASM.alerts[0].tree,
    Tree(Leaf("nothing is asked")),
]
VALIDATOR: Any = jsonschema.Draft202012Validator(guideline_schema())


class Small(Findings):
    """Three signs."""

    a: YesNo = YesNo("A?")
    b: YesNo = YesNo("B?")


SMALL_TREE = Tree(Question("A?", Small.a.present, yes=Leaf("x"), no=Leaf("y")))


class Grade(Enum):
    """An enumeration beside a plain outcome of the same text."""

    LOW = "low"


def person_of(shown: Guideline | Tree[Any], person: Findings) -> Findings:
    """The same person in the vocabulary of another guideline."""
    return as_guideline(shown).vocabulary.from_dict(person.to_dict())


@pytest.mark.parametrize("shown", OURS, ids=str)
class TestEachOfTheProject:
    """Each guideline or tree of the project gives every person the same result as its file."""

    def test_comes_back_equal(self, shown: Guideline | Tree[Any]) -> None:
        text = to_json(shown)

        back = from_json(text)

        assert type(back) is type(shown)
        assert compare(shown, back) == ()
        assert to_json(back) == text

    def test_is_drawn_alike(self, shown: Guideline | Tree[Any]) -> None:
        back = from_json(to_json(shown))

        for form in ("dot", "text", "markdown", "mermaid", "html"):
            assert render_as(back, form) == render_as(shown, form)

    def test_follows_the_schema(self, shown: Guideline | Tree[Any]) -> None:
        VALIDATOR.validate(json.loads(to_json(shown)))

    def test_what_was_read_can_be_pickled_and_copied(self, shown: Guideline | Tree[Any]) -> None:
        text = to_json(shown)
        back = from_json(text)

        again = pickle.dumps(back)
        reading.CLASSES.clear()  # as in another process

        for other in (pickle.loads(again), copy.copy(back), copy.deepcopy(back)):  # noqa: S301 - our own
            assert to_json(other) == text
            assert compare(other, back) == ()


def test_a_vocabulary_is_the_same_however_many_were_read_since() -> None:
    text = to_json(yes_where(Ankle.fever.present))
    back = from_json(text)
    assert isinstance(back, Tree)
    assert back.vocabulary is not None
    pickled = pickle.dumps(give(back.vocabulary, fever=True))
    for number in range(300):
        from_json(text.replace('"Ankle"', f'"Ankle{number}"'))

    again = from_json(text)
    assert isinstance(again, Tree)
    assert again.vocabulary is back.vocabulary
    assert differential(back, pickle.loads(pickled)) == ("yes",)  # noqa: S301 - our own


class TestTheGuidelineOfMuscleSpasmFromItsFile:
    """The guideline from its JSON file gives every person the same answer as in Python."""

    BACK: Any = from_json(to_json(MUSCLE_SPASM))

    def test_a_person_can_be_pickled_and_fits_whoever_reads_the_file(self) -> None:
        one, other = (as_guideline(from_json(to_json(MUSCLE_SPASM))) for _ in range(2))
        person = one.vocabulary.from_dict({"site": "foot", "pain": True})

        assert pickle.loads(pickle.dumps(person)) == person  # noqa: S301 - our own
        assert other.assess(person).to_dict() == one.assess(person).to_dict()

    def test_assesses_thousands_alike(self) -> None:
        for person in itertools.islice(record.people(), 2000):
            here = MUSCLE_SPASM.assess(person)
            there = self.BACK.assess(person_of(self.BACK, person))
            assert there.differential == here.differential
            assert there.urgency == here.urgency
            assert there.alerts == here.alerts

    @LAW
    @given(near_a_kind())
    def test_assesses_alike(self, values: dict[str, Any]) -> None:
        person = Presentation.from_dict(values)
        other = person_of(self.BACK, person)

        assert self.BACK.assess(other).to_dict() == MUSCLE_SPASM.assess(person).to_dict()
        assert str(self.BACK.assess(other)) == str(MUSCLE_SPASM.assess(person))


class TestAnyOther:
    """JSON preserves any guideline and any tree completely."""

    @LAW
    @given(cases())
    def test_guideline(self, case: Case) -> None:
        back = from_json(to_json(case.guideline))

        assert isinstance(back, Guideline)
        assert to_json(back) == to_json(case.guideline)
        there = back.assess(person_of(back, case.person))
        assert there.to_dict() == case.guideline.assess(case.person).to_dict()
        VALIDATOR.validate(json.loads(to_json(back)))

    @LAW
    @given(st.data())
    def test_tree(self, data: st.DataObject) -> None:
        tree = data.draw(worlds().flatmap(random_trees))
        assume(all(isinstance(outcome, bool | int | str) for outcome in tree.outcomes))
        text = to_json(tree)

        assert to_json(from_json(text)) == text

    def test_shared_parts_are_written_once_and_stay_shared(self) -> None:
        part = Question("B?", Small.b.present, yes=Leaf("x"), no=Leaf("y"))
        tree = Tree(Question("A?", Small.a.present, yes=part, no=part))

        back = from_json(to_json(tree))

        assert isinstance(back, Tree)
        assert isinstance(back.root, Question)
        assert back.root.yes is back.root.no
        assert to_json(tree).count('"B?"') == 2  # the finding and the question

    def test_members_of_an_enumeration_stay_members(self) -> None:
        class Level(Enum):
            HIGH = "high level"
            LOW = "low level"

        tree = Tree(Question("A?", Small.a.present, yes=Leaf(Level.HIGH), no=Leaf(Level.LOW)))

        back = from_json(to_json(tree))

        assert [outcome.name for outcome in as_tree(back).outcomes] == ["HIGH", "LOW"]
        assert compare(tree, back) == ()

    def test_severity_stays(self) -> None:
        tree = Tree(
            Question("A?", Small.a.present, yes=Leaf("mild"), no=Leaf("bad")),
            severity={"mild": 1, "bad": 2}.__getitem__,
        )

        assert as_tree(from_json(to_json(tree))).outcomes == ("bad", "mild")

    @pytest.mark.parametrize("outcome", [(1, 2), float("inf"), Grade.LOW])
    def test_an_outcome_that_json_cannot_hold_is_refused(self, outcome: object) -> None:
        tree = Tree(Question("A?", Small.a.present, yes=Leaf(outcome), no=Leaf("low")))

        with pytest.raises(InputError, match=r"is no JSON value|but another is not"):
            to_json(tree)

    def test_names_of_any_letters_stay(self) -> None:
        tree = as_tree(from_json(to_json(SMALL_TREE).replace('"a"', '"müde"')))

        assert to_json(from_json(to_json(tree))) == to_json(tree)


def as_tree(shown: Any) -> Tree[Any]:  # noqa: ANN401 - a guideline or a tree
    """The result of reading, which must be a tree."""
    tree: Tree[Any] = shown
    assert type(tree) is Tree
    return tree


# --------------------------------------------------------------------------- wrong files


def changed(values: object, path: str, value: object) -> str:
    """The JSON text with the value at a path changed."""
    copied: Any = json.loads(json.dumps(values))
    at = copied
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if step.isdecimal() else at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return json.dumps(copied)


SMALL = json.loads(to_json(SMALL_TREE))
WRONG: dict[str, tuple[str, object]] = {
    "$.tree.yes.outcome: expected text or a number or true or false or null, got an empty list": (
        "tree.yes.outcome",
        [],
    ),
    '$.tree: "no" is missing': ("tree.no", None),
    '$.tree: "clams" is unknown; known are asks, criterion, yes, no, claims': ("tree.clams", []),
    "$.tree.criterion.finding: there is no 'c'; accepted are a, b": (
        "tree.criterion.finding",
        "c",
    ),
    "$.tree.criterion: a: 'maybe' is not accepted; give true or false, or leave it out while "
    "unknown": ("tree.criterion.is", ["maybe"]),
    "$.tree.criterion.is: expected a list that is not empty, got an empty list": (
        "tree.criterion.is",
        [],
    ),
    '$.vocabulary.findings[0].kind: expected "yes_no" or "one_of" or "number", got "bool"': (
        "vocabulary.findings.0.kind",
        "bool",
    ),
    "$.vocabulary.findings[1].name: 'a' appears twice; give each its own": (
        "vocabulary.findings.1.name",
        "a",
    ),
    '$.format: expected "spasm-ddx guideline 1" or "spasm-ddx tree 1", got 7': ("format", 7),
    '$: "vocabulary" is missing': ("vocabulary", None),
    '$.name: expected text of whole characters, without control characters, got "\\ud800"': (
        "name",
        "\ud800",
    ),
    '$.vocabulary.name: expected a plain name, such as night_cramp, got "a\\n"': (
        "vocabulary.name",
        "a\n",
    ),
    "$.severity: expected each outcome of the tree once: x; y": ("severity", [["x", "y"], ["x"]]),
    "$.outcomes.members[1].name: 'X' appears twice; give each its own": (
        "outcomes",
        {"name": "O", "members": [{"name": "X", "value": "x"}, {"name": "X", "value": "y"}]},
    ),
    "$.outcomes.members[1].value: 'x' appears twice; give each its own": (
        "outcomes",
        {"name": "O", "members": [{"name": "X", "value": "x"}, {"name": "Y", "value": "x"}]},
    ),
    "$.outcomes: invalid enum member name(s) 'mro'": (
        "outcomes",
        {"name": "O", "members": [{"name": "mro", "value": "x"}]},
    ),
    "$.conditions[2]: the tree has no leaf 'z'": (
        "conditions",
        [{"key": key, "name": "A condition", "urgency": "prompt"} for key in "xyz"],
    ),
    "$.urgency[1].name: 'LOW' appears twice; give each its own": (
        "urgency",
        [{"name": "LOW", "level": level, "words": "wait"} for level in (1, 2)],
    ),
    "$.tree.yes.see: there is no 'y'; none is declared above": ("tree.yes", {"see": "y"}),
    '$.format: expected "spasm-ddx guideline 1" or "spasm-ddx tree 1", got "\\u2028"': (
        "format",
        "\u2028",
    ),
}


@pytest.mark.parametrize("message", WRONG, ids=lambda message: message[:30])
def test_a_wrong_file_is_refused_with_its_path(message: str) -> None:
    path, value = WRONG[message]

    with pytest.raises(InputError) as caught:
        from_json(changed(SMALL, path, value), "x.json")

    assert str(caught.value) == f"x.json: {message}"


@pytest.mark.parametrize("letter", ["\0", "\b", "\r", "\x1b", "\x7f", "\x9b", "\u202e"])
def test_text_that_would_command_a_terminal_is_refused(letter: str) -> None:
    for path in ("name", "vocabulary.name", "tree.asks", "tree.yes.outcome"):
        with pytest.raises(InputError, match=rf"\$\.{path}: expected .*, got ") as caught:
            from_json(changed(SMALL, path, f"A{letter}"))

        assert str(caught.value).isprintable()

    assert as_tree(from_json(changed(SMALL, "tree.asks", "A\n\tB?"))).questions


def test_a_tree_that_asks_nothing_comes_back_equal() -> None:
    certain = Tree(Leaf("x"), name="Certain")

    assert from_json(to_json(certain)) == certain


def test_outcomes_beside_conditions_are_refused() -> None:
    conditions = [{"key": key, "name": "A", "urgency": "prompt"} for key in "xy"]
    values = {**SMALL, "conditions": conditions}
    members = {"name": "O", "members": [{"name": "X", "value": "x"}]}

    with pytest.raises(InputError) as caught:
        from_json(changed(values, "outcomes", members), "x.json")

    told = "x.json: $.outcomes: the outcomes are the conditions; leave this out"
    assert str(caught.value) == told


def test_what_nests_deeper_than_python_calls_is_refused() -> None:
    criterion = json.dumps(SMALL["tree"]["criterion"])
    before, after = json.dumps(SMALL).split(criterion)
    # Of these depths, JSON can be read to some at which its parts cannot be made any more.
    said = [
        refusal(before + '{"not": ' * deep + criterion + "}" * deep + after)
        for deep in range(800, 1000, 4)
    ]

    assert "x.json: too deeply nested" in said
    assert all(
        one is not None and one.endswith(("deeply nested", "200 are accepted")) for one in said
    )


def test_a_number_as_text_is_not_coerced() -> None:
    values = json.loads(to_json(FEVERISH_CHILD))
    text = json.dumps(values).replace('"low": 0', '"low": "7.5x"', 1)

    with pytest.raises(InputError, match=r'\$\.vocabulary\.findings\[0\]\.low: .* got "7.5x"'):
        from_json(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "x.json, line 1, column 1: not JSON"),
        ("[]", "x.json: $: expected an object"),
        ('{"a": 1, "a": 2}', "x.json: 'a' appears twice"),
        ("[" * 100_000, "too deeply nested"),
        (" " * 20_000_001, "x.json: 20,000,001 characters; at most 20,000,000 are accepted"),
        ('{"format": NaN}', "got NaN"),
    ],
)
def test_what_is_no_file_of_this_kind_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text, "x.json")

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def refusal(text: str) -> str | None:
    """The error for a text, or None if it is valid."""
    try:
        from_json(text, "x.json")
    except SpasmDdxError as error:
        return str(error)
    return None


SCRAP: list[Any] = [None, True, -1, 1e308, "", "x", [], {}, [[]], 7.5]


def broken(values: Any, draw: random.Random) -> object:  # noqa: ANN401 - any JSON value
    """The JSON value with one place made invalid."""
    places: list[tuple[Any, Any]] = []
    waiting: list[Any] = [values]
    while waiting:
        part = waiting.pop()
        names: list[Any] = list(part) if hasattr(part, "items") else list(range(len(part)))
        for name in names:
            below = part[name]
            places.append((part, name))
            if type(below) in (dict, list):
                waiting.append(below)
    part, name = draw.choice(places)
    match draw.randrange(4):
        case 0:
            part[name] = draw.choice(SCRAP)
        case 1:
            del part[name]
        case 2 if hasattr(part, "items"):
            part[draw.choice(["of", "not", "see", "extra", "is"])] = part.pop(name)
        case _:
            part[name] = {"not": part[name]}
    return values


@pytest.mark.parametrize(("shown", "many"), [(FEVERISH_CHILD, 200), (SPRAIN, 800)], ids=str)
def test_a_broken_file_is_refused_in_one_line_or_means_something(
    shown: Guideline, many: int
) -> None:
    draw = random.Random(7)  # noqa: S311 - not for secrets
    values = json.loads(to_json(shown))
    refused = 0
    for _ in range(many):
        text = json.dumps(broken(json.loads(json.dumps(values)), draw))
        said = refusal(text)
        refused += said is not None
        assert said is None or (said.startswith("x.json") and "\n" not in said)
    assert refused > many // 2


@pytest.mark.parametrize(("shown", "many"), [(FEVERISH_CHILD, 5), (SPRAIN, 50)], ids=str)
def test_an_independent_validator_agrees_about_broken_files(shown: Guideline, many: int) -> None:
    draw = random.Random(11)  # noqa: S311 - not for secrets
    values = json.loads(to_json(shown))
    for _ in range(many):
        wrong = parsed(json.dumps(broken(json.loads(json.dumps(values)), draw)), "x.json")
        try:
            Checker(guideline_schema()).part(wrong, guideline_schema())
            ours = True
        except InputError:
            ours = False
        assert VALIDATOR.is_valid(wrong) == ours, wrong
