"""A catalogue that makes sense, or everything that is wrong with it: form, phrases, patterns and conditions at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csmistakes.catalogue.loading import draft
from csmistakes.catalogue.model import Catalogue
from csmistakes.errors import CatalogueError, CsmistakesError


def load_whole(folders: Sequence[Path] = (), *, with_shipped: bool = True, with_signals: bool = True) -> Catalogue:
    """Return what catalogue.load returns. Where a file's form is wrong, CatalogueError says what else is wrong too.

    Without signals, for who only shows rules, nothing is said of theirs.
    """
    catalogue, problems = draft(folders, with_shipped=with_shipped, with_signals=with_signals)
    if not problems:
        return catalogue  # whoever compiles it finds the rest
    if not with_signals:
        return load_whole(folders, with_shipped=with_shipped)
    told = {(problem.path, problem.line) for problem in problems}
    # A condition of wrong form was read as none: what compiling says of that line is the same thing again.
    rest = [problem for problem in problems_of(catalogue) if (problem.path, problem.line) not in told]
    raise CatalogueError([*problems, *rest])


def problems_of(catalogue: Catalogue) -> list[CsmistakesError]:
    """Return every phrase, pattern and condition of a catalogue that makes no sense."""
    # Slow to import, and not needed to show a sound catalogue.
    from csmistakes.judging.corpus import CorpusJudge  # noqa: PLC0415
    from csmistakes.judging.engine import compile_rules  # noqa: PLC0415
    from csmistakes.recognition.compiling import recogniser_of  # noqa: PLC0415

    problems: list[CsmistakesError] = []
    for compiled in (recogniser_of, compile_rules, lambda whole: CorpusJudge(whole, whole.rules)):
        try:
            compiled(catalogue)
        except CatalogueError as error:
            problems += error.problems
    return problems
