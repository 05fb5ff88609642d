"""Groups of commands. A command's module is imported only when it runs, so that --help is instant."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, cast

import click


class LazyGroup(click.Group):
    """A group of commands in modules: name → (module of csmistakes.cli with the `command`, its line in --help)."""

    def __init__(self, *args: Any, modules: Mapping[str, tuple[str, str]], **keys: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **keys)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command; None if there is none of this name."""
        if cmd_name not in self._modules:
            return None
        return cast("click.Command", importlib.import_module(f"csmistakes.cli.{self._modules[cmd_name][0]}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._modules.items()])
