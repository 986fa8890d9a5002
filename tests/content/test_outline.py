"""The seed's format, and everything that real texts do to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.decode import clean
from content.outline import MAX_TEXT, outline
from content.passages import Outline

HEAD = "Pergunta Original: 9.5 MLOps.\n1. Subtópico:\n1. Definição do MLOps.\nAssertivas:\n"


def read(text: str) -> Outline:
    return outline(tuple(clean(line) for line in text.split("\n")))


def items(text: str) -> list[str]:
    return [item.text for part in read(text).parts for item in part.items]


def notes(text: str) -> list[tuple[int, str]]:
    return [(note.line, note.text) for note in read(text).notes]


def lost(text: str) -> list[int]:
    return [note.line for note in read(text).notes if note.lost]


def test_question_title_and_assertions_are_read_with_their_lines() -> None:
    (part,) = read(HEAD + "1. O modelo é treinado.\n2. O modelo é testado.\n").parts
    assert part.question.text == "9.5 MLOps."
    assert part.title.text == "Definição do MLOps."
    assert [(item.line, item.number, item.text) for item in part.items] == [
        (5, 1, "O modelo é treinado."),
        (6, 2, "O modelo é testado."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1. O dado muda.",
        "1.O dado muda.",
        "1) O dado muda.",
        "(1) O dado muda.",
        "1 - O dado muda.",
        "01. O dado muda.",
        "1 – O dado muda.",
        "1— O dado muda.",
        "1 . O dado muda.",
        "1: O dado muda.",
        "# 1 O dado muda.",
        "1] O dado muda.",
        "- O dado muda.",
        "• O dado muda.",
        "– O dado muda.",
        "* O dado muda.",
        "O dado muda.",
        "  7.  O  dado muda. ",
    ],
)
def test_every_way_of_numbering_is_read(line: str) -> None:
    assert items(HEAD + line) == ["O dado muda."]


@pytest.mark.parametrize("line", ["10 anos de uso não bastam.", "9.5 é o item do edital.", "2024 foi o ano.", "3.1.2"])
def test_numbers_that_begin_a_wrapped_line_are_no_items(line: str) -> None:
    assert items(f"{HEAD}1. A prática soma ao menos\n{line}\n") == [f"A prática soma ao menos {line}"]


def test_wrapped_assertions_are_joined() -> None:
    text = HEAD + "1. O modelo é\ntreinado – com dados\n– e testado.\n\n2. O dado\nmuda.\n"
    assert items(text) == ["O modelo é treinado – com dados – e testado.", "O dado muda."]


def test_assertions_without_numbers_are_told_from_wrapped_lines() -> None:
    text = HEAD + "O modelo é treinado.\nO dado\nmuda.\n"
    assert items(text) == ["O modelo é treinado.", "O dado muda."]
    assert notes(text) == [(5, "an assertion without a number"), (6, "an assertion without a number")]


def test_restarted_and_skipped_numbers_are_read_and_noted() -> None:
    text = HEAD + "1. Um modelo.\n3. Um dado.\n1. Um teste.\n"
    assert items(text) == ["Um modelo.", "Um dado.", "Um teste."]
    assert notes(text) == [(6, "number 3 stands after 1"), (7, "number 1 stands after 3")]


def test_empty_assertions_are_reported() -> None:
    text = HEAD + "1. Um modelo.\n2.\n3) \n4. Um dado.\n"
    assert items(text) == ["Um modelo.", "Um dado."]
    assert notes(text)[:2] == [(6, "an assertion without text"), (7, "an assertion without text")]


def test_a_number_alone_takes_the_next_line() -> None:
    assert items(HEAD + "1.\nUm modelo\nnovo.\n") == ["Um modelo novo."]


@pytest.mark.parametrize(
    "head",
    [
        "Pergunta Original: 9.5 MLOps.\n1. Subtópico: Definição do MLOps.\nAssertivas:\n",
        "PERGUNTA ORIGINAL - 9.5 MLOps.\nSUBTOPICO 1:\nDefinição do\nMLOps.\nASSERTIVAS\n",
        "Pergunta Original:\n9.5 MLOps.\n1) Subtópico: 1. Definição do MLOps.\nAssertiva:\n",
        "Pergunta Original: 9.5 MLOps.\nSub-tópico – Definição do MLOps.\nAssertivas –\n",
        "Pergunta Original: 9.5 MLOps.\n1. Subtópico:\n\n1. Definição do MLOps.\n",
    ],
)
def test_headings_are_read_in_their_variants(head: str) -> None:
    (part,) = read(head + "1. Um modelo.\n").parts
    assert (part.question.text, part.title.text) == ("9.5 MLOps.", "Definição do MLOps.")
    assert [item.text for item in part.items] == ["Um modelo."]


def test_several_questions_keep_their_subtopics_apart() -> None:
    found = read(HEAD + "1. Um modelo.\n" + HEAD.replace("9.5", "9.6") + "1. Um dado.\n")
    assert [part.question.text for part in found.parts] == ["9.5 MLOps.", "9.6 MLOps."]


@pytest.mark.parametrize(
    ("title", "cut"), [("O papel da integração cont", True), ("O papel da integração contínua.", False)]
)
def test_a_cut_off_title_is_reported(title: str, cut: bool) -> None:
    text = f"{HEAD}1. Um modelo.\n2. Subtópico:\n{title}\nAssertivas:\n1. Um dado.\n"
    assert any(line == 6 and "the title looks cut off" in note for line, note in notes(text)) is cut


def test_titles_that_never_end_on_a_full_stop_are_a_style() -> None:
    text = "Subtópico: Um\nAssertivas:\n1. Um dado.\nSubtópico: Dois\nAssertivas:\n1. Outro dado.\n"
    assert notes(text) == []


def test_what_stands_outside_is_reported_with_its_line() -> None:
    text = "Prova de 2025\n\n1. Solta.\nAssertivas:\nPergunta Original: 9.5 MLOps.\nSobra depois do fim."
    assert lost(text) == [1, 3, 4, 6]
    assert (5, "a question without subtopics") in notes(text)


def test_subtopics_without_title_or_assertions_are_noted() -> None:
    assert notes("Subtópico:\nAssertivas:\n") == [
        (1, "a subtopic without a title"),
        (1, "a subtopic without assertions"),
    ]


def test_an_assertion_that_is_too_long_is_lost_whole() -> None:
    text = HEAD + "1. Um modelo.\n2. O começo\n" + "x" * MAX_TEXT + "\n3. Um dado.\n"
    assert items(text) == ["Um modelo.", "Um dado."]
    assert lost(text) == [6, 7]


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "Pergunta Original: x",
            "1. Subtópico:",
            "Subtópico: T.",
            "Assertivas:",
            "1. Um.",
            "2.",
            "3) dois",
            "- a",
            "Texto solto",
            "e segue.",
            "9.5 fim",
            "10 anos",
            "x" * (MAX_TEXT + 1),
            "• b.",
            "Assertivas: 1. x",
        ]
    ),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=30))
def test_every_line_that_is_not_blank_is_used_or_reported(lines: list[str]) -> None:
    cleaned = tuple(clean(line) for line in lines)
    found = outline(cleaned)
    filled = {number for number, line in enumerate(cleaned, start=1) if line}
    reported = {note.line for note in found.notes if note.lost}
    assert found.used | reported == filled
    assert not found.used & reported
    assert all(item.text for part in found.parts for item in part.items)
