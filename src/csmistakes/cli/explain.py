"""csmistakes explain SLUG: all of a rule, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from csmistakes.adoption.kinds import KINDS, Kind
from csmistakes.catalogue import Catalogue, Example, Rule
from csmistakes.cli.catalogue import load_catalogue
from csmistakes.cli.disputed import measured_here
from csmistakes.cli.options import color_option, rules_option
from csmistakes.cli.output import standard_output, wants_color, width
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import paragraph
from csmistakes.reporters.parts.page import Page
from csmistakes.reporters.parts.turns import said
from csmistakes.reporters.parts.view import View
from csmistakes.unfilled import RULE as UNFILLED


@click.command(short_help="Show all of a rule: what counts, why, the fix, the examples.")
@click.argument("slug")
@rules_option
@color_option
def command(slug: str, rules: tuple[Path, ...], color: bool | None) -> None:  # noqa: FBT001
    """Show all of the rule SLUG: what counts, why it matters, the fix, its sources and its examples."""
    catalogue = load_catalogue(rules, with_signals=False)
    out = standard_output()
    page = Page(View(width=width(), color=wants_color(color, out)))
    rules_by_slug = {**catalogue.by_slug, UNFILLED.slug: UNFILLED}
    if rule := rules_by_slug.get(slug):
        lines = _explained(rule, catalogue, page)
    elif kind := next((kind for kind in KINDS if kind.slug == slug), None):
        lines = _explained_kind(kind, page)
    else:
        advice = did_you_mean(slug, (*rules_by_slug, *(kind.slug for kind in KINDS)))
        raise UsageError(f"there is no rule “{slug}”", advice=advice or "see csmistakes rules list")
    out.writelines(line + "\n" for line in lines)


def _explained(rule: Rule, catalogue: Catalogue, page: Page) -> Iterator[str]:
    yield from page.heading(one_line(f"{rule.title} ({rule.slug})"))
    severity = page.paint(rule.severity.label, rule.severity.label)
    yield f"{severity} · scope {rule.scope} · group {one_line(rule.group)}"
    sections = (
        ("What counts", (rule.about,)),
        ("Message", (rule.message,)),
        ("Why it matters", (rule.why,)),
        ("Fix", (rule.fix,)),
        ("What to say instead", (rule.instead,)),
        ("Sources", tuple(map(catalogue.cite, rule.sources))),
        ("See also", tuple(map(catalogue.cite, rule.also))),
        ("Measured", (*_measured(rule), *measured_here(rule.slug))),
    )
    for title, texts in sections:
        yield from _section(title, texts, page)
    yield from _section("What check --fix writes into scripted replies", _replacements(rule), page)
    yield from _examples("Bad examples, reported at the marked words", rule.bad, page)
    yield from _examples("Good examples, not reported", rule.good, page)


def _explained_kind(kind: Kind, page: Page) -> Iterator[str]:
    yield from page.heading(f"{kind.title} ({kind.slug})")
    yield f"{page.paint(kind.severity.label, kind.severity.label)} · group {kind.group}"
    yield from _section("What counts", (kind.about,), page)
    yield from _section("Fix", (kind.fix,), page)


def _measured(rule: Rule) -> tuple[str, ...]:
    measured = rule.measured
    if measured is None:
        return ()
    right = "" if measured.precision is None else f"right in {measured.precision:.0%} of {measured.reports} reports"
    found = "" if measured.recall is None else f"finds {measured.recall:.0%} of {measured.cases} cases"
    told = "; ".join(filter(None, (right, found))) or "no report and no case"
    return (f"On conversations that people labelled ({', '.join(measured.on)}): {told}.",)


def _replacements(rule: Rule) -> tuple[str, ...]:
    """Return what each replacement writes, in how sure a way, and its example."""
    lines = []
    for offered in rule.replacements:
        new = f"“{offered.by}”" if offered.by else "nothing"
        sure = "safe" if offered.is_safe else "with --unsafe-fixes"
        lines += [f"“{offered.find}” → {new} ({sure})", f"- {offered.before}", f"+ {offered.after}"]
    return tuple(lines)


def _section(title: str, texts: Sequence[str], page: Page) -> Iterator[str]:
    if any(texts):
        yield ""
        yield page.paint(title, "bold")
        for text in texts:
            yield from paragraph(one_line(text), page.width, first="  ", rest="  ")


def _examples(title: str, examples: Sequence[Example], page: Page) -> Iterator[str]:
    if not examples:
        return
    yield ""
    yield page.paint(title, "bold")
    for number, example in enumerate(examples, start=1):
        if number > 1:
            yield ""
        for index, turn in enumerate(example.conversation.turns):
            marks = [mark.span for mark in example.marks if mark.turn == index]
            lead = f"{number:>4}. " if index == 0 else " " * 6
            label = one_line(f"{turn.name} ({turn.role})" if turn.name else str(turn.role))
            yield from said(label, one_line(turn.text), marks, page, lead)
