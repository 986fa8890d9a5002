"""The conversation: a press or a message in, a reply out. No platform, no exception for bad input."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes

from bot.chat import cities, opening, replies
from bot.chat.actions import (
    Action,
    AnswerAction,
    EraseAction,
    ExamAction,
    GoAction,
    MenuAction,
    MistakesAction,
    MoreAction,
    NudgeAction,
    SetAction,
    WhyAction,
    WordsAction,
    decode,
    exam_wish,
)
from bot.chat.commands import BY_NAME, listed
from bot.chat.drills import Drills
from bot.chat.duels import Duels
from bot.chat.links import Links
from bot.chat.reply import Post, Reply
from bot.chat.screens import exam as exams
from bot.chat.screens import notices, pages, settings
from bot.chat.screens import nudge as nudges
from bot.chat.words import language_for, translator
from bot.lessons import adjusting, answering, examining, joining, pausing, privacy, reminding, studying, zones
from bot.lessons.outcomes import (
    Answered,
    Continued,
    Erased,
    Explained,
    NotYours,
    NudgeTaken,
    Outdated,
    Paused,
    Settings,
    Stranger,
    Unreadable,
    UnreadableDay,
    Who,
)
from bot.lessons.school import School
from bot.tutor.exam import Result
from bot.watch import meters

LONGEST_TEXT = 4096


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: its data, and the message it stands under (None where the face cannot tell)."""

    who: Who
    data: str
    ref: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its text, None for a sticker, a voice message or anything else without words."""

    who: Who
    text: str | None
    now: datetime
    edited: bool = False


class Desk:
    """Where every face brings what people press and say."""

    def __init__(self, school: School, links: Links | None = None) -> None:
        self._school = school
        self.links = links or Links(token_bytes(32))
        self._drills = Drills(school)
        self.duels = Duels(school, self.links)

    async def press(self, press: Press) -> Reply:
        """The reply to a button; old, forged or foreign ones are answered kindly and change nothing."""
        action = decode(press.data)
        if action is None:
            return await self._outdated(press.who, press.now)
        if not isinstance(action, AnswerAction):  # that lesson does it in its own transaction
            await self._school.run(joining.greet, press.who, press.now)
        return await self._act(action, press)

    async def say(self, said: Said) -> Reply:
        """The reply to a message: a command's, or a short helpful line."""
        language = await self._language(said.who, said.now)
        text = (said.text or "")[:LONGEST_TEXT].strip()
        if said.edited:
            return (
                Reply(posts=(Post(notices.edited(language)),)) if said.text else Reply()
            )  # a live position moves often
        if not text.startswith("/"):
            return await self._free_text(said, text, language)
        name, rest = (*text[1:].split(maxsplit=1), "", "")[:2]
        command = BY_NAME.get(name.partition("@")[0].lower())
        if command is None:
            words = translator(language).gettext("I do not know that command. /ajuda lists the ones I know.")
            return Reply(posts=(Post(notices.plain(words)),))
        handle: Callable[[Who, str, datetime], Awaitable[Reply]] = getattr(self, command.handle)
        return await handle(said.who, rest, said.now)

    async def start(self, who: Who, rest: str, now: datetime) -> Reply:
        """/start: the first assertion at once; with a link's payload, what that opens."""
        return await opening.start(self._school, self.links, who, rest, now, self.duels)

    async def today(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/hoje."""
        outcome = await self._school.run(studying.today, who, now)
        return replies.refused(outcome) if isinstance(outcome, Stranger) else replies.continued(outcome)

    async def review(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/revisar."""
        outcome = await self._school.run(studying.review, who, now)
        return replies.refused(outcome) if isinstance(outcome, Stranger) else replies.continued(outcome)

    async def minute(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/minuto."""
        return await self._drills.minute(who, now)

    async def duel(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/duelo."""
        return await self.duels.challenge(who, now)

    async def mistakes(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/erros."""
        return await self._drills.mistakes(who, now)

    async def config(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/config."""
        outcome = await self._school.run(adjusting.settings, who, now)
        if isinstance(outcome, Stranger):
            return replies.refused(outcome)
        return Reply(posts=(Post(settings.menu(outcome, "main")),))

    async def exam(self, who: Who, rest: str, now: datetime) -> Reply:
        """/prova."""
        match await self._school.run(examining.set_day, who, rest, now):
            case Stranger() as stranger:
                return replies.refused(stranger)
            case UnreadableDay() as outcome:
                return Reply(posts=(Post(exams.unreadable(outcome)),))
            case Settings() as shown:
                return Reply(posts=(Post(settings.menu(shown, "exam")),))

    async def pause(self, who: Who, rest: str, now: datetime) -> Reply:
        """/pausar."""
        match await self._school.run(pausing.pause, who, rest, now):
            case Stranger() as stranger:
                return replies.refused(stranger)
            case Unreadable() as outcome:
                return Reply(posts=(Post(notices.unreadable(outcome)),))
            case Paused() as outcome:
                return Reply(posts=(Post(notices.paused(outcome)),))

    async def resume(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/retomar."""
        outcome = await self._school.run(pausing.resume, who, now)
        if isinstance(outcome, Stranger):
            return replies.refused(outcome)
        return Reply(posts=(Post(notices.resumed(outcome, now)),))

    async def help(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/ajuda."""
        language = await self._language(who, now)
        return Reply(posts=(Post(pages.help_page(listed(language), language)),))

    async def privacy(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/privacidade."""
        return Reply(posts=(Post(pages.privacy(await self._language(who, now))),))

    async def erase(self, who: Who, _rest: str, now: datetime) -> Reply:
        """/apagar: asks first."""
        return Reply(posts=(Post(pages.erase_question(await self._language(who, now))),))

    async def _act(self, action: Action, press: Press) -> Reply:
        who, now = press.who, press.now
        match action:
            case AnswerAction(asked_id, answer, guess):
                taken = await self._school.run(
                    answering.answer, who, asked_id, answer, guess=guess, now=now, ref=press.ref
                )
                if isinstance(taken, Answered):
                    meters.answers.inc()
                return replies.answered(taken, press.ref)
            case WhyAction(asked_id, unfold):
                why = await self._school.run(answering.explain, who, asked_id, now=now)
                return replies.explained(why, unfold) if isinstance(why, Explained) else replies.refused(why)
            case MoreAction(delivery_id):
                more = await self._school.run(studying.more, who, delivery_id, now)
                if isinstance(more, Outdated | NotYours | Stranger):
                    return replies.refused(more)
                return replies.continued(more)
            case NudgeAction(delivery_id, what):
                return await self._nudge(who, delivery_id, what, now)
            case WordsAction() | MistakesAction():
                return await self._drills.press(action, who, now)
            case ExamAction(what, value):
                return await self._exam(what, value, who, now)
            case MenuAction("city"):
                learner = await self._school.run(zones.begin, who, now)
                return replies.refused(learner) if isinstance(learner, Stranger) else replies.city_wanted(learner)
            case _:
                return await self._menu(action, who, now)

    async def _menu(self, action: MenuAction | SetAction | EraseAction | GoAction, who: Who, now: datetime) -> Reply:
        match action:
            case MenuAction(page) if not settings.known_page(page):
                return await self._outdated(who, now)
            case MenuAction(page):
                shown = await self._school.run(adjusting.settings, who, now)
                return replies.refused(shown) if isinstance(shown, Stranger) else replies.adjusted(shown, page)
            case SetAction(name, value):
                return await self._adjust(who, name, value, now)
            case EraseAction(confirmed):
                return await self._erase(who, confirmed, now)
            case GoAction(command):
                return await self.say(Said(who, f"/{command}", now))

    async def _adjust(self, who: Who, name: str, value: str, now: datetime) -> Reply:
        shown = await self._school.run(adjusting.adjust, who, name, value, now)
        if isinstance(shown, Stranger):
            return replies.refused(shown)
        if shown.changed is None and not shown.is_last:
            return await self._outdated(who, now)
        return replies.adjusted(shown, settings.page_of(name))

    async def _exam(self, what: str, value: str, who: Who, now: datetime) -> Reply:
        wanted = exam_wish(what, value)
        match wanted:
            case None:
                return await self._outdated(who, now)
            case Result():
                outcome = await self._school.run(examining.tell, who, wanted, now)
            case int():
                outcome = await self._school.run(examining.in_months, who, wanted, now)
            case _:
                outcome = await self._school.run(examining.accept, who, *wanted, now)
        return replies.examined(outcome)

    async def _free_text(self, said: Said, text: str, language: str) -> Reply:
        """The name of a city where one was asked for; a hint otherwise."""
        learner = await self._school.run(zones.searcher, said.who, said.now) if text else None
        if learner is None:
            return Reply(posts=(Post(notices.hint(language)),))
        found = cities.search(text, said.now)
        if found:
            await self._school.run(zones.found, said.who)
        return replies.cities_found(learner, found)

    async def _nudge(self, who: Who, delivery_id: int, what: str, now: datetime) -> Reply:
        match await self._school.run(reminding.press, who, delivery_id, what, now):
            case NudgeTaken() as taken:
                return Reply(rewrite=nudges.taken(taken))
            case Continued() as going:
                after = replies.continued(going)
                begun = nudges.taken(NudgeTaken(going.learner, "now"))
                return Reply(rewrite=begun, retire=after.retire, posts=after.posts)
            case refusal:
                return replies.refused(refusal)

    async def _erase(self, who: Who, confirmed: bool, now: datetime) -> Reply:
        language = await self._language(who, now)
        if not confirmed:
            return Reply(rewrite=pages.kept(language))
        outcome = await self._school.run(privacy.erase, who)
        if isinstance(outcome, Erased):
            return Reply(rewrite=pages.erased(outcome.language or language))
        return replies.refused(outcome)

    async def _outdated(self, who: Who, now: datetime) -> Reply:
        return replies.refused(Outdated(await self._language(who, now)))

    async def _language(self, who: Who, now: datetime) -> str:
        learner = await self._school.run(joining.greet, who, now)
        return learner.language if learner else language_for(who.language)
