"""Compressed twins beside text files, for servers that send what lies ready instead of compressing while a reader waits."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from pipeline.deploy.headers import KEEP, Rule, is_text, rule_of

PAYS = 0.9
"""A twin is kept when it has at most this part of the size."""

FINE, QUICK = 10, 5
"""Brotli's qualities. The fine one takes ten times as long for a tenth less: it is for files that are kept for ever."""


def compress(site: Path, paths: Iterable[str], rules: Iterable[Rule]) -> int:
    """Write `.gz` and `.br` beside every text file where that pays, the same bytes each time; give their number."""
    known = list(rules)

    def twins(path: str) -> int:
        file = site / path
        content = file.read_bytes()
        quality = FINE if KEEP in rule_of(path, known).headers.values() else QUICK
        made = {".gz": gzip.compress(content, mtime=0), ".br": brotli.compress(content, quality=quality)}
        worth = {suffix: twin for suffix, twin in made.items() if len(twin) <= PAYS * len(content)}
        for suffix, twin in worth.items():
            file.with_name(file.name + suffix).write_bytes(twin)
        return len(worth)

    with ThreadPoolExecutor() as workers:
        return sum(workers.map(twins, (path for path in paths if is_text(path))))
