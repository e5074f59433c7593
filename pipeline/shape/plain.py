"""Read CSV with pyarrow, a block of lines at a time, where it is sure to see what Python's csv module would see.

A block is sure when it holds no sign that the two understand differently: see `plain_lines`. Whatever is not sure is left
to the csv module, which is slow, and which is the one that says what is wrong.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipeline.buffers import spread
from pipeline.describe import signs

Block: TypeAlias = bytes | memoryview
"""Whole lines of UTF-8, without the heading."""

LONGEST = 2**20
"""Characters of a cell; more are a broken quote, not a figure."""
WINDOW = 2**19
"""Bytes looked at in one go, so that they stay in the processor's cache."""
_BYTE_ORDER_MARK = codecs.BOM_UTF8
_CONTROLS_BEGIN, _LAST_COMMON = 0xC2, 0xC5
"""Letters of European languages begin with bytes between these two; signs that nobody sees begin with others."""
_LINE_FEED, _RETURN, _QUOTE, _TAB, _DELETE, _BLANK = (ord(sign) for sign in '\n\r"\t\x7f ')


def plain_lines(block: Block, delimiter: str) -> int | None:
    """Count the lines of a block in which both readers see the same cells; None where that is not sure.

    It is sure when there is no sign that nobody sees but tabs and line ends, no carriage return without its line feed, no
    blank line outside quotes, and when every quote stands around a whole cell or doubled inside one. What a line holds
    (cells in number, signs of UTF-8, their length, a line break in quotes) shows in reading. The last line needs no line
    end.
    """
    content = np.frombuffer(block, dtype=np.uint8)
    if len(content) == 0 or bytes(block[:3]) == _BYTE_ORDER_MARK or len(delimiter.encode()) != 1:
        return None
    if content[0] in (_LINE_FEED, _RETURN):
        return None
    lines = returns = quotes = 0
    rare = blank = False
    around = _around(ord(delimiter))
    for start in range(0, len(content), WINDOW):
        window = content[start : start + WINDOW]
        ends = window == _LINE_FEED
        lines += (fed := _count(ends))
        blank = blank or bool((ends[1:] & ends[:-1]).any() or (start and ends[0] and content[start - 1] == _LINE_FEED))
        if controls := _count(window < _BLANK) - fed:
            returns += (back := _count(window == _RETURN))
            controls -= back + _count(window == _TAB)
        last = window.max()
        if controls or (last >= _DELETE and (window == _DELETE).any()):
            return None
        rare = rare or last > _LAST_COMMON or (last >= _CONTROLS_BEGIN and bool((window == _CONTROLS_BEGIN).any()))
        if len(places := np.flatnonzero(window == _QUOTE)):
            if not _stand_around(content, start + places, around, is_open=quotes % 2 == 1):
                return None
            quotes += len(places)
    if rare and signs.UNFIT.search(bytes(block).decode("utf-8", "replace")):
        return None
    if returns and not _followed(content, np.flatnonzero(content == _RETURN)):
        return None
    if quotes % 2 or (blank and not quotes):
        return None
    if blank and bool((np.diff(_row_ends(content)) == 1).any()):
        return None
    return lines + int(content[-1] != _LINE_FEED)


def row_lines(block: Block) -> Any:
    """Give the line, counted from 0, on which each row of a plain block begins: a cell in quotes may hold line feeds."""
    content = np.frombuffer(block, dtype=np.uint8)
    ends = np.searchsorted(np.flatnonzero(content == _LINE_FEED), _row_ends(content))
    starts = np.concatenate([[0], ends + 1])
    return starts if content[-1] != _LINE_FEED else starts[:-1]


def _row_ends(content: Any) -> Any:
    return _outside_quotes(content, _LINE_FEED)


def _outside_quotes(content: Any, sign: int) -> Any:
    """Find where a sign stands outside quotes."""
    places, quotes = np.flatnonzero(content == sign), np.flatnonzero(content == _QUOTE)
    return places[np.searchsorted(quotes, places) % 2 == 0]


def padded(block: Block, columns: int, delimiter: str) -> Block:
    """Give the rows of a plain block that end before the last column the separators they lack."""
    content = np.frombuffer(block, dtype=np.uint8)
    if content[-1] != _LINE_FEED:
        content = np.append(content, np.uint8(_LINE_FEED))
    ends = _row_ends(content)
    apart = np.searchsorted(_outside_quotes(content, ord(delimiter)), ends)
    lacking = np.maximum(columns - 1 - np.diff(apart, prepend=0), 0)
    places = ends - (content[ends - 1] == _RETURN)
    return np.insert(content, np.repeat(places, lacking), ord(delimiter)).tobytes() if lacking.any() else block


def read_plain(block: Block, headings: Sequence[str], delimiter: str) -> pa.Table | None:
    """Read a block of plain lines; every column is text, an empty cell "".

    Returns:
        The rows, fewer than lines where a cell in quotes holds a line break; None where something is wrong with one:
        cells too few or too many, signs that are not UTF-8, a cell that may be longer than `LONGEST`.
    """
    try:
        rows = csv.read_csv(
            pa.BufferReader(pa.py_buffer(block)),
            csv.ReadOptions(column_names=list(headings), block_size=LONGEST, use_threads=False),  # other parts are
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=True),
            csv.ConvertOptions(column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    is_long = any(_longest(texts) > LONGEST for column in rows.columns for texts in column.chunks)
    return None if is_long else rows


def _longest(texts: pa.Array) -> int:
    """Count the bytes of the longest text, or of all together where that is quicker known to be few."""
    together = len(spread(texts)[0])
    return together if together <= LONGEST else pc.max(pc.binary_length(texts)).as_py()


def _count(hits: Any) -> int:
    return int(np.count_nonzero(hits))


def _followed(content: Any, returns: Any) -> bool:
    """Tell whether a line feed follows each carriage return, and none goes before it."""
    if returns[-1] + 1 == len(content):
        return False
    return bool((content[returns + 1] == _LINE_FEED).all() and (content[returns - 1] != _LINE_FEED).all())


def _around(delimiter: int) -> tuple[Any, Any]:
    """Tell of each byte whether it may stand before a quote that opens, and behind one that closes."""
    before, behind = np.zeros(256, dtype=bool), np.zeros(256, dtype=bool)
    before[[delimiter, _LINE_FEED, _QUOTE]] = True
    behind[[delimiter, _LINE_FEED, _RETURN, _QUOTE]] = True
    return before, behind


def _stand_around(content: Any, places: Any, around: tuple[Any, Any], *, is_open: bool) -> bool:
    """Tell whether the quotes at these places open at the start of a cell and close at its end, or are doubled.

    Args:
        is_open: the first of them closes one that stands before.
    """
    opened, closed = places[is_open::2], places[not is_open :: 2]
    if places[0] == 0:
        opened = opened[1:]
    if places[-1] + 1 == len(content):
        closed = closed[:-1]
    before, behind = around
    return bool(before.take(content.take(opened - 1)).all() and behind.take(content.take(closed + 1)).all())
