"""One fact as written in YAML, read into the bank's Fact and its editorial Record."""

from __future__ import annotations

from content import shapes
from content.bank import Fact, Source, Status, Variant
from content.record import Origin, Record
from content.spot import Spot

STATUSES = tuple(status.value for status in Status)
_DATE = "2025-11-20"


def read_fact(spot: Spot, subtopic_id: str) -> tuple[Fact, Record]:
    """Read the fact at this place. A draft may be incomplete; anything further on may not.

    Raises BankError at the first key that is missing, unknown or of another shape.
    """
    spot.only(shapes.FACT_KEYS, "a fact")
    status = Status(spot.choice("situacao", STATUSES))
    draft = status is Status.DRAFT
    fact = Fact(
        id=spot.match("id", shapes.FACT_ID, "f-7kq2"),
        subtopic_id=subtopic_id,
        status=status,
        revision=spot.number("revisao", 1, 9_999),
        difficulty=2 if draft and "dificuldade" not in spot.value else spot.number("dificuldade", 1, 3),
        group=spot.match("grupo", shapes.SLUG, "orquestracao") if "grupo" in spot.value else None,
        tags=_tags(spot),
        variants=_variants(spot, draft),
        long=spot.text("longa", empty=draft) if "longa" in spot.value or not draft else "",
        sources=tuple(_source(item, draft) for item in spot.each("fontes", least=0 if draft else 1)),
    )
    return fact, _record(spot, status)


def _record(spot: Spot, status: Status) -> Record:
    record = Record(
        author=spot.text("autor"),
        written_on=_date(spot, "redigido_em"),
        reviewers=spot.texts("revisores"),
        reviewed_on=_date(spot, "revisado_em"),
        source_absolutes=spot.texts("absolutas_da_fonte"),
        origin=_origin(spot.below("proveniencia")) if "proveniencia" in spot.value else None,
    )
    if status is Status.PUBLISHED:
        spot.below("revisores")
        spot.below("revisado_em")
    return record


def _tags(spot: Spot) -> tuple[str, ...]:
    tags = spot.texts("tags")
    for index, tag in enumerate(tags):
        if not shapes.SLUG.fullmatch(tag):
            spot.fail(f"the tag {tag[:40]!r} must be lower-case words joined by hyphens", "tags", index)
    return tags


def _origin(spot: Spot) -> Origin:
    spot.only(shapes.ORIGIN_KEYS, "'proveniencia'")
    return Origin(
        file=spot.match("arquivo", shapes.FILE_NAME, "000_f14ee6dbddfbf5f9.txt"),
        line=spot.number("linha", 1, 10_000_000),
        subtopic=spot.number("subtopico", 1, 1_000_000),
        assertion=spot.number("assertiva", 1, 1_000_000),
        original=spot.text("texto_original"),
        correction=spot.maybe_text("correcao"),
    )


def _source(spot: Spot, draft: bool) -> Source:
    spot.only(shapes.SOURCE_KEYS, "a source")
    return Source(
        work=spot.text("obra", empty=draft),
        section=spot.text("secao", empty=draft),
        url=spot.match("url", shapes.URL, "https://…") if "url" in spot.value else None,
        consulted=_date(spot, "acesso"),
    )


def _variants(spot: Spot, draft: bool) -> tuple[Variant, ...]:
    variants = tuple(_variant(item, draft) for item in spot.each("enunciados", least=1))
    seen: set[str] = set()
    for index, variant in enumerate(variants):
        if variant.id in seen:
            spot.fail(f"the id {variant.id} stands twice in this fact", "enunciados", index, "id")
        seen.add(variant.id)
    return variants


def _variant(spot: Spot, draft: bool) -> Variant:
    truth = _truth(spot)
    spot.only(shapes.TRUE_KEYS if truth else shapes.FALSE_KEYS, "a true sentence" if truth else "a sentence")
    variant_id = spot.match("id", shapes.VARIANT_ID, "c1 or e1")
    if (variant_id[0] == "c") is not truth:
        spot.fail(f"the id {variant_id} does not fit its gabarito (c… is certo, e… is errado)", "id")
    text = spot.text("texto", empty=draft)
    short = spot.text("curta", empty=draft) if "curta" in spot.value or not draft else ""
    if truth:
        return Variant(variant_id, truth, text, short)
    return Variant(
        variant_id,
        truth,
        text,
        short,
        technique=spot.choice("tecnica", shapes.TECHNIQUES),
        span=_span(spot, draft),
        reason=spot.text("motivo", empty=draft),
        decoys=tuple(item.string("an item of 'iscas'", empty=draft) for item in spot.each("iscas")),
    )


def _truth(spot: Spot) -> bool:
    if not isinstance(spot.value, dict):
        spot.fail("a sentence must be a mapping of keys")
    return spot.choice("gabarito", ("certo", "errado")) == "certo"


def _span(spot: Spot, draft: bool) -> tuple[str, str]:
    spot.below("trecho")
    parts = tuple(item.string("an item of 'trecho'", empty=draft) for item in spot.each("trecho"))
    if len(parts) != 2:
        spot.fail("'trecho' must hold two texts: the original words and the false ones", "trecho")
    return parts[0], parts[1]


def _date(spot: Spot, key: str) -> str | None:
    return spot.match(key, shapes.DATE, _DATE) if key in spot.value else None
