"""Figures of agreement by well-known implementations, recorded for the tests of scoring/agreement*.py.

    python -m venv ref && ref/bin/pip install -e '.[agreement-reference]'
    ref/bin/python -m benchmarks.agreement_reference tests/scoring/agreement_reference.json

It has an environment of its own: irrCAC asks for versions that the tests' tools do not go with.
"""

from __future__ import annotations

import argparse
import json
import random
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

Table = list[list[int | None]]  # a row for each subject, a column for each rater

_SHAPES = (  # subjects, raters, how common a yes is, how often a rater errs, how often one is missing
    (12, 2, 0.5, 0.2, 0.0),
    (40, 2, 0.1, 0.1, 0.0),
    (200, 2, 0.03, 0.02, 0.0),
    (60, 2, 0.9, 0.3, 0.0),
    (30, 2, 0.4, 0.6, 0.0),
    (50, 3, 0.3, 0.15, 0.0),
    (80, 5, 0.08, 0.1, 0.0),
    (50, 4, 0.4, 0.2, 0.25),
    (25, 6, 0.6, 0.3, 0.4),
)
_SCORES = ((8, 10), (30, 4), (120, 100))  # pairs, how many different scores there are: few make ties


def _tables() -> Iterator[Table]:
    draw = random.Random(20)  # noqa: S311  (made-up tables, no secret)
    for subjects, raters, common, errs, missing in _SHAPES:
        table: Table = []
        for _ in range(subjects):
            truth = draw.random() < common
            row = [int(truth != (draw.random() < errs)) for _ in range(raters)]
            table.append([None if draw.random() < missing else cell for cell in row])
        yield table


def _of_table(table: Table) -> dict[str, Any]:
    import pandas as pd  # noqa: PLC0415  (of the extra that only this needs)
    from irrCAC.raw import CAC  # noqa: PLC0415
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cac = CAC(pd.DataFrame(table), digits=12)
        figures = {
            "agreement": cac.gwet()["est"]["pa"],
            "ac1": cac.gwet()["est"]["coefficient_value"],
            "fleiss_kappa": cac.fleiss()["est"]["coefficient_value"],
            "pabak": cac.bp()["est"]["coefficient_value"],  # Brennan and Prediger's, which for two answers is PABAK
        }
        if all(cell is not None for row in table for cell in row):
            figures["fleiss_kappa_statsmodels"] = fleiss_kappa(aggregate_raters(table)[0])
            if len(table[0]) == 2:
                figures["kappa"] = cohen_kappa_score(*zip(*table, strict=True))
    return {name: round(float(value), 10) for name, value in figures.items()}


def _scores() -> Iterator[tuple[list[float], list[float]]]:
    draw = random.Random(21)  # noqa: S311
    for pairs, kinds in _SCORES:
        first = [float(draw.randrange(kinds)) for _ in range(pairs)]
        yield first, [min(max(score + draw.randint(-kinds // 3, kinds // 3), 0.0), kinds - 1.0) for score in first]


def _of_scores(first: list[float], second: list[float]) -> dict[str, float]:
    from scipy import stats  # noqa: PLC0415

    by = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
    return {name: round(float(of(first, second)[0]), 10) for name, of in by.items()}


def main() -> None:
    """Write the tables and what the implementations say of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    recorded = {
        "by": {name: version(name) for name in ("irrCAC", "scikit-learn", "scipy", "statsmodels")},
        "tables": [{"rows": table, "figures": _of_table(table)} for table in _tables()],
        "scores": [{"first": one, "second": two, "figures": _of_scores(one, two)} for one, two in _scores()],
    }
    parser.parse_args().output.write_text(json.dumps(recorded) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
