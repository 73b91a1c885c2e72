"""Guidelines and trees as JSON text with their vocabulary: lossless, and strict when read.

A file is only data: reading it executes no code from it. ``schemas.guideline_schema()`` is its
JSON Schema.
"""

from __future__ import annotations

import json

from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.exchange.json import parsed
from spasm_ddx.exchange.reading import read
from spasm_ddx.exchange.writing import guideline_values, tree_values
from spasm_ddx.guideline.guideline import GuidelineOrTree
from spasm_ddx.reasoning.tree import Tree

#: The most characters of a file; the guideline of muscle spasm has some 200,000.
LONGEST = 20_000_000


def to_json(shown: GuidelineOrTree) -> str:
    """A guideline or a tree as JSON text, indented by two spaces; equal ones give equal text.

    Raises:
        InputError: An outcome of a plain tree is neither text, a number, true, false nor null.
    """
    values = tree_values(shown) if isinstance(shown, Tree) else guideline_values(shown)
    return json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str, source: str = "JSON") -> GuidelineOrTree:
    """The guideline or the tree of a JSON text, with its own vocabulary.

    Args:
        text: The output of ``to_json``, or text written by hand to the schema.
        source: What errors call the text, such as the name of its file.

    Raises:
        InputError: The text is invalid. The message has the source, the path in it, such as
            ``$.tree.yes.criterion.of[2].low``, what is accepted, and the value.

    Example:
        >>> from spasm_ddx import MUSCLE_SPASM, compare
        >>> compare(MUSCLE_SPASM, from_json(to_json(MUSCLE_SPASM)))
        ()
    """
    if len(text) > LONGEST:
        raise _refused(source, f"{len(text):,} characters; at most {LONGEST:,} are accepted")
    try:
        values = parsed(text, source)
    except FindingError as error:  # a repeated name
        raise _refused(source, str(error)) from None
    try:
        return read(values)
    except InputError as error:
        raise _refused(source, str(error)) from None
    except RecursionError:
        raise _refused(source, "too deeply nested") from None


def _refused(source: str, why: str) -> InputError:
    return InputError(f"{source}: {why}".replace("\n", "\\n"))
