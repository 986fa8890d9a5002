from __future__ import annotations

import asyncio

import pytest

from bot.tg.lines import Lines, Passage
from tests.support.clockwork import run


def test_those_in_one_line_go_one_after_the_other_in_order() -> None:
    async def scene() -> list[str]:
        lines, seen = Lines(), []

        async def one(name: str) -> None:
            place = lines.join(7)
            await place.turn()
            seen.append(f"{name} in")
            await asyncio.sleep(1)
            seen.append(f"{name} out")
            place.leave()

        await asyncio.gather(one("a"), one("b"), one("c"))
        return seen

    assert run(scene()) == ["a in", "a out", "b in", "b out", "c in", "c out"]


def test_those_in_different_lines_go_side_by_side() -> None:
    async def scene() -> float:
        lines, loop = Lines(), asyncio.get_running_loop()
        begun = loop.time()

        async def one(key: int) -> None:
            place = lines.join(key)
            await place.turn()
            await asyncio.sleep(1)
            place.leave()

        await asyncio.gather(*(one(key) for key in range(50)))
        return loop.time() - begun

    assert run(scene()) == pytest.approx(1)


def test_whoever_leaves_from_the_middle_or_gives_up_waiting_keeps_nobody() -> None:
    async def scene() -> int:
        lines = Lines()
        places = [lines.join(7) for _ in range(4)]
        waits = [asyncio.ensure_future(place.turn()) for place in places]
        await asyncio.sleep(0)
        places[1].leave()
        waits[2].cancel()
        places[2].leave()
        assert lines.length(7) == 2
        places[0].leave()
        places[0].leave()
        await waits[3]
        places[3].leave()
        return len(lines)

    assert run(scene()) == 0, "an empty line is kept"


def test_an_update_passes_from_the_effects_to_the_replies_in_order() -> None:
    async def scene() -> list[str]:
        effects, replies, seen = Lines(), Lines(), []

        async def one(name: str, seconds: float) -> None:
            passage = Passage(effects.join(7), replies, 7)
            await passage.begin()
            seen.append(f"{name} acts")
            passage.commit()
            await passage.turn()
            await asyncio.sleep(seconds)
            seen.append(f"{name} replies")
            passage.end()

        await asyncio.gather(one("a", 9), one("b", 1), one("c", 1))
        assert len(effects) == len(replies) == 0
        return seen

    assert run(scene()) == ["a acts", "b acts", "c acts", "a replies", "b replies", "c replies"]
