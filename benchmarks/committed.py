"""Files that are made from others and committed: written, or compared with what is there."""

from __future__ import annotations

import difflib
from pathlib import Path

import click


def settle(path: Path, text: str, *, check: bool) -> None:
    """Write `text` to `path`; or, to `check`, print how the file differs and exit 1 if it does."""
    if not check:
        path.write_text(text, encoding="utf-8")
        click.echo(f"written to {path}")
        return
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if there != text:
        lines = difflib.unified_diff(
            there.splitlines(), text.splitlines(), str(path), "as it would be made", lineterm=""
        )
        click.echo("\n".join(lines))
        raise click.exceptions.Exit(1)
