"""Ids of facts: drawn once, never used again, saying nothing about order or subject."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from random import Random

from content.page import Page
from content.shapes import FACT_ID, ID_ALPHABET

TOMBSTONES = "aposentados.txt"


def fresh_id(taken: Container[str], coin: Random) -> str:
    """An id that is not taken. Raises RuntimeError where nearly all of them are."""
    for _ in range(10_000):
        drawn = "f-" + "".join(coin.choices(ID_ALPHABET, k=4))
        if drawn not in taken:
            return drawn
    raise RuntimeError("nearly all fact ids are taken")


def tombstones(folder: Path) -> dict[str, int]:
    """The ids of `aposentados.txt` in this folder (one a line, `#` comments) with their lines."""
    path = folder / TOMBSTONES
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    ids = {number: line.partition("#")[0].strip() for number, line in enumerate(lines, start=1)}
    return {found: number for number, found in ids.items() if FACT_ID.fullmatch(found)}


def written_ids(pages: tuple[Page, ...]) -> dict[str, str]:
    """Every fact id in these pages, sound facts or not, with `file:line`."""
    found: dict[str, str] = {}
    for page in pages:
        facts = page.value.get("fatos") if isinstance(page.value, dict) else None
        for index, fact in enumerate(facts if isinstance(facts, list) else []):
            if isinstance(fact, dict) and isinstance(fact.get("id"), str):
                found.setdefault(fact["id"], f"{page.name}:{page.line('fatos', index, 'id')}")
    return found
