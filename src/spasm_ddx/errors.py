"""Every exception that the library raises on purpose, and the parts of their messages.

Each message is one sentence or two that name the place, the value and what is accepted, so
that a program can show it to a person unchanged.
"""

from __future__ import annotations

import reprlib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import Final, cast

#: How many letters are a beginning that few names have.
_BEGINNING: Final = 3


class SpasmDdxError(Exception):
    """Base of every exception that this library raises on purpose."""


class FindingError(SpasmDdxError, ValueError):
    """The value, the name or the combination of findings is impossible.

    Attributes:
        field: The name of the finding, or None where no single one is at fault.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnknownFindingError(FindingError, TypeError):
    """There is no finding of that name; the message names the nearest one."""


class VocabularyError(SpasmDdxError, TypeError):
    """The declaration of a vocabulary is invalid."""


class CriterionError(SpasmDdxError, ValueError):
    """The parts of a criterion do not fit together."""


class TreeError(SpasmDdxError, ValueError):
    """A tree is invalid; the message names the place."""


class GuidelineError(SpasmDdxError, ValueError):
    """A guideline is invalid; the message names the place."""


class DiagramTooLargeError(SpasmDdxError):
    """A decision diagram outgrew its limit.

    Attributes:
        nodes: The number of its nodes at the limit.
    """

    def __init__(self, message: str, *, nodes: int) -> None:
        super().__init__(message)
        self.nodes = nodes


class InputError(SpasmDdxError, ValueError):
    """A file or a stream does not hold what it should.

    Attributes:
        line: The line at fault, counted from 1, or None where there is none.
    """

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class MissingExtraError(SpasmDdxError, ImportError):
    """An optional package is not installed; the message names the extra."""


@contextmanager
def extra(name: str, package: str, needs: str) -> Generator[None]:
    """Turn the failed import of a package within it into an error that names the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != package:  # the package exists, but its own import fails
            raise
        msg = f"{needs}: pip install 'spasm-ddx[{name}]'"
        raise MissingExtraError(msg, name=package) from None


# ---------------------------------------------------------------------- messages


def shown(value: object) -> str:
    """A value as an error message shows it: on one line, abbreviated."""
    try:
        return reprlib.repr(value)
    except ValueError:  # an integer of more digits than Python converts to text
        return "a number too long to show"


def decoded(line: bytes, source: str, number: int) -> str:
    """A line of a file as text; the error for one that is not UTF-8 names its place."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} is 0x{line[error.start]:02x}"
        msg = f"{source}, line {number}: {byte}, which is not UTF-8; save it as UTF-8"
        raise InputError(msg, line=number) from None


def did_you_mean(
    name: object, accepted: Iterable[str], *, usual: Iterable[str] = (), most: int = 1
) -> str:
    """The end of a message about an unknown name: the nearest known names, else all of them.

    Args:
        name: The name that was given.
        accepted: The names that would be accepted.
        usual: The names to list instead of all.
        most: The most near names to offer.
    """
    import difflib  # noqa: PLC0415 - costs every import, and only errors need it

    accepted = tuple(accepted)
    close = difflib.get_close_matches(str(name), accepted, n=most)
    near = [*dict.fromkeys((*beginning(name, accepted), *close))][:most]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"accepted are {', '.join(usual or accepted)}"


def beginning(name: object, accepted: Iterable[str]) -> list[str]:
    """The names that begin with what was given, as "age_months" with "age"."""
    return [
        each for each in accepted if len(str(name)) >= _BEGINNING and each.startswith(str(name))
    ]


def require(
    value: object,
    kind: type | tuple[type, ...],
    what: str,
    error: type[SpasmDdxError],
    hint: str = "",
) -> None:
    """Raise an error for a value of another type; the message is ``what`` and the value."""
    if not isinstance(value, kind):
        msg = f"{what}, not {shown(value)}{hint}"
        raise error(msg)


def several_texts(values: object, what: str, error: type[SpasmDdxError]) -> tuple[str, ...]:
    """Texts as a tuple; a single text is an error, since it would become its letters."""
    if isinstance(values, str):
        msg = f"{what} are several texts, as ({values!r},), not {values!r}"
        raise error(msg)
    require(values, Iterable, f"{what} are several texts", error)
    texts = tuple(cast("Iterable[str]", values))
    for text in texts:
        require(text, str, f"{what} must be text", error)
    return texts


def unpacked(value: object) -> str:
    """The hint of an error where one argument holds several."""
    one = isinstance(value, str | bytes | Mapping | Enum)
    return "; unpack it with *" if isinstance(value, Iterable) and not one else ""
