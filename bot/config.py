"""Settings from the environment or a .env file, frozen. The only reader of either."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Literal["debug", "info", "warning", "error"]
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class ConfigError(Exception):
    """A setting cannot be used; the message is one line for the operator."""


class Config(BaseSettings):
    """What an operator can set; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    log_level: LogLevel = "info"
    secret_key: SecretStr | None = None
    webhook_url: str | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(8443, ge=1, le=65535)
    cluster: bool = False
    bulk_rate: int = Field(25, ge=1, le=1000)
    paid_broadcast: bool = False
    fitting: bool = False
    health_host: str = "127.0.0.1"
    health_port: int = Field(0, ge=0, le=65535)
    local_port: int = Field(8765, ge=0, le=65535)

    @field_validator("bot_token", "bot_api_url", "database_url", "secret_key", "webhook_url", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("bot_api_url", "webhook_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is no token of a bot; @BotFather gives one such as 123456:ABC-def")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_DATABASES):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("data_dir")
    @classmethod
    def _is_folder(cls, value: Path) -> Path:
        if "?" in str(value):  # it would begin the options in the database's URL
            raise ValueError("must not contain a question mark")
        return value

    @property
    def token(self) -> str | None:
        """The bot's token."""
        return self.bot_token.get_secret_value() if self.bot_token else None

    def database(self, name: str) -> str:
        """The database's URL; a SQLite file of that name in the data folder unless another is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / name}"

    def key(self) -> bytes:
        """What links and the webhook's secret are derived from: SECRET_KEY, or a hash of the token."""
        chosen = self.secret_key.get_secret_value() if self.secret_key else f"assertiva:{self.token}"
        return hashlib.sha256(chosen.encode()).digest()


def read() -> Config:
    """The settings of this process; ConfigError names the one that is wrong."""
    # python-telegram-bot then gives durations as timedelta, as its next major version will.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    try:
        return Config()  # type: ignore[call-arg]  # pydantic fills them from the environment
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        raise ConfigError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
    except UnicodeDecodeError:
        raise ConfigError(".env: is not UTF-8 text") from None


def has_display() -> bool:
    """Whether opening a browser window makes sense on this machine."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) or os.name == "nt"
