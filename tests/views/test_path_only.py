"""Only one person's path, in every format, at any depth: ruled-out branches are counted."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given

from spasm_ddx import MUSCLE_SPASM, Findings, Leaf, Presentation, Question, Tree, YesNo
from spasm_ddx.cli.commands import cli
from spasm_ddx.errors import MissingExtraError, TreeError
from spasm_ddx.reasoning.decision_diagram import outcome_key
from spasm_ddx.reasoning.finding_kinds import Sign
from spasm_ddx.reasoning.tree import Node, places
from spasm_ddx.views import html
from spasm_ddx.views.cards import LeafCard
from spasm_ddx.views.formats import FORMATS, Format, render_as
from spasm_ddx.views.path import Standing, path_of
from spasm_ddx.views.sheet import sheet_of
from tests.reasoning.strategies import LAW, Situation, declare, situations
from tests.views.strategies import Page, drawn_as, markdown_tables, mermaid_nodes, svg_texts
from tests.views.test_forms import CRAMP, FEVERISH

LEVELS, CHAIN = 12, 100
each_form = pytest.mark.parametrize("form", FORMATS)


def signs(count: int) -> list[Sign]:
    vocabulary = declare(**{f"s{number}": YesNo(f"Sign {number}?") for number in range(count)})
    return [finding for finding in vocabulary.findings() if isinstance(finding, Sign)]


def full(level: int = 0, place: str = "") -> Node[str]:
    """A tree that asks each sign on each path: 4,096 leaves with distinct outcomes."""
    if level == LEVELS:
        return Leaf(f"end {place}")
    yes, no = full(level + 1, f"{place}y"), full(level + 1, f"{place}n")
    return Question(f"Sign {level}?", TWELVE[level].present, yes=yes, no=no)


def chain() -> Node[str]:
    node: Node[str] = Leaf("end")
    for number, sign in reversed(list(enumerate(HUNDRED))):
        node = Question(f"Is it {number}?", sign.present, yes=Leaf(f"out {number}"), no=node)
    return node


TWELVE, HUNDRED = signs(LEVELS), signs(CHAIN)
TREES: dict[str, Tree[str]] = {"levels": Tree(full(), name="Levels"), "chain": Tree(chain())}


def person(kind: str, *unknown: int) -> Findings:
    """Nothing is there; these are unknown."""
    known = [sign.name for number, sign in enumerate(TREES[kind].findings) if number not in unknown]
    vocabulary: Any = TREES[kind].vocabulary
    found: Findings = vocabulary(**dict.fromkeys(known, False))
    return found


def drawn(shown: Any, form: Format, who: Findings) -> str | bytes:  # noqa: ANN401 - either
    try:
        return render_as(shown, form, who, path_only=True)
    except MissingExtraError as error:  # pragma: no cover - a machine without fonts
        pytest.skip(str(error))


@each_form
@pytest.mark.parametrize(("kind", "questions"), [("levels", LEVELS), ("chain", CHAIN)])
def test_a_deep_path_is_drawn_alone(form: Format, kind: str, questions: int) -> None:
    who = person(kind)
    found = drawn(TREES[kind], form, who)
    assert len(found) < 2_000_000
    if not isinstance(found, bytes) and form in {"text", "markdown", "html"}:
        assert found.count("ruled out: ") >= questions if form == "text" else True
        assert ("2,048 outcomes" in found) is (kind == "levels")
        assert "each \N{MULTIPLICATION SIGN} replaces a branch that is ruled out" in found
    if form == "mermaid":
        assert len(mermaid_nodes(str(found))) == 2 * questions + 1


@pytest.mark.parametrize(("kind", "unknown"), [("levels", (5, 9)), ("chain", (5, 90))])
def test_what_is_undecided_stays(kind: str, unknown: tuple[int, ...]) -> None:
    who = person(kind, *unknown)
    whole = path_of(TREES[kind], who)
    cards = sheet_of(TREES[kind], who, path_only=True).cards
    shown = {card.id for card in cards if not (isinstance(card, LeafCard) and card.folded)}
    assert shown == {
        place for place, how in whole.standings.items() if how is not Standing.RULED_OUT
    }


@pytest.mark.parametrize("who", [FEVERISH, CRAMP, Presentation()])
def test_of_muscle_spasm(who: Presentation) -> None:
    whole = sheet_of(MUSCLE_SPASM, who)
    sheet = sheet_of(MUSCLE_SPASM, who, path_only=True)
    on_path = [card for card in whole.cards if card.standing is not Standing.RULED_OUT]
    assert [c for c in sheet.cards if not (isinstance(c, LeafCard) and c.folded)] == on_path
    _, paths = markdown_tables(drawn_as(MUSCLE_SPASM, "markdown", who, path_only=True))
    assert len(paths) - 1 == len(sheet.rows())
    texts = svg_texts(drawn_as(MUSCLE_SPASM, "svg", who, path_only=True, prefix="p"))
    for card in sheet.cards:
        if isinstance(card, LeafCard) and card.folded:
            assert texts[f"p-{card.id}"] == "".join(card.fold.split())


def test_a_branch_names_its_only_outcome_and_counts_several() -> None:
    text = drawn_as(MUSCLE_SPASM, "text", CRAMP, path_only=True)
    assert "yes: \N{MULTIPLICATION SIGN} ruled out: Spasm of a systemic cause, suspected\n" in text
    assert "yes: \N{MULTIPLICATION SIGN} ruled out: 4 outcomes\n" in text


def test_an_outcome_that_is_possible_elsewhere_is_not_named() -> None:
    one, other = TWELVE[:2]
    again = Question("Again?", other.present, yes=Leaf("ill"), no=Leaf("well"))
    tree = Tree(Question("First?", one.present, yes=Leaf("ill"), no=again))
    who: Any = tree.vocabulary
    assert "ruled out: 1 outcome\n" in drawn_as(tree, "text", who(s0=False), path_only=True)


def test_a_part_that_is_ruled_out_is_one_mark() -> None:
    text = drawn_as(MUSCLE_SPASM, "text", CRAMP, path_only=True, root="nyn")
    assert "\N{MULTIPLICATION SIGN} ruled out: 3 outcomes\n" in text


def test_depth_goes_with_it() -> None:
    text = drawn_as(TREES["levels"], "text", person("levels"), path_only=True, depth=2)
    assert "2,048 outcomes" in text
    assert "shown apart" in text
    page = drawn_as(TREES["levels"], "html", person("levels"), path_only=True, depth=4)
    assert len(Page(page).links) == 2


@LAW
@given(situations())
def test_it_shows_the_same_as_the_whole_path(case: Situation) -> None:
    """Every place that is not ruled out, with its standing; every other behind one mark."""
    path, sheet = path_of(case.tree, case.person), sheet_of(case.tree, case.person, path_only=True)
    shown = {card.id: card for card in sheet.cards}
    assert len(shown) == len(sheet.cards)
    for place, node in (
        (place or "root", node) for place, node in places(case.tree.root, unfolded=True)
    ):
        standing = path.standings[place]
        if standing is not Standing.RULED_OUT:
            assert shown[place].standing is standing
            continue
        mark = shown[path.highest_ruled_out(place)]
        assert isinstance(mark, LeafCard)
        assert mark.folded
        ends = {outcome_key(n.outcome) for _, n in places(node) if isinstance(n, Leaf)}
        if len(ends) > 1 and mark.id == place:
            assert mark.card.title == f"{len(ends)} outcomes"


def test_a_tree_too_large_to_unfold_has_a_path_still() -> None:
    one, other = Leaf("one"), Leaf("other")
    yes: Node[str] = one
    no: Node[str] = other
    for number, sign in enumerate(HUNDRED[:18]):  # two nodes a level, 524,287 when unfolded
        question = Question(f"{number}?", sign.present, yes=yes, no=no)
        yes, no = question, Question(f"not {number}?", sign.absent, yes=yes, no=no)
    tree = Tree(yes)
    vocabulary: Any = tree.vocabulary
    who = vocabulary(**dict.fromkeys((sign.name for sign in tree.findings), False))
    with pytest.raises(TreeError, match="path_only= leaves out"):
        render_as(tree, "text", who)
    assert "ruled out: 2 outcomes\n" in drawn_as(tree, "text", who, path_only=True)


def test_nobody_has_no_path() -> None:
    with pytest.raises(TreeError, match="one person"):
        render_as(MUSCLE_SPASM, "text", path_only=True)


class TestTheCommand:
    def test_path_only(self) -> None:
        command = ["render", "--path-only", "--age-months", "18mo", "--temperature-c", "39.5"]
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0
        assert "ruled out: 2 outcomes" in done.output

    def test_without_a_person(self) -> None:
        done = CliRunner().invoke(cli, ["render", "--path-only"])
        assert isinstance(done.exception, TreeError)


class TestTheSizeOfPages:
    """A page that would be too large raises a one-line error before any drawing."""

    def test_too_many_drawings(self) -> None:
        with pytest.raises(TreeError, match="585 drawings with 8,775 cards; at most 50"):
            render_as(TREES["levels"], "html", depth=3)

    def test_too_many_cards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(html, "MOST_CARDS", 8_190)
        with pytest.raises(TreeError, match="8,191 cards; at most 8,190"):
            render_as(TREES["levels"], "html")

    def test_that_of_twelve_levels_is_measured(self) -> None:
        assert len(render_as(TREES["levels"], "html")) < 5_000_000
        assert len(drawn(TREES["levels"], "html", person("levels"))) < 200_000
