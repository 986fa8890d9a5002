"""Rich tables and panels for the curator's terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from content.bank import Bank, Fact, Status, Subtopic, Variant
from content.readability import flesch
from content.stats import LEAST_ASKABLE, Figures


def stats_tables(figures: Figures) -> Iterator[RenderableType]:
    """Subtopics, techniques and readability, then a line for every thin subtopic."""
    yield _subtopics(figures)
    yield _techniques(figures)
    yield _readings(figures)
    for subtopic in figures.subtopics:
        if subtopic.thin:
            yield Text(f"warning: {subtopic.id} has {subtopic.askable} askable facts; {LEAST_ASKABLE} are wanted")


def fact_panel(bank: Bank, fact: Fact) -> RenderableType:
    """A fact whole, as a reviewer wants to see it."""
    about = f"{fact.status} · revision {fact.revision} · difficulty {fact.difficulty} · group {fact.group or '–'}"
    sources = [Text(f"• {source}" + (f" ({source.consulted})" if source.consulted else "")) for source in fact.sources]
    parts = [Text(about, style="dim"), *(_variant(v) for v in fact.variants), Text(fact.long), *sources]
    return Panel(Group(*parts), title=Text(f"{fact.id} · {bank.subtopic_of(fact).title}"), title_align="left")


def subtopic_table(subtopic: Subtopic) -> RenderableType:
    """The facts of a subtopic, each by its first sentence."""
    table = Table(title=Text(f"{subtopic.id} · {subtopic.title}"), title_justify="left")
    for column in ("fact", "status", "group", "C", "E", "first sentence"):
        table.add_column(column)
    for fact in subtopic.facts:
        sides = [str(len(fact.sides(truth))) for truth in (True, False)]
        table.add_row(fact.id, fact.status.value, fact.group or "", *sides, Text(fact.variants[0].text))
    return table


def _subtopics(figures: Figures) -> Table:
    table = Table(title="Subtopics")
    table.add_column("subtopic", no_wrap=True)
    for name in ("draft", "review", "publ.", "ret.", "asked", "C", "E"):
        table.add_column(name, justify="right")
    for row in figures.subtopics:
        counts = [row.facts[status] for status in Status]
        table.add_row(row.id, *map(str, [*counts, row.askable, row.true, row.falsified]))
    totals = [sum(row.facts[status] for row in figures.subtopics) for status in Status]
    askable = sum(row.askable for row in figures.subtopics)
    table.add_section()
    table.add_row("all", *map(str, [*totals, askable, figures.true, figures.falsified]))
    return table


def _techniques(figures: Figures) -> Table:
    table = Table(title="Techniques")
    table.add_column("technique")
    table.add_column("sentences", justify="right")
    table.add_column("share", justify="right")
    for technique, count in figures.techniques.most_common():
        table.add_row(technique, str(count), f"{count / figures.techniques.total():.0%}")
    return table


def _readings(figures: Figures) -> Table:
    table = Table(title="Reading (Flesch index of Martins et al. 1996: higher is easier)")
    table.add_column("text")
    for name in ("count", "mean length", "mean index"):
        table.add_column(name, justify="right")
    for reading in figures.readings:
        table.add_row(reading.kind, str(reading.count), f"{reading.length:.0f}", f"{reading.flesch:.0f}")
    return table


def _variant(variant: Variant) -> RenderableType:
    key = "Certo" if variant.truth else "Errado"
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=10)
    table.add_column(ratio=1)
    style = "green" if variant.truth else "red"
    table.add_row(Text(f"{variant.id} {key}", style=style), _marked(variant))
    if variant.span is not None:
        table.add_row("", Text(f"{variant.span[1]} ← {variant.span[0]} ({variant.technique}): {variant.reason}"))
        table.add_row("", Text(f"iscas: {' · '.join(variant.decoys)}"))
    table.add_row(
        "",
        Text(
            f"{variant.short} [{len(variant.text)}/{len(variant.short)} characters, index {flesch(variant.text):.0f}]",
            style="dim",
        ),
    )
    return table


def _marked(variant: Variant) -> Text:
    text = Text(variant.text)
    if variant.span is not None:
        text.highlight_words([variant.span[1]], style="bold red")
    return text
