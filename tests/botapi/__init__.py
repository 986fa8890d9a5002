"""A strict Bot API on loopback, to stand in for Telegram in tests.

    async with BotApi("123:abc") as api:
        # Application.builder().token("123:abc").base_url(f"{api.url}/bot").base_file_url(f"{api.url}/file/bot")
        ana = api.person("Ana")
        await ana.says("/start")
        await api.until(lambda: "Certo" in ana.chat.last.labels)
        tap = await ana.taps(ana.chat.last, "Certo")
        assert (await tap.answer).text == "…"
        await api.idle()

Every request is checked against Bot API 10.0 and refused with Telegram's words; what Telegram would
let pass though it is a mistake (an unknown parameter) is refused too.
"""

from tests.botapi.api import BotApi, NeverHappened
from tests.botapi.faults import BadRequest, DropReply, Forbidden, Hang, Reset, Status, TooManyRequests
from tests.botapi.groups import Group
from tests.botapi.messages import Message
from tests.botapi.pace import Limits
from tests.botapi.people import Person
from tests.botapi.polls import CannotVote
from tests.botapi.queries import CallbackTap

__all__ = [
    "BadRequest",
    "BotApi",
    "CallbackTap",
    "CannotVote",
    "DropReply",
    "Forbidden",
    "Group",
    "Hang",
    "Limits",
    "Message",
    "NeverHappened",
    "Person",
    "Reset",
    "Status",
    "TooManyRequests",
]
