"""Keys: made once, for their owner alone, whole or refused; and changed without a token being lost."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.house import ROOT
from tests.store.cast import NOW, Shelves
from worker.domain.errors import Reconnect, Refused
from worker.store import rotation
from worker.store.accounts import SqlAccounts
from worker.store.rotation import rotate
from worker.store.secrets import new_key, read_keys, replace_keys, secrets_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir()
    return folder


def connected(shelves: Shelves) -> SqlAccounts:
    shelves.accounts.grant(shelves.amara().id, "1//refresh", ())
    return shelves.accounts


def test_the_first_start_makes_a_key_for_its_owner_alone(folder: Path) -> None:
    secrets = secrets_in(folder, {})
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == ["key"]
    assert secrets_in(folder, {}).unseal(secrets.seal("1//refresh")) == "1//refresh"


def test_many_first_starts_at_once_agree_on_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(lambda _: secrets_in(folder, {}).keys(), range(16)))
    assert len(seen) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_open_to_others_is_refused_with_the_remedy(folder: Path, mode: int) -> None:
    secrets_in(folder, {})
    (folder / "key").chmod(mode)
    with pytest.raises(Refused, match="chmod 600"):
        secrets_in(folder, {})


@pytest.mark.parametrize("content", ["", "\n", "half", new_key()[:30], "\x00\xff" * 22, f"{new_key()}\nhalf"])
def test_a_half_written_key_is_refused_with_the_remedy(folder: Path, content: str) -> None:
    secrets_in(folder, {})
    (folder / "key").write_text(content, "latin-1")
    with pytest.raises(Refused, match="half-written"):
        secrets_in(folder, {})
    assert (folder / "key").read_text("latin-1") == content


def test_a_folder_that_cannot_take_the_key_is_refused_with_the_remedy(folder: Path) -> None:
    with pytest.raises(Refused, match="writable"):
        secrets_in(folder / "missing", {})


def test_a_key_that_cannot_be_read_is_refused_with_the_remedy(folder: Path) -> None:
    (folder / "key").mkdir()
    with pytest.raises(Refused, match="cannot be read"):
        secrets_in(folder, {})


def test_the_environments_key_comes_first_and_leaves_no_file(folder: Path) -> None:
    key = new_key()
    sealed = secrets_in(folder, {"RAPPORT_KEY": key}).seal("1//refresh")
    assert Fernet(key).decrypt(sealed) == b"1//refresh"
    assert list(folder.iterdir()) == []


def test_a_wrong_key_in_the_environment_is_refused_by_name(folder: Path) -> None:
    for wrong in ("", "secret"):
        with pytest.raises(Refused, match="RAPPORT_KEY"):
            secrets_in(folder, {"RAPPORT_KEY": wrong})


def test_what_no_key_opens_has_to_be_connected_again(folder: Path) -> None:
    sealed = secrets_in(folder, {}).seal("1//refresh")
    (folder / "key").unlink()
    with pytest.raises(Reconnect, match="connect again"):
        secrets_in(folder, {}).unseal(sealed)


def test_after_a_rotation_the_old_key_opens_nothing(shelves: Shelves) -> None:
    accounts, file = connected(shelves), shelves.directory / "key"
    (old,) = read_keys(file)
    feed_token = accounts.feed_token(1)
    assert rotate(shelves.directory, {}, shelves.database) == 1
    (new,) = read_keys(file)
    assert new != old
    assert file.stat().st_mode & 0o777 == 0o600
    assert (accounts.refresh_token(1), accounts.feed_token(1)) == ("1//refresh", feed_token)
    replace_keys(file, (old,))
    with pytest.raises(Reconnect):
        accounts.refresh_token(1)


def test_a_process_that_began_before_a_rotation_goes_on(shelves: Shelves) -> None:
    accounts = connected(shelves)
    rotate(shelves.directory, {}, shelves.database)
    accounts.grant(1, "1//newer", ())
    assert accounts.refresh_token(1) == "1//newer"


@pytest.mark.parametrize("crash_at", [1, 2, 3])
def test_a_rotation_that_crashed_anywhere_can_be_run_again(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    accounts, file = connected(shelves), shelves.directory / "key"
    (old,) = read_keys(file)
    steps = iter(range(1, 10))

    def crash_before(step: object) -> object:
        def crashing(*args: object) -> object:
            if next(steps) == crash_at:
                raise KeyboardInterrupt
            return step(*args)  # type: ignore[operator]

        return crashing

    with monkeypatch.context() as patch:
        for name in ("replace_keys", "_reseal"):
            patch.setattr(rotation, name, crash_before(getattr(rotation, name)))
        with pytest.raises(KeyboardInterrupt):
            rotate(shelves.directory, {}, shelves.database)
    assert accounts.refresh_token(1) == "1//refresh"
    rotate(shelves.directory, {}, shelves.database)
    assert accounts.refresh_token(1) == "1//refresh"
    assert len(read_keys(file)) == 1
    assert old not in read_keys(file)


def test_with_the_environments_keys_everything_is_resealed_under_the_first(shelves: Shelves) -> None:
    old, new = new_key(), new_key()
    accounts = SqlAccounts(shelves.database, secrets_in(shelves.directory, {"RAPPORT_KEY": old}))
    accounts.grant(accounts.connect("a@x.example", shelves.amara().me, NOW).id, "1//refresh", ())
    shelves.accounts.delete(1)
    with pytest.raises(Refused, match="in front"):
        rotate(shelves.directory, {"RAPPORT_KEY": old}, shelves.database)
    assert rotate(shelves.directory, {"RAPPORT_KEY": f"{new},{old}"}, shelves.database) == 1
    later = SqlAccounts(shelves.database, secrets_in(shelves.directory, {"RAPPORT_KEY": new}))
    assert later.refresh_token(accounts.all()[0].id) == "1//refresh"


def test_a_key_is_private_from_its_first_moment_whatever_the_umask(folder: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; os.umask(0); real = os.open\n"
        "def watched(path, flags, mode=0o777, **more):\n"
        "    made = real(path, flags, mode, **more)\n"
        "    assert os.fstat(made).st_mode & 0o077 == 0 or not flags & os.O_CREAT, path\n"
        "    return made\n"
        "os.open = watched\n"
        "from worker.store.secrets import secrets_in; secrets_in(Path(sys.argv[1]), {})"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, check=True)
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
