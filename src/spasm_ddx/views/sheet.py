"""The content of a picture of a tree, card by card: every format shows the same sheet.

A sheet is the whole tree, or the part of it on one page, with one person's path if there
are findings. ``sheet_of`` makes it. A text that no format can hold is an error that names
the text's place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.errors import shown as quoted
from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.decision_diagram import outcome_key
from spasm_ddx.reasoning.evaluation import holds, open_part, settled_by
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree, places, said_place
from spasm_ddx.reasoning.wording import counted, outlined, said
from spasm_ddx.views.cards import Card, LeafCard, Part, QuestionCard, cards_of
from spasm_ddx.views.path import (
    ROOT,
    Path,
    Place,
    Standing,
    answers_to,
    child_ids,
    path_of,
    unfolded,
)
from spasm_ddx.views.style import BULLET, PART_MARKS, STANDING_MARKS, STANDING_ROLES

#: The most outcomes that the card of a ruled-out part names.
MOST_NAMED: Final = 6
#: The remark above a path without its other branches.
_FOLDED: Final = (
    "Only the path: each \N{MULTIPLICATION SIGN} replaces a branch that is ruled out, with its "
    "outcomes."
)
#: The characters that XML cannot hold: controls, lone surrogates, two noncharacters.
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@attrs.frozen
class Row:
    """A path through a tree, as a decision table shows it.

    Attributes:
        answers: The number of each question on it, with its answer.
        end: The leaf at its end, or a question that another page shows.
    """

    answers: tuple[tuple[int, bool], ...]
    end: QuestionCard | LeafCard

    @property
    def listed(self) -> str:
        """Its answers in one line."""
        return ", ".join(f"{number} {'yes' if answer else 'no'}" for number, answer in self.answers)


@attrs.frozen
class Sample:
    """A piece of a legend: its words, the name of its look, and the standing it explains."""

    words: str
    role: str
    standing: Standing | None = None


@attrs.frozen
class Sheet:
    """The content of one picture.

    Attributes:
        shown: The guideline or the tree.
        findings: The person's findings, or None without one.
        remarks: The remarks that must stand beside the picture.
        path: The person's path, or None without one.
        path_only: Whether each ruled-out branch is folded into one card.
        cards: Its cards in pre-order, yes before no.
    """

    shown: GuidelineOrTree
    findings: Findings | None
    remarks: tuple[str, ...]
    path: Path | None
    path_only: bool
    cards: tuple[QuestionCard | LeafCard, ...]

    @property
    def root(self) -> str:
        """The id of its first card."""
        return self.cards[0].id

    @property
    def title(self) -> str:
        """The name of the tree, with its version."""
        return " ".join(f"{self.shown.name} {self.shown.version}".split()) or "Decision tree"

    @property
    def about(self) -> tuple[str, ...]:
        """The remarks, and which part of the tree the sheet shows."""
        words = ", ".join("yes" if answer == "y" else "no" for answer in self.root)
        after = f"From question {len(self.root) + 1} on (answers so far: {words})."
        part = () if self.root == ROOT else (after,)
        return (*self.remarks, *part, *([_FOLDED] if self.path_only else []))

    @property
    def known(self) -> list[str]:
        """Each known finding of the person, in words; empty without a person."""
        if self.findings is None:
            return []
        words = [said(finding, value) for finding, value in self.findings.known.items()]
        return words or ["nothing yet"]

    @property
    def known_words(self) -> str:
        """The known findings in one sentence."""
        return f"Known: {'; '.join(self.known)}." if self.known else ""

    def condensed(self) -> Sheet:
        """The sheet with each ruled-out part as one card, which names its outcomes."""
        path = self.path
        if path is None:
            return self
        cards: list[QuestionCard | LeafCard] = []
        for _, group in groupby(self.cards, lambda card: path.highest_ruled_out(card.id)):
            first, *below = group
            ends = (card for card in below if isinstance(card, LeafCard) or card.hidden)
            titles = list(dict.fromkeys(end.card.title for end in ends))
            more = len(titles) - MOST_NAMED
            named = [*titles[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
            if isinstance(first, QuestionCard) and below:
                first = attrs.evolve(first, hidden="; ".join(named) or "\u2026")
            cards.append(first)
        return attrs.evolve(self, cards=tuple(cards))

    def questions(self) -> list[QuestionCard]:
        """The questions whose branches it shows, numbered from 1."""
        return [card for card in self.cards if isinstance(card, QuestionCard) and not card.hidden]

    def samples(self, standings: Collection[Standing] = ()) -> Iterator[Sample]:
        """The legend: a sample for each strip, the most urgent first, and for these standings."""
        leaves = [card.card for card in self.cards if isinstance(card, LeafCard)]
        strips = {(leaf.grade, leaf.marked()) for leaf in leaves if leaf.strip}
        graded = [(grade, words) for grade, words in strips if grade is not None]
        for grade, words in sorted(graded, key=lambda strip: (-strip[0], strip[1])):
            yield Sample(words, f"grade-{grade}")
        shown = {card.standing for card in self.cards}
        for standing, role in STANDING_ROLES.items():
            if standing in shown or standing in standings:
                words = f"{STANDING_MARKS[standing]} {standing.value}"
                yield Sample(words, role, standing)

    def edges(self) -> Iterator[tuple[QuestionCard, bool, str, Standing | None]]:
        """Each edge: its question, its answer, the id it leads to, and its standing."""
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
        """The sheet divided into parts that are each at most this many questions deep.

        Raises:
            TreeError: The depth is less than 1.
        """
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
    path_only: bool = False,
) -> Sheet:
    """The content of a picture of the tree, or of a part of it.

    Args:
        shown: A guideline or a tree.
        findings: One person's findings, to show that person's path; none unless given.
        remarks: Lines above the picture, besides the guideline's own.
        root: The id of the node where the picture begins, such as ``"ynn"``.
        depth: How many questions it shows on a path; all unless given.
        path_only: Whether to fold each ruled-out branch into one card, which counts its
            outcomes, or names its only one.

    Raises:
        TreeError: There is no such node, the tree unfolds to too many nodes, ``path_only`` has
            no findings, or a text holds what no picture can: the message names the place.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The decision diagram of its paths outgrew its limit.
    """
    if path_only and findings is None:
        msg = "path_only shows one person's path; give the person's findings too"
        raise TreeError(msg)
    tree = shown if isinstance(shown, Tree) else as_guideline(shown).tree
    card, beside = cards_of(shown, findings)
    path = None if findings is None else path_of(tree, findings, folded=path_only)
    stops = findings if path_only else None
    nodes = unfolded(_node_at(tree.root, root), root, findings=stops)
    folds: dict[str, list[LeafCard]] = {}
    if path is not None and path_only:
        folds = _folds(nodes, unfolded(tree.root, findings=stops), path, card)
    cards: list[QuestionCard | LeafCard] = []
    for place, node in nodes:
        if place in folds:
            cards += folds[place]
        elif isinstance(node, Leaf):
            cards.append(_leaf_card(node, place, card, path))
        else:
            cards.append(_question_card(node, place, findings, path))
    sheet = Sheet(shown, findings, (*beside, *remarks), path, path_only, tuple(cards))
    refuse_unholdable(
        [sheet.title, *sheet.about, *sheet.known],
        "the name of the tree or the person's findings",
    )
    return sheet if depth is None else _cut(sheet, depth)[0]


def refuse_unholdable(texts: Iterable[str], where: str) -> None:
    """Raise an error for a text with a character that XML cannot hold, such as NUL.

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


