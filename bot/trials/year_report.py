"""A year's account as a table."""

from __future__ import annotations

from rich.table import Table

from bot.trials.year import START, Trial
from bot.trials.year_audit import PROMISES, Account, audit
from bot.trials.year_evidence import gather


def account_of(trial: Trial) -> Account:
    """The account of a trial that is over."""
    evidence = gather(trial.machine.store, trial.people, trial.telegram.sends)
    account = audit(evidence, trial.outages, START, trial.end)
    for where in trial.skips.wrong:
        account.breaks("sets skipped with something to ask", where)
    return account


def is_kept(account: Account) -> bool:
    """Whether every promise was kept, and every set that was due accounted for."""
    accounted = account.sets_sent + account.skipped + account.blocked_meanwhile + account.process_down
    return not account.broken.total() and accounted == account.sets_due > 0


def account_table(trial: Trial, account: Account, seconds: float) -> Table:
    """What happened, then every promise with how often it was broken."""
    plan = trial.plan
    title = f"{plan.learners} learners, {plan.days} days, seed {plan.seed}, in {seconds:.0f} s"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("count", justify="right")
    table.add_column("must be")
    for name, count, wanted in _happened(trial, account):
        table.add_row(name, count, wanted)
    table.add_section()
    for promise in PROMISES:
        broken = account.broken[promise]
        table.add_row(promise, f"{broken:,}", "0" if not broken else "0 · BROKEN")
    return table


def _happened(trial: Trial, account: Account) -> list[tuple[str, str, str]]:
    rest = account.sets_due - account.skipped - account.blocked_meanwhile - account.process_down
    down = sum((down.end - down.start).total_seconds() for down in trial.outages) / 3600
    return [
        ("sets due, by the oracle", f"{account.sets_due:,}", ""),
        ("… with nothing to ask, skipped", f"{account.skipped:,}", ""),
        ("… blocked within minutes, failed", f"{account.blocked_meanwhile:,}", ""),
        ("… process down until the day was over, failed", f"{account.process_down:,}", ""),
        ("sets sent", f"{account.sets_sent:,}", f"{rest:,}"),
        ("longest wait for a set", str(account.latest).partition(".")[0], ""),
        ("answers", f"{account.answers:,}", ""),
        ("taps out of date", f"{account.out_of_date:,}", ""),
        ("nudges", f"{account.nudges:,}", ""),
        ("pauses after four ignored weeks", f"{account.pauses:,}", ""),
        ("questions after an exam", f"{account.questions:,}", ""),
        ("messages", f"{sum(send.arrived for send in trial.telegram.sends):,}", ""),
        ("copies after an unknown outcome", f"{account.copies:,}", ""),
        ("ticks with something to do", f"{trial.ticks:,}", ""),
        ("deaths of the process", f"{len(trial.outages):,}", f"≥ {trial.plan.crashes:,}"),
        ("hours without a process", f"{down:,.1f}", ""),
    ]
