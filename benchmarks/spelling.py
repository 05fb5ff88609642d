"""python -m benchmarks.spelling: what is left of the findings when the same words are written in other ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import click

from benchmarks.regression import regression_items
from csmistakes.catalogue import Catalogue, load
from csmistakes.conversation import Conversation
from csmistakes.options import Options
from csmistakes.pipeline import Run

SAMPLE = 200  # conversations of the regression set, beside all examples of all rules
FILLER_AFTER, FILLER_EVERY = 2, 8  # words

# What fingers do in haste: letters swapped, dropped or doubled, and the words that many people misspell.
TYPOS = dict(
    pair.split(":")
    for pair in """
    account:acount address:adress again:agian already:alredy apologize:apoligize appointment:appoinment because:becuase
    believe:beleive business:buisness call:cal cancel:cancle check:chekc customer:custmer day:dya definitely:definately
    delivery:delivry department:departmnet could:coudl experience:experiance give:giev have:ahve help:hlep
    immediately:immediatly know:konw manager:maneger money:mony nothing:nothign number:nubmer order:oder please:plesae
    policy:polciy probably:probaly problem:probelm promised:promissed receive:recieve received:recieved refund:refudn
    really:realy said:siad should:shoud someone:somone sorry:sory tell:tlel thank:thnak thanks:thansk that:taht the:teh
    there:tehre think:thnik tomorrow:tommorow understand:undestand until:untill wait:wiat waiting:waitng website:webiste
    week:wekk what:waht when:wehn which:wich will:wil with:wiht would:woudl you:yuo your:yuor
    """.split()
)
_TYPO = re.compile(rf"\b({'|'.join(TYPOS)})\b", re.IGNORECASE)
_COMMA = re.compile(r"[,;](?!\d)")
_MARKS = re.compile(r"""(?:[.,;:!?…"“”()\[\]]|(?<!\S)[-–—]+(?!\S))+(?=\s|$)|(?<!\S)["“(\[]+""")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=(?:s|t|d|m|re|ve|ll)\b)", re.IGNORECASE)
_OPENING = re.compile(r'(?<!\S)"')


def _curly(text: str) -> str:
    return _OPENING.sub("“", text).replace('"', "”").replace("'", "’")


def _with_fillers(text: str) -> str:
    pieces = re.split(r"(\s+)", text)  # words at even places
    for count, place in enumerate(range(2 * FILLER_AFTER, len(pieces), 2 * FILLER_EVERY)):
        pieces[place] = f"{('um', 'uh')[count % 2]} {pieces[place]}"
    return "".join(pieces)


def _with_typo(text: str) -> str:
    """Return the text with its first word of the table misspelt: one slip in a turn, as people make them."""
    return _TYPO.sub(_misspelt, text, count=1)


def _misspelt(found: re.Match[str]) -> str:
    word = TYPOS[found[0].lower()]
    return word.capitalize() if found[0][0].isupper() else word


TRANSFORMATIONS: Mapping[str, Callable[[str], str]] = {
    "lower-cased": str.lower,
    "commas stripped": lambda text: _COMMA.sub("", text),
    "all punctuation stripped": lambda text: _MARKS.sub("", text),
    "curly quotes": _curly,
    "no apostrophes in contractions": lambda text: _APOSTROPHE.sub("", text),
    "fillers inserted": _with_fillers,
    "a typo in each turn": _with_typo,
}


@dataclass(frozen=True, slots=True)
class Lost:
    """A finding that is no longer made, and the text as it was changed."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Survival:
    """How many findings (rule, turn) there were, and what became of them."""

    findings: int
    appeared: int
    lost: tuple[Lost, ...]

    @property
    def share(self) -> float:
        """The share of findings that are still made."""
        return 1 - len(self.lost) / self.findings if self.findings else 1.0


def conversations(catalogue: Catalogue) -> list[Conversation]:
    """Return all examples of all rules, and an even sample of the regression set."""
    examples = [example.conversation for rule in catalogue.rules for example in (*rule.bad, *rule.good)]
    sample = regression_items()
    return examples + [item.conversation for item in sample[:: len(sample) // SAMPLE][:SAMPLE]]


def survivals(catalogue: Catalogue, said: Sequence[Conversation]) -> dict[str, Survival]:
    """Return what is left of the findings under each transformation."""
    run = Run(catalogue, Options(mask=False))
    before = _places(run, said)
    return {name: _survival(run, said, before, change) for name, change in TRANSFORMATIONS.items()}


def _survival(
    run: Run, said: Sequence[Conversation], before: Sequence[set[tuple[str, int]]], change: Callable[[str], str]
) -> Survival:
    changed = [_changed(conversation, change) for conversation in said]
    after = _places(run, changed)
    lost = [
        Lost(rule, changed[k].turns[turn].text)
        for k, (then, now) in enumerate(zip(before, after, strict=True))
        for rule, turn in sorted(then - now)
    ]
    appeared = sum(len(now - then) for then, now in zip(before, after, strict=True))
    return Survival(sum(map(len, before)), appeared, tuple(lost))


def _places(run: Run, said: Sequence[Conversation]) -> list[set[tuple[str, int]]]:
    return [
        {(finding.rule, finding.turn - 1) for finding in checked.findings if finding.turn is not None}
        for checked in run.check(said)
    ]


def _changed(conversation: Conversation, change: Callable[[str], str]) -> Conversation:
    return replace(conversation, turns=tuple(replace(turn, text=change(turn.text)) for turn in conversation.turns))


def table(measured: Mapping[str, Survival]) -> Iterator[str]:
    """Yield a line for each transformation."""
    for name, survival in measured.items():
        kept = survival.findings - len(survival.lost)
        yield f"{name:32} {survival.share:6.1%}  ({kept} of {survival.findings} kept, {survival.appeared} new)"


@click.command()
@click.option("--lost", type=click.IntRange(min=0), default=0, help="Print N lost findings of each transformation.")
def main(lost: int) -> None:
    """Print the share of findings that survives each way of writing."""
    catalogue = load()
    measured = survivals(catalogue, conversations(catalogue))
    click.echo("\n".join(table(measured)))
    for name, survival in measured.items():
        for one in survival.lost[:lost]:
            click.echo(f"{name}: {one.rule}: {one.text}")


if __name__ == "__main__":
    main()
