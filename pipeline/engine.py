"""Where the parts of a table are worked on: this machine's cores, or a Dask cluster that shares its files.

An engine is a function like `map`: it gives results in the order of their items, and only a few of them wait at a time.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any, TypeAlias

import pyarrow as pa

from pipeline.cores import cores
from pipeline.errors import SetupError

Engine: TypeAlias = Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]
CORES = cores()
SCHEDULER = "DASK_SCHEDULER"
"""The environment variable that names a running cluster, such as ``tcp://10.0.0.1:8786``."""


@contextmanager
def engine(name: str = "local") -> Iterator[Engine]:
    """Start an engine, and stop what it started.

    Raises:
        SetupError: Dask is not installed, or no cluster answers.
    """
    if name == "dask":
        with _cluster() as (executor, workers):
            yield through(executor, 2 * workers)
    else:
        # Both keep memory for the next part, which arrow's own gives back and asks for again; the first wastes less.
        has_jemalloc = "jemalloc" in pa.supported_memory_backends()
        pa.set_memory_pool(pa.jemalloc_memory_pool() if has_jemalloc else pa.system_memory_pool())
        with ThreadPoolExecutor(CORES) as executor:  # pyarrow works outside the interpreter's lock
            yield through(executor, 2 * CORES)


def through(executor: Executor, ahead: int) -> Engine:
    """Make an engine of an executor; so many results may wait for the first one."""

    def run(function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
        waiting = iter(items)
        begun: deque[Future[Any]] = deque(executor.submit(function, item) for item in islice(waiting, ahead))
        try:
            while begun:
                yield begun.popleft().result()
                begun.extend(executor.submit(function, item) for item in islice(waiting, 1))
        finally:
            for one in begun:
                one.cancel()

    return run


@contextmanager
def _cluster() -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError as error:
        found, remedy = "Dask is not installed", "Run .venv/bin/python -m pip install -r requirements/dask.lock"
        raise SetupError.at("--engine dask", found, "the packages of requirements/dask.in", remedy) from error
    address = os.environ.get(SCHEDULER)
    with ExitStack() as stack:
        with _uninterrupted():
            cluster: Any = address or stack.enter_context(LocalCluster(threads_per_worker=1, dashboard_address=":0"))  # type: ignore[no-untyped-call]
        try:
            client: Any = stack.enter_context(Client(cluster, timeout=5))  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, TypeError, ValueError) as error:  # a TypeError where tls:// lacks its keys
            raise SetupError.at(SCHEDULER, f"`{address}` does not answer", "a running Dask scheduler") from error
        try:
            yield client.get_executor(pure=False), max(1, len(client.scheduler_info()["workers"]))
        except (KilledWorker, CancelledError) as error:
            place, expected = SCHEDULER if address else "--engine dask", "one whose scheduler and workers last"
            raise SetupError.at(place, "the cluster broke off", expected, "See what they have logged") from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let processes that are started not hear of Ctrl+C, which a terminal sends to all: this one ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
