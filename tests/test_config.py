from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, has_display, read

NAMES = {name.upper() for name in Config.model_fields}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine counts; the working folder is empty."""
    for name in list(os.environ):
        if name.upper() in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_there_is_no_token_and_the_data_lies_in_a_folder() -> None:
    config = read()
    assert config.token is None
    assert config.database("x.sqlite3") == "sqlite:///data/x.sqlite3"
    assert (config.log_level, config.webhook_host) == ("info", "127.0.0.1")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:x")
    monkeypatch.setenv("DATA_DIR", "/srv/assertiva")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    config = read()
    assert config.token == "1:x"
    assert config.database("x.sqlite3") == "sqlite:////srv/assertiva/x.sqlite3"
    assert config.log_level == "debug"


def test_the_memory_is_fitted_to_each_learner_only_where_that_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read().fitting
    monkeypatch.setenv("FITTING", "1")
    assert read().fitting


def test_settings_come_from_a_file_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=1:file\nLOG_LEVEL=error\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    config = read()
    assert config.token == "1:file"
    assert config.log_level == "warning"


@pytest.mark.parametrize("name", ["BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "SECRET_KEY", "WEBHOOK_URL"])
def test_a_blank_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "  ")
    assert getattr(read(), name.lower()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "loud"),
        ("LOCAL_PORT", "99999"),
        ("WEBHOOK_PORT", "0"),
        ("WEBHOOK_PORT", "x"),
        ("BOT_API_URL", "ftp://example.org"),
        ("WEBHOOK_URL", "example.org"),
        ("DATABASE_URL", "some file"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
        ("DATA_DIR", "/srv/what?"),
        ("BOT_TOKEN", "hunter2"),
        ("BOT_TOKEN", "1:hunter2 hunter2"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        read()
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "hunter2" not in line


def test_a_file_that_is_not_text_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"^\.env: [^\n]+$"):
        read()


def test_settings_do_not_change_and_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:hunter2")
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:hunter2@b/c")
    config = read()
    assert "hunter2" not in repr(config)
    assert "hunter2" not in config.model_dump_json()
    with pytest.raises(ValueError, match="frozen"):
        config.log_level = "error"  # type: ignore[misc]


def test_links_are_signed_with_the_secret_key_or_one_derived_from_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = set()
    for name, value in (("BOT_TOKEN", "1:x"), ("BOT_TOKEN", "1:y"), ("SECRET_KEY", "k"), ("BOT_TOKEN", "1:x")):
        monkeypatch.setenv(name, value)
        keys.add(read().key())
    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize(("name", "shown"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), (None, os.name == "nt")])
def test_a_browser_is_opened_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, name: str | None, shown: bool
) -> None:
    for one in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(one, raising=False)
    if name is not None:
        monkeypatch.setenv(name, ":0")
    assert has_display() is shown


def test_the_example_lists_every_setting() -> None:
    example = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    assert all(f"{name}=" in example for name in NAMES)
