"""Every exception that the library raises on purpose, and what their messages share.

Each message is one sentence or two that name the place, the value found there
and what is accepted, so that it can be shown to a person as it is.
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
    """A finding was given a value, a name or a combination that cannot be.

    Attributes:
        field: The name of the finding, or None where no single one is at fault.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnknownFindingError(FindingError, TypeError):
    """There is no finding of that name; the message names the nearest one."""


class VocabularyError(SpasmDdxError, TypeError):
    """A vocabulary of findings is declared in a way that cannot work."""


class CriterionError(SpasmDdxError, ValueError):
    """A criterion is built from parts that do not fit together."""


class TreeError(SpasmDdxError, ValueError):
    """A tree holds what could only be a mistake; the message names the place."""


class GuidelineError(SpasmDdxError, ValueError):
    """A guideline holds what could only be a mistake; the message names the place."""


class DiagramTooLargeError(SpasmDdxError):
    """A decision diagram outgrew its limit.

    Attributes:
        nodes: How many nodes it had when it was given up.
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
    """Something optional is not installed; the message names the extra."""


@contextmanager
def extra(name: str, package: str, needs: str) -> Generator[None]:
    """Within it, an import of a package that is missing becomes an error that names the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != package:  # it is there, and lacks something itself
            raise
        msg = f"{needs}: pip install 'spasm-ddx[{name}]'"
        raise MissingExtraError(msg, name=package) from None


# ---------------------------------------------------------------------- messages


def shown(value: object) -> str:
    """A value as an error message shows it: on one line, never too long."""
    try:
        return reprlib.repr(value)
    except ValueError:  # an integer of more digits than Python converts to text
        return "a number too long to show"


def decoded(line: bytes, source: str, number: int) -> str:
    """A line of a file as text; one that is not UTF-8 is refused with its place."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} is 0x{line[error.start]:02x}"
        msg = f"{source}, line {number}: {byte}, which is not UTF-8; save it as UTF-8"
        raise InputError(msg, line=number) from None


def did_you_mean(
    name: object, accepted: Iterable[str], *, usual: Iterable[str] = (), most: int = 1
) -> str:
    """The end of a message about a name that nothing has: the nearest names, else all of them.

    Args:
        name: The name that was given.
        accepted: The names that would be accepted.
        usual: What to list instead of all of them.
        most: How many near names to offer at most.
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
    """Refuse a value of another kind; the message is ``what``, then what was given."""
    if not isinstance(value, kind):
        msg = f"{what}, not {shown(value)}{hint}"
        raise error(msg)


def several_texts(values: object, what: str, error: type[SpasmDdxError]) -> tuple[str, ...]:
    """Texts as a tuple; one text alone would be as many as it has letters."""
    if isinstance(values, str):
        msg = f"{what} are several texts, as ({values!r},), not {values!r}"
        raise error(msg)
    require(values, Iterable, f"{what} are several texts", error)
    texts = tuple(cast("Iterable[str]", values))
    for text in texts:
        require(text, str, f"{what} must be text", error)
    return texts


def unpacked(value: object) -> str:
    """What an error adds where several were given as one."""
    one = isinstance(value, str | bytes | Mapping | Enum)
    return "; unpack it with *" if isinstance(value, Iterable) and not one else ""
