from __future__ import annotations

import gc

from bot.app import until_signal


async def test_what_a_start_has_loaded_is_never_walked_through_by_the_collector_again() -> None:
    kept = []

    async def work() -> None:
        kept.append(gc.get_freeze_count())

    try:
        await until_signal(work)
    finally:
        gc.unfreeze()
    assert kept[0] > len(gc.get_objects()) / 2
