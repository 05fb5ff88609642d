"""Contributions and signals in, verdicts out: the rules, compiled and asked."""
