"""What an import did, line by line, with runs of lines drawn together."""

from __future__ import annotations

from collections.abc import Iterator

from content.importer import Imported
from content.page import display_name
from content.passages import Note


def import_lines(report: Imported, source: str) -> Iterator[str]:
    """Lost lines and doubts by line, then what was written and what was known."""
    for first, last, note in _runs(report.notes):
        where = f"{source}:{first}" if first == last else f"{source}:{first}-{last}"
        yield f"{where}: {'not imported: ' if note.lost else ''}{note.text}"
    for line, place in report.known:
        if place.startswith("line "):
            yield f"{source}:{line}: not imported: the same as {place}"
    known = len(report.known)
    yield f"{len(report.written)} drafts written, {known} assertions known already ({report.encoding})"
    for path in report.files:
        yield f"  {display_name(path)}"


def _runs(notes: list[Note]) -> Iterator[tuple[int, int, Note]]:
    """Notes of neighbouring lines that say the same, as one."""
    first: Note | None = None
    last = 0
    for note in notes:
        if first and (note.text, note.lost) == (first.text, first.lost) and note.line - last <= 1:
            last = note.line
            continue
        if first:
            yield first.line, last, first
        first, last = note, note.line
    if first:
        yield first.line, last, first
