"""A learner's history made by chance: sets, reviews, minutes, repeats, guesses, blanks, follow-ups, days gone by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.lessons import answering, joining, minute, mistakes, studying, wording
from bot.lessons.outcomes import Who
from bot.lessons.school import School
from bot.tutor.grading import Answer
from content.bank import Bank
from storage import learners, wordings
from storage.store import Store, sqlite_url
from storage.tables import asked
from tests.conftest import MORNING

ANA = Who("tg", 1, 1, "pt-br")
ACTS = (
    "answer",
    "answer",
    "answer",
    "answer",
    "words",
    "words",
    "today",
    "review",
    "minute",
    "mistakes",
    "later",
    "day",
)
Act = tuple[str, int]


@contextmanager
def a_school(blank: Path, folder: Path, bank: Bank, seed: int) -> Iterator[School]:
    """Lessons on a database of their own."""
    store = Store(sqlite_url(Path(shutil.copy(blank, folder / "history.sqlite3"))))
    try:
        yield School(store, bank, Random(seed))
    finally:
        store.close()


def live(school: School, acts: Sequence[Act], who: Who = ANA) -> int:
    """Do these acts one after the other, each with a number that chooses among what can be done; the learner's id."""
    now = MORNING
    school.run_now(joining.start, who, "pt_BR", now)
    for what, choice in acts:
        now += timedelta(seconds=5)
        match what:
            case "answer":
                _answer(school, who, choice, now)
            case "words":
                _words(school, who, choice, now)
            case "today":
                school.run_now(studying.today, who, now)
            case "review":
                school.run_now(studying.review, who, now)
            case "minute":
                school.run_now(minute.begin, who, now)
            case "mistakes":
                school.run_now(mistakes.revise, who, 0, now)
            case "later":
                now += timedelta(minutes=1 + choice)
            case _:
                now += timedelta(days=1 + choice % 9)
                school.run_now(studying.today, who, now)
    return _learner(school, who)


def _answer(school: School, who: Who, choice: int, now: datetime) -> None:
    waiting = _waiting(school, who)
    if not waiting:
        return
    answer = list(Answer)[choice % 3]
    guess = answer is not Answer.BLANK and choice % 4 == 0
    school.run_now(answering.answer, who, waiting[-1 - choice % len(waiting)], answer, guess=guess, now=now)


def _words(school: School, who: Who, choice: int, now: datetime) -> None:
    learner_id = _learner(school, who)
    rows = school.store.run_now(lambda tx: wordings.waiting(tx, learner_id))
    if rows:
        school.run_now(wording.choose, who, rows[-1].id, choice % 4 or None, now)


def _waiting(school: School, who: Who) -> list[int]:
    mine = (asked.c.learner_id == _learner(school, who), asked.c.answered_at.is_(None))
    return list(school.store.run_now(lambda tx: tx.execute(select(asked.c.id).where(*mine)).scalars().all()))


def _learner(school: School, who: Who) -> int:
    learner = school.store.run_now(lambda tx: learners.find(tx, who.face, who.user_id))
    assert learner is not None
    return learner.id