def _cut(whole: Sheet, depth: int) -> tuple[Sheet, list[Sheet]]:
    """The first page of a sheet, at most this many questions deep, and the rest."""
    if depth < 1:
        msg = f"depth is how many questions a path shows: 1 or more, not {depth}"
        raise TreeError(msg)
    deepest = answers_to(whole.root) + depth
    cards: list[QuestionCard | LeafCard] = []
    left: list[Sheet] = []
    for _, group in groupby(whole.cards, lambda card: card.id[:deepest]):
        first, *below = group
        if isinstance(first, QuestionCard) and below:
            left.append(attrs.evolve(whole, cards=(first, *below)))
            questions = 1 + sum(isinstance(card, QuestionCard) for card in below)
            outcomes = sum(isinstance(card, LeafCard) and not card.folded for card in below)
            size = f"{counted(questions, 'questions')} and {counted(outcomes, 'outcomes')}"
            first = attrs.evolve(first, hidden=f"{size}, shown apart")
        cards.append(first)
    return attrs.evolve(whole, cards=tuple(cards)), left


def _node_at(node: Node[Any], root: str) -> Node[Any]:
    for answer in () if root == ROOT else root or ("",):
        if answer not in ("y", "n") or isinstance(node, Leaf):
            msg = f"there is no node {root!r}; an id is the answers that lead there, as in 'yn'"
            raise TreeError(msg)
        node = node.yes if answer == "y" else node.no
    return node


