"""Conversations in blocks, with what is known of each: from earlier runs, or from processes that share the work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from csmistakes.conversation import Conversation, blocks
from csmistakes.known import Known, Restorer
from csmistakes.results import Results

if TYPE_CHECKING:
    from csmistakes.workers import Judge

BLOCK = 200_000  # code points of text that are recognised together fastest
SHARE = 100_000  # code points that a process of several is given: more, and some wait for the last
# Code points, to be looked at, from which other processes are worth starting: one that is forked is ready at once.
WORTH = 50_000 if sys.platform == "linux" else 1_000_000

Block = tuple[list[Conversation], list[Known | None]]


def unknown(block: Block) -> list[Conversation]:
    """Return the conversations of a block of which nothing is known."""
    return [conversation for conversation, known in zip(*block, strict=True) if known is None]


def looked_up(conversations: Iterable[Conversation], results: Results | None, size: int) -> Iterator[Block]:
    """Yield conversations in blocks of about `size` code points, with what earlier runs have found in each."""
    for block in blocks(conversations, size):
        yield block, results.of(block) if results else [None] * len(block)


def shared(
    looked_up: Iterator[Block], judge: Judge, jobs: int, restorer: Callable[[], Restorer], results: Results | None
) -> Iterator[Block]:
    """Yield blocks, and, once there is enough of what nothing is known of, with what other processes find in it."""
    new = 0
    for block in looked_up:
        new += sum(len(turn.text) for talk in unknown(block) for turn in talk.turns)
        if new >= WORTH:
            yield from _answered(chain([block], looked_up), judge, jobs, restorer(), results)
        else:
            yield block


def _answered(
    blocks: Iterable[Block], judge: Judge, jobs: int, restorer: Restorer, results: Results | None
) -> Iterator[Block]:
    from csmistakes import workers  # noqa: PLC0415  (slow to import)

    for (block, found), answers in workers.shared(judge, jobs, ((block, unknown(block)) for block in blocks)):
        told = iter(answers)
        for place, talk in enumerate(block):
            if found[place] is None and (text := next(told, None)) is not None:
                found[place] = restorer.restored(text, talk)
                if results:
                    results.note(talk, text)
        yield block, found
