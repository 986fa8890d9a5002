"""Quiz polls of the local group, as Telegram keeps them: one vote a person, open for so long or until stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from bot.chat.reply import Poll, Screen, say
from bot.local import bodies


@dataclass(frozen=True, slots=True)
class LocalPoll:
    """A poll that stands in the group; `votes` are positions of options by person id."""

    poll: Poll
    opened_at: datetime
    votes: Mapping[int, int] = field(default_factory=dict)
    stopped: bool = False

    @property
    def closes_at(self) -> datetime | None:
        """When its time is up, if it has one."""
        seconds = self.poll.seconds
        return None if seconds is None else self.opened_at + timedelta(seconds=seconds)

    def is_open(self, now: datetime) -> bool:
        """Whether it takes votes."""
        return not self.stopped and (self.closes_at is None or now < self.closes_at)

    def voted(self, person_id: int, option: int) -> LocalPoll:
        """With a vote more."""
        return replace(self, votes={**self.votes, person_id: option})

    def stop(self) -> LocalPoll:
        """Taking no more votes."""
        return replace(self, stopped=True)


def write(one: LocalPoll) -> str:
    """The body of its message: the question as a screen, for who draws no polls, and the poll itself."""
    stored = asdict(one) | {"opened_at": one.opened_at.isoformat()}
    body = json.loads(bodies.write(Screen((say(one.poll.question),))))
    return json.dumps(body | {"poll": stored}, ensure_ascii=False, separators=(",", ":"))


def read(body: str) -> LocalPoll | None:
    """The poll in a body, None where there is none."""
    stored = json.loads(body).get("poll")
    if stored is None:
        return None
    poll = Poll(**(stored["poll"] | {"options": tuple(stored["poll"]["options"])}))
    votes = {int(person_id): option for person_id, option in stored["votes"].items()}
    return LocalPoll(poll, datetime.fromisoformat(stored["opened_at"]), votes, stored["stopped"])
