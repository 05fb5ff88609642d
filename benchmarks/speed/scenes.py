"""Two short conversations to start with: one in which nothing is to be found, one in which something is."""

from __future__ import annotations

from benchmarks.speed.text import Record


def _record(name: str, *lines: str) -> Record:
    roles = {"A": "agent", "C": "customer"}
    turns = [{"role": roles[line[0]], "name": None, "ts": None, "text": line[3:]} for line in lines]
    return {"id": name, "channel": "chat", "turns": turns}


CLEAN = _record(
    "clean",
    "A: Good morning, this is Mireille at Larkfield Lamps. How can I help you?",
    "C: Hello, I would like to know whether the brass desk lamp comes in green.",
    "A: It does! It comes in dark green and in pale green. Which one did you have in mind?",
    "C: The dark one. And how long does delivery to Porto take?",
    "A: Dark green is in stock, and delivery to Porto takes three days: an order today is with you on Friday.",
    "C: Great, then I will order it now.",
    "A: Wonderful. I have put it in your basket, so that you only have to confirm.",
    "C: Done, it says the order is confirmed.",
    "A: I can see it here too, and your confirmation is on its way. Is there anything else I can do for you?",
    "C: No, that is all, thank you very much!",
)
WITH_FINDINGS = _record(
    "with-findings",
    "A: Larkfield Lamps.",
    "C: Hello, my lamp arrived broken and I am really upset, it was a birthday present for my mother.",
    "A: What is your order number?",
    "C: It is 48213. I need a new one by Friday.",
    "A: That is not my department. You will have to call the delivery company.",
    "C: I called them and they sent me to you!",
    "A: I can't help you with that. It is our policy.",
    "C: So who can help me?",
    "A: You need to contact the returns team. What is your order number?",
    "C: I already gave it to you. This is hopeless.",
)
