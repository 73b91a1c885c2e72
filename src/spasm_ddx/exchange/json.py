"""Findings from JSON, read strictly: one object, or JSON Lines of any number of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Any, TypeVar

from spasm_ddx.errors import FindingError, InputError, decoded, shown
from spasm_ddx.reasoning.findings import Findings

F = TypeVar("F", bound=Findings)

#: The most bytes for one person; a few hundred are usual.
LONGEST = 1_000_000
_LONGEST_NUMBER = 400
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_people(
    stream: IO[bytes], vocabulary: type[F], source: str
) -> tuple[bool, Iterator[tuple[int, F]]]:
    """Read people one by one, in constant memory.

    Args:
        stream: UTF-8 bytes: one JSON object over any number of lines, or JSON Lines.
        vocabulary: The vocabulary of the findings.
        source: What errors call the stream, such as the name of the file.

    Returns:
        Whether it is JSON Lines of two or more people, and the line and findings of each.

    Raises:
        InputError: The document is invalid or holds an invalid value; the message names the
            source, the line, the field and the value. For the second and later people,
            iterating over them raises it.
    """
    lines = _lines(stream)
    number, line = next(lines, (1, b""))
    if not line:
        msg = f"{source}: it is empty; give one JSON object, or one object a line"
        raise InputError(msg, line=1)
    text, last = _text(line, source, number), number
    for later, line in lines if _unfinished(text) else ():
        text, last = text + "\n" * (later - last) + _text(line, source, later), later
        if len(text) > LONGEST:
            raise _too_long(source, number)
    first = number, _person(text, vocabulary, source, number)
    second = list(islice(lines, 1))  # its errors come after the first person
    rest = (
        (later, _person(_text(line, source, later), vocabulary, source, later))
        for later, line in chain(second, lines)
    )
    return bool(second), chain([first], rest)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1, cut after the limit for one person."""
    lines = iter(lambda: stream.readline(LONGEST + 1), b"")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _text(line: bytes, source: str, number: int) -> str:
    """A line without its end; the error for an unreadable one names its place."""
    if len(line) > LONGEST:
        raise _too_long(source, number)
    if number == 1:
        line = line.removeprefix(_BYTE_ORDER_MARK)
    return decoded(line, source, number).rstrip("\r\n")


def _too_long(source: str, number: int) -> InputError:
    msg = f"{source}, line {number}: more than {LONGEST:,} bytes for one person"
    return InputError(msg, line=number)


def _unfinished(text: str) -> bool:
    """Whether a line begins an object that continues on later lines."""
    try:
        json.loads(text, parse_int=len)
    except json.JSONDecodeError as error:
        return text.lstrip().startswith("{") and error.pos >= len(text.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def _person(text: str, vocabulary: type[F], source: str, number: int) -> F:
    """The findings of one JSON object that begins on line ``number``."""
    try:
        values = parsed(text, source, number)
    except FindingError as error:
        raise _located(error, text, source, number) from None
    if not isinstance(values, dict):
        msg = f"{source}, line {number}: {shown(values)} is not accepted; give a JSON object"
        raise InputError(msg, line=number)
    found: dict[str, object] = values  # pyright: ignore[reportUnknownVariableType] - JSON
    try:
        return vocabulary.from_dict(found)
    except FindingError as error:
        raise _located(error, text, source, number) from None


def parsed(text: str, source: str, line: int = 1) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a JSON text that begins on this line of its source.

    Raises:
        InputError: It is not JSON; the message names the source, the line and the column.
        FindingError: An object repeats a name.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=float, parse_int=_whole)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        msg = f"{source}, line {at}, column {error.colno}: not JSON: {error.msg}"
        raise InputError(msg, line=at) from None
    except RecursionError:
        msg = f"{source}, line {line}: too deeply nested"
        raise InputError(msg, line=line) from None


def _located(error: FindingError, text: str, source: str, number: int) -> InputError:
    """The error with the line of its field, since an object may span several."""
    line = number
    if error.field is not None:
        key = re.compile(re.escape(json.dumps(error.field, ensure_ascii=False)) + r"\s*:")
        matches = list(key.finditer(text))
        if matches:
            line += text.count("\n", 0, matches[-1].start())
    return InputError(f"{source}, line {line}: {error}", line=line)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            msg = (
                f"{shown(key)} appears twice, as {shown(values[key])} and as {shown(value)}; "
                f"give it once"
            )
            raise FindingError(msg, field=key)
        values[key] = value
    return values


def _whole(digits: str) -> float:
    """A whole number; Python refuses to read very long ones as integers."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)
