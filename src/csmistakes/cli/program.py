"""The group of commands. A command's module is imported only when it runs, so that --help is instant."""

from __future__ import annotations

import importlib
from typing import Any, cast

import click

from csmistakes import __version__
from csmistakes.cli.errors import guarded

# name → its line in --help; the module is csmistakes.cli.<name>, the command in it `command`
COMMANDS = {
    "check": "Report the mistakes in transcripts, each with its fix.",
    "explain": "Show all of a rule: what counts, why, the fix, the examples.",
    "init": "Write a configuration, a hook and a pipeline for a repository.",
    "rules": "List the rules, test them, or compare two catalogues.",
}
EPILOG = """
\b
Examples:
  csmistakes check talks/                         a folder of transcripts
  csmistakes check chat.txt --agent Ines          say who the agent is
  csmistakes check talks/ --select ownership      one group of mistakes
  csmistakes explain runaround                    all about one mistake
  csmistakes rules list --by article              what each article says
\b
Exit codes:
  0    nothing found
  1    findings at or above --fail-on (error and warning, unless you say so)
  2    wrong usage, a bad rule, an unreadable or unknown input
  3    a bug in csmistakes
  130  interrupted
"""


class Program(click.Group):
    """A group whose commands are named above and loaded when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command; None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", importlib.import_module(f"csmistakes.cli.{cmd_name}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click has it)
        """Run the command inside the boundary that turns failures into exit codes."""
        ctx.exit(guarded(lambda: super(Program, self).invoke(ctx), debug=ctx.params["debug"]))


@click.command(cls=Program, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="csmistakes", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def program(*, debug: bool) -> None:
    """Find the documented customer-service mistakes in transcripts, and say what to do instead.

    Everything stays on this machine: csmistakes never uses the network.
    """
