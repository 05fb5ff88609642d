"""What many conversations show: kinds of corpus rule, one module each, fed conversation after conversation."""

from csmistakes.judging.corpus.judge import CorpusJudge, CorpusVerdict, eased
from csmistakes.judging.corpus.observer import Conversed, Note, Told

__all__ = ["Conversed", "CorpusJudge", "CorpusVerdict", "Note", "Told", "eased"]
