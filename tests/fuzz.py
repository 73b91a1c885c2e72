"""Coverage-guided fuzzing of every parser, and of what escapes a label: ``fuzz.py NAME SECONDS``.

Needs ``pip install atheris`` (Python 3.11 on Linux). What it finds becomes a test elsewhere.
"""

from __future__ import annotations

import html.parser
import importlib
import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

atheris: Any = importlib.import_module("atheris")  # no dependency, and without types

with atheris.instrument_imports(include=["spasm_ddx", "json", "csv"]):
    import csv
    import json

    import polars as pl

    from spasm_ddx import MUSCLE_SPASM, Findings, Leaf, Presentation, Question, Tree, YesNo
    from spasm_ddx.errors import FindingError, InputError, SpasmDdxError
    from spasm_ddx.exchange.guidelines import from_json, to_json
    from spasm_ddx.exchange.json import read_people
    from spasm_ddx.reasoning.units import SPELLINGS, parse_number
    from spasm_ddx.tables.files import assess_file
    from spasm_ddx.views.formats import render_as
    from tests.sprain import SPRAIN

SPRAINED = to_json(SPRAIN)


def people(data: bytes) -> None:
    """People in JSON: read and written back unchanged, or an error with the line."""
    try:
        _, read = read_people(io.BytesIO(data), Presentation, "people")
        found = [person for _, person in read]
    except InputError as error:
        one_line(str(error))
        return
    for person in found:
        assert Presentation.from_dict(json.loads(json.dumps(person.to_dict()))) == person


def guidelines(data: bytes) -> None:
    """A guideline or tree in JSON: read and written back unchanged, or an error with the path."""
    text = data.decode("utf-8", errors="replace")
    try:
        read = from_json(text)
    except InputError as error:
        one_line(str(error))
        return
    assert to_json(from_json(to_json(read))) == to_json(read)


def edits(data: bytes) -> None:
    """A guideline in JSON with up to eight random edits, as in `guidelines`."""
    provider = atheris.FuzzedDataProvider(data)
    values: Any = json.loads(SPRAINED)
    for _ in range(provider.ConsumeIntInRange(1, 8)):
        places: list[Any] = list(_places(values))
        part, name = places[provider.ConsumeIntInRange(0, len(places) - 1)]
        other, key = places[provider.ConsumeIntInRange(0, len(places) - 1)]
        match provider.ConsumeIntInRange(0, 4):
            case 0:
                del part[name]
            case 1:
                part[name] = json.loads(json.dumps(other[key]))
            case 2:
                part[name] = provider.PickValueInList(
                    [None, True, False, 0, -1, 0.5, 1e308, "", "x", [], {}, "\ud800", "\u2028"]
                )
            case 3:
                part[name] = provider.ConsumeUnicode(8)
            case _:
                part[name] = provider.ConsumeIntInRange(-3, 1_000)
    guidelines(json.dumps(values).encode())


def _places(values: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON value
    waiting: list[Any] = [values]
    while waiting:
        part = waiting.pop()
        names: list[Any] = list(part) if hasattr(part, "items") else list(range(len(part)))
        for name in names:
            yield part, name
            if type(part[name]) in {dict, list}:
                waiting.append(part[name])


def tables(data: bytes) -> None:
    """A CSV file: the rows of the csv module, in order, or an error with the line."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        source.write_bytes(data)
        try:
            assess_file(MUSCLE_SPASM, str(source), str(target))
        except InputError as error:
            one_line(str(error))
            assert not target.exists()
            return
        read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        header = next(row for row in read if row)
        # A line of spaces is blank, too.
        rows = [row for row in read if len(header) == 1 or len(row) > 1 or "".join(row).strip()]
        assert len(pl.read_csv(target, infer_schema=False)) == len(rows)


def units(data: bytes) -> None:
    """A number as a person writes it: every digit counts, or it is an error."""
    provider = atheris.FuzzedDataProvider(data)
    unit = provider.PickValueInList([*SPELLINGS, "mmol/l", ""])
    text = provider.ConsumeUnicodeNoSurrogates(40)
    try:
        number = parse_number(text, unit)
    except FindingError as error:
        one_line(str(error))
        return
    digits = [float(part) for part in re.findall(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text)]
    assert digits
    assert abs(number) >= 0
    assert number == 0 or any(digits)


class _Tags(html.parser.HTMLParser):
    """The tags of a text, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - of the parser
        self.tags.append(tag)


def _labelled(text: str) -> Tree[str]:
    class Labels(Findings):
        sign: YesNo = YesNo("Is it so?", label=text)

    yes_or_no = Question("Is it so?", Labels.sign.present, yes=Leaf("1"), no=Leaf("2"))
    return Tree(yes_or_no)


def labels(data: bytes) -> None:
    """A label stays text everywhere: never a tag, never another line."""
    text = data.decode("utf-8", errors="ignore")
    try:
        tree = _labelled(text)
        dot = str(render_as(tree, "dot"))
    except SpasmDdxError as error:
        one_line(str(error))
        return
    plain = _labelled("fever")
    known = {"table", "tr", "td", "b", "i", "br", "font", "u", "s", "sub", "sup"}
    assert set(_Tags(dot).tags) <= known | set(_Tags(str(render_as(plain, "dot"))).tags)
    for form in ("mermaid", "markdown"):
        drawn, expected = str(render_as(tree, form)), str(render_as(plain, form))
        assert len(drawn.split("\n")) == len(expected.split("\n"))
        assert set(_Tags(drawn.replace("\\<", "")).tags) <= {"br"} | set(_Tags(expected).tags)
    render_as(tree, "text")
    if len(data) % 64 == 0:  # Graphviz takes a process of its own
        tags, usual = (_Tags(str(render_as(one, "html"))).tags for one in (tree, plain))
        assert set(tags) <= {"br", "tspan", *usual}


def one_line(message: str) -> None:
    """An error is one printable line."""
    assert message
    assert len(message.splitlines()) == 1, message
    message.encode("utf-8")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "people": people,
    "guidelines": guidelines,
    "edits": edits,
    "tables": tables,
    "units": units,
    "labels": labels,
}


def _seeds(folder: Path) -> None:
    """The seeds of each format, and a dictionary of words."""
    here = Path(__file__).parents[1]
    for number, path in enumerate(sorted(here.glob("examples/people/*.json"))):
        (folder / f"person{number}").write_bytes(path.read_bytes())
    (folder / "tree").write_text(to_json(_labelled("fever")), encoding="utf-8")
    (folder / "table").write_text('age_months,fever,"a,b"\n18,true,"x"\n,,\n', encoding="utf-8")
    (folder / "unit").write_text("1 h 30 min", encoding="utf-8")
    words = [finding.name for finding in Presentation.findings()]
    words += [
        "criterion",
        "points",
        "at_least",
        "tree",
        "vocabulary",
        "true",
        "null",
        "<b>",
        "&#60;",
    ]
    (folder / "words").write_text("".join(f'"{word}"\n' for word in words), encoding="utf-8")


if __name__ == "__main__":
    name, seconds = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        found = Path(place, "found")
        found.mkdir()
        _seeds(found)
        words = found.joinpath("words").rename(Path(place, "words"))
        arguments = [f"-max_total_time={seconds}", f"-dict={words}", "-timeout=20", "-max_len=4096"]
        atheris.Setup([sys.argv[0], *arguments, str(found)], TARGETS[name])
        atheris.Fuzz()
