"""A data directory goes in; everything sealed in its database is under a new key afterwards."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from worker.domain.errors import Refused
from worker.store.opening import Database
from worker.store.secrets import FILE, VARIABLE, Secrets, new_key, read_keys, replace_keys, secrets_in
from worker.store.tables import AccountRow


def rotate(directory: Path, environment: Mapping[str, str], database: Database) -> int:
    """Seal everything anew; how many accounts that were. Runs beside working processes.

    First both keys open, then all is resealed in one transaction, then the old key goes. After a crash
    anywhere it can be run again and goes on where it stopped. With RAPPORT_KEY the keys are the user's:
    then it reseals under the first. Raises Refused where RAPPORT_KEY holds one key only.
    """
    if VARIABLE in environment:
        return _reseal(database, _given(environment))
    file = directory / FILE
    keys = read_keys(file)
    if len(keys) == 1:
        keys = (new_key(), *keys)
        replace_keys(file, keys)
    count = _reseal(database, Secrets(lambda: keys))
    replace_keys(file, keys[:1])
    return count


def _given(environment: Mapping[str, str]) -> Secrets:
    secrets = secrets_in(Path(), environment)
    if len(secrets.keys()) == 1:
        raise Refused(
            f"{VARIABLE} holds one key: put a new one in front of it ({VARIABLE}=NEW,OLD), rotate, "
            f"then take the old one away."
        )
    return secrets


def _reseal(database: Database, secrets: Secrets) -> int:
    with database.writing() as session:
        accounts = session.scalars(select(AccountRow).with_for_update()).all()
        for account in accounts:
            account.feed_token = secrets.reseal(account.feed_token)
            if account.refresh_token is not None:
                account.refresh_token = secrets.reseal(account.refresh_token)
        return len(accounts)
