"""An imported scikit-learn tree agrees if all is known, and never guesses."""

from __future__ import annotations

from enum import Enum
from itertools import product

import pytest

pytest.importorskip("sklearn", reason="needs scikit-learn")

from examples.from_scikit_learn import (
    CLASSIFIER,
    TABLE,
    TREE,
    Fall,
    care,
    imported,
    main,
    predicted,
)
from spasm_ddx import Findings, OneOf, differential, verify

#: Values on each side of every threshold, beside those of the table.
AGES, PAINS = (0, 20, 64.9, 65.1, 90, 125), (0, 7, 7.4, 7.6, 10)
EVERYBODY = [Fall(age=a, pain=p, cannot_walk=w) for a, p, w in product(AGES, PAINS, (False, True))]


def test_it_agrees_with_the_classifier_where_everything_is_known() -> None:
    for person in EVERYBODY:
        assert differential(TREE, person) == (predicted(person),)
    for age, pain, cannot_walk in TABLE:
        known = Fall(age=age, pain=pain, cannot_walk=bool(cannot_walk))
        assert predicted(known) == care(age, pain, cannot_walk)


def test_it_holds_exactly_what_the_missing_value_could_make_of_a_prediction() -> None:
    for person in EVERYBODY:
        for finding in Fall.findings():
            alike = [
                other
                for other in EVERYBODY
                if all(
                    one is finding or other.value_of(one) == person.value_of(one)
                    for one in Fall.findings()
                )
            ]
            hidden = person.but(**{finding.name: None})
            assert set(differential(TREE, hidden)) == set(map(predicted, alike))


def test_the_prediction_changes_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    tried, changed, held = (
        int("".join(filter(str.isdigit, line))) for line in capsys.readouterr().out.splitlines()
    )
    assert 0 < changed < tried == held


def test_the_tree_is_proved() -> None:
    assert verify(TREE).ok


def test_a_category_needs_a_column_for_each_value() -> None:
    class Words(Findings):
        """Somebody whose pain is one of two words."""

        pain: OneOf[Pain] = OneOf("How bad is the pain?", Pain)

    with pytest.raises(TypeError, match="pain: give each of its values a column"):
        imported(CLASSIFIER, (Fall.age, Words.pain, Fall.cannot_walk), "Words")


class Pain(Enum):
    """Two words for pain."""

    MILD = "mild"
    BAD = "bad"
