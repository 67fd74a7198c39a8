"""The container files and the guide to Google name what is there. No Docker runs here: its files are read."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.fakes.emulator import HOME
from tests.house import ROOT
from tests.npm import NODE, install
from worker.cli import COMMANDS, main
from worker.google.oauth import INSERT, NEEDED
from worker.google.service import discovery
from worker.settings import PORT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SETUP = (ROOT / "docs" / "google-setup.md").read_text(encoding="utf-8")
READ = "console.log(JSON.stringify(require('yaml').parse(require('fs').readFileSync(0, 'utf8'))))"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file, by a YAML parser that is none of ours."""
    install(HOME)
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    answer = subprocess.run(
        [NODE, "-e", READ], cwd=HOME, input=text, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def test_every_file_that_is_copied_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [name for line in instructions("COPY") if "--from" not in line for name in line.split()[:-1]]
    assert "requirements.lock" in copied
    assert ignored[0] == "*"
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignored


def test_everything_that_the_package_is_built_of_is_copied() -> None:
    copied = " ".join(instructions("COPY"))
    build = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("worker", "tasks", "config", "templates", "README.md", "LICENSE"):
        assert f'"{name}"' in build
        assert name in copied


def test_it_runs_as_nobody_special_from_locked_hashes_with_its_data_in_a_volume() -> None:
    assert instructions("USER") == ["rapport"]
    assert instructions("VOLUME") == ["/data"]
    assert "RAPPORT_DATA=/data" in DOCKERFILE
    assert "pip install --require-hashes -r requirements.lock" in DOCKERFILE
    assert instructions("EXPOSE") == [str(PORT)]
    assert f"http://127.0.0.1:{PORT}/healthz" in instructions("HEALTHCHECK")[0]


def test_its_command_is_one_that_rapport_knows() -> None:
    program, command, *options = json.loads(instructions("CMD")[-1])
    assert program == "rapport"
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0, shown.output
    assert [option for option in options if option.startswith("--") and option not in shown.stdout] == []


def test_the_compose_file_opens_the_door_to_this_machine_alone(compose: dict[str, Any]) -> None:
    rapport = compose["services"]["rapport"]
    assert rapport["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert rapport["volumes"] == ["rapport-data:/data"]
    assert (rapport["build"], rapport["init"], rapport["read_only"]) == (".", True, True)
    assert (ROOT / rapport["build"] / "Dockerfile").is_file()
    assert set(compose["volumes"]) == {"rapport-data"}


def test_the_broker_beside_it_is_there_only_where_it_is_asked_for(compose: dict[str, Any]) -> None:
    assert "profiles" not in compose["services"]["rapport"]
    assert compose["services"]["valkey"]["profiles"] == ["broker"]


def test_every_variable_of_the_compose_file_is_one_that_settings_read(compose: dict[str, Any]) -> None:
    known = (ROOT / "worker" / "settings.py").read_text(encoding="utf-8")
    for name in compose["services"]["rapport"]["environment"]:
        assert f'"{name}"' in known


@pytest.mark.parametrize("file", ["docs/google-setup.md", "docker-compose.yml"])
def test_the_commands_that_are_named_exist(file: str) -> None:
    text = Path(ROOT / file).read_text(encoding="utf-8")
    named = set(re.findall(r"`rapport ([a-z]+)", text)) | set(re.findall(r"rapport rapport ([a-z]+)", text))
    assert named
    assert named <= set(COMMANDS)


def test_the_guide_says_what_can_be_seen_in_the_agreed_words() -> None:
    words = " ".join(SETUP.split())
    assert "cannot read the body of received or sent mail" in words
    assert "of drafts it opens only those it made (others by headers alone)" in words
    assert "so the code has no send call, and a test proves it" in words


def test_the_guide_names_each_permission_as_google_names_it() -> None:
    apis = (discovery("gmail", "v1"), discovery("calendar", "v3"))
    told = {
        scope: text["description"] for api in apis for scope, text in api["auth"]["oauth2"]["scopes"].items()
    }
    for scope in (*NEEDED, INSERT):
        row = next(line for line in SETUP.splitlines() if line.startswith(f"| `{scope.rpartition('/')[2]}`"))
        assert told[scope].rstrip(".").lower().replace("\u2019", "'") in row.lower()
