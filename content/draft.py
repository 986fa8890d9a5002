"""Drafts as YAML text: what the importer appends and what `content new` prints."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from textwrap import indent

from content.portuguese import content_words, fold
from content.record import Origin

SCHEMA_LINE = "# yaml-language-server: $schema=../schema/assertiva-bank-1.json"
_UNSAFE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_SLUG = 48

_HEADING = """\
{schema}
esquema: 1
subtopico:
  id: {id}
  titulo: {title}
  pergunta_original: {question}
fatos:
"""
_DRAFT = """\
- id: {id}
  situacao: rascunho
  revisao: 1
  autor: "importação"
  revisores: []
  proveniencia:
    arquivo: {file}
    linha: {line}
    subtopico: {subtopic}
    assertiva: {assertion}
    texto_original: {original}
  enunciados:
    - id: c1
      gabarito: certo
      texto: {text}
"""
_TRUE = """\
    - id: {id}
      gabarito: certo
      texto: ""
      curta: ""
"""
_FALSE = """\
    - id: {id}
      gabarito: errado
      tecnica: conceito
      trecho: ["", ""]
      motivo: ""
      iscas: ["", ""]
      texto: ""
      curta: ""
"""
_SKELETON = """\
- id: {id}
  situacao: rascunho
  revisao: 1
  autor: "redação 1"
  revisores: []
  dificuldade: 2
  tags: []
  enunciados:
{variants}  longa: ""
  fontes:
    - {{obra: "", secao: ""}}
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A true sentence on its way to becoming a fact."""

    id: str
    text: str
    origin: Origin


def heading(subtopic_id: str, title: str, question: str) -> str:
    """The beginning of a new file, up to its facts."""
    return _HEADING.format(schema=SCHEMA_LINE, id=subtopic_id, title=quoted(title), question=quoted(question))


def render(draft: Draft, margin: str = "  ") -> str:
    """A draft as one item of `fatos`."""
    origin = draft.origin
    text = _DRAFT.format(
        id=draft.id,
        file=origin.file,
        line=origin.line,
        subtopic=origin.subtopic,
        assertion=origin.assertion,
        original=_block(origin.original, 6),
        text=_block(draft.text, 8),
    )
    return indent(text, margin)


def skeleton(fact_id: str, margin: str = "  ") -> str:
    """An empty fact with every key in its place, for an author to fill."""
    variants = "".join(_TRUE.format(id=name) for name in ("c1", "c2"))
    variants += "".join(_FALSE.format(id=name) for name in ("e1", "e2"))
    return indent(_SKELETON.format(id=fact_id, variants=variants), margin)


def quoted(text: str) -> str:
    """A double-quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=bool(_UNSAFE.search(text)))


def slug(text: str, words: int = 3) -> str:
    """A few meaning words of a text, joined by hyphens, without accents; never empty."""
    found = [part for word in content_words(text) for part in fold(word).split()]
    kept = [word for word in found if word.isascii()][:words]
    return "-".join(kept)[:_MAX_SLUG].strip("-") or "subtopico"


def _block(text: str, depth: int) -> str:
    """A folded block of one line; quoted where a block could not hold it."""
    if not text or _UNSAFE.search(text) or text != text.strip():
        return quoted(text)
    return f">-\n{' ' * depth}{text}"
