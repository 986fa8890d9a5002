"""storage/local.py on a real database."""

from __future__ import annotations

from storage import local
from storage.store import Store
from tests.conftest import MORNING


def add(store: Store, chat_id: int, *bodies: str, outgoing: bool = True) -> list[int]:
    """Put messages into a chat; answers their ids."""
    return [
        store.run_now(lambda tx, b=body: local.add(tx, chat_id, b, MORNING, outgoing=outgoing)).id for body in bodies
    ]


def bodies(store: Store, chat_id: int, limit: int = 10, before: int | None = None) -> list[str]:
    """The last messages of a chat."""
    return [one.body for one in store.run_now(lambda tx: local.latest(tx, chat_id, limit, before=before))]


def test_the_latest_come_oldest_first_and_the_earlier_ones_before_them(store: Store) -> None:
    ids = add(store, 1, *"abcde")
    assert bodies(store, 1, limit=2) == ["d", "e"]
    assert bodies(store, 1, limit=2, before=ids[3]) == ["b", "c"]


def test_a_message_keeps_its_instant(store: Store) -> None:
    add(store, 1, "a")
    assert store.run_now(lambda tx: local.latest(tx, 1, 1))[0].at == MORNING


def test_each_chat_has_messages_of_its_own(store: Store) -> None:
    [one] = add(store, 1, "a")
    assert bodies(store, 2) == []
    assert store.run_now(lambda tx: local.get(tx, 2, one)) is None
    assert store.run_now(lambda tx: local.rewrite(tx, 2, one, "b")) is None
    assert bodies(store, 1) == ["a"]


def test_only_the_bots_messages_are_rewritten(store: Store) -> None:
    [mine] = add(store, 1, "a", outgoing=False)
    assert store.run_now(lambda tx: local.rewrite(tx, 1, mine, "b")) is None
    assert bodies(store, 1) == ["a"]


def test_unread_are_the_bots_messages_after_the_last_one_seen(store: Store) -> None:
    ids = add(store, 1, "a", "b")
    add(store, 1, "mine", outgoing=False)
    assert store.run_now(lambda tx: local.unread(tx, 1)) == 2
    store.run_now(lambda tx: local.read_up_to(tx, 1, ids[1]))
    store.run_now(lambda tx: local.read_up_to(tx, 1, ids[0]))
    assert store.run_now(lambda tx: local.unread(tx, 1)) == 0


def test_what_is_not_in_the_chat_cannot_be_seen(store: Store) -> None:
    add(store, 1, "a")
    [other] = add(store, 2, "b")
    store.run_now(lambda tx: local.read_up_to(tx, 1, other))
    store.run_now(lambda tx: local.read_up_to(tx, 1, 10**9))
    assert store.run_now(lambda tx: local.unread(tx, 1)) == 1


def test_forgetting_takes_one_chat_whole_and_no_id_comes_back(store: Store) -> None:
    add(store, 2, "stays")
    [last] = add(store, 1, "goes")
    store.run_now(lambda tx: local.read_up_to(tx, 1, last))
    store.run_now(lambda tx: local.forget(tx, 1))
    assert (bodies(store, 1), bodies(store, 2)) == ([], ["stays"])
    [after] = add(store, 1, "new")
    assert after > last
    assert store.run_now(lambda tx: local.unread(tx, 1)) == 1


def test_a_value_kept_again_takes_the_place_of_the_first(store: Store) -> None:
    assert store.run_now(lambda tx: local.value(tx, "x")) is None
    store.run_now(lambda tx: local.keep(tx, "x", "1"))
    store.run_now(lambda tx: local.keep(tx, "x", "2"))
    assert store.run_now(lambda tx: local.value(tx, "x")) == "2"
