"""The table of a round or of a week: places, net scores, times, and the assertion most missed with why."""

from __future__ import annotations

from bot.chat.reply import Block, Button, Rows, Screen, Span, bold, italic, say
from bot.chat.screens.quiz import truth
from bot.chat.words import translator
from bot.lessons.group_outcomes import MostMissed, Player, Table

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
MOST_LINES = 30
LONGEST_NAME = 40


def scoreboard(table: Table, url: str | None) -> Screen:
    """The table; `url` opens the private chat at a round's assertions."""
    t = translator(table.language)
    is_round = table.round_id is not None
    title = t.gettext("Table of the round") if is_round else t.gettext("Table of the week")
    blocks = [say(bold(f"🏁 {title}"))]
    if not table.players:
        blocks.append(say(t.gettext("Nobody answered.") if is_round else t.gettext("No answers this week yet.")))
        return Screen(tuple(blocks))
    blocks.append(_lines(table, timed=is_round))
    if table.missed is not None:
        blocks += _missed(table.missed, table.language)
    return Screen(tuple(blocks) + _offer(table, url), _button(url, table.language))


def _lines(table: Table, *, timed: bool) -> Block:
    t = translator(table.language)
    spans: list[str | Span] = []
    for player in table.players[:MOST_LINES]:
        mark = MEDALS.get(player.rank.place, f"{player.rank.place}.")
        spans += [f"{mark} ", bold(_name(player, table.language)), f"  {_score(player, table.language, timed=timed)}\n"]
    left = len(table.players) - MOST_LINES
    if left > 0:
        spans.append(t.ngettext("… and {n} more", "… and {n} more", left).format(n=left))
    return say(*spans)


def _name(player: Player, language: str) -> str:
    return player.name[:LONGEST_NAME] or translator(language).gettext("(no name)")


def _score(player: Player, language: str, *, timed: bool) -> str:
    rank = player.rank
    net = f"{rank.net:+d}".replace("-", "−") if rank.net else "0"
    counts = f"{net} ({rank.right} ✓ {rank.wrong} ✗)"
    if not timed:
        return counts
    seconds = f"{rank.tenths / 10:.1f}"
    return f"{counts} · {seconds if language == 'en' else seconds.replace('.', ',')} s"


def _missed(missed: MostMissed, language: str) -> list[Block]:
    t = translator(language)
    words = t.ngettext("Most missed ({wrong} of {n}):", "Most missed ({wrong} of {n}):", missed.answers).format(
        wrong=missed.wrong, n=missed.answers
    )
    return [say(bold(words), " ", italic(missed.variant.short)), truth(missed.variant.true_text)]


def _offer(table: Table, url: str | None) -> tuple[Block, ...]:
    if url is None or not table.offer:
        return ()
    words = translator(table.language).gettext(
        "In a private chat with me your answers also decide what to review, and when: the button opens it."
    )
    return (say(words),)


def _button(url: str | None, language: str) -> Rows:
    if url is None:
        return ()
    return ((Button(translator(language).gettext("Review these assertions"), "", url=url),),)
