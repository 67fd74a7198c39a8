"""What a feed entry is about goes in; its title and description in words come out (templates/feeds/)."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class Notes:
    """The words of feed entries: the first line of a template is the title, the rest the description."""

    def __init__(self, templates: Path) -> None:
        """Take the folder templates/feeds/."""
        self._environment = Environment(  # noqa: S701 - plain text for a calendar, no markup
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write_note(self, name: str, **facts: object) -> tuple[str, str]:
        """Title and description of the entry called `name`."""
        title, _, description = self._environment.get_template(f"{name}.txt").render(**facts).partition("\n")
        return title.strip(), description.strip()
