"""Plain ways to look for the same mistakes, to tell what csmistakes adds."""
