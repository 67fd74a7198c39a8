"""The terminal: arguments go in, one flow is called, its answer is shown (`rapport --help`)."""

import click

from worker.cli.door import Door

COMMANDS = {
    "backup": "tending",
    "beat": "running",
    "congratulate": "telling",
    "connect": "tending",
    "correct": "correcting",
    "demo": "looking",
    "disconnect": "tending",
    "doctor": "tending",
    "events": "correcting",
    "key": "tending",
    "news": "telling",
    "outreach": "reaching",
    "pause": "tending",
    "people": "knowing",
    "preview": "looking",
    "recognise": "looking",
    "restore": "tending",
    "resume": "tending",
    "rules": "looking",
    "seasons": "rolling",
    "status": "tending",
    "up": "supervising",
    "web": "running",
    "worker": "running",
}
"""Each command, and the module beside this one that has it: no command waits for the others' libraries."""


@click.group(cls=Door, rooms=COMMANDS)
@click.version_option(package_name="rapport")
def main() -> None:
    """Rapport keeps a young surgeon's professional relationships alive. It writes drafts; it never sends."""
