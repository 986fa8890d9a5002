"""What a plain text in the seed's format says: questions, their subtopics, their numbered assertions."""

from __future__ import annotations

import re

from content.passages import Note, Outline, Part, Passage, doubts

MAX_TEXT = 2_000
_NUMBER = r"(?:\(?\d{1,3}(?:\s*[.)\]:](?!\d)|\s+[-–—−‐‑‒―](?=\s|$)|[-–—−‐‑‒―](?=\s))|#\s?\d{1,3}\b[.)]?)"
_NUMBERED = re.compile(rf"{_NUMBER}\s*(?P<rest>.*)", re.DOTALL)
_DIGITS = re.compile(r"\d{1,3}")
_BULLET = re.compile(r"[•‣◦▪●·*](?!\*)\s*(?P<rest>.+)|[-–—−‐‑‒―]\s+(?P<dashed>.+)")
_COLON = r"\s*(?:[:：]|[-–—−](?=\s|$)|$)\s*"
_QUESTION = re.compile(rf"(?:{_NUMBER}\s*)?pergunta\s+original{_COLON}(?P<rest>.*)", re.IGNORECASE)
_SUBTOPIC = re.compile(rf"(?:{_NUMBER}\s*)?sub-?\s?t[óo]pico(?:\s+\d{{1,3}})?{_COLON}(?P<rest>.*)", re.IGNORECASE)
_ASSERTIONS = re.compile(rf"(?:{_NUMBER}\s*)?assertivas?{_COLON}(?P<rest>.*)", re.IGNORECASE)


def outline(lines: tuple[str, ...]) -> Outline:
    """Read cleaned lines (see decode.clean). Never fails; one pass, linear in the text."""
    reader = _Reader()
    for number, line in enumerate(lines, start=1):
        if line:
            reader.take(number, line)
    return reader.finish()


class _Reader:
    """Where the reading stands: in a question's text, a title, or the assertions of a subtopic."""

    def __init__(self) -> None:
        self.found = Outline()
        self.question = Passage(0)
        self.part: Part | None = None
        self.open: Passage | None = None
        self.in_items = False

    def take(self, line: int, text: str) -> None:
        if match := _QUESTION.fullmatch(text):
            self._start_question(line, match["rest"])
        elif match := _SUBTOPIC.fullmatch(text):
            self._start_part(line, match["rest"])
        elif match := _ASSERTIONS.fullmatch(text):
            self._start_items(line, match["rest"])
        elif self.in_items:
            self._item_line(line, text)
        else:
            self._heading_line(line, text)

    def finish(self) -> Outline:
        self._close_question()
        self.found.notes.extend(doubts(self.found.parts))
        self.found.notes.sort(key=lambda note: note.line)
        return self.found

    def _start_question(self, line: int, rest: str) -> None:
        self._close_question()
        self.question = self.open = Passage(line)
        self.in_items = False
        self._add(self.question, line, rest)

    def _start_part(self, line: int, rest: str) -> None:
        self._close_part()
        self.part = Part(self.question, Passage(line))
        self.open = self.part.title
        self.in_items = False
        self._add(self.part.title, line, _unnumbered(rest))

    def _start_items(self, line: int, rest: str) -> None:
        if self.part is None:
            self._lose(line, "assertions outside any subtopic")
            return
        self.found.used.add(line)
        self.in_items = True
        self.open = None
        if rest:
            self._item_line(line, rest)

    def _heading_line(self, line: int, text: str) -> None:
        """A line of a question or a title; a numbered one below a title is an assertion."""
        if self.open is None:
            self._lose(line, "outside any subtopic")
        elif self.part is None:
            if self.open.text and self.open.ended:
                self._lose(line, "outside any subtopic")
            else:
                self._add(self.open, line, text)
        elif not self.open.text:
            self._add(self.open, line, _unnumbered(text))
        elif _NUMBERED.fullmatch(text) or self.open.ended:
            self._note(line, "no 'Assertivas:' line before this one")
            self._start_items_here(line, text)
        else:
            self._add(self.open, line, text)

    def _start_items_here(self, line: int, text: str) -> None:
        self.in_items = True
        self.open = None
        self._item_line(line, text)

    def _item_line(self, line: int, text: str) -> None:
        assert self.part is not None
        match = _NUMBERED.fullmatch(text)
        bullet = None if match else _BULLET.fullmatch(text)
        if match:
            digits = _DIGITS.search(text)
            self._start_item(line, match["rest"], int(digits.group()) if digits else None)
        elif bullet and not (bullet["dashed"] and self._goes_on()):
            self._start_item(line, bullet["rest"] or bullet["dashed"], None)
        elif self.open is not None and (self._goes_on() or not text[0].isupper()):
            self._add(self.open, line, text)
        else:
            self._note(line, "an assertion without a number")
            self._start_item(line, text, None)

    def _goes_on(self) -> bool:
        """Whether the assertion above still lacks its end."""
        return self.open is not None and not self.open.ended

    def _start_item(self, line: int, text: str, number: int | None) -> None:
        assert self.part is not None
        self._close_item()
        item = Passage(line, number)
        self.part.items.append(item)
        self.open = item
        self._add(item, line, text)

    def _add(self, passage: Passage, line: int, text: str) -> None:
        if passage.size + len(text) > MAX_TEXT:
            passage.too_long = True
            self._lose(line, f"more than {MAX_TEXT:,} characters in one passage")
            return
        passage.add(line, text)
        self.found.used.add(line)

    def _close_item(self) -> None:
        """An assertion without text, or with too much of it, is none."""
        if self.part is None or not self.part.items:
            return
        last = self.part.items[-1]
        if last.text and not last.too_long:
            return
        self.part.items.pop()
        for line in last.lines:
            self._lose(line, "part of an assertion that is too long" if last.text else "an assertion without text")

    def _close_question(self) -> None:
        self._close_part()
        if self.question.line and not (self.found.parts and self.found.parts[-1].question is self.question):
            self._note(self.question.line, "a question without subtopics")

    def _close_part(self) -> None:
        if self.part is None:
            return
        self._close_item()
        if not self.part.title.text:
            self._note(self.part.title.line, "a subtopic without a title")
        if not self.part.items:
            self._note(self.part.title.line, "a subtopic without assertions")
        self.found.parts.append(self.part)
        self.part = None

    def _note(self, line: int, text: str) -> None:
        self.found.notes.append(Note(line, text))

    def _lose(self, line: int, text: str) -> None:
        self.found.used.discard(line)
        self.found.notes.append(Note(line, text, lost=True))


def _unnumbered(text: str) -> str:
    match = _NUMBERED.fullmatch(text)
    return match["rest"] if match else text
