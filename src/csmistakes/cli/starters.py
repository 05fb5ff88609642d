"""The files that csmistakes init writes, as texts."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence

from csmistakes.cli.installed import Source

CONFIG = """\
# Settings of csmistakes for this repository. Options on the command line win over them.
# Take the # from a line to make it count; what is written there is an example.

# What to report: slugs, groups and articles, as `csmistakes rules list` names them. Nothing is everything.
# select = ["ownership", "belding-24:18"]
# ignore = ["no-passion"]
# min-severity = "warning"       # note, warning or error

# What makes the exit code 1: note, warning, error or never.
fail-on = "warning"
# max-warnings = 50              # for a start with many: so many warnings pass

# How to report; several with a file for each but one.
# output-format = ["full", "sarif=findings.sarif"]

# Rules of your own, in folders beside this file: see docs/rules.md.
# rules = ["our-rules"]

# Who is who, where a transcript does not say: names, and words for roles.
# agent = ["Ines", "Rufus"]
# customer = ["Guest"]
# map = { stylist = "agent", helper = "bot" }

# Whether to hide e-mail addresses, phone, card and account numbers in what is quoted.
# mask = true

# Scripted replies: files that hold them, and what marks a placeholder of your own (docs/scripts.md).
# scripts = ["macros/*.md"]
# placeholders = ["‹%…%›"]

# How csmistakes score grades: a table, or a file (docs/score.md).
# scorecard = "our-card.yaml"

# How grave a rule is here; "off" for never (docs/adoption.md).
# severity = { jargon = "note", no-passion = "off" }

# The same for some files or channels only.
# overrides = [{ paths = ["old/**"], ignore = ["value"] }]

# Where the replies stand in a file of your own shape (docs/scripts.md).
# fields = { "bot/*.json" = { each = "replies[]", text = "body" } }

# Where to keep what is kept between runs (see csmistakes clean); keep it out of the repository.
# cache-dir = ".csmistakes-cache"
"""

_LEFT_OUT = r"(^|/)(README|LICENSE|CHANGELOG|CONTRIBUTING)[^/]*$"


def scripts(folders: Sequence[str]) -> str:
    """Return the line of the configuration that names folders of scripted replies."""
    return f"scripts = {json.dumps([f'{folder}/**' for folder in folders])}"


def config(folders: Sequence[str]) -> str:
    """Return a configuration in which the scripted replies of some folders are named."""
    return CONFIG.replace('# scripts = ["macros/*.md"]', scripts(folders)) if folders else CONFIG


def hook(folders: Sequence[str], source: Source | None) -> str:
    """Return an entry of pre-commit's list of repositories, which checks what is changed in `folders`."""
    if source is not None and source.repository is not None:
        lines = [f"- repo: {json.dumps(source.repository)}", f"  rev: {json.dumps(source.revision)}", "  hooks:"]
        lines += ["    - id: csmistakes"]
    else:
        lines = ["- repo: local", "  hooks:", "    - id: csmistakes", "      name: csmistakes"]
        lines += ["      entry: csmistakes check", "      types: [text]", "      require_serial: true"]
        if source is None:
            lines += ["      language: system # the csmistakes of whoever commits"]
        else:
            lines += ["      language: python", f"      additional_dependencies: [{json.dumps(source.requirement)}]"]
    if "." in folders:  # a transcript beside the README: the walk tells them apart
        lines += ["      pass_filenames: false", '      args: ["."]']
    else:
        inside = "|".join(map(re.escape, folders))
        lines += [f"      files: {json.dumps(f'^({inside})/')}", f"      exclude: {json.dumps(_LEFT_OUT)}"]
    return "".join(line + "\n" for line in lines)


def workflow(folders: Sequence[str], source: Source) -> str:
    """Return a workflow for GitHub Actions."""
    return f"""\
# Customer-service mistakes in transcripts, at their lines and in a table. Written by csmistakes init.
name: csmistakes
on: [push, pull_request]
permissions:
  contents: read
jobs:
  transcripts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: |
          pip install --quiet {shlex.quote(source.requirement)}
      - run: |
          csmistakes check {_paths(folders)} --output-format github --output-format "markdown=$GITHUB_STEP_SUMMARY"
"""


def gitlab_job(folders: Sequence[str], source: Source) -> str:
    """Return a job for GitLab CI."""
    return f"""\
# Customer-service mistakes in transcripts, in merge requests and test reports. Written by csmistakes init.
csmistakes:
  image: python:3.12
  script:
    - |
      pip install --quiet {shlex.quote(source.requirement)}
    - |
      csmistakes check {_paths(folders)} --output-format full --output-format gitlab=gl-code-quality-report.json \
--output-format junit=csmistakes.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: csmistakes.xml
"""


def _paths(folders: Sequence[str]) -> str:
    return " ".join(shlex.quote(f"./{folder}" if folder.startswith("-") else folder) for folder in folders)
