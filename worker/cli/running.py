"""One part of the machine: options go in, and this process is a worker, the beat or the web door."""

import os
from collections.abc import Callable
from pathlib import Path

import click

from worker.settings import settings_from

THREADS = 8
"""Google's limits for one user keep more from being of use."""


def data_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that every part of the machine has."""
    path = click.Path(path_type=Path, file_okay=False)
    return click.option("--data", type=path, metavar="DIR", help="The data directory.")(command)


def door_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where the web door is."""
    port = click.option("--port", type=click.IntRange(1, 65535), help="The web door's port.")
    host = click.option("--host", help="Where the web door listens (default: this machine alone).")
    return data_option(port(host(command)))


supervised_option = click.option("--supervised", is_flag=True, hidden=True)


@click.command()
@data_option
@click.option("--threads", type=click.IntRange(1, 200), default=THREADS, show_default=True)
@supervised_option
def worker(data: Path | None, threads: int, supervised: bool) -> None:
    """Do the work that waits in the queues."""
    _become(data, supervised=supervised)
    from tasks.start import start_worker  # noqa: PLC0415 - Celery is slow to load

    start_worker(threads)


@click.command()
@data_option
@supervised_option
def beat(data: Path | None, supervised: bool) -> None:
    """Look every minute for what is due. More than one does no harm."""
    _become(data, supervised=supervised)
    from tasks.start import start_beat  # noqa: PLC0415 - Celery is slow to load

    start_beat()


@click.command()
@door_options
@supervised_option
def web(data: Path | None, port: int | None, host: str | None, supervised: bool) -> None:
    """Open the web door: connect, queue, feeds."""
    _become(data, port=port, host=host, supervised=supervised)
    from worker.web.serve import serve  # noqa: PLC0415 - Flask is slow to load
    from worker.web.signing import sign_in_link  # noqa: PLC0415 - same

    settings = settings_from(os.environ)
    if not supervised:
        click.echo(f"Sign in: {sign_in_link(settings, os.environ)}", err=True)
    serve(settings, os.environ)


def told(**options: object) -> dict[str, str]:
    """The environment, with the options that were given in it: the one way in which a process is told."""
    given = {f"RAPPORT_{name.upper()}": str(value) for name, value in options.items() if value is not None}
    return {**os.environ, **given}


def _become(data: Path | None, *, supervised: bool, **options: object) -> None:
    """Make this process a part of the machine."""
    os.environ.update(told(data=data, **options))
    if supervised:
        from worker.machine.parent import end_with_parent  # noqa: PLC0415 - rarely wanted

        end_with_parent()