def _leaf_card(
    leaf: Leaf[Any], place: str, card_of: Callable[[Any], Card], path: Path | None
) -> LeafCard:
    card = card_of(leaf.outcome)
    texts = [card.title, card.strip, *card.lines, *card.claims]
    refuse_unholdable(texts, f"the outcome {said_place(place.removeprefix(ROOT))}")
    return LeafCard(place, card, None if path is None else path.standing(place))


def _question_card(
    question: Question[Any], place: str, findings: Findings | None, path: Path | None
) -> QuestionCard:
    standing, answer, because = None, None, ""
    if path is not None:
        standing, answer = path.standing(place), path.answers.get(place)
        if answer is not None:
            because = "; ".join(path.because[place]) or "it follows from the answers before"
    settled = answer is not None or standing is Standing.RULED_OUT
    parts = tuple(_parts(question, findings, settled=settled))
    where = "the first question" if place == ROOT else f"the question {said_place(place)}"
    refuse_unholdable([question.asks, *(part.text for part in parts), *question.claims], where)
    return QuestionCard(place, question.asks, parts, question.claims, standing, answer, because)


def _folds(
    nodes: Sequence[Place], whole: Sequence[Place], path: Path, card_of: Callable[[Any], Card]
) -> dict[str, list[LeafCard]]:
    """The card of each ruled-out branch, by the place where the branch begins.

    An outcome that is still possible elsewhere in the tree is counted, and not named.
    """
    out = {place: node for place, node in nodes if path.standing(place) is Standing.RULED_OUT}
    open_ = {
        outcome_key(node.outcome)
        for place, node in whole
        if isinstance(node, Leaf) and path.standing(place) is not Standing.RULED_OUT
    }
    folds: dict[str, list[LeafCard]] = {}
    for place, node in out.items():
        folds[place] = []
        if place[:-1] in out:
            continue
        leaves = [leaf for _, leaf in places(node) if isinstance(leaf, Leaf)]
        ends = {outcome_key(leaf.outcome): leaf for leaf in leaves}
        title = f"{len(ends):,} outcome{'s' * (len(ends) > 1)}"
        if len(ends) == 1 and not open_.issuperset(ends):
            title = _leaf_card(leaves[0], place, card_of, None).card.title
        folds[place].append(LeafCard(place, Card(title), Standing.RULED_OUT, folded=True))
    return folds


def _parts(question: Question[Any], findings: Findings | None, *, settled: bool) -> Iterator[Part]:
    """The criterion as lines, without a name that repeats the question.

    While it is open, the unknown parts decide; once it is settled, those that settle it.
    """
    criterion = question.criterion
    name = getattr(criterion, "name", None)
    same = name is not None and name.casefold() == question.asks.rstrip("? ").casefold()
    lines = outlined(criterion)
    deciding: set[Finding] = set()
    if findings is not None:
        left = open_part(criterion, findings)
        by = settled_by(criterion, findings) if isinstance(left, bool) else findings_in(left)
        deciding = set(by)
    for number, (depth, text, part) in enumerate(lines):
        shown = text.removeprefix(f"{name}: ") if same and not number else text
        if findings is None:
            yield Part(depth, shown, BULLET if depth else "")
        elif not depth and len(lines) > 1:
            yield Part(depth, shown)
        else:
            truth = holds(part, findings)
            decides = deciding.issuperset(findings_in(part)) and (truth is None) is not settled
            yield Part(depth, shown, PART_MARKS[truth], decides)
