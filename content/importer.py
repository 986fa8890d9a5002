"""Plain text in the seed's format becomes drafts in the bank, and nothing that is there is disturbed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from content.append import extended, margin_of, replace_file
from content.decode import decode
from content.draft import Draft, heading, render, slug
from content.holdings import Holdings, read_holdings, seed_place
from content.load import MAX_FILES
from content.outline import outline
from content.page import MAX_BYTES, read_page
from content.passages import Note, Part, Passage
from content.portuguese import fold
from content.problem import BankError, Problem
from content.record import Origin

MAX_INPUT = 64_000_000
MAX_DRAFTS = 500
_ROOM = MAX_BYTES * 3 // 4


@dataclass(slots=True)
class Imported:
    """What an import did: drafts written (line, id), assertions known (line, where), notes, files."""

    encoding: str
    written: list[tuple[int, str]] = field(default_factory=list)
    known: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class _Home:
    """A file to be written: an existing one to be added to, or a new one with its heading."""

    path: Path
    heading: str
    margin: str = "  "
    size: int = 0
    facts: list[str] = field(default_factory=list)

    def content(self) -> bytes:
        """The file as it will be. Raises BankError where an existing one cannot be added to."""
        facts = "".join(self.facts)
        return (self.heading + facts).encode() if self.heading else extended(self.path, facts)


def import_file(source: Path, folder: Path, coin: Random) -> Imported:
    """Add what is new in a text to the bank in `folder`, as drafts that are never asked.

    An assertion is known where its text (accents, case and punctuation aside) is the original text or a
    true sentence of some fact. Raises BankError, before anything is written, where the text cannot be
    read or the bank in the folder is not sound.
    """
    data = _read(source)
    text = decode(data)
    found = outline(text.lines)
    spoilt = [Note(n, "bytes that are no letters") for n, line in enumerate(text.lines, 1) if "\ufffd" in line]
    plan = _Plan(read_holdings(folder), coin, Imported(text.encoding, notes=found.notes + spoilt))
    seed = seed_place(folder, source.name, data)
    numbers: Counter[int] = Counter()
    for part in found.parts:
        numbers[part.question.line] += 1
        plan.take(part, numbers[part.question.line], seed.name)
    contents = plan.contents()
    if contents:
        replace_file(seed, data)
    for path, content in contents.items():
        replace_file(path, content)
    return plan.report


def _read(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            data = file.read(MAX_INPUT + 1)
    except OSError as error:
        raise BankError(Problem(source.as_posix(), 1, f"cannot be read: {error.strerror}")) from None
    if len(data) > MAX_INPUT:
        raise BankError(Problem(source.as_posix(), 1, f"larger than {MAX_INPUT:,} bytes"))
    return data


class _Plan:
    """Decides where each new assertion goes; nothing is written here."""

    def __init__(self, holdings: Holdings, coin: Random, report: Imported) -> None:
        self.holdings = holdings
        self.coin = coin
        self.report = report
        self.homes: dict[str, _Home] = {}

    def take(self, part: Part, number: int, seed: str) -> None:
        """Sort a subtopic's assertions into known and new; the new ones go where the known ones are."""
        fresh: list[tuple[int, Passage]] = []
        neighbours: Counter[str] = Counter()
        for position, item in enumerate(part.items, start=1):
            key = fold(item.text)
            if not key:
                self._lose(item, "an assertion without words")
            elif known := self.holdings.known.get(key):
                self.report.known.append((item.line, known[0]))
                neighbours[known[1]] += 1
            else:
                fresh.append((position, item))
                self.holdings.known[key] = (f"line {item.line} of this text", "")
        if fresh:
            self._place(part, number, seed, fresh, neighbours)

    def contents(self) -> dict[Path, bytes]:
        """Every file that has something new, as it will be; closes the report."""
        contents = {home.path: home.content() for home in self.homes.values() if home.facts}
        self.report.files.extend(contents)
        self.report.notes.sort(key=lambda note: note.line)
        return contents

    def _place(
        self, part: Part, number: int, seed: str, fresh: list[tuple[int, Passage]], neighbours: Counter[str]
    ) -> None:
        del neighbours[""]
        subtopic = neighbours.most_common(1)[0][0] if neighbours else self.holdings.titles.get(fold(part.title.text))
        home = self._home(subtopic) if subtopic else self._new_home(part, number)
        for position, item in fresh:
            if home is None:
                self._lose(item, f"more than {MAX_FILES} files")
                continue
            origin = Origin(seed, item.line, number, position, item.text)
            draft = Draft(self.holdings.new_id(self.coin), item.text, origin)
            self._put(home, draft, item)

    def _put(self, home: _Home, draft: Draft, item: Passage) -> None:
        rendered = render(draft, home.margin)
        if len(home.facts) >= MAX_DRAFTS or home.size + len(rendered.encode()) > _ROOM:
            self._lose(item, f"{home.path.name} is full")
            return
        home.size += len(rendered.encode())
        home.facts.append(rendered)
        self.report.written.append((item.line, draft.id))

    def _home(self, subtopic: str) -> _Home:
        """The file of a subtopic that exists, or that this text has begun."""
        if subtopic not in self.homes:
            path = self.holdings.files[subtopic]
            self.homes[subtopic] = _Home(path, "", margin_of(read_page(path)), path.stat().st_size)
        return self.homes[subtopic]

    def _new_home(self, part: Part, number: int) -> _Home | None:
        if len(self.holdings.files) >= MAX_FILES:
            return None
        title = part.title.text.removesuffix(".") or "(sem título)"
        question = part.question.text.removesuffix(".") or "(sem pergunta original)"
        wish = f"{slug(question, words=1)}-{number:02}-{slug(title, words=2)}"
        subtopic = self.holdings.new_subtopic(wish)
        self.holdings.titles[fold(title)] = subtopic
        self.homes[subtopic] = _Home(self.holdings.files[subtopic], heading(subtopic, title, question))
        return self.homes[subtopic]

    def _lose(self, item: Passage, why: str) -> None:
        self.report.notes.extend(Note(line, why, lost=True) for line in item.lines)
