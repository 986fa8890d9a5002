"""The table of simulated methods; the methods_*.py modules fill it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Params = dict[str, Any]
Handler = Callable[["BotApi", Params], Any]
AsyncHandler = Callable[["BotApi", Params], Awaitable[Any]]

HANDLERS: dict[str, Handler] = {}
ASYNC_HANDLERS: dict[str, AsyncHandler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Register what a method does: a function of the server and the checked parameters."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def async_method(name: str) -> Callable[[AsyncHandler], AsyncHandler]:
    """The same for a method that has to wait."""

    def register(handler: AsyncHandler) -> AsyncHandler:
        ASYNC_HANDLERS[name] = handler
        return handler

    return register
