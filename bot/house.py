"""What every face shares: the bank, the database, the lessons on both, the desk in front of them."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.chat.desk import Desk
from bot.chat.links import Links
from bot.config import Config
from bot.lessons.school import School
from bot.watch.database import observe
from content.problem import BankError
from content.validate import validate
from storage.migrate import SchemaError, prepare
from storage.store import Store, UnusableUrl

log = structlog.get_logger()


class CannotStart(Exception):
    """Why the bot does not start, in one line."""


@dataclass(frozen=True, slots=True)
class House:
    """What every face shares."""

    store: Store
    school: School
    desk: Desk


def open_house(config: Config, database: str) -> House:
    """Load the bank, open the database and migrate it where that is a SQLite file. Raises CannotStart."""
    try:
        bank = validate()
    except BankError as error:
        raise CannotStart(f"the bank cannot be read: {error}") from error
    if not bank.askable:
        raise CannotStart("no fact of the bank is published with sentences of both kinds: there is nothing to ask")
    try:
        if config.database_url is None:
            config.data_dir.mkdir(parents=True, exist_ok=True)
        store = Store(config.database(database))
        copy = prepare(store.engine)
        observe(store.engine)
    except OSError as error:
        raise CannotStart(f"the data folder cannot be used: {error.strerror or error}") from error
    except (SchemaError, UnusableUrl) as error:
        raise CannotStart(str(error)) from error
    if copy is not None:
        log.info("database migrated", copy=copy.name)
    school = School(store, bank)
    return House(store, school, Desk(school, Links(config.key())))
