"""Questions that newcomers ask, word for word: the search of the site that is built leads to the page that answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsed import IN_BROWSER, opened, served

SITE = Path("output")

QUESTIONS = {
    "en": {
        "turnout in Gjilan in 2007 and 2025?": "municipalities/gjilan/",
        "how much did LDK get in 2024 and is that total or part?": "parties/ldk/",
        "which activities of 2017 does IFES pay?": "institutions/ifes/",
        "which party was fined most?": "data/party-finance/fines/",
        "what does the IT unit answer for?": "institutions/departamenti-i-teknologjise-informative/",
        "campaign spending limit 2025": "data/party-finance/campaign_limits/",
        "how do I request a document?": "request/",
        "women turnout": "data/turnout/turnout_by_group/",
        "who paid for the 2017 plan": "plans/kqz-2017/",
        "how much does the 2017 plan cost": "plans/kqz-2017/",
    },
    "sq": {
        "sa ishte pjesëmarrja në Gjilan më 2007?": "municipalities/gjilan/",
        "sa para mori LDK-ja në 2024?": "parties/ldk/",
        "cila parti u gjobit më së shumti?": "data/party-finance/fines/",
        "qfarë planifikoi KQZ për vitin 2017?": "plans/kqz-2017/",
        "pjesëmarrja e grave": "data/turnout/turnout_by_group/",
        "kush paguan për planin 2017": "plans/kqz-2017/",
        "popullsia e Kllokotit": "municipalities/kllokot/",
        "lista e votuesve": "glossary/#term-voter-list",
        "për çka përgjigjet departamenti i teknologjisë?": "institutions/departamenti-i-teknologjise-informative/",
    },
}

pytestmark = [*IN_BROWSER, pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="no site is built")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(SITE) as url:
        yield url


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_question_typed_on_a_phone_is_two_touches_from_its_answer(browser, address, code):
    answers: dict[str, list[str]] = {}
    with opened(browser, f"{address}/{code}/", width=360) as page:
        page.locator("#search").focus()
        page.wait_for_selector("#search[role=combobox]")
        for question in QUESTIONS[code]:
            page.locator("#search").fill(question)
            shown = page.locator(".found [role=option]")
            answers[question] = [each.get_attribute("data-href") for each in shown.all()[:5]]

    wrong = {
        question: [answer.removeprefix(f"{address}/{code}/") for answer in answers[question]]
        for question, page in QUESTIONS[code].items()
        if f"{address}/{code}/{page}" not in answers[question]
    }
    assert wrong == {}
