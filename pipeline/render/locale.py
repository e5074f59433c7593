"""A language as the interactive charts know it: CLDR's names of days and months, and its signs in numbers."""

from __future__ import annotations

from pipeline.languages import Language


def locale(language: Language) -> dict[str, object]:
    """Give the locale object of plotly.js for one language.

    The locales that plotly publishes have no number signs and capital months for Albanian, so they are made here.
    The library's own buttons are not shown, so it needs no words.
    """
    cldr = language.cldr
    months, days = cldr.months["stand-alone"], cldr.days["stand-alone"]
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    signs = cldr.number_symbols["latn"]
    return {
        "moduleType": "locale",
        "name": language.code,
        "dictionary": {},
        "format": {
            "days": [days["wide"][day] for day in sunday_first],
            "shortDays": [days["abbreviated"][day] for day in sunday_first],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
            "periods": ["AM", "PM"],
            "dateTime": "%-d %B %Y, %H:%M",
            "date": "%-d %B %Y",
            "time": "%H:%M",
            "decimal": signs["decimal"],
            "thousands": signs["group"],
            # The library takes the four signs of numbers from one place: all of them or none.
            "grouping": [3],
            "currency": ["", "\u00a0€"],
            "year": "%Y",
            "month": "%b %Y",
            "dayMonth": "%-d %b",
            "dayMonthYear": "%-d %b %Y",
        },
    }
