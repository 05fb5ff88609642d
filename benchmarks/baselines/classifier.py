"""TF-IDF and logistic regression, one for each mistake, never asked about conversations it was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict

from benchmarks.labelled import MISTAKES, Labelled
from benchmarks.reports import Report, Reports, agent_turns, is_agents

FOLDS = 5
SEED = 0
INNER_FOLDS = 3  # of a training part, to choose the threshold; a mistake seen less often in it is never reported


@dataclass(frozen=True, slots=True)
class _Text:
    """What one side and the other say, kept apart: “I was told” is another thing from an agent."""

    agent: str
    customer: str


class Classifier:
    """Cross-validated over all conversations it is given: those of a fold are judged by what the others taught."""

    def __call__(self, items: Sequence[Labelled]) -> Reports:
        """Return one report for each mistake seen in a conversation, at the agent's turn that speaks most for it."""
        reports: list[tuple[Report, ...]] = [()] * len(items)
        for taught, asked in KFold(FOLDS, shuffle=True, random_state=SEED).split(np.arange(len(items))):
            fold = _Fold([items[k] for k in taught])
            for k in asked:
                reports[k] = fold.judge(items[k])
        return reports


class _Fold:
    def __init__(self, items: Sequence[Labelled]) -> None:
        settings: dict[str, Any] = {"ngram_range": (1, 2), "min_df": 2, "sublinear_tf": True}
        self._agent, self._customer = TfidfVectorizer(**settings), TfidfVectorizer(**settings)
        texts = [_text_of(item) for item in items]
        self._agent.fit([text.agent for text in texts])
        self._customer.fit([text.customer for text in texts])
        features = self._features(texts)
        self._models: dict[str, LogisticRegression] = {}
        scores, truths = [], []
        for mistake in MISTAKES:
            # A conversation where a mistake may be there teaches neither what it is nor what it is not.
            certain = np.array([mistake not in item.arguable for item in items])
            has_it = np.array([mistake in item.clear for item in items])[certain]
            if has_it.sum() >= INNER_FOLDS:
                inner = StratifiedKFold(INNER_FOLDS, shuffle=True, random_state=SEED)
                scores.append(
                    cross_val_predict(_model(), features[certain], has_it, cv=inner, method="decision_function")
                )
                truths.append(has_it)
                self._models[mistake] = _model().fit(features[certain], has_it)
        self._threshold = _best_threshold(np.concatenate(scores), np.concatenate(truths)) if scores else np.inf

    def judge(self, item: Labelled) -> tuple[Report, ...]:
        """Return the reports for a conversation that was not in the training part."""
        whole = self._features([_text_of(item)])
        seen = [name for name, model in self._models.items() if model.decision_function(whole)[0] >= self._threshold]
        places = agent_turns(item.conversation)
        if not seen or not places:
            return ()
        turns = self._features([_Text(item.conversation.turns[place].text, "") for place in places])
        return tuple(
            Report(mistake, places[int(np.argmax(self._models[mistake].decision_function(turns)))]) for mistake in seen
        )

    def _features(self, texts: Sequence[_Text]) -> Any:  # noqa: ANN401 - scipy's sparse matrices have no types
        agent = self._agent.transform([text.agent for text in texts])
        customer = self._customer.transform([text.customer for text in texts])
        return hstack([agent, customer]).tocsr()


def _model() -> LogisticRegression:
    return LogisticRegression(class_weight="balanced", solver="liblinear", random_state=SEED)


def _best_threshold(scores: npt.NDArray[np.float64], truths: npt.NDArray[np.bool_]) -> float:
    """Return the score from which reporting gives the best F1 over all mistakes of a training part."""
    order = np.argsort(-scores)
    hits = np.cumsum(truths[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truths.sum())
    return float(scores[order][int(np.argmax(f1))])


def _text_of(item: Labelled) -> _Text:
    turns = item.conversation.turns
    return _Text(
        "\n".join(turn.text for turn in turns if is_agents(turn.role)),
        "\n".join(turn.text for turn in turns if not is_agents(turn.role)),
    )
