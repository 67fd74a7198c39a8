"""`python -m worker.cli`: how `rapport up` starts its parts, wherever the script lies."""

from worker.cli import main

main(prog_name="rapport")
