"""Single conversations of a run, read once more: what scoring keeps of them is figures, not what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from csmistakes.batch.journal import Journal
from csmistakes.batch.scorer import content_of
from csmistakes.conversation import Conversation
from csmistakes.masking import mask
from csmistakes.readers import NO_SCRIPTS, Input, RoleNames, Scripts, read_input


@dataclass(frozen=True, slots=True)
class Rereader:
    """Reads conversations of the files of a run again, with what is personal hidden if `is_masked`."""

    files: Sequence[Input]
    roles: RoleNames
    journal: Journal
    is_masked: bool
    scripts: Scripts = NO_SCRIPTS

    def __call__(self, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Conversation]:
        """Return conversations by path and id; none of a file that has changed since it was scored."""
        by_path: dict[str, set[str]] = defaultdict(set)
        for path, name in wanted:
            by_path[path].add(name)
        return {
            (talk.path, talk.id): self._shown(talk)
            for found in self.files
            if found.path in by_path and self._is_as_scored(found)
            for talk in self._read(found, by_path[found.path])
        }

    def _read(self, found: Input, wanted: set[str]) -> Iterator[Conversation]:
        left = set(wanted)
        for item in read_input(found, self.roles, self.scripts):
            if isinstance(item, Conversation) and item.id in left:
                left.discard(item.id)
                yield item
                if not left:
                    return

    def _is_as_scored(self, found: Input) -> bool:
        done = self.journal.files.get(found.path)
        return done is not None and done.content == content_of(found)[0]

    def _shown(self, talk: Conversation) -> Conversation:
        if not self.is_masked:
            return talk
        return replace(talk, turns=tuple(replace(turn, text=mask(turn.text)) for turn in talk.turns))
