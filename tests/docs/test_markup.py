"""Laws of the directives' markup: every text appears unchanged."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("sphinx", reason="needs the extra docs")

from docutils import nodes
from docutils.core import publish_doctree

from spasm_ddx.sphinxext import markup

#: Letters, and all that begins or ends something in reStructuredText.
WORDS = st.text(st.one_of(st.sampled_from("*`_|:<>[]{}\\.-+=#\"'@/()1aA~^"), st.characters()))
SPECIAL = [
    "1. one",
    "- one",
    "*a* **b**",
    "`a`_ and __",
    "|a|",
    ".. note:: x",
    "a::",
    ">>> 1",
    "\\",
]


def read(text: str) -> nodes.document:
    """The text parsed by docutils; a warning is an error."""
    return publish_doctree(text, settings_overrides={"halt_level": 2, "report_level": 5})


@given(words=WORDS.filter(lambda words: "\N{NULL}" not in words))
@example(words="see http://example.org or a@example.org")
@example(words="one\n\n- two")
def test_nothing_in_words_is_markup(words: str) -> None:
    shown = read(markup.plain(words))
    assert shown.astext().split() == words.split()
    assert all(isinstance(node, nodes.paragraph) for node in shown)
    bold = read(f"{markup.strong(words)}, {markup.plain(words)}")
    assert bold.astext().split() == f"{words.strip()}, {words}".split()


@pytest.mark.parametrize("words", SPECIAL)
def test_in_a_list_or_a_table_words_are_shown_as_they_are(words: str) -> None:
    item = markup.plain(words)
    (made,) = read(markup.bullets([item, markup.bullets([item])]))
    assert [part.astext() for part in made.findall(nodes.paragraph)] == [words, words]
    (made,) = read(markup.table([item], [[f"{item}\n\n{markup.strong(words)}"]]))
    assert [part.astext() for part in made.findall(nodes.paragraph)] == [words] * 3
