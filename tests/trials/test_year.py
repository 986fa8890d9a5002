from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.tick import Ticker
from bot.trials.year import START, Plan, StandsStill, Trial
from bot.trials.year_report import account_of, account_table, is_kept
from bot.trials.year_telegram import Send


async def lived(folder: Path, plan: Plan) -> Trial:
    trial = Trial(plan, folder)
    await trial.run()
    return trial


@pytest.mark.slow
async def test_sixty_days_of_eight_learners_and_twelve_deaths_break_no_promise(tmp_path: Path) -> None:
    days: list[int] = []
    trial = Trial(Plan(learners=8, days=60, seed=7, crashes=12), tmp_path)
    await trial.run(days.append)
    account = account_of(trial)
    trial.machine.close()
    assert account.found == []
    assert is_kept(account)
    assert account.sets_due > 250
    assert account.answers > 1000
    assert account.nudges > 50
    assert len(trial.outages) >= 12
    assert days == sorted(days)
    assert days[-1] in (59, 60)
    title = account_table(trial, account, 1.0).title
    assert str(title).startswith("8 learners, 60 days, seed 7")


async def test_a_seed_gives_the_same_year_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = Plan(learners=4, days=8, seed=3, crashes=3)
    sends: list[list[Send]] = []
    for name in ("once", "again"):
        trial = await lived(tmp_path_factory.mktemp(name), plan)
        trial.machine.close()
        sends.append(trial.telegram.sends)
    assert sends[0] == sends[1]
    assert len(sends[0]) > 20


async def test_without_deaths_nothing_is_down(tmp_path: Path) -> None:
    trial = await lived(tmp_path, Plan(learners=3, days=7, seed=1, crashes=0))
    account = account_of(trial)
    trial.machine.close()
    assert trial.outages == []
    assert trial.end - START == timedelta(days=7)
    assert is_kept(account)


async def test_a_bot_that_leaves_undone_what_is_due_stops_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(self: Ticker, now: datetime) -> None:
        return None

    monkeypatch.setattr(Ticker, "tick", nothing)
    trial = Trial(Plan(learners=1, days=7, seed=1, crashes=0), tmp_path)
    with pytest.raises(StandsStill, match="never done"):
        await trial.run()
    trial.machine.close()
