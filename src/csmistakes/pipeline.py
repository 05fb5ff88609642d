"""The one way through: conversations in, checked conversations out, then what many conversations show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.checking import problems_of
from csmistakes.conversation import SCRIPT, Conversation
from csmistakes.errors import CatalogueError
from csmistakes.finding import Broken, Checked, Summary, with_primaries
from csmistakes.identity import Alike, known_by
from csmistakes.judging.corpus import Conversed, CorpusJudge, CorpusVerdict, Note, Told
from csmistakes.judging.engine import Docket, JudgedRule, Verdict, compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.known import Examined, Known, Restorer, written
from csmistakes.making import Maker
from csmistakes.options import EVERYTHING, Options
from csmistakes.placeholders import Placeholders
from csmistakes.policy import Policy
from csmistakes.recognition.stream import MAX_LENGTH
from csmistakes.results import Results
from csmistakes.scripted import ScriptJudge
from csmistakes.sharing import BLOCK, SHARE, Block, looked_up, shared, unknown
from csmistakes.unfilled import RULE as UNFILLED
from csmistakes.unfilled import unfilled

if TYPE_CHECKING:
    from csmistakes.recognition.recogniser import Recogniser

LONGEST_TURN = MAX_LENGTH  # code points of a turn that are looked at


class Run:
    """One run over any number of conversations. CatalogueError if the catalogue does not make sense.

    `keep` says whether what `check` finds is kept for the runs to come, and what earlier runs found is used.
    """

    def __init__(self, catalogue: Catalogue, options: Options = EVERYTHING, *, keep: bool = False) -> None:
        self._catalogue = catalogue
        self._options = options
        self._placeholders = Placeholders(options.placeholders)
        self._maker = Maker(mask=options.mask)
        self._policy = Policy(options, (*catalogue.rules, UNFILLED))
        self._overall = self._policy.overall()
        try:
            self.corpus = CorpusJudge(catalogue, [rule for rule in catalogue.rules if rule.slug in self._overall])
            self._results = self._kept() if keep else None
            if self._results is None or not self._results.are_there:
                self._recogniser, self._rules  # noqa: B018  (what makes no sense is told before anything is read)
        except CatalogueError:
            raise CatalogueError(problems_of(catalogue)) from None
        self.broken: list[Broken] = []
        self._conversations = self._turns = self._scripts = 0
        self._alike = Alike()

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a worker process have a run of its own: it remembers nothing of what this one has checked."""
        return type(self), (self._catalogue, self._options)

    def check(self, conversations: Iterable[Conversation], jobs: int = 1) -> Iterator[Checked]:
        """Yield each conversation with its findings, as it is read; what breaks on the way goes to `broken`.

        With several `jobs`, that many processes look at what is new; which one does makes no difference to the result.
        """
        for block, found in self._blocks(conversations, jobs):
            self.recognise(unknown((block, found)))
            for conversation, known in zip(block, found, strict=True):
                self._conversations += 1
                self._turns += len(conversation.turns)
                try:
                    checked = self._checked(conversation, known)
                except Exception as error:  # noqa: BLE001  (a bug in one conversation must not cost the others)
                    self.broken.append(Broken(conversation.path, conversation.id, error))
                    continue
                yield checked
            if self._results:
                self._results.keep()

    def recognise(self, conversations: Sequence[Conversation]) -> None:
        """Recognise what is said in some conversations together, which is faster than one by one."""
        if not conversations:
            return
        with suppress(Exception):  # a bug in one text must not cost the others: it will show where it stands
            self._recogniser.recognise_all(text for one in conversations for text in self._as_read(one))

    def answers(self, conversations: Sequence[Conversation]) -> list[str | None]:
        """Return what is found in each conversation, as text for another process; None where there is a bug."""
        self.recognise(conversations)
        return [self._answer(conversation) for conversation in conversations]

    def examine(self, conversation: Conversation, name: str | None = None) -> Examined:
        """Return all that one conversation says by itself; nothing of it is remembered until `take`.

        `name` is what fingerprints know it by, where others of the file may begin alike.
        """
        name = known_by(conversation) if name is None else name
        if conversation.channel == SCRIPT:
            return Examined(self._reported_of(conversation, list(self._script_judge.judge(conversation)), name), {}, ())
        scene = Scene(conversation, self._recogniser.recognise)
        verdicts = self._judged(scene)
        severities = self._policy.severities(conversation.path, conversation.channel)
        opportunities = {
            judged.rule.slug: tuple(turn + 1 for turn in turns)
            for judged in self._rules
            if judged.rule.slug in severities and (turns := judged.opportunities(scene))
        }
        notes = tuple(self.corpus.note(scene, verdicts))
        checked = self._reported_of(conversation, [*verdicts, *_unfilled(conversation)], name)
        return Examined(checked, opportunities, notes)

    def take(self, path: str, conversation: str, turns: int, notes: Sequence[Note]) -> None:
        """Remember what `examine` noted of a conversation, in this process or in another."""
        self._conversations += 1
        self._turns += turns
        if notes:  # none of a scripted reply
            self.corpus.take(Conversed(path, conversation), notes)

    def hear(self, told: Iterable[tuple[int, str, Told]], conversations: int, turns: int) -> None:
        """Take in what was told of so many conversations, instead of each: see `CorpusJudge.told`."""
        self._conversations, self._turns = conversations, turns
        self.corpus.hear(told, conversations)

    def summary(self, *, files: int = 0, passed_over: int = 0, failed: int = 0) -> Summary:
        """Return what the whole run saw; call it after the last conversation was checked."""
        only_scripts = 0 < self._conversations == self._scripts  # of which rules over many conversations say nothing
        verdicts = [verdict for verdict in self.corpus.speak() if self._speaks_of(verdict)]
        return Summary(
            findings=tuple(
                self._maker.of_many(verdict, self._overall[verdict.rule.slug])
                for verdict in verdicts
                if verdict.subject is not None
            ),
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

    # Both take long to make, and to import what makes them, and where all is known nobody asks for them.
    @cached_property
    def _recogniser(self) -> Recogniser:
        from csmistakes.recognition.compiling import recogniser_of  # noqa: PLC0415

        return recogniser_of(self._catalogue)

    @cached_property
    def _rules(self) -> list[JudgedRule]:
        return [judged for judged in compile_rules(self._catalogue) if self._is_asked(judged.rule)]

    @cached_property
    def _docket(self) -> Docket:
        return Docket(self._rules)

    @cached_property
    def _script_judge(self) -> ScriptJudge:
        return ScriptJudge(self._rules, self._recogniser.recognise, self._placeholders)

    def _is_asked(self, rule: Rule) -> bool:
        return self._policy.may_report(rule) or rule.slug in self.corpus.needs

    def _asked(self) -> Iterator[Rule]:
        return filter(self._is_asked, self._catalogue.rules)

    def _kept(self) -> Results:
        also = sorted(self._overall), self._options.placeholders
        return Results(self._catalogue, self._asked(), self.corpus, also)

    def _checked(self, conversation: Conversation, known: Known | None) -> Checked:
        self._scripts += conversation.channel == SCRIPT
        if known is None:
            known = self._found(conversation)
            if self._results:
                self._results.note(conversation, written(known))
        if known.notes is not None:
            self.corpus.take(Conversed(conversation.path, conversation.id), known.notes)
        verdicts = [*known.verdicts, *_unfilled(conversation)]
        return self._reported_of(conversation, verdicts, self._alike.known_by(conversation))

    def _blocks(self, conversations: Iterable[Conversation], jobs: int) -> Iterator[Block]:
        if jobs == 1:
            return looked_up(conversations, self._results, BLOCK)
        return shared(looked_up(conversations, self._results, SHARE), self, jobs, self._restorer, self._results)

    def _restorer(self) -> Restorer:
        return Restorer({rule.slug: rule for rule in self._asked()}, self.corpus)

    def _answer(self, conversation: Conversation) -> str | None:
        try:
            return written(self._found(conversation))
        except Exception:  # noqa: BLE001  (told where it can be: in the process that asks)
            return None

    def _found(self, conversation: Conversation) -> Known:
        if conversation.channel == SCRIPT:
            return Known(tuple(self._script_judge.judge(conversation)), None)
        scene = Scene(conversation, self._recogniser.recognise)
        verdicts = self._judged(scene)
        return Known(tuple(verdicts), self.corpus.note(scene, verdicts))

    def _judged(self, scene: Scene) -> list[Verdict]:
        return list(self._docket.judge(scene))

    def _as_read(self, conversation: Conversation) -> Iterator[str]:
        """Yield each turn's text as the recogniser is to read it."""
        if conversation.channel == SCRIPT:
            return self._script_judge.texts(conversation)
        return (turn.text for turn in conversation.turns)

    def _reported_of(self, conversation: Conversation, verdicts: Sequence[Verdict], name: str) -> Checked:
        severities = self._policy.severities(conversation.path, conversation.channel)
        reported = [v for v in verdicts if v.rule.slug in severities and self._is_of_speaker(conversation, v)]
        reported.sort(key=lambda v: (v.turn, v.span.start, -severities[v.rule.slug], v.rule.slug))
        return Checked(conversation, tuple(with_primaries(self._maker.of(conversation, reported, severities, name))))

    def _is_of_speaker(self, conversation: Conversation, verdict: Verdict) -> bool:
        turn = conversation.turns[verdict.turn]
        speaker = self._options.speaker
        who = turn.name or (conversation.agent if turn.role.value == "agent" else None)
        return speaker is None or (who or "").casefold() == speaker.casefold()


def _unfilled(conversation: Conversation) -> Iterator[Verdict]:
    for turn, span in unfilled(conversation):
        yield Verdict(UNFILLED, turn, span, {})
