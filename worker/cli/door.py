"""A command's name goes in; the command comes out, and whatever it refuses as one sentence on stderr."""

import gc
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from worker.domain.errors import Refused, RuleFault

OBJECTS = 100_000
"""Made before garbage is looked for: a command makes many that all stay, and then it ends."""


class Door(click.Group):
    """Answers a refusal with its one sentence and exit status 2; a bug flies on, with its traceback."""

    def __init__(self, *args: Any, rooms: Mapping[str, str], **more: Any) -> None:
        """`rooms`: each command's name and the module in worker/cli/ that has it under that name."""
        super().__init__(*args, **more)
        self._rooms = rooms

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in alphabetical order."""
        return sorted(self._rooms)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        """The command of that name, loaded now."""
        if cmd_name not in self._rooms:
            return None
        gc.set_threshold(OBJECTS)
        module = import_module(f"worker.cli.{self._rooms[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run a command."""
        try:
            super().invoke(ctx)
        except Refused as refusal:
            self._refuse(ctx, (str(refusal),))
        except RuleFault as rules:
            self._refuse(ctx, rules.faults)

    @staticmethod
    def _refuse(ctx: click.Context, sentences: Sequence[str]) -> None:
        for sentence in sentences:
            click.echo(f"rapport: {sentence}", err=True)
        ctx.exit(2)
