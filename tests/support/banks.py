"""Small banks for tests, made in memory."""

from __future__ import annotations

from dataclasses import replace

from content.bank import Bank, Fact, Source, Status, Subtopic, Variant


def fact(number: int, subtopic_id: str = "s1", *, group: str | None = None, status: Status = Status.PUBLISHED) -> Fact:
    """A fact with two true and two falsified sentences."""
    name = f"f-{number:04d}"
    true = [f"O fato {number} é azul na forma {form}." for form in (1, 2)]
    variants = [Variant(f"c{i + 1}", True, text, f"É azul ({number}).") for i, text in enumerate(true)]
    variants += [
        Variant(
            f"e{i + 1}", False, text.replace("azul", "verde"), f"Azul, e não verde ({number}).", technique="conceito",
            span=("azul", "verde"), reason="A cor é outra.", decoys=("O fato", "na forma"),
        )
        for i, text in enumerate(true)
    ]  # fmt: skip
    return Fact(
        name, subtopic_id, status, 1, 2, group, (), tuple(variants), f"Explicação longa do fato {number}.",
        (Source("Manual das cores", "cap. 1"),),
    )  # fmt: skip


def bank(size: int = 12) -> Bank:
    """Two subtopics with that many facts between them."""
    facts = [fact(n, "s1" if n <= size // 2 else "s2") for n in range(1, size + 1)]
    first, second = facts[: size // 2], facts[size // 2 :]
    return Bank(
        (
            Subtopic("s1", "Cores quentes", "Pergunta", tuple(first)),
            Subtopic("s2", "Cores frias", "Pergunta", tuple(second)),
        )
    )


def corrected(of: Bank, *sentences: tuple[str, str]) -> Bank:
    """The bank with the keys of these sentences turned round."""

    def turned(fact_id: str, variant_id: str, truth: bool) -> bool:
        return not truth if (fact_id, variant_id) in sentences else truth

    subtopics = []
    for subtopic in of.subtopics:
        facts = [
            replace(f, variants=tuple(replace(v, truth=turned(f.id, v.id, v.truth)) for v in f.variants))
            for f in subtopic.facts
        ]
        subtopics.append(replace(subtopic, facts=tuple(facts)))
    return Bank(tuple(subtopics))
