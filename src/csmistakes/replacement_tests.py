"""The tests of a rule's replacements: what is said before must be reported, and become what is said after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from csmistakes.catalogue.model import Catalogue, Replacement, Rule
from csmistakes.conversation import SCRIPT, Conversation, Role, Turn
from csmistakes.judging.engine import Verdict, compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.placeholders import Placeholders
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.wording import applied, changes_of


class ReplacementTests:
    """Tries replacements on their own examples, each a scripted reply, under all rules of a catalogue."""

    def __init__(self, catalogue: Catalogue, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._rules = [one for one in compile_rules(catalogue) if one.rule.scope != "corpus"]
        self._placeholders = Placeholders()

    def problems(self, rule: Rule) -> Iterator[tuple[int, str]]:
        """Yield (line, what is wrong) for each replacement whose example does not hold."""
        for offered in rule.replacements:
            if problem := self._problem(rule, offered):
                yield offered.line, problem

    def _problem(self, rule: Rule, offered: Replacement) -> str | None:
        alone = replace(rule, replacements=(offered,))
        met = [verdict for verdict in self._verdicts(offered.before) if verdict.rule.slug == rule.slug]
        if not met:
            return f"nothing reported in “{offered.before}”"
        recognised = self._recogniser.recognise(self._placeholders.hidden(offered.before))
        found = (changes_of(alone, offered.before, v.span, recognised, self._placeholders) for v in met)
        changes = {change for some in found for change in some}
        if not changes:
            return f"nothing replaced in “{offered.before}” where the rule reports something"
        after = applied(offered.before, changes)
        if after != offered.after:
            return f"“{offered.before}” becomes “{after}”, not “{offered.after}”"
        before, left = (Counter(v.rule.slug for v in self._verdicts(text)) for text in (offered.before, after))
        if left[rule.slug] >= before[rule.slug]:
            return f"“{after}” is reported as well"
        more = left - before
        return f"“{after}” is reported by {', '.join(sorted(more))}" if more else None

    def _verdicts(self, text: str) -> list[Verdict]:
        said = Turn(Role.AGENT, self._placeholders.hidden(text))
        scene = Scene(Conversation("", (said,), channel=SCRIPT), self._recogniser.recognise)
        return [verdict for judged in self._rules for verdict in judged.judge(scene)]
