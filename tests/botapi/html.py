"""Telegram's HTML style, parsed as its server parses it: same tags, same words when it cannot.

Section "HTML style" of the Bot API; offsets and lengths are UTF-16 code units, positions in the
refusals are bytes.
"""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.refusals import Refusal, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_START = re.compile(r"<([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)\s*(?:=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+(?=[\s>])))?""")
_END = re.compile(r"</([^\s>]*)\s*>")
_MENTION = re.compile(r"tg://user\?id=(\d+)\Z")
_LINK = re.compile(r"(?:(?:https?|tg|ton|tonsite)://)?[^\s/]+\.[^\s]+\Z|(?:tg|ton|tonsite)://\S+\Z|https?://\S+\Z")
_SPECIAL = re.compile(r"[<&]")

Entity = dict[str, Any]


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """Text without tags, and its entities ordered as Telegram orders them. Refusal if it cannot be parsed."""
    if _SPECIAL.search(source) is None:
        return source, []
    parser = _Parser(source)
    parser.run()
    entities = [{k: v for k, v in entity.items() if k != "_language"} for entity in parser.entities]
    return "".join(parser.out), sorted(entities, key=lambda e: (e["offset"], -e["length"]))


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, dict[str, str], int, int]] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        position = 0
        while found := _SPECIAL.search(self.source, position):
            self._text(self.source[position : found.start()])
            start = found.start()
            if found.group() == "&":
                position = self._reference(start)
            elif self.source.startswith("</", start):
                position = self._close(start)
            else:
                position = self._start(start)
        self._text(self.source[position:])
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')

    def _text(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += utf16(text)

    def _reference(self, start: int) -> int:
        character, end = _decode(self.source, start)
        self._text(character or "&")
        return end if character else start + 1

    def _start(self, start: int) -> int:
        found = _START.match(self.source, start)
        assert found is not None
        tag, position = found.group(1).lower(), found.end()
        if position >= len(self.source):
            raise _cannot(f"Unclosed start tag at byte offset {self._byte(start)}")
        if tag not in _KINDS:
            raise _cannot(f'Unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        attributes, position = self._attributes(tag, start, position)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}')
        self.open.append((tag, attributes, self.length, len(self.out)))
        return position

    def _attributes(self, tag: str, start: int, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            while position < len(self.source) and self.source[position].isspace():
                position += 1
            if position >= len(self.source):
                raise _cannot(f'Unclosed start tag "{tag}" at byte offset {self._byte(start)}')
            if self.source[position] == ">":
                return attributes, position + 1
            found = _ATTRIBUTE.match(self.source, position)
            if found is None:
                raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(start)}')
            position = found.end()
            if found.group(2) is None and self.source[position : position + 1] == "=":
                raise self._bad_value(tag, start, position)
            attributes[found.group(1)] = _unquoted(found.group(2))

    def _bad_value(self, tag: str, start: int, position: int) -> Refusal:
        rest = self.source[position + 1 :].lstrip()
        if not rest or rest[0] in "\"'":
            return _cannot(f'Unclosed start tag "{tag}" at byte offset {self._byte(start)}')
        at = len(self.source) - len(rest)
        return _cannot(f"Unexpected end of name token at byte offset {self._byte(at)}")

    def _close(self, start: int) -> int:
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {self._byte(start)}")
        found = _END.match(self.source, start)
        if found is None:
            raise _cannot(f"Unclosed end tag at byte offset {self._byte(start)}")
        tag, attributes, offset, first = self.open.pop()
        if found.group(1) and found.group(1) != tag:
            raise _cannot(
                f"Unmatched end tag at byte offset {self._byte(start)}, "
                f'expected "</{tag}>", found "</{found.group(1)}>"'
            )
        if self.length > offset:
            self._entity(tag, attributes, offset, "".join(self.out[first:]))
        return found.end()

    def _entity(self, tag: str, attributes: dict[str, str], offset: int, text: str) -> None:
        entity: Entity = {"type": _KINDS[tag], "offset": offset, "length": self.length - offset}
        if tag == "a":
            if not _linked(entity, attributes.get("href") or text):
                return
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        elif tag == "tg-time":
            entity["unix_time"] = int(attributes.get("unix", "0") or 0)
        elif tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif tag in ("code", "pre") and self._joined(tag, entity, attributes):
            return
        self.entities.append(entity)

    def _joined(self, tag: str, entity: Entity, attributes: dict[str, str]) -> bool:
        """`<pre><code class="language-x">` is one entity with a language."""
        if tag == "code":
            language = attributes.get("class", "")
            entity["_language"] = language.removeprefix("language-") if "language-" in language else ""
            return False
        last = self.entities[-1] if self.entities else {}
        span = (last.get("offset"), last.get("length"))
        if last.get("_language") and span == (entity["offset"], entity["length"]):
            last.update(type="pre", language=last["_language"])
            return True
        return False

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _linked(entity: Entity, url: str) -> bool:
    """Give the entity its link; False where Telegram would drop the entity."""
    if mention := _MENTION.match(url):
        user = {"id": int(mention.group(1)), "is_bot": False, "first_name": ""}
        entity.update(type="text_mention", user=user)
        return True
    if _LINK.match(url) is None:
        return False
    entity["url"] = url if "://" in url else f"http://{url}"
    return True


def _decode(source: str, start: int) -> tuple[str, int]:
    found = _REFERENCE.match(source, start)
    if found is None:
        return "", start
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED[name], found.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "", start
    return chr(code), found.end()


def _unquoted(value: str | None) -> str:
    if value is None:
        return ""
    if value[0] not in "\"'":
        return value.lower()
    return _REFERENCE.sub(lambda found: _decode(found.string, found.start())[0] or found.group(), value[1:-1])


def _cannot(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")
