"""What templates say and link to, in the language of the page being written.

The language and the place of a page follow from the file it is written to: `sq/data/index.html` is the page `data/` in
`sq`. So one Jinja environment serves every language, and macros must be imported ``with context``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markdown import Markdown
from markupsafe import Markup, escape

from pipeline.errors import SiteError
from pipeline.languages import Language, Number, Text
from pipeline.render.datasets import Dataset
from pipeline.render.quotes import quoted


@dataclass(frozen=True)
class Place:
    """Where a page stands: its language and its path below it (`data/`, or empty for the home page).

    Pages above the languages (the choice of language, 404) are written in the first one, with `path` None.
    """

    language: Language
    path: str | None


def install(environment: Environment) -> None:
    """Give a Jinja environment the functions and filters that templates use."""
    environment.globals.update(here=here, say=say, link=link, local=local, address=address, way=way)
    environment.filters.update(
        pick=pick,
        quote=quote,
        number=number,
        told=told,
        date=date_,
        bytes=bytes_,
        markdown=markdown,
        fill=fill,
    )


@pass_context
def here(context: Context) -> Place:
    """Tell the place of the page being written."""
    return _place(context["output_file"], context["LANGUAGES"])


@lru_cache(maxsize=16)
def _place(file: str, languages: tuple[Language, ...]) -> Place:
    # A page asks for its place some hundred times.
    top, _, rest = file.partition("/")
    for language in languages:
        if language.code == top:
            return Place(language, rest.removesuffix("index.html"))
    return Place(languages[0], None)


@pass_context
def say(context: Context, key: str, **values: object) -> str:
    """Say a wording of the catalogue."""
    return here(context).language.say(key, **values)


@pass_context
def link(context: Context, target: str) -> str:
    """Link to a path of the site (`sq/data/`, `static/…`) so that it works wherever the site is deployed."""
    if context.get("from_root"):
        return f"{urlsplit(context['SITEURL']).path}/{target}"
    return _from(context["output_file"].rpartition("/")[0], target)


@lru_cache(maxsize=4096)
def _from(start: str, target: str) -> str:
    """Give the way from a folder of the site to a path of it."""
    origin, steps = start.split("/") if start else [], target.rstrip("/").split("/")
    shared = 0
    while shared < min(len(origin), len(steps)) and origin[shared] == steps[shared]:
        shared += 1
    way = "/".join([".."] * (len(origin) - shared) + [step for step in steps[shared:] if step]) or "."
    return way + "/" if target.endswith("/") or not target else way


@pass_context
def local(context: Context, path: str, language: Language | None = None) -> str:
    """Link to a page in the language of this one, or in another."""
    return link(context, f"{(language or here(context).language).code}/{path}")


@pass_context
def address(context: Context, path: str) -> str:
    """Give the whole address of a path, for what is read away from the site."""
    return f"{context['SITEURL']}/{path}"


@pass_context
def way(context: Context, steps: Iterable[tuple[str, str]], title: str) -> dict[str, Any]:
    """Describe the way to this page in the words of schema.org; `steps` are path and title of the pages before it."""
    place = here(context)
    every = [*steps, (place.path or "", title)]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": address(context, f"{place.language.code}/{path}"),
            }
            for number, (path, name) in enumerate(every, 1)
        ],
    }


@pass_context
def pick(context: Context, text: Text) -> str:
    """Pick the wording of a text."""
    language = here(context).language
    if language.code not in text:
        raise SiteError.at(context["output_file"], f"a text with {dict(text)}", f"a wording in `{language.code}`")
    return text[language.code]


@pass_context
def quote(context: Context, text: Text, dataset: Dataset) -> Markup:
    """Pick the wording of a text about a dataset; what it quotes from sources in another language says so."""
    return quoted(pick(context, text), dataset, here(context).language)


@pass_context
def number(context: Context, value: Number, decimals: int | None = None) -> str:
    return here(context).language.number(value, decimals)


@pass_context
def told(context: Context, highlight: Mapping[str, Any]) -> str:
    """Write the value of a highlight: a code by its label, a date in words, a number with its unit."""
    language, value = here(context).language, highlight["value"]
    if highlight["label"]:
        return pick(context, highlight["label"])
    match highlight["type"]:
        case "integer" | "number":
            return with_unit(language, Decimal(value), highlight["unit"])
        case "date":
            return language.date(date.fromisoformat(value))
        case "boolean":
            return language.say("value.true" if value == "true" else "value.false")
        case _:
            return str(value)


@pass_context
def date_(context: Context, value: str | date, form: str = "long") -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return here(context).language.date(day, form)


@pass_context
def bytes_(context: Context, size: int) -> str:
    """Write the size of a file."""
    return readable_size(here(context).language, size)


def with_unit(language: Language, value: Number, unit: str | None) -> str:
    """Write a figure with its unit as `language` does."""
    written: dict[str, Callable[[Number], str]] = {
        "eur": language.money,
        "percent": language.percent,
        "year": lambda year: str(int(year)),
    }
    exact = Decimal(str(value))
    return written.get(unit or "", language.number)(exact)


def readable_size(language: Language, size: int) -> str:
    """Write a number of bytes as a person would: at least in kB (1000 bytes), with one digit while it is small."""
    unit, factor = ("MB", 1_000_000) if size >= 1_000_000 else ("kB", 1_000)
    amount = Decimal(size) / factor
    return f"{language.number(amount, 1 if amount < 10 else 0)}\u00a0{unit}"


def fill(text: str, values: Mapping[str, Any]) -> Markup:
    """Put values, each as its own element, into the places of a text."""
    marked = {name: Markup('<b class="value">{}</b>').format(value) for name, value in values.items()}
    return Markup(escape(text).format_map(marked))  # noqa: S704  every part is escaped


@cache
def _reader() -> Markdown:
    # Texts of datasets stand in a section of their page: their ## is its h3.
    reader = Markdown(extensions=["extra", "toc"], extension_configs={"toc": {"baselevel": 2}}, output_format="html")
    # A dataset may come from anybody: its prose is Markdown alone, and HTML in it is shown as it is written.
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    return reader


@pass_context
def markdown(context: Context, text: str) -> Markup:
    """Render the prose a dataset brings along. Where its links lead is seen when the site is checked."""
    try:
        return Markup(_reader().reset().convert(text))  # noqa: S704  see above
    except RecursionError as error:
        raise SiteError.at(
            context["output_file"], f"`{text[:20]}…`, quotations or lists without end", "prose"
        ) from error
