"""The fact ids that a git history has seen come and go."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from content.shapes import FACT_ID

_ID_LINE = re.compile(rf"(?P<sign>[+-])\s*- id: *[\"']?(?P<id>{FACT_ID.pattern})\b")
_COMMIT = "commit "
_SECONDS = 30


@dataclass(slots=True)
class History:
    """`present`: ids in the last commit; `gone`: ids removed by some commit; `reused`: removed, then back."""

    present: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)

    def turn(self, added: set[str], removed: set[str]) -> None:
        """Take in one commit; an id that only moved within it is in both sets."""
        came, left = added - removed, removed - added
        self.reused |= came & self.gone
        self.present |= came
        self.present -= left
        self.gone |= left


def read_history(folder: Path) -> History | None:
    """The history of the YAML files of this folder; None outside a git checkout or without git."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(folder), "log", "--reverse", "--no-renames", "--unified=0", "-p", "--format=commit %H"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell
            [*command, "--", "*.yaml"], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return fold_log(done.stdout.decode(errors="replace")) if done.returncode == 0 else None


def fold_log(log: str) -> History:
    """Fold a `git log -p --reverse` into what became of each id."""
    history = History()
    added: set[str] = set()
    removed: set[str] = set()
    for line in log.splitlines():
        if line.startswith(_COMMIT):
            history.turn(added, removed)
            added, removed = set(), set()
        elif match := _ID_LINE.match(line):
            (added if match["sign"] == "+" else removed).add(match["id"])
    history.turn(added, removed)
    return history
