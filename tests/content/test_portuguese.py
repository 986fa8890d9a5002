"""Word classes of the editorial rules, likeness of sentences, readability."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.portuguese import absolutes, fold, negations, points_back, praises, words
from content.readability import flesch, syllables
from content.similarity import likeness


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O modelo sempre é versionado.", ["sempre"]),
        ("Somente e APENAS o código.", ["somente", "apenas"]),
        ("Garantir a qualidade elimina erros.", ["garantir", "elimina"]),
        ("Todos os modelos, em qualquer caso.", ["todos", "qualquer"]),
        ("Toda mudança é testada.", ["toda"]),
        ("Ao longo de todo o ciclo, a equipe toda a revê.", []),
        ("A garantia da qualidade é um objetivo.", []),
    ],
)
def test_absolute_words(text: str, found: list[str]) -> None:
    assert absolutes(text) == found


def test_negation_and_praise() -> None:
    assert negations("Não há troca sem teste; a CI não dispensa nem substitui a CD.") == [
        "não", "sem", "não", "dispensa", "nem", "substitui",
    ]  # fmt: skip
    assert praises("Etapas cruciais, essencialmente importantes; fundamentos do modelo.") == [
        "cruciais", "essencialmente", "importantes",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["O DevOps, por sua vez, foca em equipes.", "Essa abordagem une equipes.", "Isso reduz erros.", "Nesse caso"],
)
def test_sentences_that_lean_on_another(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize("text", ["O modelo reduz o erro que isso causa.", "Estabelecer métricas ajuda.", "Espera-se"])
def test_sentences_that_stand_alone(text: str) -> None:
    assert points_back(text) is None


def test_decomposed_letters_make_the_same_words() -> None:
    assert words("Implantac\u0327a\u0303o do co\u0301digo-fonte") == ["implantação", "do", "código-fonte"]
    assert fold("  A Implantação, do “código”! ") == "a implantacao do codigo"


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert 0 <= likeness(left, right) <= 1
    assert likeness(left, left) == 1


def test_rewordings_are_more_alike_than_neighbours() -> None:
    sentence = "O MLOps permite reduzir o tempo de implantação de novos modelos."
    reworded = "O MLOps possibilita a redução do tempo de implantação de modelos novos."
    neighbour = "O monitoramento revela a degradação do modelo em produção."
    assert likeness(sentence, reworded) > 0.65 > 0.3 > likeness(sentence, neighbour)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("automação", 4),
        ("história", 3),
        ("ciência", 3),
        ("rainha", 3),
        ("ainda", 3),
        ("saída", 3),
        ("dia", 2),
        ("água", 2),
        ("treinamento", 4),
        ("produção", 3),
        ("qualidade", 4),
        ("contínua", 3),
        ("juiz", 2),
        ("pão", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_flesch_follows_its_formula() -> None:
    assert flesch("O dia é claro.") == pytest.approx(248.835 - 1.015 * 4 - 84.6 * 6 / 4)
    assert flesch("Um dia. Um dia!") == pytest.approx(248.835 - 1.015 * 2 - 84.6 * 6 / 4)
    assert flesch("…") == 0.0
