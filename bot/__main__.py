"""The command line. Heavy imports wait inside the commands, so that --help answers at once."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.cli.bench import app as bench_app
from bot.cli.content import app as content_app
from bot.cli.db import app as db_app
from bot.cli.replay import replay
from bot.cli.year import simulate_year

if TYPE_CHECKING:
    from bot.config import Config

app = typer.Typer(
    help="Assertiva: a tutor that asks true/false assertions every day and brings back what was missed.",
    epilog="Without a command: `run` when BOT_TOKEN is set, `chat` otherwise.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(content_app, name="content")
app.add_typer(db_app, name="db")
app.add_typer(bench_app, name="bench")
app.command("simulate-year")(simulate_year)
app.command()(replay)

Terminal = Annotated[bool, typer.Option("--terminal", help="Chat in this terminal instead of a browser page.")]
Port = Annotated[int | None, typer.Option(help="Port of the page on 127.0.0.1.", min=0, max=65535)]
Tick = Annotated[bool, typer.Option("--tick/--no-tick", help="Without: workers keep the clock. CLUSTER=1 says it too.")]
Ready = Annotated[bool, typer.Option("--ready", help="Whether it can do its work: database, Telegram, tick.")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")]


@app.callback()
def default(context: typer.Context, terminal: Terminal = False) -> None:
    """Start the tutor."""
    if context.invoked_subcommand is not None:
        return
    config = _config()
    if config.token is not None and not terminal:
        run()
    else:
        chat(terminal=terminal)


@app.command()
def run() -> None:
    """Run on Telegram by long polling; needs BOT_TOKEN."""
    config = _with_token()
    from bot.app import run_polling

    _go(config, run_polling(config))


@app.command()
def webhook(tick: Tick = True) -> None:
    """Run on Telegram by webhook; needs BOT_TOKEN and WEBHOOK_URL."""
    config = _with_token()
    from bot.app import run_webhook

    _go(config, run_webhook(config, alone=tick and not config.cluster))


@app.command()
def worker() -> None:
    """Keep the clock and send for `assertiva webhook --no-tick`, beside other workers; needs PostgreSQL."""
    config = _with_token()
    from bot.worker import run_worker

    _go(config, run_worker(config))


@app.command()
def health(ready: Ready = False) -> None:
    """Ask the bot that runs on this machine whether it is alive; needs HEALTH_PORT. Exit code 0 or 1."""
    from bot.cli.health import ask

    config = _config()
    if config.health_port == 0:
        _fail("HEALTH_PORT is not set: a running bot listens there for this question")
    answer = ask(config.health_host, config.health_port, "/readyz" if ready else "/healthz")
    if answer is not None:
        _fail(answer)


@app.command()
def chat(terminal: Terminal = False, port: Port = None, browser: Browser = True) -> None:
    """Open the local chat: the same tutor on a page of this machine, no account needed."""
    config = _config()
    from bot.app import run_local

    _go(config, run_local(config, terminal=terminal, port=port, browser=browser))


def main() -> None:
    """The entry point of the `assertiva` command."""
    app()


def _config() -> Config:
    from bot.config import ConfigError, read

    try:
        return read()
    except ConfigError as error:
        _fail(str(error))


def _with_token() -> Config:
    config = _config()
    if config.token is None:
        _fail("BOT_TOKEN is not set; get one from @BotFather, or try `assertiva chat` without one")
    return config


def _go(config: Config, work: Coroutine[Any, Any, None]) -> None:
    from bot import logs
    from bot.house import CannotStart

    logs.configure(config.log_level, [config.token or "", config.key().hex()])
    try:
        asyncio.run(work)
    except CannotStart as error:
        _fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit from None


def _fail(line: str) -> NoReturn:
    print(f"assertiva: {line}", file=sys.stderr)  # noqa: T201 - what an operator reads
    raise typer.Exit(1)


if __name__ == "__main__":
    main()
