"""Signals while a file is written: noted, so that nothing is left half written."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def signals_noted() -> Generator[Callable[[], None]]:
    """Within it, a signal that would end the program is noted, and ends it at the end.

    What it yields ends the program at once if a signal is noted. A signal that the parent
    process ignores stays ignored.
    """
    noted: list[int] = []
    ending = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    before = {number: signal.getsignal(number) for number in ending if number is not None}

    def heed() -> None:
        if noted:
            sys.exit(128 + noted[0])  # as a shell counts them

    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, lambda got, _: noted.append(got))
        yield heed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    heed()
