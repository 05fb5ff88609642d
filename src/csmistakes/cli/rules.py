"""csmistakes rules: what can be done with the catalogue."""

from __future__ import annotations

import click

from csmistakes.cli.lazy import LazyGroup


@click.command(
    cls=LazyGroup,
    modules={
        "diff": ("diff", "Show what a change of rules does to transcripts."),
        "list": ("rules_list", "List the rules: slug, title, group, scope, severity, articles."),
        "test": ("rules_test", "Run the examples of rules and signals, and drop each term in turn."),
    },
    short_help="List the rules, test them, or compare two catalogues.",
)
def command() -> None:
    """List the rules, test them, or compare two catalogues."""
