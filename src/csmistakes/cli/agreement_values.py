"""An agreement as programs read it: JSON, and rows of two tables. The keys are documented in docs/agreement.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csmistakes.scoring.agreement_bootstrap import CONFIDENCE, Figure, Resampling
from csmistakes.scoring.agreement_cases import Disagreement, Quote
from csmistakes.scoring.agreement_comparison import Comparison, GroupAgreement, PairAgreement, Ratings
from csmistakes.scoring.agreement_scores import ScoreAgreement

_PAIR = ("agreement", "kappa", "pabak", "ac1")
_GROUP = ("agreement", "fleiss_kappa", "pabak", "ac1")
_SCORES = ("pearson", "spearman", "kendall")
_COUNTS = ("both", "only_first", "only_second", "neither")

FIGURES = (
    *("of", "mistake", "first", "second", "n", *_COUNTS),
    *(
        column
        for name in dict.fromkeys((*_PAIR, *_GROUP, *_SCORES))
        for column in (name, f"{name}_low", f"{name}_high")
    ),
)
TALK = ("path", "conversation", "mistake", "rater", "said", "turn", "quote", "remark", "fingerprint")


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that is reported. `unmatched` grades have no conversation in the transcripts, `ungraded` rows no grade."""

    rated: Ratings
    comparison: Comparison
    disagreements: tuple[Disagreement, ...]
    resampling: Resampling
    conversations: int
    unmatched: int
    ungraded: int


def as_json(agreement: Agreement) -> dict[str, Any]:
    """Return all of it by key. Where `mistake` is null, all mistakes are meant."""
    comparison = agreement.comparison
    return {
        "raters": list(agreement.rated.raters),
        "conversations": agreement.conversations,
        "mistakes": list(agreement.rated.mistakes),
        "grades_without_conversation": agreement.unmatched,
        "rows_not_graded": agreement.ungraded,
        "confidence": CONFIDENCE,
        "resamplings": agreement.resampling.times,
        "seed": agreement.resampling.seed,
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "groups": [_group(group) for group in comparison.groups],
        "scores": [_scores(scores) for scores in comparison.scores],
        "disagreements": [_disagreement(one) for one in agreement.disagreements],
    }


def figure_rows(agreement: Agreement) -> Iterator[Mapping[str, object]]:
    """Yield a row for each pair and group by mistake (empty: all of them), and for each pair of scores."""
    comparison = agreement.comparison
    for pair in comparison.pairs:
        yield {"of": "pair", **_flat(_pair(pair))}
    for group in comparison.groups:
        yield {"of": "group", **_flat(_group(group)), "first": ", ".join(group.raters)}
    for scores in comparison.scores:
        yield {"of": "scores", **_flat(_scores(scores))}


def talk_rows(agreement: Agreement) -> Iterator[Mapping[str, object]]:
    """Yield a row for each place that a rater named in a disagreement, and for each rater who named none."""
    for one in agreement.disagreements:
        for rater, said in one.said.items():
            about = {"path": one.path, "conversation": one.conversation, "mistake": one.mistake, "rater": rater}
            places = [_quote(quote) for quote in one.quotes if quote.who == rater]
            for more in places or [{}]:
                yield {**about, "said": int(said), **{key: more.get(key) for key in TALK[5:]}}


def _flat(values: Mapping[str, Any]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            flat |= {key: value["value"], f"{key}_low": value["low"], f"{key}_high": value["high"]}
        else:
            flat[key] = value
    return flat


def _pair(pair: PairAgreement) -> dict[str, Any]:
    counts = {name: getattr(pair, name) for name in _COUNTS}
    about = {"mistake": pair.mistake, "first": pair.first, "second": pair.second, "n": pair.n}
    return {**about, **counts, **_figures(pair, _PAIR)}


def _group(group: GroupAgreement) -> dict[str, Any]:
    return {"mistake": group.mistake, "raters": list(group.raters), "n": group.n, **_figures(group, _GROUP)}


def _scores(scores: ScoreAgreement) -> dict[str, Any]:
    return {"first": scores.first, "second": scores.second, "n": scores.n, **_figures(scores, _SCORES)}


def _figures(of: object, names: tuple[str, ...]) -> dict[str, dict[str, float | None]]:
    return {name: _figure(getattr(of, name)) for name in names}


def _figure(figure: Figure) -> dict[str, float | None]:
    return {
        key: None if value is None else round(value, 4)
        for key, value in (("value", figure.value), ("low", figure.low), ("high", figure.high))
    }


def _disagreement(one: Disagreement) -> dict[str, Any]:
    return {
        "path": one.path,
        "conversation": one.conversation,
        "mistake": one.mistake,
        "said": dict(one.said),
        "quotes": [_quote(quote) for quote in one.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "rater": quote.who,
        "turn": quote.turn,
        "quote": quote.text,
        "remark": quote.remark,
        "fingerprint": quote.fingerprint,
    }
