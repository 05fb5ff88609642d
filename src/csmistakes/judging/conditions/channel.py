"""channel: the conversation's channel is one of these."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.scene import Scene

KIND = "channel"
ABOUT = "The conversation's channel is one of the list: chat, call, email, tweet, sms, script, or unknown."
KEYS = ("channel",)
_CHANNELS = ("chat", "call", "email", "tweet", "sms", "script", "unknown")


@dataclass(frozen=True, slots=True)
class _Channel(Condition):
    channels: tuple[str, ...]

    def meet(self, scene: Scene, _at: int) -> Match | None:
        return MET if (scene.conversation.channel or "unknown") in self.channels else None


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _Channel(node.check.among("channel", _CHANNELS))
