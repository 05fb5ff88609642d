"""How fast csmistakes is, beside others on the same text."""
