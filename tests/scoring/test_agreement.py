"""The figures of agreement, against what well-known implementations and published examples say."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.scoring.agreement import MISSING, Decisions, group_figures, group_sums, pair_figures, pair_sums
from csmistakes.scoring.agreement_bootstrap import Resampling
from csmistakes.scoring.agreement_scores import score_agreement

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "agreement_reference.json").read_text("utf-8"))
NONE = Resampling(times=0)


def decisions(rows: list[list[int | None]]) -> Decisions:
    return np.array([[MISSING if cell is None else cell for cell in row] for row in rows], dtype=np.int8).T


def of_pair(first: list[int], second: list[int]) -> dict[str, float]:
    sums = pair_sums(np.array(first, dtype=np.int8), np.array(second, dtype=np.int8)).sum(axis=0)
    return {name: float(value) for name, value in pair_figures(sums).items()}


def of_group(cells: Decisions) -> dict[str, float]:
    return {name: float(value) for name, value in group_figures(group_sums(cells).sum(axis=0)).items()}


@pytest.mark.parametrize(
    "table", REFERENCE["tables"], ids=lambda table: f"{len(table['rows'])}x{len(table['rows'][0])}"
)
def test_figures_are_those_of_irrcac_statsmodels_and_scikit_learn(table: dict[str, Any]) -> None:
    expected = dict(table["figures"])
    cells = decisions(table["rows"])
    ours = of_group(cells)
    if "fleiss_kappa_statsmodels" in expected:
        assert expected.pop("fleiss_kappa_statsmodels") == pytest.approx(ours["fleiss_kappa"], abs=1e-9)
    if "kappa" in expected:
        pair = of_pair(cells[0].tolist(), cells[1].tolist())
        assert pair.pop("kappa") == pytest.approx(expected.pop("kappa"), abs=1e-9)
        assert pair == pytest.approx({name: ours[name] for name in pair}, abs=1e-9)
    assert ours == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("pairs", REFERENCE["scores"], ids=lambda pairs: str(len(pairs["first"])))
def test_correlations_are_those_of_scipy(pairs: dict[str, Any]) -> None:
    found = score_agreement(("a", "b"), pairs["first"], pairs["second"], NONE)
    ours = {name: getattr(found, name).value for name in ("pearson", "spearman", "kendall")}
    assert ours == pytest.approx(pairs["figures"], abs=1e-9)


def test_two_tables_of_the_same_agreement_and_other_kappas() -> None:
    # Feinstein and Cicchetti (1990), High agreement but low kappa, J Clin Epidemiol 43: 85 % agree in both tables
    even = of_pair([1] * 40 + [1] * 9 + [0] * 6 + [0] * 45, [1] * 40 + [0] * 9 + [1] * 6 + [0] * 45)
    skewed = of_pair([1] * 80 + [1] * 10 + [0] * 5 + [0] * 5, [1] * 80 + [0] * 10 + [1] * 5 + [0] * 5)
    assert (even["agreement"], skewed["agreement"]) == (0.85, 0.85)
    assert round(even["kappa"], 2) == 0.70
    assert round(skewed["kappa"], 2) == 0.32
    assert even["pabak"] == skewed["pabak"] == pytest.approx(0.70)
    assert round(skewed["ac1"], 2) == 0.81


def test_where_nobody_varies_kappa_is_not_defined_and_the_others_are() -> None:
    figures = of_pair([0, 0, 0], [0, 0, 0])
    assert np.isnan(figures.pop("kappa"))
    assert figures == {"agreement": 1.0, "pabak": 1.0, "ac1": 1.0}
    assert np.isnan(of_group(decisions([[1, 1, 1]]))["fleiss_kappa"])


def test_what_one_of_two_did_not_decide_does_not_count() -> None:
    assert of_pair([1, 0, 1, MISSING, 1], [1, 0, 0, 1, MISSING]) == of_pair([1, 0, 1], [1, 0, 0])


def test_without_a_single_decision_nothing_is_defined() -> None:
    assert all(np.isnan(list(of_pair([MISSING], [1]).values())))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40))
def test_figures_do_not_care_who_comes_first_and_stay_within_bounds(pairs: list[tuple[int, int]]) -> None:
    first, second = map(list, zip(*pairs, strict=True))
    here, there = of_pair(first, second), of_pair(second, first)
    assert here == pytest.approx(there, nan_ok=True)
    assert all(np.isnan(value) or -1 - 1e-9 <= value <= 1 + 1e-9 for value in here.values())


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=12),
    st.lists(st.integers(0, 3), min_size=12, max_size=12),
)
def test_weighing_a_pair_twice_is_having_it_twice(pairs: list[tuple[int, int]], counts: list[int]) -> None:
    """The bootstrap weighs pairs; its figures must be those of the drawn pairs written out."""

    class Drawn(Resampling):
        def weights(self, units: int) -> Any:
            yield np.array([counts[:units]], dtype=np.float64)

    repeated = [pair for pair, count in zip(pairs, counts, strict=False) for _ in range(count)]
    if len(repeated) < 3:
        return
    first, second = map(list, zip(*pairs, strict=True))
    drawn = score_agreement(("a", "b"), first, second, Drawn(times=1))
    plain = score_agreement(("a", "b"), [one for one, _ in repeated], [two for _, two in repeated], NONE)
    for name in ("pearson", "spearman", "kendall"):
        if getattr(drawn, name).value is not None and getattr(plain, name).value is not None:
            assert getattr(drawn, name).low == pytest.approx(getattr(plain, name).value, abs=1e-6)


def test_scores_that_never_vary_or_are_too_few_have_no_correlation() -> None:
    assert score_agreement(("a", "b"), [1.0, 2.0], [1.0, 2.0], NONE).pearson.value is None
    flat = score_agreement(("a", "b"), [0.1 + 0.2] * 4, [1.0, 2.0, 3.0, 4.0], Resampling(times=50))
    assert (flat.pearson.value, flat.spearman.value, flat.kendall.value) == (None, None, None)


def test_an_interval_is_the_same_for_a_seed_and_wider_for_less() -> None:
    few, many = ([float(n % 7) for n in range(size)] for size in (12, 200))

    def width(scores: list[float], seed: int) -> tuple[float, float]:
        other = [score + (n % 3) for n, score in enumerate(scores)]
        found = score_agreement(("a", "b"), scores, other, Resampling(times=400, seed=seed)).kendall
        assert found.low is not None
        assert found.high is not None
        assert found.value is not None
        assert found.low <= found.value <= found.high
        return found.low, found.high

    assert width(few, 1) == width(few, 1) != width(few, 2)
    assert np.ptp(width(many, 1)) < np.ptp(width(few, 1))


def test_a_bootstrap_in_blocks_draws_what_one_block_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(Resampling(times=30, seed=3).weights(10)))
    monkeypatch.setattr("csmistakes.scoring.agreement_bootstrap._CELLS", 40)
    blocks = list(Resampling(times=30, seed=3).weights(10))
    assert len(blocks) == 8
    assert np.array_equal(np.concatenate(blocks), whole)
    assert (whole.sum(axis=1) == 10).all()


def test_a_figure_that_most_resamplings_do_not_have_gets_no_interval() -> None:
    resampling = Resampling(times=3)
    (figure,) = resampling.figures(2, lambda weights: np.full((len(weights), 1), 0.5 if len(weights) == 1 else np.nan))
    assert (figure.value, figure.low, figure.high) == (0.5, None, None)
