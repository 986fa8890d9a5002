from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory, WordsOutcome
from bot.tutor.replay import AnswerEvent, Past, WordsEvent, replay

DAY = date(2026, 1, 5)
answers = st.builds(
    AnswerEvent,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(Mark),
    st.sampled_from([True, False, None]),
    st.integers(0, 40).map(lambda days: DAY + timedelta(days=days)),
)
words = st.builds(WordsEvent, st.sampled_from(["a", "b", "c"]), st.sampled_from(WordsOutcome))
logs = st.lists(answers | words, max_size=30).map(
    lambda events: sorted(events, key=lambda e: e.on if isinstance(e, AnswerEvent) else DAY)
)


@given(st.lists(answers, max_size=30).map(lambda events: sorted(events, key=lambda e: e.on)))
def test_a_replay_is_what_answering_made(events: list[AnswerEvent]) -> None:
    memories: dict[str, Memory] = {}
    habits = Habits()
    for event in events:
        before = memories.get(event.fact_id)
        memories[event.fact_id], habits = memory.review(
            before, event.mark, guess=event.guess, on=event.on, habits=habits
        )
    past = replay(events)
    assert {fact: memory.pack(belief) for fact, belief in past.memories.items()} == {
        fact: memory.pack(belief) for fact, belief in memories.items()
    }
    assert past.habits == habits


@given(logs, st.integers(0, 30))
def test_a_log_may_be_replayed_in_two_parts(events: list[AnswerEvent | WordsEvent], cut: int) -> None:
    past = replay(events[:cut])
    for event in events[cut:]:
        past.take(event)
    assert past == replay(events)


def test_a_follow_up_is_recomputed_from_before_the_answer_even_when_others_came_between() -> None:
    first, other = AnswerEvent("a", Mark.RIGHT, False, DAY), AnswerEvent("b", Mark.WRONG, False, DAY)
    past = replay([first, other, WordsEvent("a", WordsOutcome.RIGHT)])
    expected = memory.follow_up(None, Mark.RIGHT, guess=False, on=DAY, habits=Habits(), words=WordsOutcome.RIGHT)
    assert past.memories["a"] == expected
    assert past.habits == replay([first, other]).habits


def test_a_follow_up_counts_once() -> None:
    answer, right = AnswerEvent("a", Mark.RIGHT, False, DAY), WordsEvent("a", WordsOutcome.RIGHT)
    assert replay([answer, right, WordsEvent("a", WordsOutcome.WRONG)]).memories == replay([answer, right]).memories


def test_a_follow_up_expires_when_its_fact_is_answered_again() -> None:
    again = [AnswerEvent("a", Mark.RIGHT, False, DAY), AnswerEvent("a", Mark.WRONG, False, DAY)]
    assert replay([*again, WordsEvent("a", WordsOutcome.WRONG)]).memories == replay(again).memories


def test_a_follow_up_without_an_answer_changes_nothing() -> None:
    assert replay([WordsEvent("a", WordsOutcome.RIGHT)]) == Past()
