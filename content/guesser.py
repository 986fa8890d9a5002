"""Plays the reader who knows nothing of the field and guesses Certo or Errado from the wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from content.optional import optional
from content.portuguese import absolutes, negations, words
from content.shelf import Sentence

_FOLDS = 8
_FIGURES_WEIGHT = 0.3
_FOR = ("cues", "the cue check")
_WORD = r"[^\W_]+"


class Guesser:
    """A logistic regression and its folds over one fixed matrix: only the labels change from run to run."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._linear = optional("sklearn.linear_model", *_FOR)
        self._metrics = optional("sklearn.metrics", *_FOR)
        selection = optional("sklearn.model_selection", *_FOR)
        groups = [s.entry.fact.group or s.entry.fact.id for s in sentences]
        self._features = _features([s.variant.text for s in sentences])
        splitter = selection.GroupKFold(n_splits=min(_FOLDS, len(set(groups))))
        self._folds = list(splitter.split(self._features, groups=groups))

    def auc(self, labels: list[bool]) -> float:
        """The area under the curve of the scores that each sentence gets from the other folds."""
        known = optional("numpy", *_FOR).array(labels)
        scores = known * 0.0
        for train, test in self._folds:
            model = self._linear.LogisticRegression(solver="liblinear")
            model.fit(self._features[train], known[train])
            scores[test] = model.decision_function(self._features[test])
        return float(self._metrics.roc_auc_score(known, scores))


def _features(texts: list[str]) -> Any:
    """Words and pairs of words, pieces of words, and five figures, as one sparse matrix.

    The vocabulary is taken from all sentences: it is blind to the labels.
    """
    extraction = optional("sklearn.feature_extraction.text", *_FOR)
    preprocessing = optional("sklearn.preprocessing", *_FOR)
    sparse = optional("scipy.sparse", *_FOR)
    by_word = extraction.TfidfVectorizer(analyzer="word", token_pattern=_WORD, ngram_range=(1, 2), min_df=2)
    by_piece = extraction.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True)
    figures = preprocessing.StandardScaler().fit_transform([_figures(text) for text in texts])
    parts = [by_word.fit_transform(texts), by_piece.fit_transform(texts), sparse.csr_matrix(figures * _FIGURES_WEIGHT)]
    return sparse.hstack(parts).tocsr()


def _figures(text: str) -> list[float]:
    return [len(text), len(words(text)), text.count(","), len(absolutes(text)), len(negations(text))]
