from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "123456:AA-secret_token"


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """Whatever was set up for logging before stands again."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_an_event_is_one_line_of_json_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger().info("set delivered", learner=7)
    (line,) = lines(capsys)
    event = json.loads(line)
    assert (event["event"], event["learner"], event["level"]) == ("set delivered", 7, "info")
    assert event["timestamp"].endswith("Z")


@pytest.mark.parametrize(("level", "seen"), [("debug", 3), ("info", 2), ("warning", 1), ("error", 0)])
def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str], level: str, seen: int) -> None:
    logs.configure(level)
    log = structlog.get_logger()
    log.debug("a")
    log.info("b")
    log.warning("c")
    assert len(lines(capsys)) == seen


@pytest.mark.parametrize(
    "value",
    [TOKEN, f"https://api.example/bot{TOKEN}/getMe", [TOKEN], {"url": TOKEN}, ValueError(TOKEN), (1, (TOKEN,))],
)
def test_a_secret_is_blotted_out_wherever_it_stands(capsys: pytest.CaptureFixture[str], value: object) -> None:
    logs.configure("info", ["", TOKEN])
    structlog.get_logger().info(f"calling {TOKEN}", value=value)
    (line,) = lines(capsys)
    assert TOKEN not in line
    assert "…" in line


@pytest.mark.parametrize("before", range(170, 205, 7))
def test_a_secret_in_others_records_is_blotted_out_even_where_the_line_is_cut(
    capsys: pytest.CaptureFixture[str], before: int
) -> None:
    logs.configure("info", [TOKEN])
    logging.getLogger("somebody").error("x" * before + TOKEN)
    (line,) = lines(capsys)
    assert "123456" not in line


def test_others_records_are_one_line_without_what_people_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        raise ValueError("my dear diary")
    except ValueError:
        logging.getLogger("telegram.ext").exception("No error handlers\nare registered: %s", "my dear diary")
    (line,) = lines(capsys)
    assert "my dear diary" not in line
    assert "ValueError" in line
    assert "telegram.ext" in line


def test_the_libraries_speak_up_from_warnings_on(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    for name in logs._QUIET:
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble")
    assert len(lines(capsys)) == len(logs._QUIET)
