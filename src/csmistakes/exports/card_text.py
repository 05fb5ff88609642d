"""What a scorecard says, for people: every weight with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill

from csmistakes.masking import one_line
from csmistakes.scoring.card import Item, Scorecard


def card_text(card: Scorecard, titles: Mapping[str, str], width: int) -> str:
    """Return the card as text, `width` columns wide. `titles` are those of the rules, by slug."""
    return "\n".join(_lines(card, titles, min(width, 100))) + "\n"


def _lines(card: Scorecard, titles: Mapping[str, str], width: int) -> Iterator[str]:
    def told(text: str, indent: int) -> str:
        return fill(one_line(text), width, initial_indent=" " * indent, subsequent_indent=" " * indent)

    yield f"{one_line(card.name)}, version {card.version}, digest {card.digest}"
    if card.about:
        yield told(card.about, 0)
    yield ""
    for band in card.bands:
        yield f"{band.at_least:5g} and up: {one_line(band.name)}"
        if band.why:
            yield told(band.why, 8)
    total = sum(section.weight for section in card.sections)
    for section in card.sections:
        yield ""
        yield f"{one_line(section.title)}: {section.weight / total:.1%} of the score, if all sections apply"
        if section.why:
            yield told(section.why, 2)
        weights = sum(item.weight for item in section.items)
        for item in section.items:
            share = item.weight / weights
            most = section.weight / total * share * item.cap
            yield f"  {one_line(titles.get(item.rule, item.rule))} ({item.rule})"
            yield told(
                f"weight {item.weight:g} of {weights:g}; {_cost(item)}; at most {most:.1f} of 100 if all applies", 6
            )
            if item.why:
                yield told(item.why, 6)
    yield ""
    yield told("What had no chance to go wrong in a conversation is left out, and the weights of the rest grow.", 0)
    left = sorted(set(titles) - {item.rule for item in card.items()})
    if left:
        yield told(f"Not on the card, so they cost nothing: {', '.join(left)}", 0)


def _cost(item: Item) -> str:
    fails = {"": "", "section": "; one fails the section", "whole": "; one fails the whole"}[item.fail]
    return f"each takes {item.points:g} of its 100, all together {item.cap:g} at most{fails}"
