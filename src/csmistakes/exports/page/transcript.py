"""A conversation as it was said, with the findings marked in it and explained under the turn that they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from csmistakes.conversation import Conversation, Turn
from csmistakes.exports.page.lesson import Key, Lessons
from csmistakes.exports.page.markup import Child, Html, el
from csmistakes.exports.page.tables import filters, number
from csmistakes.scoring.rows import FindingRow, Record

WHOLE = 60  # turns up to which a conversation is shown as a whole
AROUND = 3  # turns that are shown before and behind one with a finding, in a longer one
LONGEST = 4000  # code points of a turn that are shown

Numbered = tuple[int, FindingRow]  # findings are counted from 1 in their conversation


def conversations(kind: str, records: Sequence[Record], said: Mapping[Key, Conversation], lessons: Lessons) -> Html:
    """Return conversations, folded up; they can be filtered by the names of people, files and mistakes."""
    items = [
        _conversation(
            f"{kind}-{n}", record, said.get((record.conversation.path, record.conversation.conversation)), lessons
        )
        for n, record in enumerate(records, start=1)
    ]
    return el("div", filters(kind, len(items), []), el("div", items, id=kind))


def _conversation(key: str, record: Record, talk: Conversation | None, lessons: Lessons) -> Html:
    row = record.conversation
    titles = list(dict.fromkeys(lessons.of(finding.rule).title for finding in record.findings))
    about = [part for part in (row.agent, row.team, row.channel, row.date) if part]
    head = el(
        "h3",
        f"{number(row.score)}: {row.conversation}",
        el("span", "".join(f", {part}" for part in about), class_="aside"),
        id=key,
    )
    what = el("p", "; ".join(titles) or "No findings.", class_="aside")
    failed = (
        el("p", "Failed by: ", ", ".join(lessons.of(rule).title for rule in row.failed_by.split()))
        if row.failed_by
        else None
    )
    findings = list(enumerate(record.findings, start=1))
    told: Child = list(_turns(key, talk, findings, lessons)) if talk else _without(key, findings, lessons)
    find = " ".join((row.conversation, row.path, *about, *titles))
    place = el("p", f"File: {row.path}", class_="aside")
    return el("details", el("summary", head, what), failed, place, told, class_="item talk", data_find=find)


def _without(key: str, findings: Sequence[Numbered], lessons: Lessons) -> Html:
    """Return the findings alone, where the file cannot be read any more."""
    return el(
        "div",
        el("p", "The file is not as it was when it was scored: the findings alone."),
        _notes(key, findings, lessons),
    )


def _turns(key: str, talk: Conversation, findings: Sequence[Numbered], lessons: Lessons) -> Iterator[Html]:
    by_turn: dict[int, list[Numbered]] = defaultdict(list)
    for one in findings:
        by_turn[one[1].turn].append(one)
    shown = _shown(len(talk.turns), by_turn)
    items = []
    last = 0
    for position in [*shown, len(talk.turns) + 1]:
        if position > last + 1:
            items.append(el("li", f"… {position - last - 1:,} turns without findings …", class_="gap", value=last + 1))
        if position <= len(talk.turns):
            items.append(_turn(key, position, talk.turns[position - 1], by_turn[position], lessons))
        last = position
    yield el("ol", items, class_="turns")


def _shown(count: int, by_turn: Mapping[int, Sequence[Numbered]]) -> list[int]:
    """Return the turns, from 1, that are shown: all, or those at both ends and around findings."""
    if count <= WHOLE:
        return list(range(1, count + 1))
    near = {1, count, *by_turn}
    return sorted({k for at in near for k in range(at - AROUND, at + AROUND + 1) if 1 <= k <= count})


def _turn(key: str, position: int, turn: Turn, findings: Sequence[Numbered], lessons: Lessons) -> Html:
    role = turn.role.value
    who = f"{turn.name} ({role})" if turn.name else role.capitalize()
    text = el("p", el("b", f"{who}: "), el("span", list(_marked(key, turn.text, findings)), dir="auto", class_="text"))
    notes = _notes(key, findings, lessons) if findings else None
    return el("li", text, notes, class_=f"turn {role}", value=position)


def _marked(key: str, text: str, findings: Sequence[Numbered]) -> Iterator[Child]:
    """Yield a turn's text in pieces, what findings point at marked, with their numbers where they begin."""
    end = min(len(text), LONGEST)
    cuts = {0, end, *(min(cut, end) for _, row in findings for cut in (row.start, row.end))}
    ordered = sorted(cuts)
    for start, stop in pairwise(ordered):
        for n, row in findings:
            if row.start == start:
                yield el("a", f"[{n}]", href=f"#{key}-f{n}", class_="number-of", aria_label=f"finding {n}")
        is_marked = any(row.start <= start and stop <= row.end for _, row in findings)
        yield el("mark", text[start:stop]) if is_marked else text[start:stop]
    if len(text) > end:
        yield f" … ({len(text) - end:,} more characters)"


def _notes(key: str, findings: Sequence[Numbered], lessons: Lessons) -> Html:
    return el("ul", [_note(key, n, row, lessons) for n, row in findings], class_="notes")


def _note(key: str, n: int, row: FindingRow, lessons: Lessons) -> Html:
    lesson = lessons.of(row.rule)
    return el(
        "li",
        el("b", f"[{n}] {lesson.title}"),
        " ",
        el("span", row.severity, class_=f"severity {row.severity}"),
        f" {row.message} ",
        f"Costs {number(row.cost)} points. " if row.cost else None,
        el("span", row.fix, class_="fix"),
        el("span", f" ({row.sources})", class_="aside") if row.sources else None,
        id=f"{key}-f{n}",
    )
