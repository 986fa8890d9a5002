"""Ids against git's memory and the tombstones, in a real repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from content.checks import identity
from content.history import fold_log
from content.ids import TOMBSTONES
from content.shelf import read_shelf

FIXTURES = Path(__file__).with_name("fixtures")
PAIR = (FIXTURES / "good_pair.yaml").read_text(encoding="utf-8")
ONE = (FIXTURES / "good.yaml").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Checkout:
    """A repository whose folder `data` is the bank."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.data.mkdir()
        self._git("init", "-q")

    def write(self, text: str) -> None:
        (self.data / "mlops-03.yaml").write_text(text, encoding="utf-8")

    def commit(self, text: str) -> None:
        self.write(text)
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "change")

    def problems(self) -> list[str]:
        shelf, _ = read_shelf(self.data)
        return [p.text for rule in (identity.reused_id, identity.buried_id) for p in rule(shelf)]

    def _git(self, *words: str) -> None:
        who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(self.root), *who, *words], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_ids_that_stay_are_fine(checkout: Checkout) -> None:
    checkout.commit(ONE)
    checkout.commit(PAIR)
    assert checkout.problems() == []


def test_an_id_that_comes_back_after_a_commit_removed_it_is_reported(checkout: Checkout) -> None:
    checkout.commit(PAIR)
    checkout.commit(ONE)
    checkout.write(PAIR)
    assert checkout.problems() == ["f-w3ch was removed by an earlier commit; ids are not used again"]
    checkout.commit(PAIR)
    assert checkout.problems() == ["f-w3ch was removed by an earlier commit; ids are not used again"]


def test_a_fact_that_leaves_needs_a_tombstone(checkout: Checkout) -> None:
    checkout.commit(PAIR)
    checkout.write(ONE)
    assert checkout.problems() == ["f-w3ch left the bank; add it to aposentados.txt"]
    (checkout.data / TOMBSTONES).write_text("# retirados\nf-w3ch  # duplicado\n", encoding="utf-8")
    assert checkout.problems() == []


def test_an_id_on_a_tombstone_is_not_used_again(checkout: Checkout) -> None:
    (checkout.data / TOMBSTONES).write_text("\nf-7kq2\n", encoding="utf-8")
    checkout.write(ONE)
    assert checkout.problems() == ["f-7kq2 is retired in aposentados.txt:2"]


def test_a_fact_that_moves_within_a_commit_is_neither_gone_nor_new(checkout: Checkout) -> None:
    checkout.commit(PAIR)
    head, first, second = PAIR.partition("fatos:\n")[0], *PAIR.partition("fatos:\n")[2].split("  - id: f-w3ch")
    checkout.commit(f"{head}fatos:\n  - id: f-w3ch{second}{first}")
    assert checkout.problems() == []


def test_without_a_repository_only_the_tombstones_speak(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ONE, encoding="utf-8")
    shelf, _ = read_shelf(tmp_path)
    assert list(identity.reused_id(shelf)) == list(identity.buried_id(shelf)) == []


def test_one_copy_of_an_id_may_go_while_another_stays(checkout: Checkout) -> None:
    copy = checkout.data / "copia.yaml"
    copy.write_text(ONE, encoding="utf-8")
    checkout.commit(ONE)
    copy.unlink()
    checkout.commit(ONE)
    assert checkout.problems() == []


def test_a_log_is_folded_commit_by_commit() -> None:
    log = "commit a\n+  - id: f-2222\n+  - id: f-3333\ncommit b\n-  - id: f-2222\n-  - id: f-3333\n+ - id: f-3333\n"
    history = fold_log(log)
    assert (history.present, history.gone, history.reused) == ({"f-3333"}, {"f-2222"}, set())
    assert fold_log(log + "commit c\n+  - id: f-2222\n").reused == {"f-2222"}
