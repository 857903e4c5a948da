"""Which day it is: days are those of Stockholm, wherever the program runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PLACE = "Europe/Stockholm"


def today() -> date:
    """The day in Stockholm now."""
    return day_at(datetime.now(UTC))


def day_at(moment: datetime) -> date:
    """The day in Stockholm at a moment that knows its time zone; without a table of time zones by the Union's rule."""
    try:
        return moment.astimezone(ZoneInfo(PLACE)).date()
    except ZoneInfoNotFoundError:
        return by_rule(moment)


def by_rule(moment: datetime) -> date:
    """The day by directive 2000/84/EC: summer time from the last Sunday of March to that of October, both at 01 UTC."""
    utc = moment.astimezone(UTC)
    summer = _last_sunday(utc.year, 3) <= utc < _last_sunday(utc.year, 10)
    return (utc + timedelta(hours=2 if summer else 1)).date()


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
