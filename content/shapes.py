"""The names and shapes that the YAML format allows; the JSON Schema says the same to editors."""

from __future__ import annotations

import re

SCHEMA_VERSION = 1
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
FACT_ID = re.compile(f"f-[{ID_ALPHABET}]{{4}}")
SUBTOPIC_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VARIANT_ID = re.compile(r"[ce][1-9][0-9]?")
DATE = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
SLUG = SUBTOPIC_ID
URL = re.compile(r"https://[^\s\"<>]+")
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

TECHNIQUES = (
    "conceito",
    "ator",
    "ordem",
    "causa",
    "efeito",
    "definicao",
    "escopo",
    "funcao",
    "troca_de_ferramenta",
)

FILE_KEYS = frozenset({"esquema", "subtopico", "fatos"})
SUBTOPIC_KEYS = frozenset({"id", "titulo", "pergunta_original"})
FACT_KEYS = frozenset(
    {
        "id",
        "situacao",
        "revisao",
        "autor",
        "redigido_em",
        "revisores",
        "revisado_em",
        "dificuldade",
        "tags",
        "grupo",
        "absolutas_da_fonte",
        "proveniencia",
        "enunciados",
        "longa",
        "fontes",
    }
)
ORIGIN_KEYS = frozenset({"arquivo", "linha", "subtopico", "assertiva", "texto_original", "correcao"})
TRUE_KEYS = frozenset({"id", "gabarito", "texto", "curta"})
FALSE_KEYS = TRUE_KEYS | {"tecnica", "trecho", "motivo", "iscas"}
SOURCE_KEYS = frozenset({"obra", "secao", "url", "acesso"})
