"""What many conversations show: kinds of corpus rule, one module each, fed conversation after conversation."""

from csmistakes.judging.corpus.judge import Conversed, CorpusJudge, CorpusVerdict, Note, eased

__all__ = ["Conversed", "CorpusJudge", "CorpusVerdict", "Note", "eased"]
