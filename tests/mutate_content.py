"""Change the content in every possible single way, and check that a test notices.

Numbers, ends, members, polarity, parts, floors, order, claim ids, codes, flags and words are
changed one at a time, in a copy of the library; then the pinned people, the cases and the
approved words are read again::

    python tests/mutate_content.py            # every change, a quarter of an hour
    python tests/mutate_content.py --every 10 # one in ten

It prints each change that nothing noticed, and exits 1 if there is one. The order within the
tuples that ``about=`` names says nothing: a swap there changes no answer and no word.
"""

from __future__ import annotations

import argparse
import ast
import copy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[1]
CONTENT = "spasm_ddx/muscle_spasm"
#: What a criterion on one finding is turned into.
ENDS = {
    "present": "absent",
    "absent": "present",
    "below": "at_most",
    "at_most": "below",
    "above": "at_least",
    "at_least": "above",
    "all_of": "any_of",
    "any_of": "all_of",
}
LEVELS = {
    "SELF_CARE": "PROMPT",
    "PROMPT": "URGENT",
    "URGENT": "EMERGENCY",
    "EMERGENCY": "URGENT",
}
CHECK = """
import sys
from tests.muscle_spasm import test_pinned, test_words
test_words.test_the_content_is_as_approved()
test_pinned.test_one_by_one()
"""


@attrs.frozen
class Change:
    """One change to a file of the content.

    Attributes:
        file: The name of the file.
        line: The line.
        what: What is changed into what.
        text: The whole file with it.
    """

    file: str
    line: int
    what: str
    text: str


def changes(file: Path) -> Iterator[Change]:
    """Every single change to a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    nodes = list(ast.walk(tree))
    said = {id(part) for node in nodes for part in only_types(node)}
    orderless = set(map(id, orderless_in(nodes)))
    for place, node in enumerate(nodes):
        if id(node) in docstrings or id(node) in said:
            continue
        for what in ways(node):
            if id(node) in orderless and what.startswith("swap"):
                continue
            changed = copy.deepcopy(tree)
            told = apply(list(ast.walk(changed))[place], what)
            line = getattr(node, "lineno", 0)
            yield Change(file.name, line, told, ast.unparse(changed))


def orderless_in(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """What stands behind ``about=``: there, or in a constant that stands there."""
    constants = {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    behind = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg == "about"]
    for value in behind:  # grows while it is read
        yield value
        names = (part.id for part in ast.walk(value) if isinstance(part, ast.Name))
        behind += [constants[name] for name in names if constants.get(name) not in (None, *behind)]


def only_types(node: ast.AST) -> Iterator[ast.AST]:
    """What a node only says to type checkers."""
    if isinstance(node, ast.AnnAssign):
        yield from ast.walk(node.annotation)


def ways(node: ast.AST) -> Iterator[str]:
    """The ways in which a node can be changed."""
    match node:
        case ast.Constant(value=bool()):
            yield "flip"
        case ast.Constant(value=int() | float()):
            yield "more"
        case ast.Constant(value=str()):
            yield "word"
        case ast.Attribute(attr=attr) if attr in ENDS or attr in LEVELS:
            yield "other"
        case ast.Name(id=name) if name in ENDS:
            yield "other"
        case ast.Call(func=ast.Name(id="Not")):
            yield "unnegate"
        case ast.Call(
            func=ast.Attribute(attr="among") | ast.Name(id="all_of" | "any_of"), args=args
        ) if len(args) > 1:
            yield from (f"drop {n}" for n in range(len(args)))
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if len(parts) > 1:
            yield from (f"swap {n}" for n in range(len(parts) - 1))
            yield from (f"drop {n}" for n in range(len(parts)))
        case ast.Set(elts=parts):
            yield from (f"drop {n}" for n in range(len(parts)))
        case _:
            pass


def apply(node: ast.AST, what: str) -> str:
    """Change a node, and say how."""
    before = ast.unparse(node)
    kind, _, number = what.partition(" ")
    match node, kind:
        case ast.Constant(), "flip":
            node.value = not node.value
        case ast.Constant(value=int() | float() as value), "more":
            node.value = value + 1
        case ast.Constant(value=str(text)), "word":
            node.value = other_text(text)
        case ast.Attribute(attr=attr), "other":
            node.attr = ENDS.get(attr) or LEVELS[attr]
        case ast.Name(id=name), "other":
            node.id = ENDS[name]
        case ast.Call(), "unnegate":
            node.func = ast.Name("all_of", ast.Load())
        case ast.Call(), "drop":
            del node.args[int(number)]
        case ast.Tuple() | ast.List() | ast.Set(), "drop":
            del node.elts[int(number)]
        case ast.Tuple() | ast.List(), "swap":
            at = int(number)
            node.elts[at], node.elts[at + 1] = node.elts[at + 1], node.elts[at]
        case _:
            pass
    return f"{shortened(before)} -> {shortened(ast.unparse(node))} ({what})"


def other_text(text: str) -> str:
    """Another claim id for a claim id, and for any other text a changed one."""
    if len(text) == 3 and text[0] in "SV" and text[1:].isdecimal():
        return f"{text[0]}{int(text[1:]) % 30 + 1:02}"
    return f"{text}x"


def shortened(text: str) -> str:
    """A piece of code in one line that fits."""
    return text if len(text) <= 70 else f"{text[:40]} ... {text[-25:]}"


def noticed(change: Change, scratch: Path) -> bool:
    """Whether the pinned answers and words notice a change."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        copied = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copied, ignore=shutil.ignore_patterns("__pycache__"))
        (copied / CONTENT / change.file).write_text(change.text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", CHECK],
            env={"PYTHONPATH": f"{copied}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
    return done.returncode != 0


def main() -> None:
    """Make every change, and print those that nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="make one change in so many")
    parser.add_argument("--file", default="*.py", help="change this file of the content alone")
    given = parser.parse_args()
    made = [
        change
        for file in sorted((ROOT / "src" / CONTENT).glob(given.file))
        for change in changes(file)
    ][:: given.every]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as pool:
        results = pool.map(noticed, made, repeat(Path(scratch)))
        survived = [change for change, seen in zip(made, results, strict=True) if not seen]
    for change in survived:
        print(f"{change.file}:{change.line}: {change.what}")
    print(f"{len(made)} changes, {len(survived)} that nothing noticed")
    sys.exit(bool(survived))


if __name__ == "__main__":
    main()
