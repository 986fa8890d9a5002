from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory, Story, WordsOutcome, from_card

START = date(2026, 1, 5)
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
Step = tuple[int, Mark, bool | None]
steps = st.tuples(st.integers(0, 60), st.sampled_from(Mark), st.sampled_from([True, False, None]))
histories = st.lists(steps, min_size=1, max_size=12)


def lived(history: list[Step]) -> tuple[Memory, Habits, date]:
    """The memory, habits and last day after answers some days apart."""
    belief, habits, day = None, Habits(), START
    for passed, mark, guess in history:
        day += timedelta(days=passed)
        belief, habits = memory.review(belief, mark, guess=guess, on=day, habits=habits)
    assert belief is not None
    return belief, habits, day


def first(mark: Mark, guess: bool | None) -> Memory:
    return lived([(0, mark, guess)])[0]


def test_a_first_right_answer_leaves_the_weights_of_the_rule() -> None:
    belief = first(Mark.RIGHT, False)
    assert [round(story.weight, 3) for story in belief.stories] == [0.558, 0.442]
    assert memory.retrievability(belief, START + timedelta(days=1)) == pytest.approx(0.868, abs=5e-4)


def test_a_first_right_answer_marked_as_a_guess_is_hardly_believed() -> None:
    assert [round(story.weight, 3) for story in first(Mark.RIGHT, True).stories] == [0.863, 0.137]


def test_at_first_sight_no_card_is_rated_a_second_time() -> None:
    did_not, knew = first(Mark.RIGHT, False).stories
    assert (knew.stability, knew.difficulty) == (45.9, 4.0)
    assert (did_not.stability, did_not.difficulty) == pytest.approx((0.212, 6.4133))


def test_without_a_guess_button_only_guess_and_slip_count() -> None:
    belief = first(Mark.RIGHT, None)
    right, lucky = 0.25 * 0.95, 0.75 * 0.5
    assert belief.stories[1].weight == pytest.approx(right / (right + lucky))


def test_a_first_blank_is_not_recalled() -> None:
    knew, did_not = 0.25 * 0.025, 0.75
    assert first(Mark.BLANK, False).stories[1].weight == pytest.approx(knew / (knew + did_not))


def test_every_story_is_split_by_the_packages_own_reviews() -> None:
    belief = from_card(10.0, 5.0, START)
    day = START + timedelta(days=12)
    after, _ = memory.review(belief, Mark.RIGHT, guess=None, on=day, habits=Habits())
    then, now = (datetime.combine(d, time(), UTC) for d in (START, day))
    card = Card(1, State.Review, None, 10.0, 5.0, then, then)
    chance = SCHEDULER.get_card_retrievability(card, now)
    good, again = (SCHEDULER.review_card(card, rating, now)[0] for rating in (Rating.Good, Rating.Again))
    total = chance * 0.95 + (1 - chance) * 0.5
    assert after.stories == (
        Story(pytest.approx(chance * 0.95 / total), good.stability, good.difficulty),
        Story(pytest.approx((1 - chance) * 0.5 / total), again.stability, again.difficulty),
    )


@given(histories)
def test_weights_sum_to_one_and_recall_stays_a_chance(history: list[Step]) -> None:
    belief, _, day = lived(history)
    assert sum(story.weight for story in belief.stories) == pytest.approx(1, abs=1e-9)
    chances = [memory.retrievability(belief, day + timedelta(days=n)) for n in (0, 1, 10, 400, 40_000)]
    assert all(0 < chance <= 1 for chance in chances)
    assert all(sooner >= later for sooner, later in pairwise(chances))


@given(histories, st.integers(1, 200))
def test_an_unmarked_right_answer_never_lowers_the_chance_of_recall(history: list[Step], passed: int) -> None:
    before, habits, day = lived(history)
    on = day + timedelta(days=passed)
    after, _ = memory.review(before, Mark.RIGHT, guess=False, on=on, habits=habits)
    for ahead in (0, 1, 30):
        then = on + timedelta(days=ahead)
        assert memory.retrievability(after, then) >= memory.retrievability(before, then)


@given(histories, st.integers(1, 200))
def test_a_marked_right_answer_is_worth_no_more_than_an_unmarked_one(history: list[Step], passed: int) -> None:
    before, habits, day = lived(history)
    on = day + timedelta(days=passed)
    marked, unmarked = (
        memory.posterior_recalled(before, Mark.RIGHT, guess=guess, on=on, habits=habits) for guess in (True, False)
    )
    assert marked <= unmarked + 1e-12


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 1))
def test_a_thousand_answers_stay_finite(seed: int, right: float) -> None:
    luck = Random(seed)

    def step() -> Step:
        mark = Mark.RIGHT if luck.random() < right else luck.choice([Mark.WRONG, Mark.BLANK])
        return luck.randrange(1, 60), mark, luck.choice([True, False, None])

    belief, habits, day = lived([step() for _ in range(1000)])
    numbers = [n for s in belief.stories for n in (s.weight, s.stability, s.difficulty)]
    assert all(math.isfinite(n) and n > 0 for n in numbers)
    assert 0 < habits.marks_recall <= habits.marks_guess < 1
    assert memory.next_due(belief) > belief.reviewed_on
    assert math.isfinite(memory.gain(belief, day + timedelta(days=1), day + timedelta(days=31)))


