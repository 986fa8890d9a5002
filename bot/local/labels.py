"""The words around the chat: of the page's controls and of the terminal. Message ids of the catalogues."""

from __future__ import annotations

from bot.chat.commands import N_
from bot.chat.words import translator

TELEGRAM = N_(
    "On Telegram: create a bot with @BotFather, put its token into BOT_TOKEN (.env or environment) and start again."
)
FAILED = N_("That did not work; please try again.")

PAGE = {
    "bot": N_("bot"),
    "chat": N_("Conversation"),
    "people": N_("Who is chatting"),
    "unread": N_("unread:"),
    "group": N_("Group"),
    "group_name": N_("Study group"),
    "group_welcome": N_("A study group of the two, on this computer alone: whole quiz rounds can be played here."),
    "add": N_("Add the bot to the group"),
    "acting": N_("Write and vote as"),
    "quiz": N_("Quiz"),
    "closes": N_("closes in {time}"),
    "final": N_("Final results"),
    "nobody": N_("Nobody has answered yet"),
    "answered": N_("answered:"),
    "chosen": N_("chosen"),
    "right_one": N_("the right answer"),
    "you": N_("You"),
    "start": N_("Start"),
    "welcome": N_("A chat like Telegram’s, on this computer alone. Start brings your first assertion."),
    "commands": N_("Commands"),
    "message": N_("Message"),
    "send": N_("Send"),
    "typing": N_("typing…"),
    "clock": N_("This chat’s clock"),
    "hour": N_("+1 h"),
    "day": N_("+1 day"),
    "week": N_("+1 week"),
    "hour_long": N_("+1 h: move the clock on by an hour"),
    "day_long": N_("+1 day: move the clock on by a day"),
    "week_long": N_("+1 week: move the clock on by a week"),
    "dark": N_("Dark theme"),
    "keys": N_("Keyboard shortcuts: 1 to 5 answer the newest assertion"),
    "offline": N_("No connection; trying again…"),
    "earlier": N_("Earlier messages"),
    "newest": N_("Newest message"),
    "telegram": TELEGRAM,
    "unreadable": N_("That could not be read, and nothing was changed."),
    "failed": FAILED,
}

TERMINAL = {
    "hint": N_(
        "Type a button’s number, a command such as /hoje, or +1h, +1d, +1w to move the clock on by an hour, "
        "a day, a week; sair leaves."
    ),
    "begin": N_("Type /start for your first assertion."),
    "no_button": N_("There is no such button now."),
    "bye": N_("See you!"),
}


def page_labels(language: str) -> dict[str, str]:
    """The page's words in a language."""
    gettext = translator(language).gettext
    return {name: gettext(message) for name, message in PAGE.items()}


def word(message: str, language: str) -> str:
    """One message in a language."""
    return translator(language).gettext(message)
