"""Sources: published works, with the section that bears the sentence out."""

from __future__ import annotations

from collections.abc import Iterator

from content.problem import Problem
from content.shelf import Shelf

_WEAK = ("blog", "medium.com", "dev.to", "wikipedia")


def sources(shelf: Shelf) -> Iterator[Problem]:
    """Every source names its section, stands once, and a blog never stands alone.

    Bad:  {obra: "Blog de um fornecedor", secao: "Post"} as the only source
    Good: {obra: "Documentação do MLflow", secao: "Model Registry"}
    """
    for entry in shelf.live:
        seen: set[tuple[str, str]] = set()
        for index, source in enumerate(entry.fact.sources):
            if (source.work, source.section) in seen:
                yield entry.problem("this source stands here twice", "fontes", index)
            seen.add((source.work, source.section))
        if entry.fact.sources and all(_weak(f"{s.work} {s.url or ''}") for s in entry.fact.sources):
            yield entry.problem("a blog or encyclopaedia cannot be the only source", "fontes")


def _weak(text: str) -> bool:
    return any(word in text.lower() for word in _WEAK)
