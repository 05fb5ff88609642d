"""The options that say what is read and looked for, shared by the commands that check conversations to other ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from csmistakes.cli.options import rules_option
from csmistakes.cli.reader_options import reader_option, scripts_option
from csmistakes.cli.settings import UNSAID, Settings, settle

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--select", multiple=True, metavar="TERMS", help="Only these rules, groups or articles."),
    click.option("--ignore", multiple=True, metavar="TERMS", help="Not these rules, groups or articles."),
    click.option("--agent", multiple=True, metavar="NAME", help="The agent's name in the transcript (repeatable)."),
    click.option("--customer", multiple=True, metavar="NAME", help="The customer's name in it (repeatable)."),
    click.option(
        "--map", multiple=True, metavar="LABEL=ROLE", help="The role of a label: agent, customer, bot, system."
    ),
    scripts_option,
    reader_option,
    rules_option,
    click.option(
        "--mask/--no-mask", default=None, help="Hide e-mail, phone, card and account numbers.  [default: hide]"
    ),
)
_NAMES = frozenset({"select", "ignore", "agent", "customer", "map", "scripts", "reader", "rules", "mask"})


def run_options(command: F) -> F:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def settled(flags: Mapping[str, Any]) -> Settings:
    """Merge the options among `flags` with the configuration that holds in the working folder."""
    return settle({**UNSAID, **{name: value for name, value in flags.items() if name in _NAMES}})
