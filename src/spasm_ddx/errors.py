"""Every exception that the library raises on purpose.

Each message is one sentence or two that name the place, the value found there
and what is accepted, so that it can be shown to a person as it is.
"""

from __future__ import annotations


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