def test_right_answers_ever_further_apart_stay_finite() -> None:
    belief, habits, day = None, Habits(), START
    while day.year < 9000:
        belief, habits = memory.review(belief, Mark.RIGHT, guess=False, on=day, habits=habits)
        day = memory.next_due(belief, 0.95)
    assert belief is not None
    assert all(math.isfinite(story.stability) and story.weight > 0 for story in belief.stories)


@given(histories, st.sampled_from(Mark), st.booleans())
def test_only_the_first_answer_of_a_day_counts(history: list[Step], mark: Mark, guess: bool) -> None:
    belief, habits, day = lived(history)
    assert memory.review(belief, mark, guess=guess, on=day, habits=habits) == (belief, habits)


def test_habits_move_by_the_chance_of_recall_with_the_button_ignored() -> None:
    recalled = 0.25 * 0.95 / (0.25 * 0.95 + 0.75 * 0.5)
    _, habits = memory.review(None, Mark.RIGHT, guess=True, on=START, habits=Habits())
    assert habits == Habits(5 - recalled, 2 - recalled, 4 + recalled, 0.25 + recalled)


@pytest.mark.parametrize(("mark", "guess"), [(Mark.BLANK, False), (Mark.RIGHT, None), (Mark.WRONG, None)])
def test_a_blank_and_an_answer_without_the_button_leave_the_habits_alone(mark: Mark, guess: bool | None) -> None:
    assert memory.review(None, mark, guess=guess, on=START, habits=Habits())[1] == Habits()


@given(st.floats(0.5, 3000), st.floats(1, 10), st.floats(0.8, 0.95))
def test_one_story_falls_due_when_the_package_says(stability: float, difficulty: float, retention: float) -> None:
    then, now = (datetime.combine(day, time(), UTC) for day in (START - timedelta(days=9), START))
    strict = Scheduler((*SCHEDULER.parameters,), retention, (), (), enable_fuzzing=False)
    card, _ = strict.review_card(Card(1, State.Review, None, stability, difficulty, then, then), Rating.Good, now)
    assert card.stability is not None
    exact = memory.FORGETTING.days_until(card.stability, retention)
    assume(abs(exact % 1 - 0.5) > 1e-4)  # there a bisection may round to the other side
    assert memory.next_due(from_card(card.stability, difficulty, START), retention) == card.due.date()


@given(histories, st.sampled_from([0.8, 0.9, 0.95]))
def test_a_memory_falls_due_on_the_day_its_chance_reaches_the_retention(history: list[Step], retention: float) -> None:
    belief, _, _ = lived(history)
    due = memory.next_due(belief, retention)
    if due - belief.reviewed_on > timedelta(days=1):
        assert memory.retrievability(belief, due - timedelta(days=1)) >= retention
    if due - belief.reviewed_on < timedelta(days=SCHEDULER.maximum_interval):
        assert memory.retrievability(belief, due + timedelta(days=1)) <= retention


@given(histories, st.sampled_from([0.8, 0.9, 0.95]), st.integers(-3, 3))
def test_what_is_due_is_due_from_that_day_on(history: list[Step], retention: float, later: int) -> None:
    belief, _, _ = lived(history)
    day = memory.next_due(belief, retention)
    beyond_the_calendar = day - belief.reviewed_on >= timedelta(days=SCHEDULER.maximum_interval)
    assume(not beyond_the_calendar)
    assert memory.is_due(belief, day + timedelta(days=later), retention) is (later >= 0)


@given(st.floats(0.5, 500), st.floats(1, 10), st.integers(1, 90), st.integers(0, 90))
def test_the_gain_of_one_story_is_what_the_packages_reviews_add(
    stability: float, difficulty: float, passed: int, ahead: int
) -> None:
    then = datetime.combine(START, time(), UTC)
    now, exam = then + timedelta(days=passed), then + timedelta(days=passed + ahead)
    card = Card(1, State.Review, None, stability, difficulty, then, then)
    chance = SCHEDULER.get_card_retrievability(card, now)
    good, again = (SCHEDULER.review_card(card, rating, now)[0] for rating in (Rating.Good, Rating.Again))
    on_exam = [SCHEDULER.get_card_retrievability(c, exam) for c in (good, again, card)]
    expected = chance * on_exam[0] + (1 - chance) * on_exam[1] - on_exam[2]
    belief = from_card(stability, difficulty, START)
    assert memory.gain(belief, now.date(), exam.date()) == pytest.approx(expected, abs=1e-9)


def test_a_fact_answered_today_gains_nothing_by_being_asked_again() -> None:
    assert memory.gain(first(Mark.WRONG, False), START, START + timedelta(days=30)) == 0


