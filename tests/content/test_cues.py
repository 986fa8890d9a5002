"""The cue-leak check: it finds planted leaks and leaves balanced banks in peace."""

from __future__ import annotations

import pytest

from content import optional
from content.cues import LEAST_FACTS, CueReport, TooFewFacts, cue_report
from content.verdict import verdict
from tests.content.making import balanced_facts, planted, shelf_of

pytest.importorskip("sklearn")

FACTS = 40
QUICK = 20


@pytest.fixture(scope="module")
def balanced() -> CueReport:
    return cue_report(shelf_of(balanced_facts(FACTS)), QUICK)


def test_a_balanced_bank_passes(balanced: CueReport) -> None:
    assert balanced.passed
    assert balanced.facts == FACTS
    assert balanced.sentences == 4 * FACTS
    assert balanced.tested_words > 10


def test_a_value_below_one_half_is_explained_and_not_praised() -> None:
    report = cue_report(shelf_of(balanced_facts(FACTS, grouped=False)), QUICK)
    assert report.auc < 0.4
    lines = list(verdict(report))
    assert any("below .5 is no merit" in line for line in lines)
    assert lines[-1] == "passed"


def test_a_balanced_bank_is_told_that_it_passed(balanced: CueReport) -> None:
    lines = list(verdict(balanced))
    assert lines[-1] == "passed"
    assert not any("no merit" in line for line in lines)


@pytest.mark.parametrize(("word", "group"), [("não", "(any negation)"), ("apenas", "(any absolute word)")])
def test_a_word_planted_in_a_third_of_the_false_ones_is_caught(word: str, group: str) -> None:
    report = cue_report(shelf_of(planted(balanced_facts(FACTS), word)), QUICK)
    assert report.guessable
    assert {word, group} <= {alarm.word for alarm in report.alarms}
    alarm = next(alarm for alarm in report.alarms if alarm.word == word)
    assert (alarm.in_false, alarm.in_true) == (26, 0)
    assert list(verdict(report))[-1].startswith("failed: the key can be guessed from the wording and ")


def test_the_same_bank_gets_the_same_report(balanced: CueReport) -> None:
    assert cue_report(shelf_of(balanced_facts(FACTS)), QUICK) == balanced


def test_too_few_facts_get_no_verdict() -> None:
    with pytest.raises(TooFewFacts, match=r"^39 facts with both keys; below 40 "):
        cue_report(shelf_of(balanced_facts(LEAST_FACTS - 1)), QUICK)


def test_without_scikit_learn_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(optional, "import_module", absent)
    with pytest.raises(optional.MissingExtra, match=r"^the cue check needs: pip install 'assertiva\[cues\]'$"):
        cue_report(shelf_of(balanced_facts(40)), QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_with_all_permutations_balanced_banks_pass_and_planted_ones_fail(seed: int) -> None:
    facts = balanced_facts(80, seed)
    assert cue_report(shelf_of(facts)).passed
    report = cue_report(shelf_of(planted(facts, "apenas")))
    assert report.guessable
    assert report.p == pytest.approx(1 / 200)
