"""What a picture of a tree holds, card by card: every form shows the same.

A sheet is the whole tree, or the part of it that one page shows, with one person's
path if there are findings. Every text on it has been looked at: what no form could
hold is refused here, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, assert_never

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.criteria import shown
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question
from spasm_ddx.reasoning.wording import counted, outlined, said
from spasm_ddx.views.cards import Card, card_of
from spasm_ddx.views.path import (
    ROOT,
    Path,
    Standing,
    answers_to,
    child_ids,
    path_of,
    places,
)
from spasm_ddx.views.pictured import pictured

#: What XML cannot hold: control characters, lone surrogates, two noncharacters.
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@attrs.frozen
class Part:
    """A line of a criterion.

    Attributes:
        depth: How far it is indented.
        text: What it says.
        holds: Whether that is so in the person; None where that is unknown, or
            where there is no person.
    """

    depth: int
    text: str
    holds: bool | None = None


@attrs.frozen
class QuestionCard:
    """A question as a picture shows it.

    Attributes:
        id: Its place: the answers that lead there.
        title: The question.
        parts: Its criterion, line by line.
        claims: The claims it rests on.
        standing: How it stands for the person, or None without one.
        status: The same in words, with the answer if it is settled; may be empty.
        because: The findings that settled it, in words; may be empty.
        answer: The answer that is settled, or None.
        hidden: What the part of the tree below holds, if another page shows it.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    claims: tuple[str, ...]
    standing: Standing | None
    status: str
    because: str
    answer: bool | None
    hidden: str = ""

    @property
    def standing_words(self) -> str:
        """How it stands and why, in one line; empty without a person."""
        return f"{self.status}: {self.because}" if self.because else self.status


@attrs.frozen
class LeafCard:
    """A leaf as a picture shows it.

    Attributes:
        id: Its place: the answers that lead there.
        card: What its outcome says.
        standing: How it stands for the person, or None without one.
        status: The same in words; may be empty.
    """

    id: str
    card: Card
    standing: Standing | None
    status: str


@attrs.frozen
class Sheet:
    """What one picture holds.

    Attributes:
        title: What the tree decides, with the version of its content.
        remarks: What must be read beside the picture.
        about: The remarks, which part of the tree it is, and what is known of the person, in words.
        cards: Its cards, each before those that follow it, yes before no.
        path: The person's path, or None without one.
    """

    title: str
    remarks: tuple[str, ...]
    about: tuple[str, ...]
    cards: tuple[QuestionCard | LeafCard, ...]
    path: Path | None

    def strips(self) -> list[tuple[int, str]]:
        """Each grade that it shows with its strip, the most urgent first."""
        shown = {
            (card.card.grade, card.card.marked())
            for card in self.cards
            if isinstance(card, LeafCard) and card.card.grade is not None and card.card.strip
        }
        return sorted(shown, key=lambda strip: (-strip[0], strip[1]))

    def standings(self) -> list[Standing]:
        """Each standing that it shows, in the order of their declaration."""
        shown = {card.standing for card in self.cards}
        return [standing for standing in Standing if standing in shown]

    def edges(self) -> Iterator[tuple[QuestionCard, bool, str, Standing | None]]:
        """Each edge: its question, its answer, the id it leads to, and how it stands."""
        for card in self.cards:
            if isinstance(card, QuestionCard) and not card.hidden:
                for answer, child in zip((True, False), child_ids(card.id), strict=True):
                    yield card, answer, child, self.path.towards(child) if self.path else None


def sheet_of(
    shown: GuidelineOrTree,
    findings: Findings | None = None,
    *,
    remarks: Sequence[str] = (),
    root: str = ROOT,
    depth: int | None = None,
) -> Sheet:
    """What a picture of the tree, or of a part of it, holds.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, whose path is shown; none unless given.
        remarks: What must be read beside the picture besides what the guideline says; lines
            above it.
        root: The id of the node where the picture begins, such as ``"ynn"``.
        depth: How many questions it shows on a path; all unless given.

    Raises:
        TreeError: There is no such node, the tree unfolds to too many nodes, or a text
            holds what no picture can: the message names the place.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of its paths outgrew its limit.
    """
    if depth is not None and depth < 1:
        msg = f"depth is how many questions a path shows: 1 or more, not {depth}"
        raise TreeError(msg)
    tree, beside = pictured(shown, findings)
    remarks = (*beside, *remarks)
    path = None if findings is None else path_of(tree, findings)
    name = " ".join(f"{tree.name} {tree.version}".split()) or "Decision tree"
    about = list(remarks)
    if root != ROOT:
        about.append(f"The part that begins after {said_place(root)}.")
    if findings is not None:
        about.append(known(findings))
    refuse_unholdable([name, *about], "the name of the tree or what is said of the person")
    cards = tuple(_cards(_node_at(tree.root, root), root, depth, findings, path))
    return Sheet(name, remarks, tuple(about), cards, path)


def pages(shown: GuidelineOrTree, depth: int, *, root: str = ROOT) -> list[str]:
    """The ids at which pages begin that show the whole tree, each ``depth`` questions deep.

    Args:
        shown: A guideline or a tree.
        depth: How many questions a page shows on a path.
        root: The id of the node where the first page begins.

    Raises:
        TreeError: The depth is less than 1, or the tree unfolds to too many nodes.
    """
    begin = [root]
    for start in begin:  # grows while it is read
        sheet = sheet_of(shown, root=start, depth=depth)
        begin += [card.id for card in sheet.cards if isinstance(card, QuestionCard) and card.hidden]
    return begin


