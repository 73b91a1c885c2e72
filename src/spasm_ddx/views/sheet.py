"""What a picture of a tree holds, card by card: every form shows the same sheet.

A sheet is the whole tree, or the part of it that one page shows, with one person's
path if there are findings. ``sheet_of`` makes it and refuses every text that no form
could hold, naming its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.errors import shown as quoted
from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.evaluation import holds
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, measured, said_place
from spasm_ddx.reasoning.wording import counted, outlined, said
from spasm_ddx.views.cards import Card, cards_of
from spasm_ddx.views.path import ROOT, Path, Standing, answers_to, child_ids, path_of, unfolded
from spasm_ddx.views.style import LIGHT, PART_MARKS, STANDING_MARKS, Look, look_of

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
        answer: The answer that is settled, or None.
        because: The findings that settled it, in words; may be empty.
        hidden: What the part of the tree below holds, if another page shows it.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    claims: tuple[str, ...]
    standing: Standing | None = None
    answer: bool | None = None
    because: str = ""
    hidden: str = ""

    @property
    def card(self) -> Card:
        """What stands for it at the end of a path, where another page shows what is below."""
        return Card(f"{self.title} ({self.hidden})")

    @property
    def look(self) -> Look:
        """Its colours, on a light page."""
        return LIGHT.faded if self.standing is Standing.RULED_OUT else LIGHT.question

    @property
    def status(self) -> str:
        """How it stands in words, with the answer if it is settled; empty without a person."""
        if self.answer is None:
            return "" if self.standing is None else self.standing.value
        word = "yes" if self.answer else "no"
        undecided = self.standing is Standing.UNDECIDED
        return f"If it comes to this, {word}" if undecided else word.capitalize()

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
    """

    id: str
    card: Card
    standing: Standing | None = None

    @property
    def look(self) -> Look:
        """Its colours, on a light page."""
        return LIGHT.faded if self.standing is Standing.RULED_OUT else look_of(self.card.grade)

    @property
    def status(self) -> str:
        """How it stands in words; empty without a person."""
        return "" if self.standing is None else LEAF_STATUS[self.standing]

    @property
    def person(self) -> str:
        """The same after the mark of its standing."""
        return _marked(self.standing, self.status)


def _marked(standing: Standing | None, words: str) -> str:
    return "" if standing is None else f"{STANDING_MARKS[standing]} {words}"


