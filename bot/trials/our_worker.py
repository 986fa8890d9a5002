"""Our worker as `assertiva worker` runs it at Telegram's paid rate."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bot.config import Config
from bot.trials.standin import TOKEN
from bot.worker import run_worker

RATE = 850
"""What docs/operations.md tells to set where Telegram takes a thousand a second."""


async def run(api_url: str, folder: str, database: str) -> None:
    """Until cancelled."""
    config = Config(  # type: ignore[call-arg]  # the others have defaults
        bot_token=SecretStr(TOKEN),
        bot_api_url=api_url,
        data_dir=Path(folder),
        database_url=SecretStr(database),
        bulk_rate=RATE,
        paid_broadcast=True,
    )
    await run_worker(config)
