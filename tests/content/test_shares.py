"""Rules about the whole bank, over banks made up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from content.bank import Variant
from content.checks import lengths, shares, wording
from content.problem import Problem
from content.shelf import Shelf
from tests.content.making import balanced_facts, fact, falsified, planted, shelf_of


def texts(rule: Callable[[Shelf], Iterator[Problem]], shelf: Shelf) -> list[str]:
    return [problem.text for problem in rule(shelf)]


def by_techniques(*techniques: str) -> Shelf:
    return shelf_of([fact(i, (falsified(1, "texto", name),)) for i, name in enumerate(techniques)])


def test_a_technique_above_its_share_is_reported_once() -> None:
    shelf = by_techniques(*["ator"] * 8, *["causa"] * 6, *["ordem"] * 6)
    assert texts(shares.technique_share, shelf) == ["ator makes 8 of 20 falsified sentences (40%); 35% are allowed"]


def test_a_technique_at_its_share_is_allowed() -> None:
    assert texts(shares.technique_share, by_techniques(*["ator"] * 7, *["causa"] * 7, *["ordem"] * 6)) == []


def test_few_sentences_are_no_bank_to_speak_of_shares() -> None:
    assert texts(shares.technique_share, by_techniques(*["ator"] * 19)) == []


def test_keys_out_of_balance_are_reported() -> None:
    true = [fact(i, (Variant("c1", True, f"texto {i}", ""),)) for i in range(55)]
    false = [fact(100 + i, (falsified(1, f"falso {i}"),)) for i in range(50)]
    assert texts(shares.key_balance, shelf_of(true + false)) == ["55 true and 50 falsified sentences; 2% apart at most"]
    assert texts(shares.key_balance, shelf_of(true[:52] + false)) == []


def test_absolute_words_in_one_class_are_reported() -> None:
    facts = balanced_facts(6)
    assert texts(wording.absolute_balance, shelf_of(facts)) == []
    (found,) = texts(wording.absolute_balance, shelf_of(planted(facts, "apenas")))
    assert found == "absolute words in 4 falsified and 0 true sentences; at most 2 apart"


def test_sentences_that_differ_by_much_on_average_are_reported() -> None:
    long, short = "o" * 25, "o"
    facts = [fact(i, (falsified(1, f"{long} {i}", span=(short, long)),)) for i in range(3)]
    assert texts(lengths.mean_length, shelf_of(facts)) == [
        "falsified sentences differ from their true ones by 24.0 characters on average; 20 are allowed"
    ]
