"""Reports in memory, each for its own user: bounded in number and bytes, the oldest of whoever holds the most go
first, all gone at the end."""

from __future__ import annotations

import secrets
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from regelkoll.web.answers import Draft

Given = Mapping[str, str]
"""What a person filled in, by fact, as it was written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A check that is under way or done. `future` gives the packed answer; `before` is the id of the report that this
    is a new version of; `given` is what was filled in by hand."""

    id: str
    owner: str
    draft: Draft
    future: Future[bytes]
    given: Given = field(default_factory=dict)
    before: str = ""

    @property
    def size(self) -> int:
        """Bytes held, near enough."""
        done = self.future.done() and not self.future.cancelled() and self.future.exception() is None
        return len(self.draft.data) + (len(self.future.result()) if done else 0)


@dataclass(frozen=True, slots=True)
class Bounds:
    each: int = 60
    all: int = 400
    bytes: int = 512 << 20


class Reports:
    """What is kept. An id cannot be guessed, and is answered to its owner alone."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.lock = threading.Lock()
        self.kept: OrderedDict[str, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self.kept)

    def keep(
        self, owner: str, draft: Draft, future: Future[bytes], given: Given | None = None, before: str = ""
    ) -> Kept:
        """A new report under a new id; older ones make room."""
        made = Kept(secrets.token_urlsafe(18), owner, draft, future, given or {}, before)
        self.put(made)
        return made

    def put(self, one: Kept) -> None:
        """Keeps a report, in place of the one of the same id."""
        with self.lock:
            self.kept[one.id] = one
            self.kept.move_to_end(one.id)
            self._make_room(one.owner)

    def of(self, owner: str, id: str) -> Kept | None:
        """The owner's report, `None` where there is none or it is somebody else's."""
        found = self.kept.get(id)
        return found if found is not None and secrets.compare_digest(found.owner.encode(), owner.encode()) else None

    def last(self, owner: str) -> Kept | None:
        """The owner's newest report."""
        with self.lock:
            return next((one for one in reversed(self.kept.values()) if one.owner == owner), None)

    def forget(self, owner: str, id: str) -> None:
        """Drops a report that the owner wants gone."""
        with self.lock:
            if self.of(owner, id) is not None:
                del self.kept[id]

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()

    def _make_room(self, owner: str) -> None:
        """Only what is done goes; what is under way is bounded by the line to the workers. Where all of it is too much,
        the oldest of whoever holds the most goes first, so that nobody's many reports cost others theirs."""
        done = [one for one in self.kept.values() if one.future.done()]
        own = [one for one in self.kept.values() if one.owner == owner]
        mine = [one for one in done if one.owner == owner]
        for one in mine[: max(0, len(own) - self.bounds.each)]:
            del self.kept[one.id]
        sizes = {one.id: one.size for one in self.kept.values()}
        while len(sizes) > self.bounds.all or sum(sizes.values()) > self.bounds.bytes:
            left = [one for one in done if one.id in sizes]
            if not left:
                return
            held: Counter[str] = Counter()
            for one in self.kept.values():
                held[one.owner] += sizes[one.id] if len(sizes) <= self.bounds.all else 1
            oldest = max(left, key=lambda one: held[one.owner])
            del self.kept[oldest.id], sizes[oldest.id]
