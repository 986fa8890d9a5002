"""An assertion as it is shared to any chat: the sentence and the way to the answer, no buttons that answer."""

from __future__ import annotations

from bot.chat.reply import Button, Screen, bold, italic, say
from bot.chat.screens.assertion import quoted
from bot.chat.words import translator
from bot.lessons.sharing import Shared


def shared(one: Shared, url: str, language: str) -> Screen:
    """The message."""
    t = translator(language)
    return Screen(
        (say(bold(t.gettext("Right or wrong?")), " ", italic(one.subtopic)), quoted(one.variant.text)),
        ((Button(t.gettext("Answer with Assertiva"), "", url=url),),),
    )
