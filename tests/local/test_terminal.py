from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from rich.console import Console

from bot.local.parts import LocalParts
from bot.local.terminal import run_terminal
from tests.local.conftest import Watch
from tests.local.test_lines import Raw


async def chat(parts: LocalParts, *typed: str) -> str:
    """What is printed when these lines are piped in."""
    out = io.StringIO()
    source = Raw("".join(f"{line}\n" for line in typed).encode())
    await run_terminal(parts, source, Console(file=out, width=80, highlight=False))
    return out.getvalue()


class Paper(io.StringIO):
    """What is printed, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    def write(self, text: str) -> int:
        self._written.set()
        return super().write(text)

    async def shows(self, text: str) -> None:
        """Wait until that was printed."""
        async with asyncio.timeout(10):
            while text not in self.getvalue():
                self._written.clear()
                await self._written.wait()


@contextmanager
def keyboard() -> Iterator[tuple[io.FileIO, io.FileIO]]:
    """Somebody's keys: the end that is read, and the one that is typed on."""
    reading, writing = os.pipe()
    with io.FileIO(reading) as source, io.FileIO(writing, "w") as keys:
        yield source, keys


async def test_the_banner_says_how_to_go_on_telegram_and_how_to_begin(parts: LocalParts) -> None:
    printed = await chat(parts)
    assert "@BotFather" in printed
    assert "BOT_TOKEN" in printed
    assert "/start" in printed


async def test_a_question_has_numbered_buttons_and_a_number_answers_it(parts: LocalParts) -> None:
    printed = await chat(parts, "/start", "1")
    assert "1) Certo   2) Errado" in printed
    assert "3) Chuto certo   4) Em branco   5) Chuto errado" in printed
    assert "a) Por quê?" in printed
    assert "2/10" in printed


async def test_a_letter_unfolds_the_explanation(parts: LocalParts) -> None:
    assert "Explicação longa" in await chat(parts, "/start", "1", "a")


async def test_a_whole_set_can_be_answered_by_numbers(parts: LocalParts) -> None:
    printed = await chat(parts, "/start", *["1"] * 10)
    assert "10/10" in printed
    assert "Pontuação líquida" in printed


async def test_a_day_on_brings_the_next_set(parts: LocalParts) -> None:
    printed = await chat(parts, "/start", *["1"] * 10, "+1d")
    assert "ter. 3 mar. 2026 · 08:30" in printed
    assert printed.count("1/10 ") >= 2


@pytest.mark.parametrize(("jump", "told"), [("+1h", "2 mar. 2026 · 09:30"), ("+1s", "9 mar. 2026 · 08:30")])
async def test_the_clock_moves_by_an_hour_or_a_week(parts: LocalParts, jump: str, told: str) -> None:
    assert told in await chat(parts, jump)


async def test_a_number_without_a_button_changes_nothing(parts: LocalParts) -> None:
    printed = await chat(parts, "/start", "9", "", "  ")
    assert printed.count("╭") == 1


async def test_leaving_ends_it_at_once(parts: LocalParts) -> None:
    assert "╭" not in await chat(parts, "sair", "/start")


async def test_coming_back_shows_the_open_question_and_takes_its_answer(parts: LocalParts, watch: Watch) -> None:
    await chat(parts, "/start")
    watch.advance(minutes=5)
    printed = await chat(parts, "1")
    assert "1) Certo" in printed
    assert "2/10" in printed


async def test_markup_in_what_is_said_is_shown_as_it_is(parts: LocalParts) -> None:
    await chat(parts, "[red]oi[/red] [/]")
    assert "[red]oi[/red] [/]" in await chat(parts)


async def test_a_line_that_fails_is_one_line_and_the_chat_goes_on(
    parts: LocalParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(parts.desk, "say", fail, raising=False)
        printed = await chat(parts, "oi", "olá")
    assert "Traceback" not in printed
    assert "╭" not in printed


async def test_cancelling_leaves_cleanly_while_nobody_types(parts: LocalParts) -> None:
    with keyboard() as (source, _):
        paper = Paper()
        running = asyncio.ensure_future(run_terminal(parts, source, Console(file=paper, width=80)))
        await paper.shows("/start")
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert running.cancelled()


async def test_what_arrives_by_itself_is_printed(
    parts: LocalParts, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.local.timekeeper.SECONDS", 0.0)
    await chat(parts, "/start")
    with keyboard() as (source, keys):
        paper = Paper()
        running = asyncio.ensure_future(run_terminal(parts, source, Console(file=paper, width=80)))
        await paper.shows("╭")
        watch.advance(hours=4)
        await paper.shows("🔔")
        keys.write(b"sair\n")
        await running
    assert "Assertiva · 12:30" in paper.getvalue()
