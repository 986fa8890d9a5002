"""Our bot as `assertiva webhook` runs it, but for Telegram's limits, which a bench of its own speed lifts."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bot.app import run_webhook
from bot.config import Config
from bot.tg.pacing import Limits, Pacing
from bot.trials.loopback import LOOPBACK
from bot.trials.standin import TOKEN

UNHURRIED = Limits(in_all=100_000, burst=100_000, group=100_000, margin=0)


async def run(api_url: str, port: int, folder: str, database: str | None, paced: bool) -> None:
    """Until cancelled."""
    config = Config(  # type: ignore[call-arg]  # the others have defaults
        bot_token=SecretStr(TOKEN),
        bot_api_url=api_url,
        data_dir=Path(folder),
        database_url=SecretStr(database) if database else None,
        webhook_url=f"http://{LOOPBACK}:{port}/telegram",
        webhook_port=port,
    )
    await run_webhook(config, outbox=None if paced else Pacing(UNHURRIED))
