"""Groups on Telegram: commands, administrators' buttons, the bot's own standing, moves to a supergroup, votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, Chat, ChatMember, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    PollAnswerHandler,
    PollHandler,
    filters,
)

from bot.chat.group_desk import GroupDesk, GroupPress, GroupSaid, IsAdmin
from bot.chat.group_posting import GroupPoster
from bot.clock import Clock
from bot.lessons import group_work, grouping, voting
from bot.lessons.group_outcomes import Place
from bot.lessons.school import School
from bot.lessons.voting import Ballot
from bot.tg.face import NAME, ref_of
from bot.tg.intake import committed, turn
from storage.participants import Standing

_PRESENT = (ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.MEMBER, ChatMember.RESTRICTED)
_ADMINS = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_IN_GROUPS = filters.ChatType.GROUPS
_ABSENT = ("user not found", "participant_id_invalid", "member not found")


@dataclass(frozen=True, slots=True)
class GroupHandlers:
    """What the handlers need; they are added before those of private chats."""

    desk: GroupDesk
    poster: GroupPoster
    school: School
    clock: Clock
    bot: Bot

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add them to a python-telegram-bot application."""
        migrated = filters.StatusUpdate.MIGRATE
        application.add_handler(MessageHandler(_IN_GROUPS & migrated, self.on_move))
        application.add_handler(
            MessageHandler(_IN_GROUPS & filters.COMMAND & filters.UpdateType.MESSAGE, self.on_command)
        )
        application.add_handler(MessageHandler(_IN_GROUPS, self.on_other))
        application.add_handler(GroupPresses(self.on_press))
        application.add_handler(GroupStandings(self.on_standing, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_handler(PollAnswerHandler(self.on_vote))
        application.add_handler(PollHandler(self.on_poll))

    async def on_command(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A command, unless it is another bot's."""
        message = update.effective_message
        said = self._said(message) if message is not None else None
        if said is None:
            committed()
            return
        reply = await self.desk.say(said)
        committed()
        await turn()
        await self.poster.reply(said.place, reply, said.now)

    async def on_other(self, _update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Anything else said in a group is nobody's question to the bot."""
        committed()

    async def on_press(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A button under one of the bot's messages in a group."""
        query = update.callback_query
        message = query.message if query is not None else None
        if query is None or message is None:
            return
        place = Place(NAME, message.chat.id, _thread_of(message))
        is_admin = self._asks(message.chat, query.from_user.id)
        user, now = query.from_user, self.clock()
        reply = await self.desk.press(GroupPress(place, user.id, user.language_code, query.data or "", is_admin, now))
        committed()
        await _toast(query, reply.toast)
        await turn()
        await self.poster.reply(place, reply, now, ref_of(message.message_id))

    async def on_standing(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The bot was added, removed, promoted, demoted, muted."""
        change = update.my_chat_member
        if change is None or change.chat.type == Chat.CHANNEL:
            committed()
            return
        place = Place(NAME, change.chat.id)
        if change.new_chat_member.status not in _PRESENT or not getattr(change.new_chat_member, "is_member", True):
            await self.school.run(grouping.leave, NAME, change.chat.id, self.clock())
            committed()
            return
        now = self.clock()
        reply = await self.desk.hello(place, change.from_user.language_code, now)
        committed()
        await turn()
        await self.poster.reply(place, reply, now)

    async def on_move(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The group became a supergroup; both chats tell of it."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await self.school.run(grouping.moved, NAME, message.chat_id, message.migrate_to_chat_id)
        elif message is not None and message.migrate_from_chat_id is not None:
            await self.school.run(grouping.moved, NAME, message.migrate_from_chat_id, message.chat_id)
        committed()

    async def on_vote(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A vote of a person; those of channels and of groups themselves are nobody's answers."""
        answer = update.poll_answer
        if answer is not None and answer.user is not None and answer.voter_chat is None:
            user, chosen = answer.user, answer.option_ids
            ballot = Ballot(
                NAME, answer.poll_id, user.id, user.first_name or "", chosen[0] if chosen else None, self.clock()
            )
            await self.school.run(voting.vote, ballot)
        committed()

    async def on_poll(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """News of a poll; one whose sending was cut short is known by it."""
        poll = update.poll
        if poll is not None and not poll.is_closed:
            await self.school.run(group_work.turned_up, poll.id, poll.question, self.clock())
        committed()

    async def check_voters(self, limit: int) -> None:
        """Look up voters that are new to their group: polls can be forwarded to outsiders."""
        for participant_id, face, chat_id, user_id in await self.school.run(grouping.unchecked, limit):
            standing = await self._standing(chat_id, user_id) if face == NAME else Standing.MEMBER
            await self.school.run(grouping.checked, participant_id, standing)

    async def _standing(self, chat_id: int, user_id: int) -> Standing:
        """Where Telegram will not tell, the voter has the benefit of the doubt."""
        try:
            member = await self.bot.get_chat_member(chat_id, user_id)
        except BadRequest as refusal:
            return Standing.OUTSIDER if any(w in refusal.message.lower() for w in _ABSENT) else Standing.MEMBER
        except TelegramError:
            return Standing.MEMBER
        inside = member.status in _PRESENT and getattr(member, "is_member", True)
        return Standing.MEMBER if inside else Standing.OUTSIDER

    def _said(self, message: Message) -> GroupSaid | None:
        words = (message.text or "")[:4096].split(maxsplit=1)
        name, _, addressee = words[0][1:].partition("@") if words else ("", "", "")
        if addressee and addressee.lower() != self.bot.username.lower():
            return None
        user, hidden = message.from_user, message.sender_chat is not None
        if user is None or (hidden and message.sender_chat != message.chat):
            return None  # a channel speaks
        place = Place(NAME, message.chat_id, _thread_of(message))
        is_admin = _yes if hidden else self._asks(message.chat, user.id)
        rest = words[1] if len(words) > 1 else ""
        return GroupSaid(place, user.id, user.language_code, name, rest, is_admin, self.clock())

    def _asks(self, chat: Chat, user_id: int) -> IsAdmin:
        async def ask() -> bool | None:
            try:
                member = await self.bot.get_chat_member(chat.id, user_id)
            except TelegramError:
                return None
            return member.status in _ADMINS

        return ask


class GroupPresses(CallbackQueryHandler[Any, Any]):
    """Presses under messages in groups only."""

    def check_update(self, update: object) -> Any:
        """Whether the update is one."""
        query = update.callback_query if isinstance(update, Update) else None
        message = query.message if query is not None else None
        if message is None or message.chat.type not in (Chat.GROUP, Chat.SUPERGROUP):
            return None
        return super().check_update(update)


class GroupStandings(ChatMemberHandler[Any, Any]):
    """The bot's standing in groups and channels only."""

    def check_update(self, update: object) -> Any:
        """Whether the update is one."""
        change = update.my_chat_member if isinstance(update, Update) else None
        if change is None or change.chat.type == Chat.PRIVATE:
            return False
        return super().check_update(update)


async def _yes() -> bool:
    return True


def _thread_of(message: Any) -> int | None:
    return message.message_thread_id if getattr(message, "is_topic_message", None) else None


async def _toast(query: CallbackQuery, words: str | None) -> None:
    try:
        await query.answer(words)
    except TelegramError:
        return  # too old: what counts is in the message
