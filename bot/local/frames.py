"""What the page is sent: plain dictionaries, made into JSON by the connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from bot.chat.actions import AnswerAction, decode
from bot.chat.commands import listed
from bot.chat.group_commands import listed_in_groups
from bot.chat.reply import Block, Button, Rows
from bot.local import bodies, polls
from bot.local.board import ChatReplaced, ClockMoved, Event, MessageStands, ProfileChanged, Typing
from bot.local.face import START
from bot.local.labels import page_labels
from bot.local.people import BOT, GROUP, GROUP_ID, PEOPLE
from bot.local.polls import LocalPoll
from bot.local.profile import Profile
from bot.tutor.grading import Answer
from storage.local import LocalMessage

Frame = dict[str, Any]
Problem = Literal["unreadable", "failed"]


def hello(now: datetime) -> Frame:
    """The first frame of a connection."""
    people = [{"id": person.id, "name": person.name} for person in PEOPLE.values()]
    group = {"id": GROUP_ID, "name": GROUP}
    return {"type": "hello", "bot": BOT, "people": people, "group": group, "now": _ms(now)}


def chat(chat_id: int, messages: Sequence[LocalMessage], profile: Profile, *, unread: int, has_earlier: bool) -> Frame:
    """A whole chat as it stands, but for the messages before the first one given."""
    return {
        "type": "chat",
        "person": chat_id,
        "messages": [message(one) for one in messages],
        "earlier": has_earlier,
        "unread": unread,
        "profile": _profile(chat_id, profile),
    }


def earlier(chat_id: int, messages: Sequence[LocalMessage], *, has_earlier: bool) -> Frame:
    """The messages before those a page has."""
    return {
        "type": "earlier",
        "person": chat_id,
        "messages": [message(one) for one in messages],
        "earlier": has_earlier,
    }


def acknowledged(tap: int, toast: str | None) -> Frame:
    """A press was taken."""
    return {"type": "ack", "tap": tap, "toast": toast}


def error(problem: Problem, why: str = "") -> Frame:
    """Something asked for was not done; the page has words for the problem, `why` is for who writes a page."""
    return {"type": "error", "problem": problem, "why": why}


def of_event(event: Event) -> Frame | None:
    """The frame of an event; None for a chat that is to be read anew."""
    match event:
        case MessageStands(one):
            return {"type": "message", "person": one.chat_id, "message": message(one)}
        case Typing(chat_id, on):
            return {"type": "typing", "person": chat_id, "on": on}
        case ProfileChanged(chat_id, profile):
            return {"type": "profile", "person": chat_id, "profile": _profile(chat_id, profile)}
        case ClockMoved(now, moving):
            return {"type": "clock", "now": _ms(now), "moving": moving}
        case ChatReplaced():
            return None


def message(one: LocalMessage) -> Frame:
    """A message: blocks of [text, style], rows of buttons; `keys` are the shortcuts of the five answers.

    In the group also `by`, the person who wrote it, or `poll`.
    """
    screen, poll = bodies.read(one.body), polls.read(one.body)
    return {
        "id": one.id,
        "out": one.outgoing,
        "by": bodies.author_of(one.body),
        "at": _ms(one.at),
        "blocks": [_block(block) for block in screen.blocks],
        "rows": _rows(screen.rows),
        "poll": _poll(poll) if poll is not None else None,
    }


def _poll(one: LocalPoll) -> Frame:
    closes_at = one.closes_at
    return {
        "question": one.poll.question,
        "options": one.poll.options,
        "correct": one.poll.correct,
        "explanation": one.poll.explanation,
        "votes": one.votes,
        "closes": _ms(closes_at) if closes_at is not None else None,
        "stopped": one.stopped,
    }


def _block(block: Block) -> Frame:
    return {"quoted": block.quoted, "spans": [[span.text, span.style] for span in block.spans]}


def _rows(rows: Rows) -> list[list[Frame]]:
    number = 0
    framed = []
    for row in rows:
        framed.append([_button(button, number + place) for place, button in enumerate(row, 1)])
        number += len(row)
    return framed


def _button(button: Button, number: int) -> Frame:
    action = decode(button.data)
    keys: list[str] = []
    if isinstance(action, AnswerAction):
        keys.append(str(number))
        if action.answer is not Answer.BLANK and not action.guess:
            keys.append(button.label[:1].upper())  # C and E in Portuguese
    start = (button.url or "").removeprefix(START) or None
    return {"label": button.label, "data": button.data, "tone": button.tone, "keys": keys, "start": start}


def _profile(chat_id: int, profile: Profile) -> Frame:
    known = listed_in_groups(profile.language) if chat_id == GROUP_ID else listed(profile.language)
    commands = [{"name": name, "summary": summary} for name, summary in known]
    return {
        "language": profile.language.replace("_", "-"),
        "zone": profile.zone,
        "labels": page_labels(profile.language),
        "commands": commands,
    }


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)
