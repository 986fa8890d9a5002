from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.botapi import BotApi, Limits, Person
from tests.botapi.conftest import Asker
from tests.botapi.pace import Pace


def send(pace: Pace, chat: int, at: float, *, group: bool = False, paid: bool = False) -> int:
    return pace.send(chat, at, is_group=group, paid=paid)


def test_thirty_a_second_in_all() -> None:
    pace = Pace(Limits())
    waits = [send(pace, chat, 0.0) for chat in range(35)]
    assert waits == [0] * 30 + [1] * 5
    assert pace.peak == 35
    assert send(pace, 99, 1.0) == 0


def test_paid_broadcasts_have_their_own_limit() -> None:
    pace = Pace(Limits())
    assert [send(pace, chat, 0.0, paid=True) for chat in range(1001)] == [0] * 1000 + [1]


def test_one_a_second_in_a_chat_after_a_burst() -> None:
    pace = Pace(Limits(burst=3))
    assert [send(pace, 1, 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert send(pace, 1, 0.5) == 1
    assert send(pace, 1, 1.0) == 0
    assert send(pace, 2, 1.0) == 0
    assert "chat 1" in pace.violations[0]


def test_twenty_a_minute_in_a_group() -> None:
    pace = Pace(Limits())
    waits = [send(pace, -1, float(second), group=True) for second in range(21)]
    assert waits == [0] * 20 + [40]
    assert send(pace, -1, 60.0, group=True) == 0


def test_without_limits_only_the_peak_is_kept() -> None:
    pace = Pace()
    assert [send(pace, 1, 0.01 * n) for n in range(50)] == [0] * 50
    assert (pace.peak, pace.refused) == (50, 0)


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 0.4)), max_size=120))
def test_no_second_ever_holds_more_than_allowed(sends: list[tuple[int, float]]) -> None:
    pace, now, accepted = Pace(Limits(per_second=5, burst=5)), 0.0, []
    for chat, gap in sends:
        now += gap
        if send(pace, chat, now) == 0:
            accepted.append(now)
    assert all(sum(start <= at < start + 1 for at in accepted) <= 5 for start in accepted)


async def test_the_server_refuses_as_telegram_does(ask: Asker, api: BotApi, ana: Person) -> None:
    api.limits = Limits(burst=1)
    await ask("sendMessage", chat_id=ana.id, text="1")
    answer = await ask.answer("sendMessage", chat_id=ana.id, text="2")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert [message.text for message in ana.chat.shown] == ["1"]
    assert api.peak == 2
