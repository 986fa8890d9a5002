"""What happens to a group while a round is played in it: the bot goes, polls are forbidden, the group moves."""

from __future__ import annotations

import pytest

from tests.botapi import BadRequest, BotApi, Forbidden, Group, Person, Status
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.groups import asks, finishes, passes, plays, polls, rows, texts


async def test_a_bot_that_is_removed_ends_its_round_and_comes_back_with_a_hello(
    api: BotApi, bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 2")
    await group.removes_bot(ana)
    await bot.settled()
    before = len(api.calls.of("sendPoll"))
    for _ in range(3):
        await passes(bot, clock, 40)
    assert len(api.calls.of("sendPoll")) == before
    await group.adds_bot(ana)
    await bot.settled()
    assert "Olá! Eu sou a Assertiva." in texts(group)[-1]
    await asks(bot, ana, group, "/placar")
    assert "Placar da semana" in texts(group)[-1]


@pytest.mark.parametrize(
    "fault", [Forbidden("bot was kicked from the supergroup chat"), Forbidden("bot is not a member of the group chat")]
)
async def test_a_refusal_for_good_is_found_out_by_a_send(
    api: BotApi, polling_bot: Bot, ana: Person, group: Group, clock: Hands, fault: Forbidden
) -> None:
    api.fault("sendPoll", fault)
    await asks(polling_bot, ana, group, "/quiz 2")
    for _ in range(3):
        await passes(polling_bot, clock, 40)
    assert len(api.calls.of("sendPoll")) == 1
    assert rows(polling_bot, "groups")[0]["left_at"] is not None


async def test_where_polls_are_forbidden_the_round_ends_and_says_so(
    bot: Bot, ana: Person, group: Group, clock: Hands
) -> None:
    await group.restricts_bot(can_send_polls=False)
    await asks(bot, ana, group, "/quiz 2")
    assert "Não posso enviar enquetes aqui" in texts(group)[-1]
    await passes(bot, clock, 60)
    assert [row["state"] for row in rows(bot, "rounds")] == ["finished"]
    await group.restricts_bot(can_send_messages=False)
    clock.forward(minutes=3)
    await asks(bot, ana, group, "/quiz 2")
    assert {row["state"] for row in rows(bot, "rounds")} == {"finished"}


async def test_a_502_and_a_refused_poll_hold_a_round_up_not_for_long(
    api: BotApi, polling_bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    api.fault("sendPoll", Status(502))
    await asks(polling_bot, ana, group, "/quiz 2")
    await passes(polling_bot, clock, 21)
    assert len(polls(group)) == 1
    api.fault("sendPoll", BadRequest("POLL_QUESTION_INVALID"))
    table = await finishes(polling_bot, clock, group, [ana], [bia])
    assert "🥇 Ana  +1" in table


async def test_a_group_that_becomes_a_supergroup_takes_its_round_along(
    api: BotApi, bot: Bot, ana: Person, bia: Person, clock: Hands
) -> None:
    group = api.group("Turma", [ana, bia], kind="group")
    await asks(bot, ana, group, "/quiz 2")
    await plays(bot, clock, group, [ana], [bia])
    old = await group.migrates()
    await bot.settled()
    await passes(bot, clock, 31)
    await plays(bot, clock, group, [ana], [bia])
    await passes(bot, clock, 31)
    assert [message for message in old.shown if message.poll] != []
    assert len(polls(group)) == 1
    assert "🥇 Ana  +2" in texts(group)[-1]
    assert [row["chat_id"] for row in rows(bot, "groups")] == [group.id]


async def test_a_move_that_nobody_told_of_is_found_out_by_a_send(
    api: BotApi, polling_bot: Bot, ana: Person, bia: Person, clock: Hands
) -> None:
    bot = polling_bot
    group = api.group("Turma", [ana, bia], kind="group")
    await asks(bot, ana, group, "/quiz 2")
    await plays(bot, clock, group, [ana], [bia])
    api.hold()
    await group.migrates()
    clock.forward(seconds=31)
    await bot.tick()
    assert len(polls(group)) == 1
    api.release()
    await bot.settled()
    await plays(bot, clock, group, [ana], [bia])
    await passes(bot, clock, 31)
    assert "🥇 Ana  +2" in texts(group)[-1]
    assert [row["chat_id"] for row in rows(bot, "groups")] == [group.id]


async def test_a_round_stays_in_its_topic_and_outlives_it(
    api: BotApi, bot: Bot, ana: Person, bia: Person, clock: Hands
) -> None:
    group = api.group("Fórum", [ana, bia], forum=True)
    topic = await group.opens_topic("Quiz")
    await bot.settled()
    await asks(bot, ana, group, "/quiz 2", thread=topic)
    assert polls(group)[0].thread == topic
    await plays(bot, clock, group, [ana], [bia])
    group.deletes_topic(topic)
    await passes(bot, clock, 31)
    assert polls(group)[-1].thread is None
    await plays(bot, clock, group, [ana], [bia])
    await passes(bot, clock, 31)
    assert "🥇 Ana  +2" in texts(group)[-1]


async def test_a_closed_topic_ends_the_round_quietly(
    api: BotApi, polling_bot: Bot, ana: Person, bia: Person, clock: Hands
) -> None:
    group = api.group("Fórum", [ana, bia], forum=True)
    topic = await group.opens_topic("Quiz")
    await asks(polling_bot, ana, group, "/quiz 2", thread=topic)
    await group.closes_topic(topic)
    for _ in range(4):
        await passes(polling_bot, clock, 40)
    assert len(polls(group)) == 1
    assert [row["state"] for row in rows(polling_bot, "rounds")] == ["finished"]
