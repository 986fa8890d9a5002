"""Banks made up for tests: facts whose sentences are drawn from a small vocabulary."""

from __future__ import annotations

from pathlib import Path
from random import Random

from content.bank import Fact, Source, Status, Variant
from content.page import Page
from content.record import Record
from content.shelf import Entry, Shelf

ACTORS = ("o Airflow", "o Docker", "o Git", "o Jenkins", "o Kubeflow", "o MLflow", "o Feast", "o DVC")
VERBS = ("agenda", "empacota", "versiona", "testa", "orquestra", "registra", "serve", "valida", "monitora")
THINGS = ("os fluxos", "as imagens", "o código", "as versões", "os pipelines", "os modelos", "os atributos", "os dados")
ENDS = ("no treinamento", "na implantação", "na inferência", "no monitoramento", "na avaliação", "no retreinamento")


def shelf_of(facts: list[Fact]) -> Shelf:
    """A shelf of these facts, all on one page without lines."""
    page = Page("bank.yaml", {"fatos": []}, {}, "")
    entries = tuple(Entry(page, index, fact, Record("redação 1")) for index, fact in enumerate(facts))
    return Shelf(Path("/nowhere"), False, (page,), entries)


def balanced_facts(count: int, seed: int = 1, grouped: bool = True) -> list[Fact]:
    """Facts of two true and two falsified sentences; each word is as often right as wrong.

    Facts come in reciprocal pairs, of one group or of none: what is true in one is false in the other.
    """
    coin = Random(seed)
    facts: list[Fact] = []
    while len(facts) < count:
        left, right = coin.sample(ACTORS, 2)
        about = [f"{coin.choice(VERBS)} {coin.choice(THINGS)} {end}" for end in coin.sample(ENDS, 2)]
        group = f"par-{len(facts)}" if grouped else None
        facts.append(_fact(len(facts), group, left, right, about))
        facts.append(_fact(len(facts), group, right, left, about))
    return facts[:count]


def planted(facts: list[Fact], word: str) -> list[Fact]:
    """The same facts with a word put into a third of the falsified sentences."""
    seen = 0
    changed = []
    for fact in facts:
        variants = []
        for variant in fact.variants:
            if not variant.truth:
                seen += 1
                if seen % 3 == 0:
                    head, _, tail = variant.text.partition(" ")
                    variant = _variant(variant.id, f"{head} {word} {tail}", variant.span)
            variants.append(variant)
        changed.append(_with(fact, tuple(variants)))
    return changed


def fact(number: int, variants: tuple[Variant, ...], group: str | None = None) -> Fact:
    """A fact in review with these sentences."""
    return Fact(
        id=f"f-{number:04}",
        subtopic_id="s-1",
        status=Status.IN_REVIEW,
        revision=1,
        difficulty=1,
        group=group,
        tags=(),
        variants=variants,
        long="",
        sources=(Source("Obra", "Seção"),),
    )


def falsified(number: int, text: str, technique: str = "conceito", span: tuple[str, str] = ("a", "b")) -> Variant:
    """A falsified sentence."""
    return Variant(f"e{number}", False, text, "", technique=technique, span=span, reason="", decoys=())


def _fact(number: int, group: str | None, right: str, wrong: str, about: list[str]) -> Fact:
    true = tuple(Variant(f"c{i}", True, f"Em MLOps, {right} {what}.", "") for i, what in enumerate(about, 1))
    false = tuple(_variant(f"e{i}", f"Em MLOps, {wrong} {what}.", (right, wrong)) for i, what in enumerate(about, 1))
    return fact(number, true + false, group)


def _variant(variant_id: str, text: str, span: tuple[str, str] | None) -> Variant:
    return Variant(variant_id, False, text, "", technique="conceito", span=span, reason="", decoys=())


def _with(old: Fact, variants: tuple[Variant, ...]) -> Fact:
    return fact(int(old.id[2:]), variants, old.group)
