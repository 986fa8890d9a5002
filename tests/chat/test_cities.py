from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import cities
from bot.chat.actions import SetAction, encode
from bot.tutor.days import zone_of

JULY = datetime(2026, 7, 1, tzinfo=UTC)
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Lisboa", "Europe/Lisbon"),
        ("  LISBON ", "Europe/Lisbon"),
        ("porto alegre", "America/Sao_Paulo"),
        ("Brasilia", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Nova York", "America/New_York"),
        ("nova iorque", "America/New_York"),
        ("new york", "America/New_York"),
        ("Tóquio", "Asia/Tokyo"),
        ("tokio", "Asia/Tokyo"),
        ("Japão", "Asia/Tokyo"),
        ("japan", "Asia/Tokyo"),
        ("Calcutá", "Asia/Kolkata"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Lord Howe", "Australia/Lord_Howe"),
        ("kiev", "Europe/Kyiv"),
        ("maputo", "Africa/Maputo"),
        ("Londres", "Europe/London"),
    ],
)
def test_a_place_is_found_first_by_any_of_its_names(text: str, zone: str) -> None:
    assert cities.search(text, JULY)[0] == zone


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("UTC-3", "Etc/GMT+3"),
        ("utc −3", "Etc/GMT+3"),
        ("GMT+5", "Etc/GMT-5"),
        ("-3", "Etc/GMT+3"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("+0", "UTC"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("+0545", "Asia/Kathmandu"),
        ("UTC-9:30", "Pacific/Marquesas"),
    ],
)
def test_an_offset_brings_the_fixed_zone_or_a_place(text: str, first: str) -> None:
    assert cities.search(text, JULY)[0] == first


@given(hours=st.integers(-12, 14), quarter=st.sampled_from((0, 15, 30, 45)), at=st.sampled_from((JULY, JANUARY)))
def test_what_an_offset_brings_has_that_offset(hours: int, quarter: int, at: datetime) -> None:
    sign = "-" if hours < 0 else "+"
    wanted = (timedelta(hours=abs(hours), minutes=quarter)) * (-1 if hours < 0 else 1)
    for zone in cities.search(f"UTC{sign}{abs(hours)}:{quarter:02d}", at):
        assert at.astimezone(ZoneInfo(zone)).utcoffset() == wanted


def test_offsets_are_those_of_the_season() -> None:
    assert "Europe/Lisbon" in cities.search("UTC+1", JULY)
    assert "Europe/Lisbon" not in cities.search("UTC+1", JANUARY)


@pytest.mark.parametrize("text", ["", " ", "a", "xyzzy", "UTC+99", "3", "😀", "١٢", "\x00", "-" * 5000, "s:zone:UTC"])
def test_what_is_no_place_brings_nothing(text: str) -> None:
    assert cities.search(text, JULY) == []


@given(st.text(max_size=80))
def test_whatever_is_written_brings_a_few_zones_that_fit_a_button(text: str) -> None:
    found = cities.search(text, JULY)
    assert len(found) == len(set(found)) <= cities.MOST
    for zone in found:
        assert zone_of(zone) is not None
        assert encode(SetAction("zone", zone))
        assert cities.label_of(zone, "pt_BR")


def test_every_zone_of_brazil_is_offered_and_named() -> None:
    offered = {zone.split("/")[1] for zone in cities.BRAZIL}
    brazilian = {city.zone.split("/")[1] for city in cities._cities() if "brasil" in city.countries}
    by_rules = {JULY.astimezone(ZoneInfo(f"America/{name}")).utcoffset() for name in brazilian}
    assert offered <= brazilian
    assert {JULY.astimezone(ZoneInfo(zone)).utcoffset() for zone in cities.BRAZIL} == by_rules


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        ("Europe/Lisbon", "pt_BR", "Lisboa (Portugal)"),
        ("Europe/Lisbon", "en", "Lisbon (Portugal)"),
        ("Asia/Kolkata", "pt_BR", "Calcutá (Índia)"),
        ("Etc/GMT+3", "pt_BR", "UTC−3"),
        ("Etc/GMT-14", "en", "UTC+14"),
        ("UTC", "pt_BR", "UTC"),
        ("EST5EDT", "en", "EST5EDT"),
    ],
)
def test_a_zone_is_called_what_people_call_it(zone: str, language: str, name: str) -> None:
    assert cities.label_of(zone, language) == name
