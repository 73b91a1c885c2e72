"""The command ``spasm-ddx``: Ctrl-C ends it silently, even during the import of the package.

It is outside the package, since importing any part imports the package first.
"""

import signal


def main() -> None:
    """Import the command line, and run it."""
    usual = signal.getsignal(signal.SIGINT)
    # The signal ends the process, unless the parent process has it ignored.
    silent = signal.SIG_DFL if usual is signal.default_int_handler else usual
    signal.signal(signal.SIGINT, silent)
    from spasm_ddx.cli import main as command  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, usual)
    try:
        command()
    finally:  # or the interpreter would report a signal during its exit
        signal.signal(signal.SIGINT, silent)
