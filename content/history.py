"""The fact ids that a git history has seen come and go."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from content.shapes import FACT_ID

_ID_LINE = re.compile(rf"(?P<sign>[+-])\s*- id: *[\"']?(?P<id>{FACT_ID.pattern})\b")
_COMMIT = "commit "
_SECONDS = 30


@dataclass(slots=True)
class History:
    """How often each id stands in the last commit, which ids have been gone, and which of these came back."""

    counts: Counter[str] = field(default_factory=Counter)
    gone: set[str] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)

    @property
    def present(self) -> set[str]:
        """The ids in the last commit."""
        return set(+self.counts)

    def turn(self, change: Counter[str]) -> None:
        """Take in one commit: lines added less lines removed, by id. What only moved is zero."""
        for fact_id, difference in change.items():
            before, after = self.counts[fact_id], self.counts[fact_id] + difference
            self.counts[fact_id] = after
            if before > 0 >= after:
                self.gone.add(fact_id)
            elif after > 0 >= before and fact_id in self.gone:
                self.reused.add(fact_id)


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
    change: Counter[str] = Counter()
    for line in log.splitlines():
        if line.startswith(_COMMIT):
            history.turn(change)
            change = Counter()
        elif match := _ID_LINE.match(line):
            change[match["id"]] += 1 if match["sign"] == "+" else -1
    history.turn(change)
    return history
