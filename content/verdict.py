"""The cue-leak check in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from content.cues import AUC_LEVEL, AUC_LIMIT, CueReport
from content.word_test import WORD_LEVEL, WordAlarm


def verdict(report: CueReport) -> Iterator[str]:
    """The lines to print, the outcome last."""
    yield f"{report.facts} facts, {report.sentences} sentences"
    yield (
        f"guessing by wording alone: AUC {report.auc:.3f} out of fold, p = {report.p:.3f}"
        f" ({report.permutations} permutations within facts; fails above {AUC_LIMIT:.2f} with p < {AUC_LEVEL})"
    )
    if report.auc < 0.5:
        yield (
            "a value below .5 is no merit: in reciprocal pairs a word that is true in one fact is false in"
            " another, so that what is learnt on some facts points the wrong way in the others"
        )
    yield (
        f"single words: {report.tested_words} are frequent enough to be tested, {len(report.alarms)} with"
        f" p < {WORD_LEVEL}; by chance alone {report.false_alarm:.0%} of banks like this one show such a word"
    )
    yield from map(_alarm, report.alarms)
    yield "passed" if report.passed else f"failed: {_why(report)}"


def _alarm(alarm: WordAlarm) -> str:
    counts = f"in {alarm.in_false} falsified and {alarm.in_true} true sentences, p = {alarm.p:.2g}"
    return f"  {alarm.word}: {counts}; {', '.join(alarm.places)}"


def _why(report: CueReport) -> str:
    reasons = []
    if report.guessable:
        reasons.append("the key can be guessed from the wording")
    if report.alarms:
        reasons.append(f"{len(report.alarms)} words lean to one class")
    return " and ".join(reasons)
