"""Days and times in the learner's words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.chat.words import translator


def day_in_words(day: date, today: date, language: str) -> str:
    """«tomorrow», «in 6 days», or the date from a month on."""
    t = translator(language)
    days = (day - today).days
    if days <= 0:
        return t.gettext("today")
    if days == 1:
        return t.gettext("tomorrow")
    if days <= 30:
        return t.ngettext("in {n} day", "in {n} days", days).format(n=days)
    return t.gettext("on {date}").format(date=date_in_words(day, language))


def date_in_words(day: date, language: str) -> str:
    """The date as the language writes it, with the month in words."""
    return format_date(day, "long", locale=language)


def clock(minute_of_day: int) -> str:
    """A time of day, 24 hours, the same in every language: 08:00."""
    return f"{minute_of_day // 60:02d}:{minute_of_day % 60:02d}"


def instant_in_words(instant: datetime, zone: str, today: date, language: str) -> str:
    """«tomorrow at 08:00», by the learner's own clock."""
    local = instant.astimezone(ZoneInfo(zone))
    day = day_in_words(local.date(), today, language)
    hour = format_time(local, "HH:mm", locale=language)
    return translator(language).gettext("{day} at {hour}").format(day=day, hour=hour)