@given(st.floats(0.2, 300), st.floats(1, 10), st.integers(1, 100))
def test_pointing_out_the_false_words_rightly_helps_and_wrongly_harms(
    stability: float, difficulty: float, passed: int
) -> None:
    before, on = from_card(stability, difficulty, START), START + timedelta(days=passed)

    def tomorrow(words: WordsOutcome) -> float:
        after = memory.follow_up(before, Mark.RIGHT, guess=False, on=on, habits=Habits(), words=words)
        return memory.retrievability(after, on + timedelta(days=1))

    assert tomorrow(WordsOutcome.WRONG) < tomorrow(WordsOutcome.SKIPPED) < tomorrow(WordsOutcome.RIGHT)


@given(histories, st.integers(1, 100), st.sampled_from([True, False, None]))
def test_skipping_the_follow_up_changes_nothing(history: list[Step], passed: int, guess: bool | None) -> None:
    before, habits, day = lived(history)
    on = day + timedelta(days=passed)
    plain, _ = memory.review(before, Mark.RIGHT, guess=guess, on=on, habits=habits)
    skipped = memory.follow_up(before, Mark.RIGHT, guess=guess, on=on, habits=habits, words=WordsOutcome.SKIPPED)
    assert skipped == plain


def test_the_words_enter_the_same_update() -> None:
    after = memory.follow_up(None, Mark.RIGHT, guess=None, on=START, habits=Habits(), words=WordsOutcome.RIGHT)
    knew, lucky = 0.25 * 0.95 * 0.95, 0.75 * 0.5 / 3
    assert after.stories[0].weight == pytest.approx(knew / (knew + lucky))


def test_a_first_right_answer_is_worth_the_question_and_a_sure_one_is_not() -> None:
    unsure = memory.posterior_recalled(None, Mark.RIGHT, guess=False, on=START, habits=Habits())
    assert unsure == pytest.approx(0.442, abs=5e-4)
    assert memory.asks_for_words(unsure)
    sure = memory.posterior_recalled(
        from_card(50, 3, START), Mark.RIGHT, guess=False, on=START + timedelta(days=5), habits=Habits()
    )
    assert not memory.asks_for_words(sure)


@pytest.mark.parametrize(
    ("mark", "guess", "habits", "confident"),
    [
        (Mark.WRONG, False, Habits(), True),
        (Mark.WRONG, True, Habits(), False),
        (Mark.WRONG, None, Habits(), False),
        (Mark.WRONG, False, Habits(guesses=40.0), False),
        (Mark.RIGHT, False, Habits(), False),
        (Mark.BLANK, False, Habits(), False),
    ],
)
def test_a_mistake_is_confident_when_it_is_not_marked_by_who_marks_guesses(
    mark: Mark, guess: bool | None, habits: Habits, confident: bool
) -> None:
    assert memory.confident_mistake(mark, guess=guess, habits=habits) is confident


OWN = memory.Traits(0.4, 1.5)


@given(st.lists(steps, min_size=1, max_size=6))
def test_the_memory_of_a_learner_goes_by_that_learners_weights(history: list[Step]) -> None:
    belief, habits, day = None, Habits(), START
    for passed, mark, guess in history:
        before, day = belief, day + timedelta(days=passed)
        belief, habits = memory.review(belief, mark, guess=guess, on=day, habits=habits, traits=OWN)
        assert belief.traits == OWN
        if before is not None and belief is not before:
            again = memory.retrievability(before, day)
            assert again == pytest.approx(_by_the_package(before, day), rel=1e-9)


def _by_the_package(belief: Memory, on: date) -> float:
    scheduler = Scheduler(OWN.weights(SCHEDULER.parameters), enable_fuzzing=False)
    then, now = (datetime.combine(day, time(), UTC) for day in (belief.reviewed_on, on))
    cards = [(s.weight, Card(1, State.Review, None, s.stability, s.difficulty, then, then)) for s in belief.stories]
    return sum(weight * scheduler.get_card_retrievability(card, now) for weight, card in cards)


def test_who_forgets_faster_falls_due_earlier_and_gains_otherwise() -> None:
    average, own = (_rightly_twice(traits) for traits in (memory.AVERAGE, OWN))
    later, exam = START + timedelta(days=10), START + timedelta(days=40)
    assert memory.next_due(own) < memory.next_due(average)
    assert memory.retrievability(own, later) < memory.retrievability(average, later)
    assert memory.gain(own, later, exam) != memory.gain(average, later, exam)


def _rightly_twice(traits: memory.Traits) -> Memory:
    belief = None
    for day in (START - timedelta(days=4), START):
        belief, _ = memory.review(belief, Mark.RIGHT, guess=False, on=day, habits=Habits(), traits=traits)
    assert belief is not None
    return belief


def test_an_answer_that_was_foretold_surprises_less() -> None:
    known = from_card(100, 5, START)
    right, wrong = (
        memory.surprise(known, mark, guess=None, on=START + timedelta(days=3), habits=Habits())
        for mark in (Mark.RIGHT, Mark.WRONG)
    )
    assert 0 < right < wrong
