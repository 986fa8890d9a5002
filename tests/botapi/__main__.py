"""`python -m tests.botapi --port N`: the strict Bot API as a process of its own.

Prints its address when it listens; stops on SIGTERM and SIGINT. See control.py for how to drive it.
"""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.botapi import BotApi, Limits


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description="A strict Bot API on loopback.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    parser.add_argument("--token", default="123:abc", help="the one bot's token")
    parser.add_argument("--limits", action="store_true", help="refuse what is sent too fast")
    parser.add_argument("--keep-calls", type=int, default=10_000, metavar="N", help="calls to remember")
    parser.add_argument("--keep-updates", type=int, default=10_000, metavar="N", help="updates to remember")
    parser.add_argument("--keep-messages", type=int, default=200, metavar="N", help="messages a chat to remember")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    api = BotApi(
        options.token,
        port=options.port,
        limits=Limits() if options.limits else None,
        keep_calls=options.keep_calls,
        keep_updates=options.keep_updates,
        keep_messages=options.keep_messages,
    )
    async with api:
        print(api.url, flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_options()))
