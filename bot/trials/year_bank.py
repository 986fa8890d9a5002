"""A bank for trials, made in memory, where the bank that ships has too little that may be asked."""

from __future__ import annotations

from content.bank import Bank, Fact, Source, Status, Subtopic, Variant
from content.load import load

ENOUGH = 20
_SUBTOPICS, _FACTS = 8, 10


def bank_for_trials() -> Bank:
    """The bank that ships, or a made one of the same size."""
    shipped = load()
    return shipped if len(shipped.askable) >= ENOUGH else made_bank()


def made_bank() -> Bank:
    """Eight subtopics of ten facts, each with two true and two falsified sentences."""
    return Bank(tuple(_subtopic(number) for number in range(1, _SUBTOPICS + 1)))


def _subtopic(number: int) -> Subtopic:
    name = f"cores-{number:02d}"
    facts = tuple(_fact(number * 100 + index, name) for index in range(1, _FACTS + 1))
    return Subtopic(name, f"Cores da caixa {number}", "Cores", facts)


def _fact(number: int, subtopic_id: str) -> Fact:
    variants = [variant for form in (1, 2) for variant in _pair(number, form)]
    source = Source("Manual das cores", "cap. 1")
    name = f"f-{number:04d}"
    return Fact(
        name, subtopic_id, Status.PUBLISHED, 1, 2, None, (), tuple(variants), f"Sobre o fato {number}.", (source,)
    )


def _pair(number: int, form: int) -> tuple[Variant, Variant]:
    text = f"O lápis {number} é azul na forma {form}."
    false = Variant(
        f"e{form}", False, text.replace("azul", "verde"), f"É azul ({number}).", technique="conceito",
        span=("azul", "verde"), reason="A cor é outra.",
    )  # fmt: skip
    return Variant(f"c{form}", True, text, f"É azul ({number})."), false
