"""The command ``spasm-ddx``: an interrupt ends it in silence, even while it is still imported.

It stands outside the package, whose own import it has to be able to watch.
"""

import os
import signal

_INTERRUPTED = 130


def main() -> None:
    """Import the command line, and run it."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # else whoever started it wants it ignored
        # An exception could be caught, or shown, by whatever module is just imported.
        signal.signal(signal.SIGINT, lambda _signal, _frame: os._exit(_INTERRUPTED))
    from spasm_ddx.cli import main as command  # noqa: PLC0415 - see above

    try:
        signal.signal(signal.SIGINT, usual)
        command()
    except KeyboardInterrupt:  # a second one, while the first was being answered
        os._exit(_INTERRUPTED)
    finally:
        if usual is signal.default_int_handler:  # the interpreter shows one that ends its end
            signal.signal(signal.SIGINT, signal.SIG_DFL)
