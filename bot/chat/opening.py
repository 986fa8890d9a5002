"""The door in: /start, alone or with the payload of a link."""

from __future__ import annotations

from datetime import datetime

from bot.chat import replies
from bot.chat.duels import Duels
from bot.chat.links import Links, Opens, Target
from bot.chat.reply import Reply
from bot.chat.words import language_for
from bot.lessons import joining, linked
from bot.lessons.outcomes import Joined, Stranger, Who
from bot.lessons.school import School


async def start(school: School, links: Links, who: Who, payload: str, now: datetime, duels: Duels) -> Reply:
    """The first assertion at once; with a payload of ours, what that opens; any other payload is none."""
    language = language_for(who.language)
    match links.read(payload) if payload else None:
        case Target(Opens.ROUND, name):
            outcome = await school.run(linked.open_round, who, int(name), language, now)
        case Target(Opens.DUEL, name):
            return await duels.accept(who, int(name), language, now)
        case Target(Opens.FACT, name):
            outcome = await school.run(linked.open_fact, who, name, language, now)
        case _:
            outcome = await school.run(joining.start, who, language, now)
    match outcome:
        case Joined():
            return replies.joined(outcome)
        case Stranger():
            return replies.refused(outcome)
        case _:
            return replies.continued(outcome)
