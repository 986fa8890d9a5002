from __future__ import annotations

import json
from typing import Any

import pytest

from tests.botapi import BotApi, Group, Person
from tests.botapi.conftest import Asker


@pytest.fixture
def bia(api: BotApi) -> Person:
    return api.person("Bia")


@pytest.fixture
def group(api: BotApi, ana: Person, bia: Person) -> Group:
    return api.group("Estudos", [ana, bia])


def told(api: BotApi, kind: str) -> list[dict[str, Any]]:
    bodies = [json.loads(update.body) for update in api.updates.pending.values()]
    return [body[kind] for body in bodies if kind in body]


async def test_privacy_mode_lets_only_commands_replies_and_services_through(
    ask: Asker, api: BotApi, group: Group, ana: Person
) -> None:
    await ask("sendMessage", chat_id=group.id, text="oi, grupo")
    await ana.says("conversa", group)
    await ana.says("/quiz 5", group)
    await ana.says("/quiz@assertiva_test_bot 5", group)
    await ana.says("/quiz@other_bot 5", group)
    await ana.says("sobre isso", group, reply_to=group.last)
    await group.renames("Estudos 2")
    texts = [message.get("text", message.get("new_chat_title")) for message in told(api, "message")]
    assert texts == ["/quiz 5", "/quiz@assertiva_test_bot 5", "sobre isso", "Estudos 2"]


async def test_an_administrator_hears_everything(api: BotApi, group: Group, ana: Person) -> None:
    await group.promotes_bot()
    await ana.says("conversa", group)
    assert [message["text"] for message in told(api, "message")] == ["conversa"]


async def test_the_bot_is_told_how_it_stands(api: BotApi, ana: Person) -> None:
    group = api.group("Estudos", [ana], with_bot=False)
    await group.adds_bot(by=ana)
    await group.promotes_bot(can_pin_messages=False)
    await group.demotes_bot()
    await group.restricts_bot(can_send_polls=False)
    await group.removes_bot(by=ana)
    changes = told(api, "my_chat_member")
    assert [change["old_chat_member"]["status"] for change in changes] == [
        "left",
        "member",
        "administrator",
        "member",
        "restricted",
    ]
    assert changes[-1]["new_chat_member"]["status"] == "kicked"
    assert changes[0]["from"]["id"] == ana.id
    assert changes[3]["new_chat_member"]["can_send_polls"] is False
    services = told(api, "message")
    assert "new_chat_members" in services[0]
    assert "left_chat_member" in services[1]


async def test_migration_moves_the_members_along(ask: Asker, api: BotApi, ana: Person, bia: Person) -> None:
    group = api.group("Estudos", [ana, bia], kind="group")
    old = await group.migrates()
    moves = [
        (m["chat"]["id"], m.get("migrate_to_chat_id"), m.get("migrate_from_chat_id")) for m in told(api, "message")
    ]
    assert moves == [(old.id, group.id, None), (group.id, None, old.id)]
    member = await ask("getChatMember", chat_id=group.id, user_id=bia.id)
    assert member["status"] == "member"


async def test_members_as_get_chat_member_sees_them(
    ask: Asker, api: BotApi, group: Group, ana: Person, bia: Person
) -> None:
    zeca = api.person("Zeca")

    async def status(person: Person) -> str:
        found = await ask("getChatMember", chat_id=group.id, user_id=person.id)
        return str(found["status"])

    assert [await status(person) for person in (ana, bia, zeca)] == ["creator", "member", "left"]
    await group.joins(zeca)
    await group.promotes(bia)
    await group.leaves(zeca)
    assert [await status(person) for person in (ana, bia, zeca)] == ["creator", "administrator", "left"]
    said = await ask.refused("getChatMember", chat_id=group.id, user_id=424242)
    assert said == "400 Bad Request: user not found"
    assert await ask("getChatMemberCount", chat_id=group.id) == 3
    administrators = await ask("getChatAdministrators", chat_id=group.id)
    assert {member["user"]["id"] for member in administrators} == {ana.id, bia.id}


async def test_changes_of_members_are_told_to_administrators_who_ask(
    ask: Asker, api: BotApi, group: Group, bia: Person
) -> None:
    await ask("getUpdates", allowed_updates=["chat_member"])
    await group.leaves(bia)
    await group.promotes_bot()
    await group.joins(bia)
    changes = [change["new_chat_member"]["status"] for change in told(api, "chat_member")]
    assert changes == ["member"]


async def test_a_channel_post_comes_from_the_channel(api: BotApi, ana: Person) -> None:
    channel = api.group("Canal", [ana], kind="channel")
    await ana.says("novidade", channel)
    (post,) = told(api, "channel_post")
    assert "from" not in post
    assert post["sender_chat"]["id"] == channel.id


async def test_an_anonymous_administrator_speaks_as_the_group(api: BotApi, group: Group, ana: Person) -> None:
    await group.promotes(ana, anonymous=True)
    await ana.says("/config", group, anonymously=True)
    (message,) = told(api, "message")
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id


async def test_a_topic_is_remembered_in_messages(api: BotApi, ana: Person) -> None:
    forum = api.group("Fórum", [ana], forum=True)
    topic = await forum.opens_topic("Simulados")
    await ana.says("/quiz", forum, thread=topic)
    message = told(api, "message")[-1]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
    assert message["chat"]["is_forum"]


async def test_messages_of_supergroups_have_numbers_of_their_own(ask: Asker, api: BotApi, ana: Person) -> None:
    groups = [api.group(title, [ana]) for title in ("A", "B")]
    sent = [await ask("sendMessage", chat_id=group.id, text="oi") for group in groups]
    assert sent[0]["message_id"] == sent[1]["message_id"]


async def test_only_members_speak(api: BotApi, group: Group) -> None:
    with pytest.raises(ValueError, match="is not in"):
        await api.person("Zeca").says("/quiz", group)


async def test_get_chat_and_usernames(ask: Asker, api: BotApi, ana: Person) -> None:
    group = api.group("Público", [ana], username="estudos_br")
    assert (await ask("getChat", chat_id="@estudos_br"))["id"] == group.id
    assert (await ask("getChat", chat_id=ana.id))["first_name"] == "Ana"
    assert await ask.refused("getChat", chat_id="@nobody") == "400 Bad Request: chat not found"


async def test_pins_need_a_right(ask: Asker, group: Group) -> None:
    sent = await ask("sendMessage", chat_id=group.id, text="placar")
    place = {"chat_id": group.id, "message_id": sent["message_id"]}
    said = await ask.refused("pinChatMessage", **place)
    assert said == "400 Bad Request: not enough rights to manage pinned messages in the chat"
    await group.promotes_bot()
    await ask("pinChatMessage", **place)
    assert (await ask("getChat", chat_id=group.id))["pinned_message"]["text"] == "placar"
    await ask("unpinChatMessage", chat_id=group.id)
    assert await ask.refused("unpinChatMessage", **place) == "400 Bad Request: message to unpin not found"


async def test_only_administrators_delete_what_others_said(ask: Asker, group: Group, ana: Person) -> None:
    hers = await ana.says("/quiz", group)
    place = {"chat_id": group.id, "message_id": hers.id}
    assert await ask.refused("deleteMessage", **place) == "400 Bad Request: message can't be deleted"
    await group.promotes_bot()
    assert await ask("deleteMessages", chat_id=group.id, message_ids=[hers.id, 999]) is True
    assert hers.deleted
