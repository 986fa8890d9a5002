"""Each fixture says, at the end of a line, which checks must report that line; nothing else may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.check import check

FIXTURES = Path(__file__).with_name("fixtures")
EXPECT = re.compile(r"# expect: ([a-z-]+(?:, [a-z-]+)*)")


def expected(path: Path) -> set[tuple[int, str]]:
    found = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = EXPECT.search(line)
        found |= {(number, name) for name in match.group(1).split(", ")} if match else set()
    return found


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_fixture_gets_what_it_expects(path: Path) -> None:
    findings = check(path)
    assert findings.unchecked == ()
    assert {(problem.line, problem.check) for problem in findings.problems} == expected(path)
