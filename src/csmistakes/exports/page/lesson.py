"""What a page has to know beside the figures: the words of the rules, and how to come by a transcript again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from csmistakes.conversation import Conversation

Key = tuple[str, str]  # path, conversation: by which one is known
Transcripts = Callable[[Collection[Key]], Mapping[Key, Conversation]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of a rule. `instead` is an example of what to say; `sources` are the articles' items, in full."""

    title: str
    fix: str
    instead: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lessons:
    """The words of all rules, by slug, and of the articles' items, by key ("staff-7:7")."""

    rules: Mapping[str, Lesson]
    items: Mapping[str, str]

    def of(self, rule: str) -> Lesson:
        """Return the words of a rule; of one that nobody knows, its name."""
        return self.rules.get(rule) or Lesson(rule, "")

    def title(self, of: str, name: str) -> str:
        """Return what a mistake or an article's item is called."""
        return self.of(name).title if of == "mistake" else self.items.get(name, name)
