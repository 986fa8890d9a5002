from __future__ import annotations

import json
from typing import Any

import pytest

from tests.botapi import BotApi, CannotVote, Group, Person
from tests.botapi.conftest import Asker
from tests.botapi.polls import Poll


def quiz(chat_id: int, **changed: Any) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "question": "Contêineres isolam processos.",
        "options": [{"text": "Certo"}, {"text": "Errado"}],
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_ids": [0],
        **changed,
    }


@pytest.fixture
def group(api: BotApi, ana: Person) -> Group:
    return api.group("Estudos", [ana, api.person("Bia")])


def told(api: BotApi, kind: str) -> list[dict[str, Any]]:
    bodies = [json.loads(update.body) for update in api.updates.pending.values()]
    return [body[kind] for body in bodies if kind in body]


async def sent_poll(ask: Asker, group: Group, **changed: Any) -> Poll:
    await ask("sendPoll", **quiz(group.id, **changed))
    assert group.last.poll is not None
    return group.last.poll


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"question": " "}, "text must be non-empty"),
        ({"options": []}, "poll must have at least one answer option"),
        ({"options": [{"text": str(n)} for n in range(13)]}, "poll can't have more than 12 options"),
        ({"options": [{"text": "x" * 101}]}, "poll options length must not exceed 100"),
        ({"options": [{"text": ""}]}, "text must be non-empty"),
        ({"type": "exam"}, "unsupported poll type specified"),
        ({"correct_option_ids": []}, "correct quiz option list must be non-empty"),
        ({"correct_option_ids": [1, 0]}, "correct quiz option list must be increasing"),
        ({"correct_option_ids": [2]}, "wrong quiz correct_option_id"),
        ({"explanation": "x" * 201}, "quiz explanation must have at most 200 characters"),
        ({"explanation": "a\nb\nc\nd"}, "quiz explanation must have at most 2 line feeds"),
        ({"description": "x" * 1025}, "poll description must have at most 1024 characters"),
        ({"media": {"type": "photo", "media": "x"}}, "media is not simulated"),
        ({"open_period": 4}, "a poll can be open for 5 to 2628000 seconds"),
        ({"open_period": 2_628_001}, "a poll can be open for 5 to 2628000 seconds"),
        ({"open_period": 30, "close_date": 99}, "open_period can't be used together with close_date"),
    ],
)
async def test_a_poll_keeps_the_rules(ask: Asker, group: Group, changed: dict[str, Any], words: str) -> None:
    assert await ask.refused("sendPoll", **quiz(group.id, **changed)) == f"400 Bad Request: {words}"
    assert group.messages == []


async def test_channels_take_anonymous_polls_only(ask: Asker, api: BotApi, ana: Person) -> None:
    channel = api.group("Canal", [ana], kind="channel")
    said = await ask.refused("sendPoll", **quiz(channel.id))
    assert said == "400 Bad Request: non-anonymous polls can't be sent to channel chats"
    await ask("sendPoll", **quiz(channel.id, is_anonymous=True))


async def test_a_poll_is_anonymous_unless_said_and_then_no_answers_come(
    ask: Asker, api: BotApi, group: Group, ana: Person
) -> None:
    params = quiz(group.id)
    del params["is_anonymous"]
    await ask("sendPoll", **params)
    await ana.votes(group.last, "Certo")
    assert told(api, "poll_answer") == []
    assert [poll["total_voter_count"] for poll in told(api, "poll")] == [1]


async def test_a_vote_says_who_and_what(ask: Asker, api: BotApi, group: Group, ana: Person) -> None:
    poll = await sent_poll(ask, group)
    await ana.votes(poll, "Errado")
    (answer,) = told(api, "poll_answer")
    assert (answer["user"]["id"], answer["option_ids"], answer["option_persistent_ids"]) == (ana.id, [1], ["1"])
    assert [option["voter_count"] for option in poll.payload()["options"]] == [0, 1]


async def test_a_quiz_takes_one_vote_and_no_retraction(ask: Asker, group: Group, ana: Person) -> None:
    poll = await sent_poll(ask, group)
    await ana.votes(poll, 0)
    with pytest.raises(CannotVote):
        await ana.votes(poll, 1)
    with pytest.raises(CannotVote):
        await ana.retracts(poll)


async def test_a_retracted_vote_comes_without_options(ask: Asker, api: BotApi, group: Group, ana: Person) -> None:
    poll = await sent_poll(ask, group, allows_revoting=True)
    await ana.votes(poll, 0)
    await ana.retracts(poll)
    assert [answer["option_ids"] for answer in told(api, "poll_answer")] == [[0], []]
    assert poll.counts == [0, 0]


async def test_a_channel_votes_as_itself(ask: Asker, api: BotApi, group: Group, ana: Person) -> None:
    poll = await sent_poll(ask, group)
    channel = api.group("Canal da Ana", [ana], kind="channel")
    await ana.votes(poll, 0, as_chat=channel.chat)
    (answer,) = told(api, "poll_answer")
    assert answer["voter_chat"]["id"] == channel.id
    assert answer["user"]["username"] == "Channel_Bot"


async def test_a_stopped_poll_takes_no_votes(ask: Asker, api: BotApi, group: Group, ana: Person) -> None:
    poll = await sent_poll(ask, group)
    place = {"chat_id": group.id, "message_id": poll.message.id}
    assert (await ask("stopPoll", **place))["is_closed"]
    assert await ask.refused("stopPoll", **place) == "400 Bad Request: poll has already been closed"
    with pytest.raises(CannotVote):
        await ana.votes(poll, 0)
    await ana.votes(poll, 0, anyway=True)
    assert [answer["option_ids"] for answer in told(api, "poll_answer")] == [[0]]


async def test_a_poll_closes_when_its_time_is_up(ask: Asker, api: BotApi, group: Group) -> None:
    poll = await sent_poll(ask, group, open_period=30)
    api.advance(29)
    assert poll.payload()["is_closed"] is False
    api.advance(2)
    assert poll.payload()["is_closed"] is True
    assert [shown["is_closed"] for shown in told(api, "poll")] == [True]


async def test_stopping_what_is_no_poll(ask: Asker, ana: Person) -> None:
    sent = await ask("sendMessage", chat_id=ana.id, text="oi")
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    assert await ask.refused("stopPoll", **place) == "400 Bad Request: message is not a poll"
    said = await ask.refused("stopPoll", chat_id=ana.id, message_id=99)
    assert said == "400 Bad Request: message with poll to stop not found"
