"""Time zones by the names people give them: cities and countries in both languages, UTC offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.chat.words import LANGUAGES
from bot.tutor.days import zone_of

BRAZIL = {
    "America/Sao_Paulo": "Brasília, São Paulo, Rio",
    "America/Bahia": "Salvador",
    "America/Fortaleza": "Fortaleza, Natal, São Luís",
    "America/Recife": "Recife",
    "America/Maceio": "Maceió, Aracaju",
    "America/Belem": "Belém, Macapá",
    "America/Araguaina": "Palmas, Araguaína",
    "America/Cuiaba": "Cuiabá",
    "America/Campo_Grande": "Campo Grande",
    "America/Manaus": "Manaus",
    "America/Boa_Vista": "Boa Vista",
    "America/Porto_Velho": "Porto Velho",
    "America/Rio_Branco": "Rio Branco",
    "America/Noronha": "Fernando de Noronha",
}
"""Brazil's zones as the settings offer them, most people first."""

MOST = 8
LONGEST = 64
_ALSO = {
    "America/Sao_Paulo": (
        "brasilia", "rio de janeiro", "belo horizonte", "curitiba", "porto alegre", "florianopolis", "goiania",
        "vitoria", "campinas", "santos", "sp", "rj", "df",
    ),
    "America/Bahia": ("salvador",),
    "America/Fortaleza": ("natal", "joao pessoa", "teresina", "sao luis"),
    "America/Maceio": ("aracaju",),
    "America/Belem": ("macapa",),
    "America/Araguaina": ("palmas",),
    "America/New_York": ("washington", "boston", "miami", "orlando", "atlanta", "nova iorque"),
    "America/Chicago": ("houston", "dallas"),
    "America/Los_Angeles": ("san francisco", "sao francisco", "seattle", "las vegas"),
    "America/Toronto": ("montreal", "ottawa"),
    "Europe/Lisbon": ("porto", "braga", "coimbra"),
    "Europe/Madrid": ("barcelona",),
    "Europe/Rome": ("milao", "milan"),
    "Europe/Berlin": ("munique", "munich", "frankfurt", "hamburgo", "hamburg"),
    "Europe/Zurich": ("genebra", "geneva"),
    "Africa/Johannesburg": ("cidade do cabo", "cape town"),
    "Asia/Shanghai": ("pequim", "beijing"),
    "Asia/Kolkata": ("mumbai", "nova delhi", "new delhi", "bangalore"),
    "Asia/Tokyo": ("osaka", "nagoya"),
    "Australia/Sydney": ("sidnei", "camberra", "canberra"),
}  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-]?) ?([0-9]{1,2})(?:[:h]?([0-9]{2}))?")
_WEST, _EAST = -12, 14
_USUAL = ("America/Sao_Paulo", "America/Manaus", "Europe/Lisbon", "America/New_York", "Europe/London", "Europe/Paris")


@dataclass(frozen=True, slots=True)
class City:
    """A zone and the folded names under which it is found, the city's before its country's."""

    zone: str
    names: frozenset[str]
    countries: frozenset[str]


def name_of(zone: str, language: str) -> str:
    """What to call a zone: its Brazilian cities, its city in that language, or its offset."""
    if zone in BRAZIL:
        return BRAZIL[zone]
    if zone.startswith("Etc/GMT") and zone[7:]:
        return "UTC" + zone[7:].translate(str.maketrans("+-", "−+"))  # POSIX counts westwards
    return _city(zone, language) if "/" in zone else zone


def label_of(zone: str, language: str) -> str:
    """The name with the country, as the results of a search tell cities apart."""
    territory = Locale.parse(language).territories.get(get_global("zone_territories").get(zone, ""))
    is_place = "/" in zone and not zone.startswith("Etc/")
    return f"{name_of(zone, language)} ({territory})" if territory and is_place else name_of(zone, language)


def search(text: str, now: datetime) -> list[str]:
    """The zones that a city, a country or an offset such as `UTC-3` stands for, best first, at most MOST.

    Accents, case and a wrong letter count for nothing. Offsets are those of `now`: summer time moves them.
    """
    text = text.strip()[:LONGEST]
    offset = _read_offset(text)
    if offset is not None:
        return list(_at_offset(offset, now))[:MOST]
    wanted = fold(text)
    if not wanted:
        return []
    return _ranked(wanted) or [zone for near in _near(wanted) for zone in _ranked(near)][:MOST]


def fold(text: str) -> str:
    """Small letters and figures without accents, single spaces between words."""
    plain = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def _ranked(wanted: str) -> list[str]:
    ranks = ((_rank(wanted, city), index, city.zone) for index, city in enumerate(_cities()))
    return [zone for rank, _, zone in sorted(ranks) if rank][:MOST]


def _near(wanted: str) -> list[str]:
    """The known name most like a misspelt one."""
    return get_close_matches(wanted, sorted({name for city in _cities() for name in city.names}), n=1, cutoff=0.8)


def _rank(wanted: str, city: City) -> int:
    """1 the city itself, 2 its beginning, 3 the country, 4 a later word of the name; 0: not at all."""
    if wanted in city.names:
        return 1
    if len(wanted) < 3:
        return 0
    if any(name.startswith(wanted) for name in city.names):
        return 2
    if wanted in city.countries:
        return 3
    return 4 if any(f" {wanted}" in name for name in city.names) else 0


def _read_offset(text: str) -> timedelta | None:
    plain = text.lower().replace("−", "-").replace("–", "-")
    if plain in ("utc", "gmt"):
        return timedelta()
    found = _OFFSET.fullmatch(plain)
    if found is None or not (found[1] or plain.startswith(("utc", "gmt"))):
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead


def _at_offset(offset: timedelta, now: datetime) -> Iterator[str]:
    hours, rest = divmod(offset, timedelta(hours=1))
    if not rest and _WEST <= hours <= _EAST:
        yield f"Etc/GMT{-hours:+d}" if hours else "UTC"
    places = [city.zone for city in _cities()]
    for zone in (*_USUAL, *(place for place in places if place not in _USUAL)):
        if now.astimezone(ZoneInfo(zone)).utcoffset() == offset:
            yield zone


@cache
def _cities() -> tuple[City, ...]:
    """Every place Unicode's CLDR knows and this machine has rules for, Brazil's first."""
    territories: dict[str, str] = dict(get_global("zone_territories").items())
    places = [zone for zone in territories if "/" in zone and not zone.startswith("Etc/") and zone_of(zone)]
    locales = [Locale.parse(language) for language in LANGUAGES]
    places.sort(key=lambda zone: (territories[zone] != "BR", zone not in _USUAL, zone not in _ALSO, zone))
    return tuple(
        City(
            zone,
            frozenset(map(fold, (*(_city(zone, code) for code in LANGUAGES), zone.rpartition("/")[2])))
            | frozenset(_ALSO.get(zone, ())),
            frozenset(fold(locale.territories.get(territories[zone], "")) for locale in locales),
        )
        for zone in places
    )


@cache
def _city(zone: str, language: str) -> str:
    """The city's name in a language. CLDR files some under the zone's former name (Calcutta)."""
    names = Locale.parse(language).time_zones
    for name in (zone, *_former().get(zone, ())):
        if city := names.get(name, {}).get("city"):
            return str(city)
    return get_timezone_location(zone, locale=language, return_city=True).rpartition("/")[2]


@cache
def _former() -> dict[str, list[str]]:
    """The names a zone had before."""
    names: dict[str, list[str]] = {}
    for former, present in get_global("zone_aliases").items():
        names.setdefault(present, []).append(former)
    return names
