"""The command ``spasm-ddx``: Ctrl-C ends it in silence, even while the package is imported.

It stands outside the package, which is imported whole before anything in it can run.
"""

import signal


def main() -> None:
    """Import the command line, and run it."""
    usual = signal.getsignal(signal.SIGINT)
    # The signal itself ends the process; whoever started it may want it ignored.
    silent = signal.SIG_DFL if usual is signal.default_int_handler else usual
    signal.signal(signal.SIGINT, silent)
    from spasm_ddx.cli import main as command  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, usual)
    try:
        command()
    finally:  # the interpreter would show one that comes while it ends
        signal.signal(signal.SIGINT, silent)
