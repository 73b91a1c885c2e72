"""``python -m spasm_ddx`` is the command line."""

from spasm_ddx.cli import main

main()
