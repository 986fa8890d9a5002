"""The error notebook: how a fact that was missed leaves it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.tutor.grading import Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer: `truth` is the key of the sentence, `on` the learner's day."""

    fact_id: str
    truth: bool
    mark: Mark
    on: date


def open_mistakes(answers: Iterable[Entry]) -> list[str]:
    """The facts in the notebook, the longest open first, given the answers in their order.

    A wrong or blank answer puts a fact in; two right answers on different days, one to a true and one to a
    falsified sentence, take it out.
    """
    rights: dict[str, set[tuple[bool, date]]] = {}
    for answer in answers:
        if answer.mark is not Mark.RIGHT:
            rights[answer.fact_id] = set()
        elif answer.fact_id in rights:
            rights[answer.fact_id].add((answer.truth, answer.on))
            if _settled(rights[answer.fact_id]):
                del rights[answer.fact_id]
    return list(rights)


def _settled(rights: set[tuple[bool, date]]) -> bool:
    return any(side and not other and on != day for side, on in rights for other, day in rights)
