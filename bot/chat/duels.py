"""The desk's part for duels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.chat import replies
from bot.chat.links import Links, Opens, Target
from bot.chat.reply import Post, Reply
from bot.chat.screens import duels as screens
from bot.lessons import duelling
from bot.lessons.drills import DuelOn, DuelRefused
from bot.lessons.outcomes import Continued, Stranger, Who
from bot.lessons.school import School


def told_by_hand(payload: str) -> str:
    """Where no platform makes addresses of payloads, one is written."""
    return f"/start {payload}"


class Duels:
    """Challenges and who takes them up; `address` makes of a payload what can be sent to a friend."""

    def __init__(self, school: School, links: Links) -> None:
        self._school = school
        self._links = links
        self.address: Callable[[str], str] = told_by_hand

    async def challenge(self, who: Who, now: datetime) -> Reply:
        """/duelo."""
        return self._reply(await self._school.run(duelling.challenge, who, now))

    async def accept(self, who: Who, duel_id: int, language: str, now: datetime) -> Reply:
        """A link was opened."""
        return self._reply(await self._school.run(duelling.accept, who, duel_id, language, now))

    def _reply(self, outcome: DuelOn | DuelRefused | Stranger) -> Reply:
        match outcome:
            case Stranger():
                return replies.refused(outcome)
            case DuelRefused():
                return Reply(posts=(Post(screens.refused(outcome)),))
            case DuelOn(learner, duel_id, step):
                link = self.address(self._links.write(Target(Opens.DUEL, str(duel_id)))) if duel_id else None
                opening = Post(screens.begun(learner.language, link))
                following = replies.continued(Continued(learner, step))
                return Reply(retire=following.retire, posts=(opening, *following.posts))
