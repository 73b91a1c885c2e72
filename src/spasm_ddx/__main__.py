"""``python -m spasm_ddx`` is the command line."""

from _spasm_ddx import main

main()
