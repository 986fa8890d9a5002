"""An empty fact at the end of a subtopic's file."""

from __future__ import annotations

from pathlib import Path
from random import Random

from content.append import extended, margin_of, replace_file
from content.draft import skeleton
from content.holdings import read_holdings
from content.page import display_name, read_page
from content.problem import BankError


def new_fact(folder: Path, subtopic: str, coin: Random) -> str:
    """Append a skeleton with a fresh id to the file of a subtopic; return `file:line: id`.

    Raises BankError where the subtopic is not there or its file cannot be added to.
    """
    holdings = read_holdings(folder)
    path = holdings.files.get(subtopic)
    if path is None:
        there = ", ".join(sorted(holdings.files)) or "none"
        raise BankError(f"no subtopic {subtopic[:60]!r} in {display_name(folder)}; there are: {there}")
    page = read_page(path)
    fact_id = holdings.new_id(coin)
    replace_file(path, extended(path, skeleton(fact_id, margin_of(page))))
    line = page.text.rstrip("\n").count("\n") + 2
    return f"{display_name(path)}:{line}: {fact_id}"
