"""The one way through: conversations in, checked conversations out, then what many conversations show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.checking import problems_of
from csmistakes.conversation import Conversation, Role, Turn, blocks
from csmistakes.errors import CatalogueError
from csmistakes.finding import Checked, Finding, Place, Severity, Summary, digest, with_primaries
from csmistakes.identity import Alike, known_by
from csmistakes.judging.corpus import Conversed, CorpusJudge, CorpusVerdict, Note
from csmistakes.judging.engine import JudgedRule, Verdict, compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.masking import mask, mask_part
from csmistakes.options import EVERYTHING, Options
from csmistakes.placeholders import Placeholders
from csmistakes.policy import Policy
from csmistakes.recognition.compiling import recogniser_of
from csmistakes.recognition.stream import MAX_LENGTH
from csmistakes.unfilled import RULE as UNFILLED
from csmistakes.unfilled import unfilled

SCRIPT = "script"  # the channel of scripted replies
LONGEST_TURN = MAX_LENGTH  # code points of a turn that are looked at
_PROBES = ("Hello!", "Zodavi bodavi.")  # a reply that only keeps the line warm, and one that says something
_BLOCK = 200_000  # code points of text that are recognised together fastest


@dataclass(frozen=True, slots=True)
class Broken:
    """A conversation that csmistakes itself could not get through: a bug, told when the rest is done."""

    path: str
    conversation: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Examined:
    """One conversation with all that it says: findings, chances to go wrong, and notes for rules over many."""

    checked: Checked
    opportunities: Mapping[str, tuple[int, ...]]  # slug → turns (from 1) at which the rule had a chance to be met
    notes: tuple[Note, ...]  # what `Run.take` is to remember, as JSON can hold it


class Run:
    """One run over any number of conversations. CatalogueError if the catalogue does not make sense."""

    def __init__(self, catalogue: Catalogue, options: Options = EVERYTHING) -> None:
        self._options = options
        self._placeholders = Placeholders(options.placeholders)
        self._hidden = lru_cache(maxsize=20_000)(self._placeholders.hidden)  # asked twice for each reply of a block
        self._policy = Policy(options, (*catalogue.rules, UNFILLED))
        self._overall = self._policy.overall()
        try:
            self._recogniser = recogniser_of(catalogue)
            self._corpus = CorpusJudge(catalogue, [rule for rule in catalogue.rules if rule.slug in self._overall])
            judged_rules = compile_rules(catalogue)
        except CatalogueError:
            raise CatalogueError(problems_of(catalogue)) from None
        needed = self._corpus.needs
        self._rules = [one for one in judged_rules if self._policy.may_report(one.rule) or one.rule.slug in needed]
        self.broken: list[Broken] = []
        self._conversations = self._turns = self._scripts = 0
        self._alike = Alike()
        self._alone: dict[Role, list[JudgedRule]] = {}  # who says a scripted reply → the rules that it can break

    def check(self, conversations: Iterable[Conversation]) -> Iterator[Checked]:
        """Yield each conversation with its findings, as it is read; what breaks on the way goes to `broken`."""
        for block in blocks(conversations, _BLOCK):
            self.recognise(block)
            for conversation in block:
                self._conversations += 1
                self._turns += len(conversation.turns)
                try:
                    checked = self._checked(conversation)
                except Exception as error:  # noqa: BLE001  (a bug in one conversation must not cost the others)
                    self.broken.append(Broken(conversation.path, conversation.id, error))
                    continue
                yield checked

    def recognise(self, conversations: Sequence[Conversation]) -> None:
        """Recognise what is said in some conversations together, which is faster than one by one."""
        with suppress(Exception):  # a bug in one text must not cost the others: it will show where it stands
            self._recogniser.recognise_all(turn.text for one in map(self._as_read, conversations) for turn in one.turns)

    def examine(self, conversation: Conversation, name: str | None = None) -> Examined:
        """Return all that one conversation says by itself; nothing of it is remembered until `take`.

        `name` is what fingerprints know it by, where others of the file may begin alike.
        """
        name = known_by(conversation) if name is None else name
        if conversation.channel == SCRIPT:
            return Examined(self._reported_of(conversation, list(self._of_script(conversation)), name), {}, ())
        scene = Scene(conversation, self._recogniser.recognise)
        verdicts = self._judged(scene)
        severities = self._policy.severities(conversation.path, conversation.channel)
        opportunities = {
            judged.rule.slug: tuple(turn + 1 for turn in turns)
            for judged in self._rules
            if judged.rule.slug in severities and (turns := judged.opportunities(scene))
        }
        notes = tuple(self._corpus.note(scene, verdicts))
        checked = self._reported_of(conversation, [*verdicts, *_unfilled(conversation)], name)
        return Examined(checked, opportunities, notes)

    def take(self, path: str, conversation: str, turns: int, notes: Sequence[Note]) -> None:
        """Remember what `examine` noted of a conversation, in this process or in another."""
        self._conversations += 1
        self._turns += turns
        if notes:  # none of a scripted reply
            self._corpus.take(Conversed(path, conversation), notes)

    def summary(self, *, files: int = 0, passed_over: int = 0, failed: int = 0) -> Summary:
        """Return what the whole run saw; call it after the last conversation was checked."""
        only_scripts = 0 < self._conversations == self._scripts  # of which rules over many conversations say nothing
        verdicts = [verdict for verdict in self._corpus.speak() if self._speaks_of(verdict)]
        return Summary(
            findings=tuple(self._corpus_finding(verdict) for verdict in verdicts if verdict.subject is not None),
            silent=() if only_scripts else tuple(verdict.message for verdict in verdicts if verdict.subject is None),
            conversations=self._conversations,
            turns=self._turns,
            files=files,
            passed_over=passed_over,
            failed=failed,
        )

    def _speaks_of(self, verdict: CorpusVerdict) -> bool:
        """Whether a corpus verdict is wanted: with a speaker chosen, only what it says of that agent."""
        speaker = self._options.speaker
        if speaker is None or verdict.subject is None:
            return True
        return verdict.subject.partition(":")[0].strip().casefold() == speaker.casefold()

    def _checked(self, conversation: Conversation) -> Checked:
        if conversation.channel == SCRIPT:
            self._scripts += 1
            verdicts = list(self._of_script(conversation))
        else:
            scene = Scene(conversation, self._recogniser.recognise)
            verdicts = self._judged(scene)
            self._corpus.observe(scene, verdicts)
            verdicts += _unfilled(conversation)
        return self._reported_of(conversation, verdicts, self._alike.known_by(conversation))

    def _judged(self, scene: Scene) -> list[Verdict]:
        return [verdict for judged in self._rules for verdict in judged.judge(scene)]

    def _as_read(self, conversation: Conversation) -> Conversation:
        """Return a conversation as the recogniser is to read it: of a scripted reply, with its placeholders hidden."""
        if conversation.channel != SCRIPT:
            return conversation
        turns = (replace(turn, text=self._hidden(turn.text)) for turn in conversation.turns)
        return replace(conversation, turns=tuple(turns))

    def _of_script(self, conversation: Conversation) -> Iterator[Verdict]:
        """Yield the verdicts on a scripted reply. Its turns are variants, of which only one is ever sent."""
        read = self._as_read(conversation)
        for position, turn in enumerate(conversation.turns):
            scene = Scene(replace(read, turns=(read.turns[position],)), self._recogniser.recognise)
            for verdict in (verdict for rule in self._breakable(turn.role) for verdict in rule.judge(scene)):
                yield replace(verdict, turn=position, span=self._placeholders.widened(turn.text, verdict.span))

    def _breakable(self, role: Role) -> Sequence[JudgedRule]:
        """Return the rules that a scripted reply can break, as far as it can; most need a customer."""
        if role not in self._alone:
            probes = [Conversation("", (Turn(role, text),), channel=SCRIPT) for text in _PROBES]
            scenes = [Scene(probe, self._recogniser.recognise) for probe in probes]
            self._alone[role] = [rule for one in self._rules if (rule := one.narrowed(scenes))]
        return self._alone[role]

    def _reported_of(self, conversation: Conversation, verdicts: Sequence[Verdict], name: str) -> Checked:
        severities = self._policy.severities(conversation.path, conversation.channel)
        reported = [v for v in verdicts if v.rule.slug in severities and self._is_of_speaker(conversation, v)]
        reported.sort(key=lambda v: (v.turn, v.span.start, -severities[v.rule.slug], v.rule.slug))
        return Checked(conversation, tuple(with_primaries(map(self._maker(conversation, severities, name), reported))))

    def _is_of_speaker(self, conversation: Conversation, verdict: Verdict) -> bool:
        turn = conversation.turns[verdict.turn]
        speaker = self._options.speaker
        who = turn.name or (conversation.agent if turn.role.value == "agent" else None)
        return speaker is None or (who or "").casefold() == speaker.casefold()

    def _maker(
        self, conversation: Conversation, severities: Mapping[str, Severity], name: str
    ) -> Callable[[Verdict], Finding]:
        """Return what makes findings of one conversation, numbering those that are alike."""
        seen: Counter[str] = Counter()

        def make(verdict: Verdict) -> Finding:
            turn = conversation.turns[verdict.turn]
            hidden = mask_part(turn.text, verdict.span.start, verdict.span.end)
            quote = hidden if self._options.mask else turn.text[verdict.span.start : verdict.span.end]
            said = " ".join(hidden.split()).casefold()
            key = "\0".join((verdict.rule.slug, conversation.path, name, turn.role.value, said))
            seen[key] += 1
            return Finding(
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
            )

        return make

    def _asked(self, conversation: Conversation, verdict: Verdict) -> str:
        if verdict.asked is None:
            return ""
        turn, span = verdict.asked
        text = conversation.turns[turn].text
        return mask_part(text, span.start, span.end) if self._options.mask else text[span.start : span.end]

    def _corpus_finding(self, verdict: CorpusVerdict) -> Finding:
        subject = self._shown(verdict.subject or "")
        return Finding(
            rule=verdict.rule.slug,
            title=verdict.rule.title,
            severity=self._overall[verdict.rule.slug],
            message=self._shown(verdict.message),
            fix=_fix(verdict.rule),
            sources=verdict.rule.sources,
            fingerprint=digest(f"{verdict.rule.slug}\0{verdict.subject}"),
            subject=subject,
            evidence=verdict.evidence,
        )

    def _shown(self, text: str) -> str:
        return mask(text) if self._options.mask else text


def _fix(rule: Rule) -> str:
    return f"{rule.fix} Say instead: “{rule.instead}”"


def _unfilled(conversation: Conversation) -> Iterator[Verdict]:
    for turn, span in unfilled(conversation):
        yield Verdict(UNFILLED, turn, span, {})


def _place(conversation: Conversation, verdict: Verdict) -> Place:
    origin = conversation.turns[verdict.turn].origin
    start, end = verdict.span.start, verdict.span.end
    return Place(conversation.path, *origin.at(start), *(origin.end(end - 1) if end > start else origin.at(start)))
