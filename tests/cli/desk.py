"""One installation with an account in a folder, as its user has it: commands go in, answers come out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from worker.bootstrap.workshop import open_tools
from worker.cli import main
from worker.domain.narrative import Narrative
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar
from worker.flows.tools import Tools
from worker.settings import settings_from

LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Desk:
    """Where it lies, and the folder that is connected."""

    data: Path
    folder: Path

    @classmethod
    def at(cls, place: Path, now: datetime) -> "Desk":
        """An installation at which nobody is connected yet, and its clock."""
        desk = cls(place / "data", place / "mine")
        desk.folder.mkdir()
        desk.turn(now)
        return desk

    def __call__(self, *arguments: object, types: str | None = None) -> Result:
        told = [str(one) for one in arguments]
        return CliRunner().invoke(main, told, env=self.environment, input=types)

    def said(self, *arguments: object, types: str | None = None) -> str:
        answer = self(*arguments, types=types)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    def refused(self, *arguments: object) -> str:
        answer = self(*arguments)
        assert answer.exit_code == 2, answer.output
        return answer.stderr

    def connect(self, address: str, profile: Path) -> None:
        self.said("connect", "--folder", self.folder, "--address", address, "--profile", profile)

    def file(self, text: str, name: str = "list.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def environment(self) -> dict[str, str]:
        return {"RAPPORT_DATA": str(self.data), "RAPPORT_CLOCK_FILE": str(self._clock)}

    @property
    def _clock(self) -> Path:
        return self.data.parent / "clock"

    @property
    def tools(self) -> Tools:
        return open_tools(settings_from(self.environment), {})

    @property
    def me(self) -> Narrative:
        return self.tools.accounts.all()[0].me

    def turn(self, moment: datetime) -> None:
        """Turn the clock."""
        self._clock.write_text(str((moment - datetime.now(UTC)).total_seconds()), encoding="ascii")

    def tick(self, moment: datetime) -> None:
        """Turn the clock; what is due is read and planned."""
        self.turn(moment)
        tools = self.tools
        for claim in tools.calendars.claim(moment, 9, LEASE):
            read_calendar(tools, claim, moment)
        for account in tools.accounts.claim_plans(moment, 9):
            plan_again(tools, account, moment)
