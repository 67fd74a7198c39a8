"""The year ahead goes in; coloured text for a person at a terminal comes out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from worker.domain.outlook import Outlook
from worker.domain.season import Certainty
from worker.domain.touch import State, Touch

KIND_STYLE = {
    "rotation": "green",
    "conference": "magenta",
    "webinar": "blue",
    "mentor-meeting": "cyan",
    "pd-meeting": "yellow",
    "conversation": "white",
    "promise": "bright_white",
    "wanted": "bright_magenta",
    "news": "bright_cyan",
    "achievement": "bright_cyan",
    "prospect": "bright_blue",
    "introduction": "bright_blue",
    "pivot": "bright_blue",
    "research": "bright_blue",
    "letter": "bright_yellow",
    "elective": "bright_blue",
    "alumni": "bright_blue",
}
DAY = "%a %d %b %Y"


class Terminal:
    """Shows an outlook. Colours and the progress bar appear only where a person looks."""

    def __init__(self) -> None:
        """Answers go to stdout, progress and complaints to stderr."""
        self._out = Console(highlight=False)
        self._err = Console(stderr=True, highlight=False)

    @contextmanager
    def progress(self, stages: int) -> Iterator[Callable[[str], None]]:
        """A bar on stderr; call the result with the name of each stage as it begins."""
        from rich.progress import (  # noqa: PLC0415 - slow to load, and wanted only where a person looks
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
        )

        if not self._err.is_terminal:
            yield lambda _: None
            return
        columns = (TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=self._err, transient=True) as bar:
            task = bar.add_task("", total=stages)

            def begin(stage: str) -> None:
                bar.update(task, description=stage, advance=1)

            yield begin

    def show(self, outlook: Outlook) -> None:
        """Everything that was found, in the order in which one asks."""
        self._out.print(_headline(outlook))
        for title, body in (
            ("What was recognised, and why", _recognised(outlook)),
            ("Drafts, morning by morning", _drafts(outlook)),
            ("Waiting for you", _undated(outlook, State.HELD)),
            ("Not written, and why", _unwritten(outlook)),
            ("Dates the feeds will carry", _dates(outlook)),
        ):
            self._out.print(Text(title, style="bold underline"))
            self._out.print(Padding(body, (0, 0, 1, 2)))
        for warning in outlook.warnings:
            self._err.print(Text(f"! {warning}", style="yellow"))

    def show_files(self, folder: Path, outlook: Outlook, drafts: int) -> None:
        """Where the files lie."""
        lines = [f"drafts   {folder / 'drafts'}  ({drafts} mail files, marked unsent)"]
        lines += [f"feed     {folder / 'feeds' / name}.ics" for name in outlook.feeds]
        lines.append(f"page     {folder / 'index.html'}  (open it in a browser)")
        self._out.print(Panel(Text("\n".join(lines)), title="Where the files lie", expand=False))


def _headline(outlook: Outlook) -> RenderableType:
    planned = sum(touch.state is State.PLANNED for touch in outlook.touches)
    counts = (
        f"{outlook.events_read} events read: {len(outlook.engagements)} engagements, "
        f"{planned} drafts, {len(outlook.milestones)} dates"
    )
    lines = [
        Text(f"{outlook.today:{DAY}} to {outlook.until:{DAY}}", style="bold"),
        Text(counts),
    ]
    if outlook.sample_profile:
        who = f"{outlook.me.name} is the sample narrative: tell your own with --profile FILE.toml"
        lines.append(Text(who, style="yellow"))
    return Padding(Group(*lines), (1, 0))


def _recognised(outlook: Outlook) -> RenderableType:
    table = _table("when", "what", "title", "people", "why")
    for engagement in outlook.engagements:
        people = ", ".join(e.person.name or e.person.email for e in engagement.encounters)
        held = f" (held: {engagement.held})" if engagement.held else ""
        table.add_row(
            f"{engagement.start:%d %b %y} - {engagement.end:%d %b %y}",
            Text(engagement.kind.value, style=KIND_STYLE[engagement.kind.value]),
            Text(engagement.title + held),
            Text(people or "nobody known yet"),
            Text("; ".join(engagement.why), style="dim"),
        )
    return table


def _drafts(outlook: Outlook) -> RenderableType:
    planned = sorted(
        (t for t in outlook.touches if t.state is State.PLANNED),
        key=lambda t: (t.due or t.window.latest, t.id),
    )
    if not planned:
        return Text("none in this time", style="dim")
    table = _table("morning", "to", "subject", "why")
    for day, touches in groupby(planned, key=lambda touch: touch.due):
        for number, touch in enumerate(touches):
            letter = outlook.letters[touch.id]
            gap = Text(f"  fill in: {'; '.join(letter.gaps)}", style="yellow") if letter.gaps else Text("")
            morning = f"{day:{DAY}}" if day and number == 0 else ""
            table.add_row(
                Text(morning, style="bold"), Text(_who(touch)), Text(letter.subject) + gap, _why(touch)
            )
    return table


def _undated(outlook: Outlook, state: State) -> RenderableType:
    touches = [touch for touch in outlook.touches if touch.state is state]
    if not touches:
        return Text("nothing", style="dim")
    table = _table("letter", "to", "why")
    for touch in touches:
        table.add_row(f"{touch.key.cadence} {touch.key.step}", Text(_who(touch)), _why(touch))
    return table


def _unwritten(outlook: Outlook) -> RenderableType:
    return Group(_undated(outlook, State.DROPPED), _undated(outlook, State.LAPSED))


def _dates(outlook: Outlook) -> RenderableType:
    table = _table("day", "what", "how sure", "source")
    for milestone in outlook.milestones:
        sure = Text("published", style="green")
        if milestone.certainty is Certainty.EXPECTED:
            sure = Text("expected", style="yellow")
        table.add_row(
            f"{milestone.start:{DAY}}",
            Text(milestone.title),
            sure,
            Text(", ".join(milestone.source), style="dim"),
        )
    return table


def _who(touch: Touch) -> str:
    return touch.person.name or touch.person.email


def _why(touch: Touch) -> Text:
    return Text("; ".join(touch.why), style="dim")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
