"""How the bot gets its updates, who it is, and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.botapi.methods import Params, async_method, method
from tests.botapi.refusals import bad_request, conflict
from tests.botapi.updates import Update
from tests.botapi.webhooks import Webhook

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_PORTS = frozenset({80, 88, 443, 8443})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET = re.compile(r"[A-Za-z0-9_-]*\Z")


class Raw:
    """A result that is JSON already."""

    __slots__ = ("body",)

    def __init__(self, updates: list[Update]) -> None:
        self.body = b"[" + b",".join(update.body for update in updates) + b"]"


@async_method("getUpdates")
async def get_updates(api: BotApi, params: Params) -> Raw:
    if api.courier.webhook is not None:
        raise conflict(_ACTIVE)
    api.updates.allow(params.get("allowed_updates"))
    found = await api.updates.poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))
    return Raw(found)


@async_method("setWebhook")
async def set_webhook(api: BotApi, params: Params) -> bool:
    if not params["url"]:
        return await _without_webhook(api, params)
    webhook = _webhook(params)
    api.updates.allow(params.get("allowed_updates"))
    await api.courier.stop()
    if params.get("drop_pending_updates"):
        api.updates.drop_all()
    await api.courier.start(webhook)
    return True


@async_method("deleteWebhook")
async def delete_webhook(api: BotApi, params: Params) -> bool:
    return await _without_webhook(api, params)


async def _without_webhook(api: BotApi, params: Params) -> bool:
    await api.courier.stop()
    if params.get("drop_pending_updates"):
        api.updates.drop_all()
    return True


@method("getWebhookInfo")
def get_webhook_info(api: BotApi, params: Params) -> Json:
    return api.courier.info()


@method("getMe")
def get_me(api: BotApi, params: Params) -> Json:
    return {
        **api.bot_user,
        "can_join_groups": True,
        "can_read_all_group_messages": not api.world.privacy,
        "supports_guest_queries": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


@method("getFile")
def get_file(api: BotApi, params: Params) -> Json:
    return api.files.downloadable(params["file_id"]).payload()


def _webhook(params: Params) -> Webhook:
    secret = params.get("secret_token", "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if _SECRET.match(secret) is None:
        raise bad_request("secret token contains unallowed characters")
    _check_url(params["url"])
    return Webhook(
        url=params["url"],
        secret=secret or None,
        max_connections=params.get("max_connections", 40),
        ip_address=params.get("ip_address"),
        has_certificate="certificate" in params,
    )


def _check_url(url: str) -> None:
    """HTTPS on Telegram's ports; on loopback plain HTTP and any port, for tests alone."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if host in _LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
