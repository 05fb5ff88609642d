"""A coaching plan for each agent: the habits that cost most points, what was said, and what to say instead."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from csmistakes.exports.page.lesson import Lessons
from csmistakes.exports.page.markup import Html, el
from csmistakes.exports.page.tables import filters, number
from csmistakes.scoring.rows import FindingRow, GroupRow, Record

HABITS = 3  # in a plan: more than that nobody changes at once
QUOTES = 2  # of a habit


@dataclass(slots=True)
class Habit:
    """A mistake of one agent: what it cost, over all conversations, and where it cost most."""

    cost: float = 0.0
    findings: int = 0
    _quotes: list[tuple[float, int, FindingRow]] = field(default_factory=list)

    def add(self, row: FindingRow) -> None:
        """Take in a finding. Of those that cost the same, the first are quoted."""
        self.cost += row.cost
        self.findings += 1
        heapq.heappush(self._quotes, (row.cost, -self.findings, row))
        if len(self._quotes) > QUOTES:
            heapq.heappop(self._quotes)

    def quotes(self) -> list[FindingRow]:
        """Return the findings that are quoted, the costliest first."""
        return [row for _, _, row in sorted(self._quotes, key=lambda one: one[:2], reverse=True)]


@dataclass(slots=True)
class Coach:
    """Remembers the habits of every agent; grows with agents and mistakes, never with conversations."""

    _habits: dict[str, dict[str, Habit]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Habit)))

    def add(self, record: Record) -> None:
        """Take in what a conversation charges its agents with."""
        for row in record.findings:
            if row.agent is not None and row.cost > 0:
                self._habits[row.agent][row.rule].add(row)

    def habits(self, agent: str) -> list[tuple[str, Habit]]:
        """Return the mistakes that cost an agent most, with their rules, the costliest first."""
        found = self._habits.get(agent, {}).items()
        return sorted(found, key=lambda item: (-round(item[1].cost, 6), item[0]))[:HABITS]


def plans(agents: Sequence[GroupRow], coach: Coach, lessons: Lessons, min_sample: int) -> Iterator[Html]:
    """Yield the plans of all agents (rows over all weeks), folded up; plan number n has the id "plan-n"."""
    folded = [_plan(n, row, coach.habits(row.name), lessons, min_sample) for n, row in enumerate(agents, start=1)]
    yield filters("plans", len(folded), [])
    yield el("div", folded, id="plans")


def _plan(position: int, row: GroupRow, habits: Sequence[tuple[str, Habit]], lessons: Lessons, min_sample: int) -> Html:
    team = f", {row.team}" if row.team else ""
    few = None
    if not row.enough:
        few = el("p", f"Fewer than {min_sample} scored conversations: examples to talk about, no pattern.")
    could = sum(habit.cost for _, habit in habits) / row.conversations
    lead = el("p", f"Without these, {number(could)} points more in the average conversation.") if habits else None
    items = el("ol", [_habit(rule, habit, row.conversations, lessons) for rule, habit in habits]) if habits else None
    none = None if habits else el("p", "Nothing was found that costs points.")
    title = el("h3", row.name, el("span", f"{team}: score {number(row.score)}", class_="aside"), id=f"plan-{position}")
    return el("details", el("summary", title), few, lead, items, none, class_="item", data_find=f"{row.name}{team}")


def _habit(rule: str, habit: Habit, conversations: int, lessons: Lessons) -> Html:
    lesson = lessons.of(rule)
    quotes = habit.quotes()
    times = "once" if habit.findings == 1 else f"{habit.findings:,} times"
    return el(
        "li",
        el("h4", lesson.title),
        el("p", f"Made {times}; costs {number(habit.cost / conversations)} points a conversation."),
        [_said(row) for row in quotes],
        el("p", el("b", "Do this: "), lesson.fix or quotes[0].fix),
        el("p", el("b", "Say instead: "), el("q", lesson.instead)) if lesson.instead else None,
        el("p", "Source: ", "; ".join(lesson.sources), class_="aside") if lesson.sources else None,
    )


def _said(row: FindingRow) -> Html:
    where = f"{row.conversation} in {row.path}, turn {row.turn}"
    return el(
        "figure", el("blockquote", row.quote, dir="auto"), el("figcaption", f"{row.message} ({where})"), class_="said"
    )
