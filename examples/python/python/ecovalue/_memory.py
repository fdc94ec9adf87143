"""Memory of lazy results that is used again: chunks of a map come and go, nearly all of one size.

A system hands out a large piece of memory page by page, and clears every page first. For a light equation that takes as long as the
equation. So memory of a chunk that nobody holds any longer waits a moment for the next chunk; when none comes, it goes back to the system.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import deque
from typing import Any

import numpy as np
import numpy.typing as npt

#: Bytes from which a result is worth it: smaller pieces are kept by the allocator itself.
LEAST = 1 << 20
#: Seconds that memory waits.
WAIT = 1.0
#: Pieces that wait at most: those of two equations on each core.
MOST = 2 * (os.cpu_count() or 1)


class _Memory(np.ndarray[Any, np.dtype[np.uint8]]):
    """A piece of memory."""


class _Lent(np.ndarray[Any, np.dtype[np.uint8]]):
    """What a result stands on. When the last view of it is gone, its memory waits for the next result."""

    memory: _Memory | None = None
    shelf: _Shelf | None = None

    def __del__(self) -> None:
        if self.shelf is not None and self.memory is not None:
            self.shelf.put_back(self.memory)


class _Shelf:
    """Memory that waits. Steps of a deque are whole even where threads run at once, so that it needs no lock."""

    def __init__(self) -> None:
        self.waiting: deque[_Memory] = deque(maxlen=MOST)
        self.asked = 0.0
        self.watch: threading.Thread | None = None

    @property
    def watched(self) -> bool:
        """Whether a thread sees to it that memory goes back; in a process that was forked off there is none at first."""
        return self.watch is not None and self.watch.is_alive()

    def lend(self, size: int) -> npt.NDArray[np.uint8]:
        """So many bytes; what they hold is whatever was there."""
        self.asked = time.monotonic()
        if not self.watched:
            self.watch = threading.Thread(target=self._tidy, name="ecovalue-memory", daemon=True)
            self.watch.start()
        memory = self._fitting(size)
        if memory is None:
            memory = np.empty(size, np.uint8).view(_Memory)
        lent = memory[:size].view(_Lent)
        lent.memory, lent.shelf = memory, self
        # numpy keeps the base of a view as it is where its type is another.
        return lent.view(np.ndarray)

    def put_back(self, memory: _Memory) -> None:
        """Takes memory back, while anybody asks for some."""
        if self.watched:
            self.waiting.append(memory)

    def _fitting(self, size: int) -> _Memory | None:
        """Memory that is as large, but not much larger: who holds a result for long must not hold more than it needs."""
        for _ in range(len(self.waiting)):
            try:
                memory = self.waiting.pop()
            except IndexError:
                break
            if size <= memory.nbytes <= size + size // 8:
                return memory
            self.waiting.appendleft(memory)
        return None

    def _tidy(self) -> None:
        while time.monotonic() - self.asked < WAIT:
            time.sleep(WAIT / 4)
        self.waiting.clear()


_SHELF = _Shelf()


def empty_again(shape: tuple[int, ...], dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """As ``numpy.empty``, in memory that an earlier result of such a size has left, if there is any."""
    size = math.prod(shape) * dtype.itemsize
    if size < LEAST:
        return np.empty(shape, dtype)
    return _SHELF.lend(size).view(dtype).reshape(shape)
