"""The conversation in a group: commands and the administrators' buttons. What is no command is never answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.group_commands import GROUP_BY_NAME, listed_in_groups
from bot.chat.reply import Screen
from bot.chat.screens import group as screens
from bot.chat.screens import group_settings as settings
from bot.chat.screens import scoreboard
from bot.chat.words import language_for
from bot.lessons import group_adjusting, grouping, rounds
from bot.lessons.group_outcomes import AdminsOnly, Begun, Busy, Member, NoSuchTopic, Place, Stopped, TooSoon
from bot.lessons.school import School

IsAdmin = Callable[[], Awaitable[bool | None]]
"""Asks the platform, at that moment, whether who speaks is an administrator; None where it could not be asked."""


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """A command in a group; `name` without its slash, `rest` what follows it."""

    place: Place
    user_id: int
    language: str | None
    name: str
    rest: str
    is_admin: IsAdmin
    now: datetime


@dataclass(frozen=True, slots=True)
class GroupPress:
    """A button pressed under a message of the bot in a group."""

    place: Place
    user_id: int
    language: str | None
    data: str
    is_admin: IsAdmin
    now: datetime


@dataclass(frozen=True, slots=True)
class GroupReply:
    """What is said to the group, or put in the place of the message pressed; the toast is for who pressed."""

    post: Screen | None = None
    rewrite: Screen | None = None
    toast: str | None = None


class GroupDesk:
    """Where a face brings what is said and pressed in groups."""

    def __init__(self, school: School) -> None:
        self._school = school

    async def say(self, said: GroupSaid) -> GroupReply:
        """The reply to a command; to one that is none of ours, nothing."""
        command = GROUP_BY_NAME.get(said.name.lower())
        if command is None:
            return GroupReply()
        handle: Callable[[GroupSaid], Awaitable[GroupReply]] = getattr(self, command.handle)
        return await handle(said)

    async def press(self, press: GroupPress) -> GroupReply:
        """The reply to a button of /config; only administrators change anything."""
        chosen = settings.decode(press.data)
        language = language_for(press.language)
        if chosen is None:
            return GroupReply(toast=screens.outdated(language))
        is_admin = await press.is_admin()
        if not is_admin:
            return GroupReply(toast=screens.refused_words(language, unknown=is_admin is None))
        name, value = chosen
        if name == settings.PAGE:
            shown = await self._school.run(group_adjusting.settings, press.place, language, press.now)
            return GroupReply(rewrite=settings.menu(shown.group, value))
        shown = await self._school.run(group_adjusting.adjust, press.place, name, value, language, press.now)
        if shown.changed is None:
            return GroupReply(toast=screens.outdated(language))
        return GroupReply(rewrite=settings.menu(shown.group, name), toast=screens.saved(shown.group.language))

    async def hello(self, place: Place, language: str | None, now: datetime) -> GroupReply:
        """The bot was added: it says hello once."""
        group, new = await self._school.run(grouping.enter, place, language_for(language), now)
        return GroupReply(post=screens.hello(group.language)) if new else GroupReply()

    async def quiz(self, said: GroupSaid) -> GroupReply:
        """/quiz: the first poll follows by itself."""
        is_admin = await said.is_admin()
        member = Member(said.user_id, bool(is_admin), said.language)
        outcome = await self._school.run(
            rounds.begin, said.place, member, said.rest, language_for(said.language), said.now
        )
        match outcome:
            case Begun():
                return GroupReply()
            case Busy() | TooSoon() | NoSuchTopic():
                return GroupReply(post=screens.not_begun(outcome))
            case AdminsOnly(language):
                return GroupReply(post=screens.refused(language, unknown=is_admin is None))

    async def stop(self, said: GroupSaid) -> GroupReply:
        """/parar: the table follows by itself."""
        is_admin = await said.is_admin()
        member = Member(said.user_id, bool(is_admin), said.language)
        outcome = await self._school.run(rounds.stop, said.place, member, language_for(said.language), said.now)
        match outcome:
            case Stopped():
                return GroupReply()
            case AdminsOnly(language) if is_admin is None:
                return GroupReply(post=screens.refused(language, unknown=True))
            case AdminsOnly(language):
                return GroupReply(post=screens.not_yours_to_stop(language))
            case _:
                return GroupReply(post=screens.not_running(outcome.language))

    async def week(self, said: GroupSaid) -> GroupReply:
        """/placar."""
        table = await self._school.run(grouping.this_week, said.place, language_for(said.language), said.now)
        return GroupReply(post=scoreboard.scoreboard(table, None))

    async def config(self, said: GroupSaid) -> GroupReply:
        """/config, for administrators; the daily assertion then belongs to the topic where it was said."""
        language = language_for(said.language)
        is_admin = await said.is_admin()
        if not is_admin:
            return GroupReply(post=screens.refused(language, unknown=is_admin is None))
        shown = await self._school.run(group_adjusting.open_settings, said.place, language, said.now)
        return GroupReply(post=settings.menu(shown.group, "main"))

    async def hide(self, said: GroupSaid) -> GroupReply:
        """/sair_do_placar."""
        group = await self._school.run(grouping.hide, said.place, said.user_id, language_for(said.language), said.now)
        return GroupReply(post=screens.hidden(group.language))

    async def help(self, said: GroupSaid) -> GroupReply:
        """/ajuda."""
        group = await self._school.run(grouping.known, said.place, language_for(said.language), said.now)
        return GroupReply(post=screens.help_page(listed_in_groups(group.language), group.language))
