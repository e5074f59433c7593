"""A language as the interactive charts know it: CLDR's names and signs, and the words of the chart's own buttons."""

from __future__ import annotations

from pipeline.languages import Language

BUTTONS = {
    "Download plot as a PNG": "explore.download",
    "Download plot as a png": "explore.download",
    "Zoom": "explore.zoom",
    "Pan": "explore.pan",
    "Reset axes": "explore.reset",
    "Reset": "explore.reset",
}
"""The buttons left in the charts' bar, by the words of the library."""


def locale(language: Language) -> dict[str, object]:
    """Give the locale object of plotly.js for one language.

    The locales that plotly publishes have no number signs, no words and capital months for Albanian, so they are
    made here.
    """
    cldr = language.cldr
    months, days = cldr.months["stand-alone"], cldr.days["stand-alone"]
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    signs = cldr.number_symbols["latn"]
    return {
        "moduleType": "locale",
        "name": language.code,
        "dictionary": {words: language.say(key) for words, key in BUTTONS.items()},
        "format": {
            "days": [days["wide"][day] for day in sunday_first],
            "shortDays": [days["abbreviated"][day] for day in sunday_first],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
            "date": "%d.%m.%Y",
            "decimal": signs["decimal"],
            "thousands": signs["group"],
            "year": "%Y",
            "month": "%b %Y",
            "dayMonth": "%-d %b",
            "dayMonthYear": "%-d %b %Y",
        },
    }
