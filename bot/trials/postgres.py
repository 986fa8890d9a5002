"""A PostgreSQL server of our own: the system's, on a temporary folder, as a user who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.trials.loopback import free_port
from storage.migrate import upgrade
from storage.store import Store
from storage.tables import metadata

OWNER = "tests"
UNPRIVILEGED = "nobody"
CONNECTIONS = "120"


class Absent(Exception):
    """Why there is no server here."""


class Server:
    """A running server and the databases made on it, by their URLs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = count(1)

    def new(self) -> str:
        """A new database with no tables."""
        name = f"d{next(self._numbers)}"
        self._say("postgres", f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
        return self._url(name)

    def migrated(self) -> str:
        """A new database with every table."""
        url = self.new()
        store = Store(url)
        upgrade(store.engine)
        store.close()
        return url

    def empty(self, url: str) -> None:
        """Take every row out of a database, whoever is still connected, and begin to count from 1 again."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        tables = ", ".join(metadata.tables)
        name = str(make_url(url).database)
        self._say(name, f"{others} AND pid <> pg_backend_pid()", f"TRUNCATE {tables} RESTART IDENTITY CASCADE")

    def shut(self, url: str) -> None:
        """Let nobody in and throw everybody out, as if the server were gone."""
        name = str(make_url(url).database)
        everybody = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
        self._say("postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", everybody)

    def open(self, url: str) -> None:
        """It is back."""
        self._say("postgres", f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS true")

    def _url(self, database: str) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self._port}/{database}"

    def _say(self, database: str, *commands: str) -> None:
        with psycopg.connect(self._url(database), autocommit=True) as connection:
            for command in commands:
                connection.execute(command)


@contextmanager
def server(settings: Mapping[str, str] | None = None, place: Path | None = None) -> Iterator[Server]:
    """Start a server with these settings, in a folder at that place, and stop it again. Raises Absent."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=place) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)
        data, port = folder / "data", free_port()
        _call(programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with (data / "postgresql.auto.conf").open("a") as file:
            chosen = {"max_connections": CONNECTIONS, **(settings or {})}
            file.writelines(f"{name} = {value}\n" for name, value in chosen.items())
        where = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        _call(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", where, "start")
        try:
            yield Server(port)
        finally:
            _call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _programs() -> Path:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name))[::-1]
    for place in places:
        if (place / "pg_ctl").exists():
            return place
    raise Absent("no PostgreSQL server is installed (initdb was not found)")


def _call(*words: object) -> None:
    """Run one of the server's programs, which refuse to run as root."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    done = subprocess.run(  # noqa: S603 - the server's own programs
        [str(word) for word in words], user=user, extra_groups=[] if user else None, cwd="/", check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"PATH": os.defpath, "TZ": "UTC"},
    )  # fmt: skip
    if done.returncode != 0:
        raise Absent(f"{Path(str(words[0])).name}: {done.stderr.decode(errors='replace').strip()[-300:]}")
