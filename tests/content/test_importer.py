"""Importing: the seed whole, hostile texts, and a bank that is left as it was."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import importer
from content.bank import Status
from content.check import check
from content.checks import identity, layout, origin, twins
from content.import_words import import_lines
from content.importer import Imported, import_file
from content.load import DATA, load
from content.problem import BankError

SEED = DATA / "sementes" / "000_f14ee6dbddfbf5f9.txt"
TEXT = "Pergunta Original: 9.5 MLOps.\n1. Subtópico:\n1. Definição do MLOps.\nAssertivas:\n1. O modelo é treinado.\n"


def take(tmp_path: Path, text: str | bytes, name: str = "texto.txt") -> Imported:
    source = tmp_path / name
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(source, tmp_path / "bank", Random(1))


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_seed_is_read_eighty_of_eighty(tmp_path: Path) -> None:
    report = import_file(SEED, tmp_path, Random(1))
    assert len(report.written) == 80
    assert [(note.line, note.text[:24], note.lost) for note in report.notes] == [
        (101, "the title looks cut off:", False)
    ]
    bank = load(tmp_path)
    assert [len(subtopic.facts) for subtopic in bank.subtopics] == [10] * 8
    assert {fact.status for fact in bank.facts.values()} == {Status.DRAFT}
    assert not bank.askable
    assert (tmp_path / "sementes" / SEED.name).read_bytes() == SEED.read_bytes()


def test_imported_drafts_pass_the_checks_that_hold_for_drafts(tmp_path: Path) -> None:
    import_file(SEED, tmp_path, Random(1))
    rules = (layout.layout, origin.provenance, identity.unique_id, twins.same_sentence)
    assert check(tmp_path, rules).problems == ()


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    import_file(SEED, tmp_path, Random(1))
    before = content_of(tmp_path)
    report = import_file(SEED, tmp_path, Random(2))
    assert (len(report.written), len(report.known), report.files) == (0, 80, [])
    assert content_of(tmp_path) == before


def test_edited_facts_are_known_again_and_stay_byte_for_byte(tmp_path: Path) -> None:
    take(tmp_path, TEXT + "2. O dado muda.\n")
    (file,) = (tmp_path / "bank").glob("*.yaml")
    edited = file.read_text().replace(
        "texto: >-\n          O modelo é treinado.", 'texto: "Treina-se o modelo."  # novo'
    )
    file.write_text(edited)
    report = take(tmp_path, TEXT.upper() + "2.  o  dado  muda\n3. O teste é novo.\n", "outro.txt")
    assert len(report.known) == 2
    assert [line for line, _ in report.written] == [7]
    assert file.read_text().startswith(edited)
    assert [f.variants[0].text for f in load(tmp_path / "bank").facts.values()] == [
        "Treina-se o modelo.",
        "O dado muda.",
        "O teste é novo.",
    ]


def test_the_bank_that_ships_knows_its_whole_seed(tmp_path: Path) -> None:
    for path in DATA.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    facts = len(load(tmp_path).facts)
    report = import_file(SEED, tmp_path, Random(1))
    assert len(report.known) == facts
    assert len(report.written) == 80 - facts


def test_new_facts_join_the_file_with_the_same_title(tmp_path: Path) -> None:
    take(tmp_path, TEXT)
    report = take(tmp_path, TEXT.replace("O modelo é treinado", "O dado muda"), "outro.txt")
    assert [path.name for path in report.files] == ["mlops-01-definicao-mlops.yaml"]
    assert len(load(tmp_path / "bank").subtopics) == 1


def test_subtopics_of_several_questions_get_files_of_their_own(tmp_path: Path) -> None:
    other = TEXT.replace("9.5", "9.6").replace("Definição do MLOps", "Definição, do MLOps!").replace("treinado", "novo")
    third = other.replace("Definição, do MLOps!", "Definição MLOps").replace("novo", "bom")
    report = take(tmp_path, TEXT + other + third)
    assert [path.name for path in report.files] == ["mlops-01-definicao-mlops.yaml", "mlops-01-definicao-mlops-2.yaml"]


def test_a_repeated_assertion_is_imported_once_and_said(tmp_path: Path) -> None:
    report = take(tmp_path, TEXT + "2. O modelo é treinado!\n")
    assert len(report.written) == 1
    assert "texto.txt:6: not imported: the same as line 5 of this text" in list(import_lines(report, "texto.txt"))


def test_texts_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    take(tmp_path, TEXT)
    take(tmp_path, TEXT + "2. O dado muda.\n")
    kept = sorted(path.name for path in (tmp_path / "bank" / "sementes").iterdir())
    assert kept == ["texto-2.txt", "texto.txt"]
    assert check(tmp_path / "bank", (origin.provenance,)).problems == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_encodings_give_the_same_drafts(tmp_path: Path, encoding: str) -> None:
    take(tmp_path, TEXT.encode(encoding))
    (fact,) = load(tmp_path / "bank").facts.values()
    assert fact.variants[0].text == "O modelo é treinado."


def test_text_that_yaml_finds_hard_is_kept_word_for_word(tmp_path: Path) -> None:
    hard = [
        "# não é comentário: {a}",
        "'x' \"y\" & *z",
        "- traço |",
        "👩 emoji >-",
        "nul: ~",
        "@a %b `c`",
        "\\n \\u0041",
    ]
    take(tmp_path, TEXT + "".join(f"{number}. {text}.\n" for number, text in enumerate(hard, start=2)))
    texts = [fact.variants[0].text for fact in load(tmp_path / "bank").facts.values()]
    assert texts[1:] == [f"{text}." for text in hard]


def test_an_unsound_bank_is_not_added_to(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "a.yaml").write_text("esquema: 7\n")
    with pytest.raises(BankError, match=r"a\.yaml:1: "):
        take(tmp_path, TEXT)
    assert sorted(content_of(tmp_path / "bank")) == ["a.yaml"]


def test_a_file_whose_facts_do_not_come_last_is_not_added_to(tmp_path: Path) -> None:
    take(tmp_path, TEXT)
    (file,) = (tmp_path / "bank").glob("*.yaml")
    head, _, facts = file.read_text().partition("fatos:\n")
    title = head.partition("subtopico:")[2]
    file.write_text(f"esquema: 1\nfatos:\n{facts}subtopico:{title}")
    before = content_of(tmp_path / "bank")
    with pytest.raises(BankError, match=r"not YAML|last key"):
        take(tmp_path, TEXT + "2. O dado muda.\n")
    assert content_of(tmp_path / "bank") == before


def test_facts_at_the_margin_are_added_to_at_the_margin(tmp_path: Path) -> None:
    take(tmp_path, TEXT)
    (file,) = (tmp_path / "bank").glob("*.yaml")
    head, _, facts = file.read_text().partition("fatos:\n")
    file.write_text(f"{head}fatos:\n" + "".join(line[2:] + "\n" for line in facts.splitlines()).rstrip("\n"))
    take(tmp_path, TEXT + "2. O dado muda.\n")
    assert len(load(tmp_path / "bank").facts) == 2


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "bank").write_text("a file")
    with pytest.raises(BankError, match="cannot be written"):
        take(tmp_path, TEXT)


def test_a_missing_or_large_text_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BankError, match="cannot be read"):
        import_file(tmp_path / "none.txt", tmp_path / "bank", Random(1))
    monkeypatch.setattr(importer, "MAX_INPUT", 3)
    with pytest.raises(BankError, match="larger than 3 bytes"):
        take(tmp_path, TEXT)


def test_what_does_not_fit_is_reported_and_the_rest_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "MAX_DRAFTS", 2)
    monkeypatch.setattr(importer, "MAX_FILES", 1)
    other = TEXT.replace("Definição", "História").replace("treinado", "novo")
    report = take(tmp_path, TEXT + "2. O dado muda.\n3. O teste passa.\n" + other)
    assert len(report.written) == 2
    assert [note.line for note in report.notes if note.lost] == [7, 12]
    assert len(load(tmp_path / "bank").facts) == 2


def test_runs_of_lost_lines_are_drawn_together(tmp_path: Path) -> None:
    report = take(tmp_path, "a\nb\nc\n\n" + TEXT + "2.\n")
    lines = list(import_lines(report, "t.txt"))
    assert lines[0] == "t.txt:1-3: not imported: outside any subtopic"
    assert lines[1] == "t.txt:10: not imported: an assertion without text"
    assert lines[2] == "1 drafts written, 0 assertions known already (utf-8)"


LINE = st.one_of(
    st.binary(max_size=30),
    st.sampled_from([line.encode() for line in [*TEXT.split("\n"), "2.", "2. Um dado é", "novo.", "9.5", "10 anos"]]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, max_size=25), st.sampled_from([b"\n", b"\r\n", b"\r"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_no_text_breaks_the_importer_or_the_bank(lines: list[bytes], end: bytes, mark: bytes) -> None:
    with TemporaryDirectory() as folder:
        report = take(Path(folder), mark + end.join(lines))
        if report.written:
            assert len(load(Path(folder) / "bank").facts) == len(report.written)
        again = take(Path(folder), mark + end.join(lines))
        assert again.written == []
