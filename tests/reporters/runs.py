"""Runs made up by a property test, and by the thousand."""

from __future__ import annotations

import io
from collections.abc import Iterator

from hypothesis import strategies as st

from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.finding import Checked, Edit, Evidence, Finding, Place, Refusal, Severity, Summary
from csmistakes.reporters import View, available, feed
from tests.reporters.invented_run import CHECKED, SUMMARY

NASTY = st.text(alphabet=st.one_of(st.sampled_from("\n\r%:,|[](){}<>&\"'`*_#@\\é😀\ufffe\x1b\u202e"), st.characters()))
NAMES = st.text(alphabet=st.sampled_from("ab %#:,é&\"'<>[]|/"), min_size=1, max_size=12)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    line, column = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    path = draw(NAMES)
    return Finding(
        rule=draw(st.sampled_from(["runaround", "jargon", "own-rule"])),
        title=draw(NASTY),
        severity=draw(st.sampled_from(Severity)),
        message=draw(NASTY),
        fix=draw(NASTY),
        sources=("tea-9:2",),
        fingerprint=draw(st.uuids()).hex,
        conversation=draw(NASTY),
        turn=1,
        role="agent",
        span=Span(0, 1),
        quote=draw(NASTY),
        place=Place(path, line, column, line + draw(st.integers(0, 1)), column + 3),
        edits=tuple(draw(st.lists(edits(path), max_size=2))),
    )


def edits(path: str) -> st.SearchStrategy[Edit]:
    at = st.integers(1, 9)
    places = st.builds(lambda line, column: Place(path, line, column, line, column + 3), at, at)
    return st.builds(Edit, st.just(Span(0, 3)), NASTY, NASTY, st.booleans(), places)


@st.composite
def runs(draw: st.DrawFn) -> tuple[tuple[Checked, ...], Summary]:
    """Draw a run in which every text can hold anything."""
    items = []
    for _ in range(draw(st.integers(0, 3))):
        talk = Conversation(draw(NASTY), (Turn(Role.AGENT, draw(NASTY)),), path=draw(NAMES))
        items.append(Checked(talk, tuple(draw(st.lists(findings(), max_size=3)))))
    over_many = Finding("queue", draw(NASTY), Severity.WARNING, draw(NASTY), draw(NASTY), (), "q", subject=draw(NASTY),
                        evidence=(Evidence(draw(NAMES), "c", 1),) * draw(st.integers(0, 1)))  # fmt: skip
    refusals = tuple(draw(st.lists(st.builds(Refusal, NAMES, st.none() | st.integers(1, 9), NASTY), max_size=2)))
    return tuple(items), Summary((over_many,), (), len(items), len(items), 1, 0, len(refusals), refusals=refusals)


PLAIN = View()


def written(name: str, view: View = PLAIN, run: tuple[tuple[Checked, ...], Summary] = (CHECKED, SUMMARY)) -> str:
    """Return what the reporter `name` writes of a run."""
    out = io.StringIO()
    feed(available()[name].Report(out, view), iter(run[0]), lambda: run[1])
    return out.getvalue()


def many(number: int, finding: Finding) -> Iterator[Checked]:
    """Yield conversations with `number` findings in all, ten in each, every tenth an error, the last a note."""
    severities = [Severity.WARNING] * 8 + [Severity.ERROR, Severity.NOTE]
    for first in range(0, number, 10):
        talk = Conversation(f"c-{first}", (Turn(Role.AGENT, "…"),), path=f"talks/{first}.jsonl")
        yield Checked(
            talk,
            tuple(
                Finding(
                    rule=finding.rule, title=finding.title, severity=severity, message=f"{finding.message} {first + n}",
                    fix=finding.fix, sources=finding.sources, fingerprint=f"{first + n:016x}", conversation=talk.id,
                    turn=n + 1, role="agent", place=Place(talk.path, n + 1, 1, n + 1, 9),
                )
                for n, severity in enumerate(severities)
            ),
        )  # fmt: skip
