"""The program: its commands, and the boundary around them."""

from __future__ import annotations

from typing import Any

import click

from csmistakes import __version__
from csmistakes.cli.errors import guarded
from csmistakes.cli.lazy import LazyGroup

COMMANDS = {
    "agree": ("agree", "Compare findings and scores with people's grades."),
    "baseline": ("baseline", "Accept the findings there are, so that only new ones are reported."),
    "check": ("check", "Report the mistakes in transcripts, each with its fix."),
    "clean": ("clean", "Remove what is kept between runs."),
    "config": ("config", "Show which settings and rules hold for a file, and where each comes from."),
    "dispute": ("dispute", "Say that a finding is none, or what was missed, and why."),
    "explain": ("explain", "Show all of a rule: what counts, why, the fix, the examples."),
    "init": ("init", "Write a configuration, a hook and a pipeline for a repository."),
    "rules": ("rules", "List the rules, test them, or compare two catalogues."),
    "sample": ("sample", "Draw conversations for people to grade, with a sheet."),
    "score": ("score", "Score many transcripts: agents, teams, mistakes, weeks."),
    "trends": ("trends", "Show how scores and mistakes went from week to week."),
}
EPILOG = """
\b
Examples:
  csmistakes check talks/                         a folder of transcripts
  csmistakes check chat.txt --agent Ines          say who the agent is
  csmistakes check talks/ --select ownership      one group of mistakes
  csmistakes baseline talks/                      accept what is found now
  csmistakes score talks/ --csv out/              figures for many of them
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


class Program(LazyGroup):
    """The commands named above, run inside the boundary that turns failures into exit codes."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click has it)
        """Run the command inside the boundary."""
        ctx.exit(guarded(lambda: super(Program, self).invoke(ctx), debug=ctx.params["debug"]))


@click.command(cls=Program, modules=COMMANDS, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="csmistakes", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def program(*, debug: bool) -> None:
    """Find the documented customer-service mistakes in transcripts, and say what to do instead.

    Everything stays on this machine: csmistakes never uses the network.
    """
