"""A learner's log replayed in the tests' own thread."""

from __future__ import annotations

from bot.lessons import replaying
from bot.lessons.replaying import Replayed
from bot.lessons.school import School
from tests.conftest import MORNING


def compared(school: School, learner_id: int) -> Replayed:
    """What a replay would change."""
    found = school.run_now(replaying.compare, learner_id)
    assert found is not None
    return found


def rebuilt(school: School, learner_id: int) -> Replayed:
    """What a rebuild has changed."""
    found = school.run_now(replaying.rebuild, learner_id, MORNING)
    assert found is not None
    return found
