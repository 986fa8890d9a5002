"""Native polls: votes and counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.botapi.messages import Message

Json = dict[str, Any]


class CannotVote(Exception):
    """Telegram's clients would not let this vote through."""


@dataclass(slots=True)
class Poll:
    """One poll; `votes` maps a voter's id (a user's or, negative, a chat's) to option positions."""

    id: str
    message: Message
    question: str
    options: list[str]
    kind: str
    is_anonymous: bool
    allows_multiple_answers: bool
    allows_revoting: bool
    correct: list[int]
    explanation: Json
    question_entities: list[Json]
    open_period: int | None
    close_date: int | None
    description: Json
    is_closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)
    counts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = [0] * len(self.options)

    def position(self, option: int | str) -> int:
        """An option's position, from its text or from itself."""
        if isinstance(option, int):
            return option
        return self.options.index(option)

    def vote(self, voter: int, positions: list[int], *, anyway: bool = False) -> bool:
        """Count or (with no positions) retract a vote; False if nothing changed.

        `anyway` lets through what clients do not offer: a late vote, a changed quiz answer.
        """
        before = self.votes.get(voter)
        if before == positions or (not positions and before is None):
            return False
        if any(not 0 <= position < len(self.options) for position in positions):
            raise CannotVote("the poll has no such option")
        if not anyway:
            self._check(before, positions)
        for position in before or ():
            self.counts[position] -= 1
        for position in positions:
            self.counts[position] += 1
        if positions:
            self.votes[voter] = positions
        else:
            del self.votes[voter]
        return True

    def _check(self, before: list[int] | None, positions: list[int]) -> None:
        if self.is_closed:
            raise CannotVote("the poll is closed")
        if before is not None and not self.allows_revoting:
            raise CannotVote("the poll does not allow to change or retract a vote")
        if len(positions) > 1 and not self.allows_multiple_answers:
            raise CannotVote("the poll takes one answer")

    def persistent_ids(self, positions: list[int]) -> list[str]:
        return [str(position) for position in positions]

    def payload(self) -> Json:
        """The Bot API's Poll object, as the bot that sent it sees it."""
        found: Json = {
            "id": self.id,
            "question": self.question,
            "options": [
                {"persistent_id": str(n), "text": text, "voter_count": count}
                for n, (text, count) in enumerate(zip(self.options, self.counts, strict=True))
            ],
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            "is_anonymous": self.is_anonymous,
            "type": self.kind,
            "allows_multiple_answers": self.allows_multiple_answers,
            "allows_revoting": self.allows_revoting,
            "members_only": False,
        }
        return found | self._optional()

    def _optional(self) -> Json:
        found: Json = {}
        if self.question_entities:
            found["question_entities"] = self.question_entities
        if self.kind == "quiz":
            found["correct_option_ids"] = self.correct
            found.update(self.explanation)
        if self.open_period is not None:
            found["open_period"] = self.open_period
        if self.close_date is not None:
            found["close_date"] = self.close_date
        return found
