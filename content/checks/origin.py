"""Provenance: each fact points at the line of the seed it was made from, and says what was mended."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from content.problem import Problem
from content.seeds import SeedLine, seed_lines
from content.shelf import Entry, Shelf


def provenance(shelf: Shelf) -> Iterator[Problem]:
    """`proveniencia` matches the seed's line, word for word; no two facts come from one line.

    Bad:  linha: 38, texto_original with the typo of line 39 mended
    Good: linha: 39, texto_original exactly as line 39 has it
    """
    files: dict[str, dict[int, SeedLine] | None] = {}
    taken: dict[tuple[str, int], Entry] = {}
    for entry in shelf.entries:
        origin = entry.record.origin
        if origin is None:
            continue
        if origin.file not in files:
            files[origin.file] = seed_lines(shelf.folder, origin.file)
        yield from map(partial(_at, entry), _faults(entry, files[origin.file]))
        other = taken.setdefault((origin.file, origin.line), entry)
        if other is not entry:
            yield entry.problem(f"{other.fact.id} at {other.at} has this origin too", "proveniencia", "linha")


def correction(shelf: Shelf) -> Iterator[Problem]:
    """Where c1 is not the seed's sentence, `correcao` says what was wrong with that one.

    Bad:  c1 without the seed's "fundamental", no correcao
    Good: correcao: "opinião ('fundamental')"
    """
    for entry in shelf.live:
        origin = entry.record.origin
        true = entry.fact.sides(True)
        if origin and true and true[0].text != origin.original and not origin.correction:
            text = f"{true[0].id} differs from the seed's sentence; 'correcao' must say why"
            yield entry.problem(text, "proveniencia")


def _at(entry: Entry, fault: tuple[str, str]) -> Problem:
    return entry.problem(fault[1], "proveniencia", fault[0])


def _faults(entry: Entry, lines: dict[int, SeedLine] | None) -> Iterator[tuple[str, str]]:
    origin = entry.record.origin
    assert origin is not None
    if lines is None:
        yield "arquivo", f"there is no {origin.file} in sementes/"
        return
    line = lines.get(origin.line)
    if line is None:
        yield "linha", f"line {origin.line} of {origin.file} is no assertion"
        return
    if (line.subtopic, line.assertion) != (origin.subtopic, origin.assertion):
        yield "linha", f"line {origin.line} is assertion {line.assertion} of subtopic {line.subtopic}"
    if line.text != origin.original:
        yield "texto_original", f"line {origin.line} of {origin.file} reads {line.text!r}"