def known(findings: Findings) -> str:
    """What is known of one person, in a sentence."""
    words = [said(finding, value) for finding, value in findings.known.items()]
    return f"Known: {'; '.join(words)}." if words else "Known: nothing yet."


def said_place(place: str) -> str:
    """An id in words: the answers that lead there."""
    if place == ROOT:
        return "the first question"
    return ", ".join("yes" if answer == "y" else "no" for answer in place)


def _node_at(node: Node[Any], root: str) -> Node[Any]:
    for answer in () if root == ROOT else root or ("",):
        if answer not in ("y", "n") or isinstance(node, Leaf):
            msg = f"there is no node {root!r}; an id is the answers that lead there, as in 'yn'"
            raise TreeError(msg)
        node = node.yes if answer == "y" else node.no
    return node


def _cards(
    node: Node[Any], root: str, depth: int | None, findings: Findings | None, path: Path | None
) -> Iterator[QuestionCard | LeafCard]:
    deepest = None if depth is None else answers_to(root) + depth
    sizes: dict[int, tuple[int, int]] = {}
    cards: dict[int, QuestionCard | LeafCard] = {}  # a shared part is put in words once
    for place, found in places(node, root, deepest=deepest):
        card = cards.get(id(found))
        if card is None:
            card = cards[id(found)] = _card(found, place, findings)
        if isinstance(card, LeafCard):
            yield attrs.evolve(card, id=place, **_leaf_status(place, path))
            continue
        hidden = ""
        if answers_to(place) == deepest:
            hidden = _size_in_words(found, sizes)
        yield attrs.evolve(card, id=place, hidden=hidden, **_question_status(place, path))


def _card(node: Node[Any], place: str, findings: Findings | None) -> QuestionCard | LeafCard:
    """The card of a node as it is without a person, its texts checked."""
    if isinstance(node, Leaf):
        card = card_of(node.outcome)
        texts = [card.title, card.strip, *card.lines, *card.claims]
        refuse_unholdable(texts, f"the outcome after {said_place(place)}")
        return LeafCard(place, card, None, "")
    parts = tuple(_parts(node, findings))
    texts = [node.asks, *(part.text for part in parts), *node.claims]
    where = "the first question" if place == ROOT else f"the question after {said_place(place)}"
    refuse_unholdable(texts, where)
    return QuestionCard(place, node.asks, parts, node.claims, None, "", "", None)


def _parts(node: Question[Any], findings: Findings | None) -> Iterator[Part]:
    """The criterion as lines; a name that the question says already is not said twice."""
    name = getattr(node.criterion, "name", None)
    same = name is not None and name.casefold() == node.asks.rstrip("? ").casefold()
    for number, (depth, text, criterion) in enumerate(outlined(node.criterion)):
        said = text.removeprefix(f"{name}: ") if same and not number else text
        yield Part(depth, said, None if findings is None else holds(criterion, findings))


def refuse_unholdable(texts: Iterable[str], where: str) -> None:
    """Refuse a text with a character that XML cannot hold, such as NUL or half a pair.

    Raises:
        TreeError: There is one; the message names the place.
    """
    for text in texts:
        found = _UNHOLDABLE.search(text)
        if found is not None:
            msg = (
                f"{where}: {shown(text)} holds U+{ord(found[0]):04X}, "
                f"a character that no picture can hold; leave it out"
            )
            raise TreeError(msg)


def _leaf_status(place: str, path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    standing = path.standings[place]
    match standing:
        case Standing.PASSED:
            status = "reached"
        case Standing.UNDECIDED:
            status = "still possible"
        case Standing.RULED_OUT:
            status = "ruled out"
        case _:  # pragma: no cover - the union is closed
            assert_never(standing)
    return {"standing": standing, "status": status}


def _question_status(place: str, path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    standing, answer = path.standings[place], path.answers.get(place)
    status, because = standing.value, ""
    if answer is not None:
        status = "Yes" if answer else "No"
        because = "; ".join(path.because[place]) or "it follows from the answers before"
        if standing is Standing.UNDECIDED:
            status = f"If it comes to this, {status.lower()}"
    return {"standing": standing, "status": status, "because": because, "answer": answer}


def _size_in_words(node: Node[Any], sizes: dict[int, tuple[int, int]]) -> str:
    """How many questions and leaves a part of the tree holds."""
    waiting = [node]
    while waiting:
        last = waiting[-1]
        if isinstance(last, Leaf):
            sizes[id(last)] = (0, 1)
        elif missing := [part for part in (last.yes, last.no) if id(part) not in sizes]:
            waiting += missing
            continue
        else:
            yes, no = sizes[id(last.yes)], sizes[id(last.no)]
            sizes[id(last)] = (1 + yes[0] + no[0], yes[1] + no[1])
        waiting.pop()
    questions, leaves = sizes[id(node)]
    return f"{counted(questions, 'questions')} and {counted(leaves, 'outcomes')}, shown apart"
