"""One simulated learner studying for an exam under every policy, with the same luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.trials.minds import Mind
from bot.trials.peers import Chance, Leitner, Order, PlainFsrs, Sm2
from bot.trials.people import SPECIFIED, Population, draw
from bot.trials.policies import GuessAware, Policy, on_day
from bot.tutor import variants
from bot.tutor.plan import Pace
from content.bank import Fact, Status, Variant

EXAM, LATER = 60, 90
"""The exam is on the morning of day 60, after 60 days of study; knowledge is measured again on day 90."""

RULE, WITHOUT_WORDS, FITTED = "this rule", "this rule, no follow-up", "this rule, fitted"
PLAIN, PLAIN_RISK, PLAIN_GAIN = "plain FSRS, due date", "plain FSRS, lowest R", "plain FSRS, gain"

Make = Callable[[Sequence[str], Pace, Random], Policy]
POLICIES: Mapping[str, Make] = {
    RULE: lambda facts, pace, _: GuessAware(facts, pace),
    WITHOUT_WORDS: lambda facts, pace, _: GuessAware(facts, pace, asks_words=False),
    PLAIN: lambda facts, pace, _: PlainFsrs(facts, pace, Order.DUE),
    PLAIN_RISK: lambda facts, pace, _: PlainFsrs(facts, pace, Order.RISK),
    PLAIN_GAIN: lambda facts, pace, _: PlainFsrs(facts, pace, Order.GAIN),
    "Leitner": lambda facts, pace, _: Leitner(facts, pace),
    "SM-2": lambda facts, pace, _: Sm2(facts, pace),
    "random": Chance,
}
WITH_FITTING: Mapping[str, Make] = {
    **POLICIES,
    FITTED: lambda facts, pace, _: GuessAware(facts, pace, fits=True),
}
_SENTENCES = tuple(
    Variant(f"{side}{number}", side == "c", "", "") for side in ("c", "e") for number in (1, 2)
)  # two true and two falsified ones a fact, as in the bank


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting: facts in the bank, size of the daily set, most new ones in it, who learns, the seed.

    `fits`: the rule is tried with its weights fitted to each learner too, which takes most of the time.
    """

    facts: int
    size: int
    new: int
    population: Population = SPECIFIED
    seed: int = 1
    fits: bool = False

    def pace(self) -> Pace:
        """The settings of the learner."""
        return Pace(size=self.size, new=self.new, exam=on_day(EXAM))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one learner ended under one policy: shares of all facts, 0–1.

    `knowledge` and `later` are the mean true chance of recall, by unseen sentences, on the exam day and on
    day 90; `rotten` is the share of facts with a chance below one half; `readiness` what the policy believed.
    """

    knowledge: float
    later: float
    rotten: float
    readiness: float | None
    asked: int


def one_learner(cell: Cell, number: int) -> dict[str, Outcome]:
    """The outcome of every policy for the learner of that number."""
    policies = WITH_FITTING if cell.fits else POLICIES
    return {name: _live(cell, number, make) for name, make in policies.items()}


def _live(cell: Cell, number: int, make: Make) -> Outcome:
    key = f"{cell.seed}/{number}"
    person = draw(cell.population, Random(key))
    facts = {f"f{n}": _fact(f"f{n}") for n in range(cell.facts)}
    minds = {fact_id: Mind(person, Random(f"{key}/{fact_id}")) for fact_id in facts}
    policy = make(list(facts), cell.pace(), Random(f"{key}/policy"))
    asked = _study(key, facts, minds, policy)
    exam = [mind.recall(EXAM) for mind in minds.values()]
    later = sum(mind.recall(LATER) for mind in minds.values()) / cell.facts
    rotten = sum(chance < 0.5 for chance in exam) / cell.facts
    return Outcome(sum(exam) / cell.facts, later, rotten, policy.readiness(EXAM), asked)


def _study(key: str, facts: Mapping[str, Fact], minds: Mapping[str, Mind], policy: Policy) -> int:
    coins = {fact_id: Random(f"{key}/{fact_id}/coin") for fact_id in facts}
    seen: dict[str, Counter[str]] = {fact_id: Counter() for fact_id in facts}
    for day in range(EXAM):
        for fact_id in policy.choose(day):
            variant = variants.choose(facts[fact_id], seen[fact_id], coins[fact_id])
            seen[fact_id][variant.id] += 1
            policy.learn(fact_id, day, minds[fact_id].answer(variant, day), variant.truth)
    return sum(times.total() for times in seen.values())


def _fact(fact_id: str) -> Fact:
    return Fact(fact_id, "trial", Status.PUBLISHED, 1, 1, None, (), _SENTENCES, "", ())
