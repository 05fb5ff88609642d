"""Scores: scorecards as data, the score of a conversation, and fair figures of many. Every value is frozen."""
