"""The rules of the bank, one generator each; a check's name is its function's, with hyphens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from content.checks import (
    edits,
    explanations,
    identity,
    layout,
    lengths,
    origin,
    review,
    shares,
    sources,
    spelled,
    twins,
    wording,
)
from content.problem import Problem
from content.shelf import Shelf

Check = Callable[[Shelf], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    lengths.text_length,
    lengths.short_length,
    lengths.long_length,
    lengths.pair_length,
    lengths.mean_length,
    edits.exact_edit,
    edits.decoys,
    wording.absolute_words,
    wording.absolute_balance,
    wording.negation_edits,
    wording.negation_share,
    wording.praise_words,
    wording.self_contained,
    shares.technique_share,
    shares.key_balance,
    shares.both_sides,
    twins.same_sentence,
    twins.near_duplicate,
    twins.trivial_paraphrase,
    explanations.short_start,
    explanations.short_repeats,
    explanations.short_source,
    explanations.short_names_edit,
    explanations.plain_text,
    explanations.long_source,
    sources.sources,
    origin.provenance,
    origin.correction,
    identity.unique_id,
    identity.reused_id,
    identity.buried_id,
    review.blind_pass,
    review.dated_passes,
    layout.layout,
    spelled.spelling,
)


def name_of(check: Check) -> str:
    """The name under which a check reports."""
    return check.__name__.replace("_", "-")
