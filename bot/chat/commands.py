"""The commands: one table for dispatch, /ajuda and the menu of every face (Bot API, setMyCommands)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.words import translator


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what it does (a message id of the catalogues), and its other names."""

    name: str
    summary: str
    handle: str  # the desk's method
    aliases: tuple[str, ...] = ()
    listed: bool = True

    def describe(self, language: str) -> str:
        """What it does, in that language."""
        return translator(language).gettext(self.summary)


def N_(message: str) -> str:
    """Mark a message for extraction."""
    return message


COMMANDS = (
    Command("start", N_("Begin, or go on where you were"), "start", listed=False),
    Command("hoje", N_("Today’s set"), "today", ("today",)),
    Command("revisar", N_("Review what is due now"), "review", ("review",)),
    Command("minuto", N_("As many as fit in 60 seconds"), "minute", ("minute",)),
    Command("duelo", N_("The same ten for you and a friend"), "duel", ("duel",)),
    Command("erros", N_("Your error notebook"), "mistakes", ("mistakes",)),
    Command("config", N_("Time, how many, zone, reminders"), "config", ("settings",)),
    Command("prova", N_("Your exam’s date: /prova 12/03/2027"), "exam", ("exam",)),
    Command("pausar", N_("Take a break: /pausar 7d, /pausar até 12/01"), "pause", ("pause",)),
    Command("retomar", N_("End the break"), "resume", ("resume",)),
    Command("ajuda", N_("How it works"), "help", ("help",)),
    Command("privacidade", N_("What I keep about you, and why"), "privacy", ("privacy",)),
    Command("apagar", N_("Delete everything about you"), "erase", ("delete",)),
)

BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}


def listed(language: str) -> list[tuple[str, str]]:
    """(name, what it does) of the commands a menu shows."""
    return [(command.name, command.describe(language)) for command in COMMANDS if command.listed]
