from __future__ import annotations

import json
import re
from pathlib import Path

from prometheus_client import REGISTRY, generate_latest

import bot.watch.meters as meters

DOCS = Path(__file__).parents[2] / "docs"


def named_in(text: str) -> set[str]:
    return set(re.findall(r"\bassertiva_[a-z_]+", text))


def offered() -> set[str]:
    assert meters.updates is not None
    types = re.findall(r"^# TYPE (assertiva_\w+) (\w+)$", generate_latest(REGISTRY).decode(), re.MULTILINE)
    histograms = {f"{name}_bucket" for name, kind in types if kind == "histogram"}
    return {name for name, _ in types} | histograms


def test_the_dashboard_asks_for_figures_that_there_are_and_for_all_of_them() -> None:
    asked = named_in(" ".join(target["expr"] for target in targets()))
    assert asked <= offered()
    families = {name.removesuffix("_bucket") for name in offered() if not name.endswith("_created")}
    assert families - {name.removesuffix("_bucket") for name in asked} == set()


def test_no_two_panels_share_a_number_or_a_place() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}) == len(panels)


def test_the_alerts_of_the_operations_page_are_on_figures_that_there_are() -> None:
    page = (DOCS / "operations.md").read_text()
    assert named_in(page)
    assert named_in(page) <= offered()


def dashboard() -> dict:
    return json.loads((DOCS / "grafana.json").read_text())


def targets() -> list[dict]:
    return [target for panel in dashboard()["panels"] for target in panel["targets"]]
