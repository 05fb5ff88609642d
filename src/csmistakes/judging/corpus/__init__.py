"""What many conversations show: kinds of corpus rule, one module each, fed conversation after conversation."""

from csmistakes.judging.corpus.judge import CorpusJudge, CorpusVerdict, eased

__all__ = ["CorpusJudge", "CorpusVerdict", "eased"]
