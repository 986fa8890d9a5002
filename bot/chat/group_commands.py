"""The commands of a group: one table for dispatch, the hello and the menu (Bot API, BotCommandScopeAllGroupChats)."""

from __future__ import annotations

from bot.chat.commands import N_, Command

GROUP_COMMANDS = (
    Command("quiz", N_("A round: /quiz 10, /quiz 5 DevOps"), "quiz"),
    Command("parar", N_("End the round"), "stop", ("stop",)),
    Command("placar", N_("The table of the week"), "week", ("scores",)),
    Command("config", N_("Settings of the group (administrators)"), "config", ("settings",)),
    Command("sair_do_placar", N_("Leave the tables of this group"), "hide"),
    Command("ajuda", N_("How it works"), "help", ("help", "start"), listed=False),
)

GROUP_BY_NAME = {name: command for command in GROUP_COMMANDS for name in (command.name, *command.aliases)}


def listed_in_groups(language: str) -> list[tuple[str, str]]:
    """(name, what it does) of the commands a group's menu shows."""
    return [(command.name, command.describe(language)) for command in GROUP_COMMANDS if command.listed]
