"""The image and the compose file without Docker: the same steps in a virtual environment, and what they promise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.config import Config

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def plain() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DATABASE_URL", "BOT_TOKEN")
    }


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_steps_of_the_dockerfile_make_a_command_that_answers_and_writes_only_its_data(tmp_path: Path) -> None:
    assert "--require-hashes -r requirements.image.txt" in DOCKERFILE
    assert "--no-deps --no-build-isolation ." in DOCKERFILE
    source, place, data = tmp_path / "src", tmp_path / "assertiva", tmp_path / "data"
    source.mkdir()
    data.mkdir()
    for name in ("requirements.image.txt", "pyproject.toml", "README.md", "LICENSE", "bot", "content", "storage"):
        (source / name).symlink_to(ROOT / name)
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    pip = [str(place / "bin" / "pip"), "install", "-q", "--no-cache-dir"]
    hashed = [*pip, "--require-hashes", "-r", "requirements.image.txt"]
    subprocess.run(hashed, cwd=source, env=plain(), check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], cwd=source, env=plain(), check=True)
    command = str(place / "bin" / "assertiva")
    made = subprocess.run(
        [command, "db", "upgrade"], cwd=data, env={**plain(), "DATA_DIR": str(data), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.startswith("new → ")
    assert {path.name for path in data.iterdir()} <= {
        "assertiva.sqlite3",
        "assertiva.sqlite3-wal",
        "assertiva.sqlite3-shm",
    }
    refused = subprocess.run(
        [command, "run"], cwd=data, env={**plain(), "DATA_DIR": str(data)}, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "BOT_TOKEN is not set" in refused.stderr


def test_the_image_runs_as_nobody_in_particular_and_stops_when_told() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert re.search(r"^STOPSIGNAL SIGTERM$", last, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", last, re.MULTILINE)


def test_the_image_asks_its_own_process_whether_it_is_alive() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r'^HEALTHCHECK .* CMD \["/opt/assertiva/bin/assertiva", "health"\]$', last, re.MULTILINE)
    assert re.search(r"HEALTH_PORT=[1-9]\d*", last)
    assert COMPOSE["services"]["upgrade"]["healthcheck"] == {"disable": True}  # it runs no bot


def test_the_compose_file_runs_two_replicas_and_two_workers_after_one_upgrade() -> None:
    services = COMPOSE["services"]
    for name in ("webhook", "worker"):
        assert services[name]["deploy"]["replicas"] == 2
        assert services[name]["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
        assert services[name]["read_only"] is True
        assert "ports" not in services[name]
    assert services["upgrade"]["command"] == ["db", "upgrade"]
    assert "ports" not in services["postgres"]


def test_every_setting_of_the_compose_file_is_one_that_is_read() -> None:
    for name in ("webhook", "worker", "upgrade"):
        settings = {setting.lower() for setting in COMPOSE["services"][name]["environment"]}
        assert settings <= set(Config.model_fields)


def test_every_setting_is_explained_in_the_example() -> None:
    explained = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert {name.lower() for name in explained} == set(Config.model_fields)
