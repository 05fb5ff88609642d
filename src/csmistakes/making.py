"""Verdicts → findings: quotes as they may be shown, messages filled in, places in the file, fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Conversation, Origin
from csmistakes.finding import Edit, Finding, Place, Severity, digest
from csmistakes.judging.corpus import CorpusVerdict
from csmistakes.judging.engine import Verdict
from csmistakes.masking import mask, mask_part


class Maker:
    """Makes findings of verdicts. `mask` says whether personal data in what is quoted is hidden."""

    def __init__(self, *, mask: bool) -> None:
        self._masks = mask

    def of(
        self, conversation: Conversation, verdicts: Iterable[Verdict], severities: Mapping[str, Severity], name: str
    ) -> Iterator[Finding]:
        """Yield the findings of one conversation, those that are alike numbered in their fingerprints.

        `name` is what fingerprints know the conversation by.
        """
        seen: Counter[str] = Counter()
        for verdict in verdicts:
            turn = conversation.turns[verdict.turn]
            hidden = mask_part(turn.text, verdict.span.start, verdict.span.end)
            quote = hidden if self._masks else turn.text[verdict.span.start : verdict.span.end]
            said = " ".join(hidden.split()).casefold()
            key = "\0".join((verdict.rule.slug, conversation.path, name, turn.role.value, said))
            seen[key] += 1
            yield Finding(
                rule=verdict.rule.slug,
                title=verdict.rule.title,
                severity=severities[verdict.rule.slug],
                message=self._shown(verdict.message(quote, self._asked(conversation, verdict))),
                fix=_fix(verdict.rule),
                sources=verdict.rule.sources,
                fingerprint=digest(f"{key}\0{seen[key]}"),
                conversation=conversation.id,
                turn=verdict.turn + 1,
                role=turn.role.value,
                speaker=turn.name,
                span=verdict.span,
                quote=quote,
                place=_place(conversation, verdict),
                edits=tuple(_edits(conversation, verdict)),
            )

    def of_many(self, verdict: CorpusVerdict, severity: Severity) -> Finding:
        """Return the finding of a rule over many conversations."""
        return Finding(
            rule=verdict.rule.slug,
            title=verdict.rule.title,
            severity=severity,
            message=self._shown(verdict.message),
            fix=_fix(verdict.rule),
            sources=verdict.rule.sources,
            fingerprint=digest(f"{verdict.rule.slug}\0{verdict.subject}"),
            subject=self._shown(verdict.subject or ""),
            evidence=verdict.evidence,
        )

    def _asked(self, conversation: Conversation, verdict: Verdict) -> str:
        if verdict.asked is None:
            return ""
        turn, span = verdict.asked
        text = conversation.turns[turn].text
        return mask_part(text, span.start, span.end) if self._masks else text[span.start : span.end]

    def _shown(self, text: str) -> str:
        return mask(text) if self._masks else text


def _fix(rule: Rule) -> str:
    return f"{rule.fix} Say instead: “{rule.instead}”"


def _place(conversation: Conversation, verdict: Verdict) -> Place:
    origin = conversation.turns[verdict.turn].origin
    start, end = verdict.span.start, verdict.span.end
    return Place(conversation.path, *origin.at(start), *(origin.end(end - 1) if end > start else origin.at(start)))


def _edits(conversation: Conversation, verdict: Verdict) -> Iterator[Edit]:
    """Yield what can be changed where the file has the characters one by one and in one line."""
    turn = conversation.turns[verdict.turn]
    for change in verdict.changes:
        start, end = change.span.start, change.span.end
        row, column = turn.origin.at(start)
        if all(_is_one(turn.origin, offset, row, column + offset - start) for offset in range(start, end)):
            place = Place(conversation.path, row, column, row, column + end - start)
            yield Edit(change.span, turn.text[start:end], change.new, change.is_safe, place)


def _is_one(origin: Origin, offset: int, row: int, column: int) -> bool:
    return origin.at(offset) == (row, column) and origin.end(offset) == (row, column + 1)
