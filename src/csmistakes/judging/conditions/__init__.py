"""The kinds of condition, one module each."""
