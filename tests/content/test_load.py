"""Loading: the bank of a folder, or the first thing wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import load as loading
from content.bank import Status
from content.load import load
from content.problem import BankError
from content.validate import validate

FIXTURES = Path(__file__).with_name("fixtures")
GOOD = (FIXTURES / "good.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mlops-03.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def edit(folder: Path, old: str, new: str) -> None:
    assert GOOD.count(old) == 1
    (folder / "mlops-03.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")


def test_a_published_fact_is_loaded_whole_and_askable(folder: Path) -> None:
    bank = load(folder)
    fact = bank.askable["f-7kq2"]
    assert fact.subtopic_id == "mlops-03-ferramentas"
    assert fact.group == "orquestracao"
    assert [variant.id for variant in fact.variants] == ["c1", "c2", "e1", "e2"]
    assert fact.variants[2].span == ("Kubernetes", "Jenkins")
    assert fact.variants[2].true_text == fact.variants[0].text
    assert len(fact.variants[3].decoys) == 2
    assert fact.sources[0].consulted == "2025-11-20"
    assert 300 <= len(fact.long) <= 700


def test_the_bank_that_ships_with_the_package_loads() -> None:
    assert load().facts
    assert validate().facts == load().facts


@pytest.mark.parametrize("status", ["rascunho", "em_revisao", "aposentado"])
def test_a_fact_that_is_not_published_is_loaded_and_never_asked(folder: Path, status: str) -> None:
    edit(folder, "situacao: publicado", f"situacao: {status}")
    bank = load(folder)
    assert bank.facts["f-7kq2"].status is Status(status)
    assert not bank.askable


def test_a_fact_without_a_falsified_sentence_is_loaded_and_never_asked(folder: Path) -> None:
    start, end = GOOD.index("      - id: e1"), GOOD.index("    longa:")
    (folder / "mlops-03.yaml").write_text(GOOD[:start] + GOOD[end:], encoding="utf-8")
    bank = load(folder)
    assert "f-7kq2" in bank.facts
    assert not bank.askable


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("esquema: 1", "esquema: 2", ":2: 'esquema' must be a whole number from 1 to 1"),
        ("f-7kq2", "f-0kq2", ":8: 'id' is 'f-0kq2'; expected something like f-7kq2"),
        ("    tags:", "    dono: eu\n    tags:", ":16: unknown key 'dono' in a fact"),
        ("dificuldade: 2", 'dificuldade: "2"', ":15: 'dificuldade' must be a whole number from 1 to 3"),
        ("        tecnica: funcao\n", "", ":49: 'tecnica' is missing"),
        ("- id: c2", "- id: c1", ":33: the id c1 stands twice in this fact"),
        ("- id: c2", "- id: e9", ":33: the id e9 does not fit its gabarito"),
        ('["Kubernetes", "Jenkins"]', '["Kubernetes"]', ":42: 'trecho' must hold two texts"),
        ('    revisado_em: "2025-11-20"\n', "", ":8: 'revisado_em' is missing"),
        ("    longa: >-", "    longa: >-\n    curta: >-", ": unknown key 'curta' in a fact"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(folder: Path, old: str, new: str, problem: str) -> None:
    edit(folder, old, new)
    with pytest.raises(BankError) as caught:
        load(folder)
    assert "mlops-03.yaml:" in str(caught.value)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_id_in_two_files_names_both(folder: Path) -> None:
    other = GOOD.replace("id: mlops-03-ferramentas", "id: mlops-04")
    (folder / "mlops-04.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(BankError, match=r"mlops-04\.yaml:8: the id f-7kq2 is also at .*mlops-03\.yaml:8"):
        load(folder)


def test_a_subtopic_in_two_files_is_refused(folder: Path) -> None:
    (folder / "mlops-04.yaml").write_text(GOOD.replace("f-7kq2", "f-7kq3"), encoding="utf-8")
    with pytest.raises(BankError, match="the subtopic mlops-03-ferramentas is in two files"):
        load(folder)


def test_a_folder_without_a_bank_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BankError, match=r"no \*\.yaml file in this folder"):
        load(tmp_path)
    with pytest.raises(BankError, match="no such folder"):
        load(tmp_path / "nowhere")


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_FILES", 0)
    with pytest.raises(BankError, match="more than 0 files"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("O Jenkins é utilizado", "O Jenkins foi utilizado", "is none of the true ones"),
        ('iscas: ["gerenciar aplicações", "em grande escala"]', 'iscas: ["em grande escala"]', "1 iscas"),
        ("O Kubernetes agenda, escala", "O Kubernetes agenda, " + "escala, " * 30 + "escala", "more than 200"),
    ],
)
def test_what_could_embarrass_a_learner_stops_the_bot(folder: Path, old: str, new: str, problem: str) -> None:
    edit(folder, old, new)
    load(folder)
    with pytest.raises(BankError, match=problem):
        validate(folder)


def test_a_fact_in_review_cannot_stop_the_bot(folder: Path) -> None:
    edit(folder, "O Jenkins é utilizado", "O Jenkins foi utilizado")
    text = (folder / "mlops-03.yaml").read_text(encoding="utf-8")
    (folder / "mlops-03.yaml").write_text(text.replace("situacao: publicado", "situacao: em_revisao"))
    assert "f-7kq2" in validate(folder).facts
