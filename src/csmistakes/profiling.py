"""Where the time of a run goes: by stage, and by rule. A run that is not profiled knows nothing of this."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

from csmistakes.catalogue.model import Catalogue
from csmistakes.conversation import Conversation
from csmistakes.finding import Checked, Summary
from csmistakes.judging.engine import JudgedRule, Verdict
from csmistakes.judging.scene import Scene
from csmistakes.options import Options
from csmistakes.pipeline import Run
from csmistakes.recognition.recogniser import Recognised, Recogniser

T = TypeVar("T")

DEAREST = 10
_STAGES = {
    "start": "Python, imports, the catalogue",
    "read": "files → conversations",
    "recognise": "signals in each turn",
    "judge": "mistakes in each conversation",
    "report": "the output, and the rest",
}


class Stopwatch:
    """Seconds of the processor by stage: each moment belongs to the innermost stage alone."""

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self._clock = clock
        self._stage = "start"
        self._since = 0.0  # the processor's time begins with the process
        self.seconds = dict.fromkeys(_STAGES, 0.0)

    def switch(self, stage: str) -> str:
        """Begin a stage, and return the one that ends."""
        now, ended = self._clock(), self._stage
        self.seconds[ended] += now - self._since
        self._stage, self._since = stage, now
        return ended

    @contextmanager
    def within(self, stage: str) -> Iterator[None]:
        """Be in a stage, then in the one before again."""
        before = self.switch(stage)
        try:
            yield
        finally:
            self.switch(before)

    def each(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`; what it takes to come by them belongs to `stage`."""
        source = iter(items)
        while True:
            with self.within(stage):
                try:
                    item = next(source)
                except StopIteration:
                    return
            yield item


class ProfiledRun(Run):
    """A run that takes the time of its stages and rules."""

    def __init__(self, catalogue: Catalogue, options: Options, clock: Callable[[], float] = time.process_time) -> None:
        self._watch = Stopwatch(clock)
        super().__init__(catalogue, options)
        self._by_rule = {judged.rule.slug: 0.0 for judged in self._rules}
        self._rules = [cast("JudgedRule", _TimedRule(judged, self._by_rule, clock)) for judged in self._rules]
        self._recogniser = cast("Recogniser", _TimedRecogniser(self._recogniser, self._watch))
        self._watch.switch("report")

    def check(self, conversations: Iterable[Conversation], jobs: int = 1) -> Iterator[Checked]:
        """Yield what Run yields."""
        return self._watch.each("judge", super().check(self._watch.each("read", conversations), jobs))

    def summary(self, *, files: int = 0, passed_over: int = 0, failed: int = 0) -> Summary:
        """Return what Run returns."""
        with self._watch.within("judge"):
            return super().summary(files=files, passed_over=passed_over, failed=failed)

    def profile(self) -> Iterator[str]:
        """Yield the lines that say where the time went so far."""
        self._watch.switch("report")
        seconds = self._watch.seconds
        whole = sum(seconds.values())
        yield "Seconds of the processor, by stage:"
        for stage, about in _STAGES.items():
            yield f"  {seconds[stage]:9.3f}  {seconds[stage] / (whole or 1):4.0%}  {stage:<9}  {about}"
        yield f"  {whole:9.3f}        in all"
        yield "The dearest rules, in the time of judging (what a rule is the first to ask for counts as its own):"
        dearest = sorted(self._by_rule.items(), key=lambda rule: (-rule[1], rule[0]))
        yield from (f"  {seconds:9.3f}  {slug}" for slug, seconds in dearest[:DEAREST])


class _TimedRule:
    """A rule whose judging is timed."""

    def __init__(self, judged: JudgedRule, seconds: dict[str, float], clock: Callable[[], float]) -> None:
        self.rule = judged.rule
        self.gate = judged.gate
        self._judged = judged
        self._seconds = seconds
        self._clock = clock

    def narrowed(self, scenes: Sequence[Scene]) -> JudgedRule | None:
        narrowed = self._judged.narrowed(scenes)
        return narrowed and cast("JudgedRule", _TimedRule(narrowed, self._seconds, self._clock))

    def judge(self, scene: Scene) -> list[Verdict]:
        begin = self._clock()
        try:
            return list(self._judged.judge(scene))
        finally:
            self._seconds[self.rule.slug] += self._clock() - begin


class _TimedRecogniser:
    """A recogniser whose asking is timed."""

    def __init__(self, recogniser: Recogniser, watch: Stopwatch) -> None:
        self._recogniser = recogniser
        self._watch = watch

    def recognise(self, text: str) -> Recognised:
        with self._watch.within("recognise"):
            return self._recogniser.recognise(text)

    def recognise_all(self, texts: Iterable[str]) -> Mapping[str, Recognised]:
        with self._watch.within("recognise"):
            return self._recogniser.recognise_all(texts)
