"""A round of native polls in a group, through the real application over HTTP."""

from __future__ import annotations

import pytest

from bot.lessons import replaying
from tests.botapi import BotApi, DropReply, Group, Hang, Person
from tests.end_to_end.acts import answers_all, from_bot, says
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.groups import CERTO, ERRADO, asks, finishes, key, other, passes, plays, polls, rows, texts, votes


async def test_a_round_puts_one_poll_after_the_other_and_ends_on_its_table(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 3")
    for number in (1, 2, 3):
        poll = polls(group)[-1]
        assert len(polls(group)) == number
        assert poll.poll is not None
        assert poll.poll.question.startswith(f"{number}/3 · ")
        assert poll.poll.options == [CERTO, ERRADO]
        assert not poll.poll.is_anonymous
        assert poll.poll.open_period == 30
        clock.forward(seconds=2)
        await votes(bot, ana, poll, key(poll))
        await votes(bot, bia, poll, key(poll) if number == 1 else other(key(poll)))
        await passes(bot, clock, 31 if number == 1 else 1)
    table = texts(group)[-1]
    assert "Placar da rodada" in table
    assert "🥇 Ana  +3 (3 ✓ 0 ✗) · 2,0 s" in table
    assert "🥈 Bia  −1 (1 ✓ 2 ✗) · 2,0 s" in table
    assert "A mais errada (1 de 2)" in table
    assert len(polls(group)) == 3


async def test_a_vote_reaches_the_voters_own_log_if_they_have_a_private_chat(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await asks(bot, ana, group, "/quiz 1")
    await plays(bot, clock, group, [ana], [bia])
    logged = rows(bot, "answers")
    assert len(logged) == 1
    assert (logged[0]["source"], logged[0]["guess_offered"], logged[0]["elapsed_ms"]) == ("poll", False, 2000)
    assert len(rows(bot, "memories")) == 1
    again = await bot.process.school.run(replaying.compare, int(str(logged[0]["learner_id"])))
    assert again is not None
    assert again.identical
    assert len(rows(bot, "votes")) == 2


async def test_everything_odd_about_votes_leaves_a_right_table(
    api: BotApi, bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    nameless, outsider = api.person("."), api.person("Fora")
    channel = api.group("Canal", [ana], kind="channel")
    await group.joins(nameless)
    nameless.user["first_name"] = ""
    await asks(bot, ana, group, "/quiz 1")
    poll = polls(group)[0]
    clock.forward(seconds=2)
    await votes(bot, ana, poll, key(poll))
    await ana.retracts(poll, anyway=True)
    await ana.votes(poll, other(key(poll)), anyway=True)
    await bia.votes(poll, key(poll), as_chat=channel.chat)
    await nameless.votes(poll, other(key(poll)))
    await outsider.votes(poll, key(poll))
    await bot.settled()
    await passes(bot, clock, 1)
    await passes(bot, clock, 40)
    table = texts(group)[-1]
    assert "🥇 Ana  +1" in table
    assert "🥈 (sem nome)  −1" in table
    assert "Bia" not in table
    assert "Fora" not in table
    await bia.votes(poll, other(key(poll)), anyway=True)
    await bot.settled()
    await passes(bot, clock, 3)
    assert "Bia  −1" in texts(group)[-1]
    assert len([text for text in texts(group) if "Placar da rodada" in text]) == 1


async def test_a_vote_that_comes_before_its_poll_is_known_counts(
    api: BotApi, polling_bot: Bot, ana: Person, group: Group, clock: Hands
) -> None:
    bot = polling_bot
    api.fault("sendPoll", DropReply())
    await asks(bot, ana, group, "/quiz 1")
    clock.forward(seconds=2)
    await votes(bot, ana, polls(group)[0], key(polls(group)[0]))
    for _ in range(4):
        await passes(bot, clock, 31)
    assert len(polls(group)) == 1
    assert "🥇 Ana  +1" in texts(group)[-1]


@pytest.mark.parametrize("method", ["sendPoll", "stopPoll", "sendMessage"])
@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.slow
async def test_a_round_killed_at_any_step_ends_with_a_right_table(
    api: BotApi, polling_bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands, method: str, applied: bool
) -> None:

    bot = polling_bot
    fault = api.fault(method, Hang(30, applied=applied), when=lambda call: call.chat_id == group.id)
    await ana.says("/quiz 2", group)
    await bot.settled()
    killed = False
    for _ in range(40):
        if not killed and fault.hits:
            await bot.kill()
            await bot.start()
            await bot.process.desk.groups.driver.quiet()
            await bot.settled()
            killed = True
        for poll in polls(group):
            assert poll.poll is not None
            if ana.id not in poll.poll.votes and not poll.poll.is_closed:
                await ana.votes(poll, key(poll))
                await bia.votes(poll, other(key(poll)))
        await api.until(lambda: not api.updates.unanswered)
        await bot.process.desk.intake.quiet()
        clock.forward(seconds=3)
        await bot.process.desk.tick()
        if not killed:
            await api.until(lambda: fault.hits or not bot.process.desk.groups.driver.busy)
        else:
            await bot.process.desk.groups.driver.quiet()
        if killed and any("Placar da rodada" in text for text in texts(group)):
            break
    clock.forward(seconds=200)
    await bot.tick()
    board = [text for text in texts(group) if "Placar da rodada" in text][-1]
    assert killed
    assert "🥇 Ana  +2 (2 ✓ 0 ✗)" in board
    assert "🥈 Bia  −2 (0 ✓ 2 ✗)" in board
    assert [row["state"] for row in rows(bot, "rounds")] == ["finished"]


async def test_a_round_whose_process_was_away_for_long_ends_with_the_table_of_what_was_played(
    polling_bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    bot = polling_bot
    await asks(bot, ana, group, "/quiz 5")
    await bot.stop()
    await ana.votes(polls(group)[0], key(polls(group)[0]))
    clock.forward(hours=3)
    await bot.start()
    await bot.settled()
    await bot.tick()
    await passes(bot, clock, 5)
    assert len(polls(group)) == 1
    assert "🥇 Ana  +1 (1 ✓ 0 ✗) · 30,0 s" in texts(group)[-1]


async def test_two_rounds_asked_at_once_are_one_and_a_third_waits_two_minutes(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await ana.says("/quiz 1", group)
    await bia.says("/quiz 1", group)
    await bot.settled()
    assert "Já há uma rodada" in texts(group)[-1]
    await bot.tick()
    assert "Placar da rodada" in await finishes(bot, clock, group, [ana], [bia])
    await asks(bot, ana, group, "/quiz 1")
    assert "Um respiro antes" in texts(group)[-1]
    clock.forward(minutes=2)
    await asks(bot, ana, group, "/quiz 1")
    assert len(polls(group)) == 2


async def test_only_who_began_a_round_and_administrators_end_it(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, bia, group, "/parar")
    assert "Não há rodada" in texts(group)[-1]
    await asks(bot, ana, group, "/quiz 3")
    await plays(bot, clock, group, [ana], [])
    await asks(bot, bia, group, "/parar")
    assert "Só quem começou" in texts(group)[-1]
    await asks(bot, ana, group, "/parar")
    assert "🥇 Ana  +1" in texts(group)[-1]
    assert polls(group)[0].poll is not None
    assert polls(group)[0].poll.is_closed
    assert len(polls(group)) == 1


async def test_a_subtopic_may_be_named_by_words_without_accents_or_by_number(
    bot: Bot, ana: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 2 nada disso")
    assert "1. Cores quentes" in texts(group)[-1]
    await asks(bot, ana, group, "/quiz@assertiva_test_bot 99 CORES FRIAS")
    assert len(rows(bot, "rounds")) == 1
    facts = {item.split(":")[0] for item in str(rows(bot, "rounds")[0]["items"]).split()}
    assert facts == {f"f-{n:04d}" for n in range(7, 13)}


async def test_what_is_no_command_of_ours_is_never_answered(
    api: BotApi, bot: Bot, ana: Person, group: Group, clock: Hands
) -> None:
    await group.promotes_bot()
    for text in ("oi", "/quiz@outro_bot 3", "/outra", "quiz"):
        await asks(bot, ana, group, text)
    await ana.sends_sticker(group)
    await bot.settled()
    assert [text for text in texts(group) if "Olá" not in text] == []
    assert polls(group) == []


async def test_who_leaves_the_tables_is_in_none(bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands) -> None:
    await asks(bot, bia, group, "/sair_do_placar")
    await asks(bot, ana, group, "/quiz 1")
    table = await finishes(bot, clock, group, [ana], [bia])
    assert "Ana" in table
    assert "Bia" not in table
    assert "Bia" not in str(rows(bot, "participants"))


async def test_a_tables_button_opens_the_rounds_assertions_in_the_private_chat(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 2")
    await finishes(bot, clock, group, [ana], [bia])
    table = next(message for message in group.shown if "Placar da rodada" in message.text)
    assert table.labels == ["Revisar estas assertivas"]
    url = table.buttons[0][0].url
    assert url is not None
    assert "Numa conversa privada" in table.text
    payload = url.partition("?start=")[2]
    await bia.opens(payload)
    await bot.settled()
    first = from_bot(bia)[-1]
    assert "1/2" in first.text
    put = [str(row["fact_id"]) for row in rows(bot, "asked")]
    assert put == [str(rows(bot, "group_asked")[0]["fact_id"])]
    await ana.opens(payload[:-1] + ("A" if payload[-1] != "A" else "B"))
    await bot.settled()
    assert "1/10" in from_bot(ana)[-1].text


async def test_a_round_begins_with_what_its_members_miss_in_their_own_chats(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 1")
    await finishes(bot, clock, group, [ana, bia], [])
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=3)
    missed = {row["fact_id"] for row in rows(bot, "asked") if row["points"] == -1}
    clock.forward(minutes=5)
    await asks(bot, bia, group, "/quiz 2")
    assert [row["fact_id"] in missed for row in rows(bot, "group_asked")[1:]] == [True]
