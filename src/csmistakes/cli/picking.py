"""Which finding, dispute or conversation is meant: exactly one, or an error that says how to name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csmistakes.catalogue import Catalogue
from csmistakes.conversation import Conversation
from csmistakes.disputes import Dispute, Disputes
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Checked, Finding
from csmistakes.scoring.agreement_cases import keys_of

_SHORTEST = 4  # characters of a fingerprint
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said of the thing that is meant; None where nothing was."""

    fingerprint: str | None
    rule: str | None
    conversation: str | None
    turn: int | None

    def check(self, catalogue: Catalogue, *, missed: bool) -> None:
        """Refuse what cannot name one thing; UsageError says what to add."""
        if self.rule is not None and self.rule not in catalogue.by_slug:
            advice = did_you_mean(self.rule, catalogue.by_slug) or "see csmistakes rules list"
            raise UsageError(f"--rule: there is no rule “{self.rule}”", advice=advice)
        if missed and self.fingerprint is not None:
            raise UsageError("what was missed has no fingerprint", advice="say --rule and --conversation")
        if missed and (self.rule is None or self.conversation is None):
            raise UsageError("--missed needs --rule and --conversation")
        if not missed:
            self.check_names_one()

    def check_names_one(self) -> None:
        """Refuse what is too little to name a finding."""
        if self.fingerprint is None and self.rule is None:
            raise UsageError("say which: --fingerprint, or --rule with --conversation and maybe --turn")
        if self.fingerprint is not None and len(self.fingerprint) < _SHORTEST:
            raise UsageError(f"--fingerprint: at least {_SHORTEST} characters of it")

    def fits(self, item: Finding, conversation: Conversation | None) -> bool:
        """Whether a finding is what was meant."""
        named = self.conversation is None or (conversation is not None and self.conversation in keys_of(conversation))
        return named and self._fits(item.fingerprint, item.rule, item.turn)

    def fits_dispute(self, item: Dispute) -> bool:
        """Whether a dispute is what was meant."""
        names = (item.conversation, f"{item.path}:{item.conversation}")
        named = self.conversation is None or self.conversation in names
        return named and self._fits(item.fingerprint or "", item.rule, item.turn)

    def _fits(self, fingerprint: str, rule: str, turn: int | None) -> bool:
        return (
            fingerprint.startswith(self.fingerprint or "") and self.rule in {None, rule} and self.turn in {None, turn}
        )


def one_finding(wish: Wish, checked: Iterable[Checked], corpus: Callable[[], Iterable[Finding]]) -> Finding:
    """Return the finding that is meant; `corpus` gives those over many conversations, after all were checked."""
    found = [one for item in checked for one in item.findings if wish.fits(one, item.conversation)]
    found += [one for one in corpus() if wish.fits(one, None)]
    _exactly_one([_shown(one) for one in found], "finding", "csmistakes check shows what is found")
    return found[0]


def one_dispute(wish: Wish, disputes: Disputes) -> Dispute:
    """Return the dispute that is meant."""
    wish.check_names_one()
    found = [one for one, _ in disputes.holding.values() if wish.fits_dispute(one)]
    shown = [f"{one}{f', fingerprint {one.fingerprint}' if one.fingerprint else ''}" for one in found]
    _exactly_one(shown, "dispute", "csmistakes dispute list shows them")
    return found[0]


def missed_place(wish: Wish, checked: Iterable[Checked]) -> Conversation:
    """Return the conversation in which a mistake was missed; UsageError if it was found there, or there is no such."""
    items = [item for item in checked if wish.conversation in keys_of(item.conversation)]
    shown = [f"{item.conversation.path}:{item.conversation.id}" for item in items]
    _exactly_one(shown, "conversation", "ids are in csmistakes check --output-format jsonl")
    conversation, findings = items[0].conversation, items[0].findings
    if wish.turn is not None and wish.turn > len(conversation.turns):
        raise UsageError(f"--turn {wish.turn}: the conversation has {len(conversation.turns)}")
    if any(finding.rule == wish.rule and wish.turn in {None, finding.turn} for finding in findings):
        raise UsageError(f"{wish.rule} was not missed: it is found there", advice="name another turn with --turn")
    return conversation


def _exactly_one(shown: Sequence[str], noun: str, where: str) -> None:
    if not shown:
        raise UsageError(f"there is no such {noun}", advice=where)
    if len(shown) > 1:
        more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
        raise UsageError(f"that may be {len(shown)} {noun}s: {'; '.join(shown[:_SHOWN])}{more}", advice="say which")


def _shown(finding: Finding) -> str:
    where = f"{finding.conversation}, turn {finding.turn}" if finding.turn else finding.subject
    return f"{finding.rule} in {where}, fingerprint {finding.fingerprint}"
