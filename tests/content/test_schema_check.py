"""The JSON Schema that editors use and the loader that the bot uses say the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from content.fact_file import STATUSES
from content.load import read_leaf
from content.page import Page, parse_page
from content.problem import BankError
from content.schema_check import SCHEMA, schema_problems
from content.shapes import FACT_KEYS, TECHNIQUES

GOOD = (Path(__file__).with_name("fixtures") / "good.yaml").read_text(encoding="utf-8")
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        "",
        " ",
        "x",
        "Á",
        "f-7kq3",
        "c1",
        "c3",
        "e3",
        "e0",
        "certo",
        "errado",
        "rascunho",
        "publicado",
        "em_revisao",
        "aposentado",
        "conceito",
        "2025-11-20",
        "2025-13-01",
        "https://a.b",
        "http://a.b",
        "x" * 4_001,
        None,
        0,
        1,
        4,
        -1,
        10_000_001,
        [],
        [""],
        ["a", "b"],
        ["a", "b", "c"],
        {},
        {"id": "c4"},
        [{}],
    ]
).map(copy.deepcopy)
KEYS = st.sampled_from([*sorted(FACT_KEYS), "dono", "texto", "curta", "iscas", "url", "acesso", "correcao"])


def places(value: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [keys]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*keys, key))
    return found


def holder(value: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def mutate(value: Any, data: st.DataObject) -> None:
    keys = data.draw(st.sampled_from([place for place in places(value) if place]))
    parent, action = holder(value, keys[:-1]), data.draw(st.sampled_from(["replace", "delete", "add"]))
    if action == "replace":
        parent[keys[-1]] = data.draw(JUNK)
    elif action == "delete":
        del parent[keys[-1]]
    elif isinstance(parent, dict):
        parent[data.draw(KEYS)] = data.draw(JUNK)
    else:
        parent.append(data.draw(JUNK))


def refusal(page: Page) -> str:
    try:
        read_leaf(page)
    except BankError as error:
        return str(error)
    return ""


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_schema_and_loader_refuse_the_same_files(data: st.DataObject) -> None:
    value = copy.deepcopy(parse_page(GOOD, "good.yaml").value)
    value["fatos"][0]["situacao"] = data.draw(st.sampled_from(STATUSES))
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(value, data)
    page = Page("good.yaml", value, {}, "")
    by_schema = list(schema_problems(page))
    by_loader = refusal(page)
    # That an id stands twice is beyond a JSON Schema.
    if "stands twice" not in by_loader:
        assert bool(by_schema) is bool(by_loader), (by_schema, by_loader)


def test_a_good_file_has_no_problem() -> None:
    assert list(schema_problems(parse_page(GOOD, "good.yaml"))) == []


def test_the_schema_is_itself_valid_and_names_the_same_words() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert tuple(schema["$defs"]["tecnica"]["enum"]) == TECHNIQUES
    assert set(schema["$defs"]["fato"]["properties"]) == FACT_KEYS


def test_an_unknown_key_is_reported_at_its_own_line() -> None:
    text = GOOD.replace("    tags:", "    dono: eu\n    tags:")
    (problem,) = schema_problems(parse_page(text, "good.yaml"))
    assert text.splitlines()[problem.line - 1] == "    dono: eu"
    assert problem.text == "unknown key 'dono' in 'fatos'"
