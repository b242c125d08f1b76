"""Asks the same of many rows, in one process or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

import django

CHUNK = 64

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def answered(
    ask: Callable[[Sequence[Asked]], list[Answer]], rows: Iterable[Asked], processes: int
) -> Iterator[tuple[Asked, Answer]]:
    """Rows in their order. Only a few chunks are on their way at any time, however long the file is."""
    chunks = _chunks(rows)
    if processes == 1:
        for chunk in chunks:
            yield from zip(chunk, ask(chunk), strict=True)
        return
    with ProcessPoolExecutor(processes, initializer=django.setup) as pool:
        waiting = deque((chunk, pool.submit(ask, chunk)) for chunk in islice(chunks, processes * 2))
        while waiting:
            chunk, answers = waiting.popleft()
            yield from zip(chunk, answers.result(), strict=True)
            waiting.extend((chunk, pool.submit(ask, chunk)) for chunk in islice(chunks, 1))


def _chunks(rows: Iterable[Asked]) -> Iterator[list[Asked]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
