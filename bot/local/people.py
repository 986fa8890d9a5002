"""The two people of the local chat, each a learner of their own, and the group they share."""

from __future__ import annotations

from dataclasses import dataclass

import storage.local
from bot.lessons.outcomes import Who

FACE = storage.local.FACE
BOT = "Assertiva"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who chats here; the id is also their private chat's."""

    id: int
    name: str

    @property
    def who(self) -> Who:
        """The person as the desk knows them."""
        return Who(FACE, self.id, self.id, language="pt-br")


ANA = Person(1, "Ana")
BRUNO = Person(2, "Bruno")
PEOPLE = {person.id: person for person in (ANA, BRUNO)}
ADMIN = ANA
"""Who administers the group."""

GROUP_ID = -1
GROUP = "Grupo"
CHATS = (*PEOPLE, GROUP_ID)
