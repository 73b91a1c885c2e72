"""What a picture of a tree holds, card by card: every form shows the same sheet.

A sheet is the whole tree, or the part of it that one page shows, with one person's
path if there are findings. ``sheet_of`` makes it and refuses every text that no form
could hold, naming its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.criteria import shown as quoted
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, measured
from spasm_ddx.reasoning.wording import counted, outlined, said
from spasm_ddx.views.cards import Card, card_of, pictured
from spasm_ddx.views.path import ROOT, Path, Standing, answers_to, child_ids, path_of, unfolded
from spasm_ddx.views.style import PART_MARKS, STANDING_MARKS

#: What XML cannot hold: control characters, lone surrogates, two noncharacters.
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: How a leaf stands for one person, in words.
LEAF_STATUS: Final = {
    Standing.PASSED: "reached",
    Standing.UNDECIDED: "still possible",
    Standing.RULED_OUT: "ruled out",
}


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

    @property
    def mark(self) -> str:
        """What stands before its text: whether it holds; nothing before the first line."""
        return PART_MARKS[self.holds] if self.depth else ""

    @property
    def marked(self) -> str:
        """Its text after its mark."""
        return f"{self.mark} {self.text}" if self.depth else self.text


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
    standing: Standing | None = None
    status: str = ""
    because: str = ""
    answer: bool | None = None
    hidden: str = ""

    @property
    def standing_words(self) -> str:
        """How it stands and why, in one line; empty without a person."""
        return f"{self.status}: {self.because}" if self.because else self.status

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.standing_words)


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
    standing: Standing | None = None
    status: str = ""

    @property
    def person(self) -> str:
        """How it stands, after the mark of that; empty without a person."""
        return _marked(self.standing, self.status)


def _marked(standing: Standing | None, words: str) -> str:
    return "" if standing is None else f"{STANDING_MARKS[standing]} {words}"


@attrs.frozen
class Row:
    """A path through a tree, as a decision table shows it.

    Attributes:
        answers: The number of each question on it, with its answer.
        end: The leaf it ends in; or in its place a question that another page shows.
    """

    answers: tuple[tuple[int, bool], ...]
    end: LeafCard

    @property
    def listed(self) -> str:
        """Its answers in one line."""
        return ", ".join(f"{number} {'yes' if answer else 'no'}" for number, answer in self.answers)


@attrs.frozen
class Sheet:
    """What one picture holds.

    Attributes:
        shown: The guideline or the tree.
        findings: The person's findings, or None without one.
        remarks: What must be read beside the picture.
        tree: The tree, with the cards of its outcomes.
        path: The person's path, or None without one.
        cards: Its cards, each before those that follow it, yes before no.
    """

    shown: GuidelineOrTree
    findings: Findings | None
    remarks: tuple[str, ...]
    tree: Tree[Any]
    path: Path | None
    cards: tuple[QuestionCard | LeafCard, ...]

    @property
    def root(self) -> str:
        """The id of its first card."""
        return self.cards[0].id

    @property
    def title(self) -> str:
        """What the tree decides, with the version of its content."""
        return " ".join(f"{self.tree.name} {self.tree.version}".split()) or "Decision tree"

    @property
    def about(self) -> tuple[str, ...]:
        """The remarks, which part of the tree it is, and what is known of the person."""
        after = f"The part that begins after {said_place(self.root)}."
        part = () if self.root == ROOT else (after,)
        person = () if self.findings is None else (known(self.findings),)
        return (*self.remarks, *part, *person)

    def questions(self) -> list[QuestionCard]:
        """The questions whose branches it shows; their numbers count from 1."""
        return [card for card in self.cards if isinstance(card, QuestionCard) and not card.hidden]

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
        for card in self.questions():
            for answer, child in zip((True, False), child_ids(card.id), strict=True):
                yield card, answer, child, self.path.towards(child) if self.path else None

    def rows(self) -> list[Row]:
        """Every path, in the order of the tree."""
        numbers = {card.id: number for number, card in enumerate(self.questions(), start=1)}
        answers: dict[str, tuple[tuple[int, bool], ...]] = {self.root: ()}
        for card, answer, child, _ in self.edges():
            answers[child] = (*answers[card.id], (numbers[card.id], answer))
        found: list[Row] = []
        for end in self.cards:
            if isinstance(end, LeafCard):
                found.append(Row(answers[end.id], end))
            elif end.hidden:
                title = Card(f"{end.title} ({end.hidden})")
                leaf = LeafCard(end.id, title, end.standing, end.standing_words)
                found.append(Row(answers[end.id], leaf))
        return found

    def part(self, root: str, depth: int | None) -> Sheet:
        """The part that begins at a node, so many questions deep."""
        cards = _cards(self.tree, root, depth, self.findings, self.path)
        return attrs.evolve(self, cards=tuple(cards))

    def pages(self, depth: int) -> list[Sheet]:
        """Parts that show all of it together, each so many questions deep."""
        found = [self.part(self.root, depth)]
        for page in found:  # grows while it is read
            hidden = (card for card in page.cards if isinstance(card, QuestionCard) and card.hidden)
            found += [self.part(card.id, depth) for card in hidden]
        return found


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
    tree, beside = pictured(shown, findings)
    path = None if findings is None else path_of(tree, findings)
    cards = tuple(_cards(tree, root, depth, findings, path))
    sheet = Sheet(shown, findings, (*beside, *remarks), tree, path, cards)
    refuse_unholdable(
        [sheet.title, *sheet.about], "the name of the tree or what is said of the person"
    )
    return sheet


def known(findings: Findings) -> str:
    """What is known of one person, in a sentence."""
    words = [said(finding, value) for finding, value in findings.known.items()]
    return f"Known: {'; '.join(words)}." if words else "Known: nothing yet."


def said_place(place: str) -> str:
    """An id in words: the answers that lead there."""
    if place == ROOT:
        return "the first question"
    return ", ".join("yes" if answer == "y" else "no" for answer in place)


def refuse_unholdable(texts: Iterable[str], where: str) -> None:
    """Refuse a text with a character that XML cannot hold, such as NUL or half a pair.

    Raises:
        TreeError: There is one; the message names the place.
    """
    for text in texts:
        found = _UNHOLDABLE.search(text)
        if found is not None:
            msg = (
                f"{where}: {quoted(text)} holds U+{ord(found[0]):04X}, "
                f"a character that no picture can hold; leave it out"
            )
            raise TreeError(msg)


# ----------------------------------------------------------------------------- cards


def _cards(
    tree: Tree[Any], root: str, depth: int | None, findings: Findings | None, path: Path | None
) -> Iterator[QuestionCard | LeafCard]:
    if depth is not None and depth < 1:
        msg = f"depth is how many questions a path shows: 1 or more, not {depth}"
        raise TreeError(msg)
    begin = _node_at(tree.root, root)
    deepest = None if depth is None else answers_to(root) + depth
    _, sizes = measured(begin)
    cards: dict[int, QuestionCard | LeafCard] = {}  # a shared part is put in words once
    for place, node in unfolded(begin, root, deepest=deepest):
        card = cards.get(id(node))
        if card is None:
            card = cards[id(node)] = _card(node, place, findings)
        if isinstance(card, LeafCard):
            yield attrs.evolve(card, id=place, **_leaf_status(place, path))
        else:
            hidden = _size_in_words(sizes[id(node)]) if answers_to(place) == deepest else ""
            yield attrs.evolve(card, id=place, hidden=hidden, **_question_status(place, path))


def _node_at(node: Node[Any], root: str) -> Node[Any]:
    for answer in () if root == ROOT else root or ("",):
        if answer not in ("y", "n") or isinstance(node, Leaf):
            msg = f"there is no node {root!r}; an id is the answers that lead there, as in 'yn'"
            raise TreeError(msg)
        node = node.yes if answer == "y" else node.no
    return node


def _card(node: Node[Any], place: str, findings: Findings | None) -> QuestionCard | LeafCard:
    """The card of a node as it is without a person's path, its texts checked."""
    if isinstance(node, Leaf):
        card = card_of(node.outcome)
        texts = [card.title, card.strip, *card.lines, *card.claims]
        refuse_unholdable(texts, f"the outcome after {said_place(place)}")
        return LeafCard(place, card)
    parts = tuple(_parts(node, findings))
    texts = [node.asks, *(part.text for part in parts), *node.claims]
    where = "the first question" if place == ROOT else f"the question after {said_place(place)}"
    refuse_unholdable(texts, where)
    return QuestionCard(place, node.asks, parts, node.claims)


def _parts(node: Question[Any], findings: Findings | None) -> Iterator[Part]:
    """The criterion as lines; a name that the question says already is not said twice."""
    name = getattr(node.criterion, "name", None)
    same = name is not None and name.casefold() == node.asks.rstrip("? ").casefold()
    for number, (depth, text, criterion) in enumerate(outlined(node.criterion)):
        said = text.removeprefix(f"{name}: ") if same and not number else text
        yield Part(depth, said, None if findings is None else holds(criterion, findings))


def _leaf_status(place: str, path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    standing = path.standings[place]
    return {"standing": standing, "status": LEAF_STATUS[standing]}


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


def _size_in_words(nodes: int) -> str:
    """What a part of the tree with so many nodes holds: a leaf more than it has questions."""
    questions = nodes // 2
    return (
        f"{counted(questions, 'questions')} and {counted(questions + 1, 'outcomes')}, shown apart"
    )
