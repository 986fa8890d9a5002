"""An assertion shared to any chat by inline mode."""

from __future__ import annotations

from tests.botapi import Person
from tests.end_to_end.acts import from_bot, says, taps, wrong
from tests.end_to_end.bots import Bot
from tests.end_to_end.groups import rows


async def test_an_assertion_is_shared_inline_with_a_link_and_no_answer_buttons(
    bot: Bot, ana: Person, bia: Person
) -> None:
    results = await (await ana.asks_inline("frias")).answer
    assert len(results) == 5
    assert {result["title"] for result in results} == {"Cores frias"}
    (button,) = [b for row in results[0]["reply_markup"]["inline_keyboard"] for b in row]
    assert "callback_data" not in button
    await bia.opens(button["url"].partition("?start=")[2])
    await bot.settled()
    assert from_bot(bia)[-1].labels[:2] == ["Certo", "Errado"]
    assert rows(bot, "asked")[0]["fact_id"] == results[0]["id"].rpartition("-")[0]
    assert await (await ana.asks_inline("nada disso")).answer == []


async def test_an_answered_assertion_offers_to_share_its_fact(bot: Bot, ana: Person, bia: Person) -> None:
    answered = await says(bot, ana, "/start")
    await taps(bot, ana, wrong(answered), answered)
    await taps(bot, ana, "Por quê?", answered)
    (button,) = [b for row in answered.buttons for b in row if b.label == "Compartilhar ↗"]
    fact_id = rows(bot, "asked")[0]["fact_id"]
    assert button.inline == fact_id
    results = await (await bia.asks_inline(str(fact_id))).answer
    assert {result["id"].rpartition("-")[0] for result in results} == {fact_id}
    assert len(results) == 4
