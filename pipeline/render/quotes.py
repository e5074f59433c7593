"""What our texts quote from sources, marked with its language where that is not the page's.

A text in English that says what the plan prints, such as “Nuk ka”, is read out wrongly by a voice that takes it for
English.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from pipeline.languages import Language
from pipeline.render.datasets import Dataset

_QUOTED = re.compile(r"(?<=[“„])[^“”„]+(?=[”“])")
_WORD = re.compile(r"[^\W\d_]{3}")
_CUT = " …"
"""How a quotation ends that says only the beginning."""


def quoted(text: str, dataset: Dataset, language: Language) -> Markup:
    """Mark each quotation of a text that stands in what sources of the dataset say, and in another language only."""
    made, end = Markup(), 0
    for found in _QUOTED.finditer(text):
        tag = _WORD.search(found[0]) and _tongue(found[0].removesuffix(_CUT), dataset, language)
        if tag:
            made += escape(text[end : found.start()]) + Markup('<span lang="{}">{}</span>').format(tag, found[0])
            end = found.end()
    return made + escape(text[end:])


def _tongue(quotation: str, dataset: Dataset, language: Language) -> str:
    """Tell in which language sources say something; nothing where they say it in the page's too, or nowhere."""
    whole = re.compile(rf"(?<!\w){re.escape(quotation)}(?!\w)")
    tags = [tag for tag, said in dataset.said.items() if quotation in said and whole.search(said)]
    return "" if language.tag in tags or not tags else tags[0]
