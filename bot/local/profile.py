"""What a page needs to know of a person or of the group: the language and the zone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.words import DEFAULT
from bot.lessons.joining import DEFAULTS
from bot.local.people import FACE, GROUP_ID, Person
from storage import groups, learners
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Profile:
    """The learner's settings as far as they change how the chat looks; defaults before the first /start."""

    language: str
    zone: str


STRANGER = Profile(DEFAULT, str(DEFAULTS["zone"]))


def profile_of_group(tx: Tx) -> Profile:
    """The group's, before it is known too."""
    group = groups.find(tx, FACE, GROUP_ID)
    return Profile(group.language, group.zone) if group else STRANGER


def profile_of(tx: Tx, person: Person) -> Profile:
    """The profile of a person now."""
    learner = learners.find(tx, FACE, person.id)
    return Profile(learner.language, learner.zone) if learner else STRANGER
