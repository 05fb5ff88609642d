"""csmistakes: a linter for customer service transcripts."""

__version__ = "0.1.0"
