"""Days and times of day as they are where the browser is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st


def zone() -> ZoneInfo | None:
    """The browser's time zone; None, the server's, where it is not told or not known here."""
    try:
        return ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (KeyError, ValueError, OSError):
        return None


def day_of(when: float, now: datetime) -> str:
    date = datetime.fromtimestamp(when, now.tzinfo).date()
    if date >= now.date():
        return "Today"
    if date == now.date() - timedelta(days=1):
        return "Yesterday"
    return "Last 7 days" if date > now.date() - timedelta(days=7) else f"{date:%B %Y}"


def time_of_day(when: float) -> str:
    """14:32, or with its date where that is not today."""
    now = datetime.now(zone())
    then = datetime.fromtimestamp(when, now.tzinfo)
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%d %B %Y, %H:%M}"
