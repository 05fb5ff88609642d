"""From a checked conversation and its chances to its rows: a pure function, the same on any machine that runs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csmistakes.finding import Checked, Finding
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.grading import Count, Grade, grade
from csmistakes.scoring.metadata import agents_in, charged, day_of, team_and_queue, week_of
from csmistakes.scoring.rows import ConversationRow, FindingRow, OpportunityRow, Record, SectionRow


def record_of(
    checked: Checked,
    opportunities: Mapping[str, Sequence[int]],
    notes: Sequence[Any],
    card: Scorecard,
    disputed: int = 0,
) -> Record:
    """Return the rows of a labelled conversation. `opportunities` are turns, from 1, by rule."""
    talk = checked.conversation
    agents = agents_in(talk)
    charges = [charged(talk, finding.turn or 1, agents) for finding in checked.findings]
    chances = Counter((rule, charged(talk, turn, agents)) for rule, turns in opportunities.items() for turn in turns)
    found = Counter(zip((finding.rule for finding in checked.findings), charges, strict=True))
    rows = tuple(
        OpportunityRow(
            talk.path, talk.id, rule, agent, max(chances[rule, agent], found[rule, agent]), found[rule, agent]
        )
        for rule, agent in sorted({*chances, *found}, key=lambda key: (key[0], key[1] or ""))
    )
    graded = grade(card, counts_of(rows))
    day = day_of(talk)
    team, queue = team_and_queue(talk)
    return Record(
        ConversationRow(
            path=talk.path,
            conversation=talk.id,
            agent=talk.agent,
            team=team,
            queue=queue,
            channel=talk.channel,
            date=None if day is None else day.isoformat(),
            week=week_of(day),
            turns=len(talk.turns),
            findings=len(checked.findings),
            score=graded.score,
            band=graded.band,
            failed_by=" ".join(graded.failed_by),
            card=card.digest,
            disputed=disputed,
        ),
        tuple(SectionRow(talk.path, talk.id, one.key, one.score, round(one.share, 4)) for one in graded.sections),
        tuple(_findings(checked.findings, charges, graded, card)),
        rows,
        tuple(notes),
    )


def counts_of(rows: Sequence[OpportunityRow]) -> dict[str, Count]:
    """Return the counts by rule of all rows together."""
    chances: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in rows:
        chances[row.rule] += row.opportunities
        found[row.rule] += row.findings
    return {rule: Count(chances[rule], found[rule]) for rule in chances}


def _findings(
    findings: Sequence[Finding], charges: Sequence[str | None], graded: Grade, card: Scorecard
) -> Iterator[FindingRow]:
    """Yield the rows of findings. Those of one mistake share what it cost, in the order in which they used it up."""
    items = {item.rule: item for item in card.items()}
    seen: Counter[str] = Counter()
    for finding, agent in zip(findings, charges, strict=True):
        item = items.get(finding.rule)
        cost = 0.0
        if item is not None:
            seen[finding.rule] += 1
            used = [min(item.cap, item.points * k) for k in (seen[finding.rule] - 1, seen[finding.rule])]
            lost = 100.0 - graded.items[finding.rule]
            cost = graded.costs.get(finding.rule, 0.0) * (used[1] - used[0]) / lost if lost else 0.0
        span, place = finding.span, finding.place
        assert span is not None and place is not None  # noqa: S101, PT018  (findings in a conversation have both)
        yield FindingRow(
            path=place.path,
            conversation=finding.conversation or "",
            rule=finding.rule,
            severity=finding.severity.label,
            section=card.section_of.get(finding.rule),
            agent=agent,
            turn=finding.turn or 1,
            role=finding.role or "",
            speaker=finding.speaker,
            start=span.start,
            end=span.end,
            line=place.line,
            column=place.column,
            quote=finding.quote or "",
            message=finding.message,
            fix=finding.fix,
            sources=" ".join(finding.sources),
            fingerprint=finding.fingerprint,
            primary=finding.primary,
            cost=round(cost, 2),
        )