@attrs.frozen
class Row:
    """A path through a tree, as a decision table shows it.

    Attributes:
        answers: The number of each question on it, with its answer.
        end: The leaf it ends in, or a question that another page shows.
    """

    answers: tuple[tuple[int, bool], ...]
    end: QuestionCard | LeafCard

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
        path: The person's path, or None without one.
        cards: Its cards, each before those that follow it, yes before no.
    """

    shown: GuidelineOrTree
    findings: Findings | None
    remarks: tuple[str, ...]
    path: Path | None
    cards: tuple[QuestionCard | LeafCard, ...]

    @property
    def root(self) -> str:
        """The id of its first card."""
        return self.cards[0].id

    @property
    def title(self) -> str:
        """What the tree decides, with the version of its content."""
        return " ".join(f"{self.shown.name} {self.shown.version}".split()) or "Decision tree"

    @property
    def about(self) -> tuple[str, ...]:
        """The remarks, which part of the tree it is, and what is known of the person."""
        after = f"The part that begins {said_place(self.root.removeprefix(ROOT))}."
        part = () if self.root == ROOT else (after,)
        person = () if self.findings is None else (known(self.findings),)
        return (*self.remarks, *part, *person)

    def questions(self) -> list[QuestionCard]:
        """The questions whose branches it shows; their numbers count from 1."""
        return [card for card in self.cards if isinstance(card, QuestionCard) and not card.hidden]

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
        ends = (card for card in self.cards if isinstance(card, LeafCard) or card.hidden)
        return [Row(answers[end.id], end) for end in ends]

    def pages(self, depth: int) -> list[Sheet]:
        """Parts that show all of it together, each so many questions deep.

        Raises:
            TreeError: The depth is less than 1.
        """
        _check_depth(depth)
        left, found = [self], list[Sheet]()
        for whole in left:  # grows while it is read
            page, more = _cut(whole, depth)
            found.append(page)
            left += more
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
    _check_depth(depth)
    tree = shown if isinstance(shown, Tree) else as_guideline(shown).tree
    card, beside = cards_of(shown, findings)
    path = None if findings is None else path_of(tree, findings)
    begin = _node_at(tree.root, root)
    deepest = None if depth is None else answers_to(root) + depth
    _, sizes = measured(begin)
    made: dict[int, QuestionCard | LeafCard] = {}  # a shared part is put in words once
    cards: list[QuestionCard | LeafCard] = []
    for place, node in unfolded(begin, root, deepest=deepest):
        if id(node) not in made:
            made[id(node)] = _card(node, place, card, findings)
        one = _in_person(attrs.evolve(made[id(node)], id=place), path)
        if answers_to(place) == deepest:
            one = _hiding(one, sizes[id(node)])
        cards.append(one)
    sheet = Sheet(shown, findings, (*beside, *remarks), path, tuple(cards))
    refuse_unholdable(
        [sheet.title, *sheet.about], "the name of the tree or what is said of the person"
    )
    return sheet


def known(findings: Findings) -> str:
    """What is known of one person, in a sentence."""
    words = [said(finding, value) for finding, value in findings.known.items()]
    return f"Known: {'; '.join(words)}." if words else "Known: nothing yet."


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


def _check_depth(depth: int | None) -> None:
    if depth is not None and depth < 1:
        msg = f"depth is how many questions a path shows: 1 or more, not {depth}"
        raise TreeError(msg)


def _cut(whole: Sheet, depth: int) -> tuple[Sheet, list[Sheet]]:
    """The first page of a sheet, and what is left below that."""
    deepest = answers_to(whole.root) + depth
    cards: list[QuestionCard | LeafCard] = []
    left: list[Sheet] = []
    for _, group in groupby(whole.cards, lambda card: card.id[:deepest]):
        first, *below = group
        if below:
            left.append(attrs.evolve(whole, cards=(first, *below)))
        cards.append(_hiding(first, 1 + len(below)) if below else first)
    return attrs.evolve(whole, cards=tuple(cards)), left


def _node_at(node: Node[Any], root: str) -> Node[Any]:
    for answer in () if root == ROOT else root or ("",):
        if answer not in ("y", "n") or isinstance(node, Leaf):
            msg = f"there is no node {root!r}; an id is the answers that lead there, as in 'yn'"
            raise TreeError(msg)
        node = node.yes if answer == "y" else node.no
    return node


def _card(
    node: Node[Any], place: str, card_of: Callable[[Any], Card], findings: Findings | None
) -> QuestionCard | LeafCard:
    """The card of a node as it is without a person's path, its texts checked."""
    where = said_place(place.removeprefix(ROOT))
    if isinstance(node, Leaf):
        card = card_of(node.outcome)
        texts = [card.title, card.strip, *card.lines, *card.claims]
        refuse_unholdable(texts, f"the outcome {where}")
        return LeafCard(place, card)
    parts = tuple(_parts(node, findings))
    texts = [node.asks, *(part.text for part in parts), *node.claims]
    refuse_unholdable(texts, "the first question" if place == ROOT else f"the question {where}")
    return QuestionCard(place, node.asks, parts, node.claims)


def _parts(node: Question[Any], findings: Findings | None) -> Iterator[Part]:
    """The criterion as lines; without a name that the question has already."""
    name = getattr(node.criterion, "name", None)
    same = name is not None and name.casefold() == node.asks.rstrip("? ").casefold()
    for number, (depth, text, criterion) in enumerate(outlined(node.criterion)):
        said = text.removeprefix(f"{name}: ") if same and not number else text
        yield Part(depth, said, None if findings is None else holds(criterion, findings))


def _in_person(card: QuestionCard | LeafCard, path: Path | None) -> QuestionCard | LeafCard:
    """The card with how it stands on a person's path."""
    if path is None:
        return card
    standing, answer = path.standings[card.id], path.answers.get(card.id)
    if isinstance(card, LeafCard):
        return attrs.evolve(card, standing=standing)
    because = ""
    if answer is not None:
        because = "; ".join(path.because[card.id]) or "it follows from the answers before"
    return attrs.evolve(card, standing=standing, answer=answer, because=because)


def _hiding(card: QuestionCard | LeafCard, nodes: int) -> QuestionCard | LeafCard:
    """The card where another page shows what is below it, so many nodes with its own."""
    if isinstance(card, LeafCard):
        return card
    questions = nodes // 2  # a binary tree has a leaf more than it has questions
    size = f"{counted(questions, 'questions')} and {counted(questions + 1, 'outcomes')}"
    return attrs.evolve(card, hidden=f"{size}, shown apart")
