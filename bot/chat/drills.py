"""The desk's part for the follow-up question, the minute and the error notebook."""

from __future__ import annotations

from datetime import datetime

from bot.chat import replies
from bot.chat.actions import MistakesAction, WordsAction
from bot.chat.reply import Post, Reply
from bot.chat.screens import mistakes as pages
from bot.lessons import minute, mistakes, wording
from bot.lessons.drills import MistakesPage, Worded
from bot.lessons.outcomes import AlreadyAnswered, NothingDue, Stranger, Who
from bot.lessons.school import School


class Drills:
    """What a person does besides their sets."""

    def __init__(self, school: School) -> None:
        self._school = school

    async def press(self, action: WordsAction | MistakesAction, who: Who, now: datetime) -> Reply:
        """A button of these."""
        match action:
            case WordsAction(asked_id, choice):
                return await self._words(who, asked_id, choice, now)
            case MistakesAction(page, review=True):
                outcome = await self._school.run(mistakes.revise, who, page, now)
                return replies.refused(outcome) if isinstance(outcome, Stranger) else replies.continued(outcome)
            case MistakesAction(page):
                shown = await self._school.run(mistakes.notebook, who, page, now)
                return (
                    Reply(rewrite=pages.mistakes(shown)) if isinstance(shown, MistakesPage) else replies.refused(shown)
                )

    async def minute(self, who: Who, now: datetime) -> Reply:
        """Sixty seconds from now."""
        match await self._school.run(minute.begin, who, now):
            case Stranger() as stranger:
                return replies.refused(stranger)
            case NothingDue() as nothing:
                return replies.continued(nothing)
            case state:
                return replies.minute_begun(state)

    async def mistakes(self, who: Who, now: datetime) -> Reply:
        """The first page of the notebook."""
        shown = await self._school.run(mistakes.notebook, who, 0, now)
        if isinstance(shown, Stranger):
            return replies.refused(shown)
        return Reply(posts=(Post(pages.mistakes(shown)),))

    async def _words(self, who: Who, asked_id: int, choice: int | None, now: datetime) -> Reply:
        outcome = await self._school.run(wording.choose, who, asked_id, choice, now)
        return replies.worded(outcome) if isinstance(outcome, Worded | AlreadyAnswered) else replies.refused(outcome)
