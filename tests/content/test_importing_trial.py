"""The import bench, on texts small enough for a test."""

from __future__ import annotations

import re
from random import Random

from bot.trials.importing import garbage, import_bench, import_cost


def test_garbage_has_its_size_and_is_read() -> None:
    data = garbage(20_000, Random(3))
    assert len(data) == 20_000
    cost = import_cost(data)
    assert cost.drafts > 10
    assert cost.notes > 10


def test_the_bench_prints_sizes_times_and_their_ratio() -> None:
    lines = list(import_bench((5_000, 10_000)))
    assert len(lines) == 3
    assert re.fullmatch(r" +0\.0 MB +\d+\.\d\d s +\d+\.\d{3} s/MB  [\d,]+ drafts, [\d,]+ notes", lines[0])
    assert re.fullmatch(r"time a megabyte, last to first: \d+\.\d\d", lines[-1])
