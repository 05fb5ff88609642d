"""Fixes of scripted replies: offered on findings where the wording alone is the mistake, and written into files."""
