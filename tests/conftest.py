"""Tests keep their plans in a folder of their own, never in the user's, and ask no terminal how wide it is."""

import os
import tempfile

os.environ.setdefault("CSMISTAKES_CACHE", tempfile.mkdtemp(prefix="csmistakes-tests-"))
os.environ.pop("COLUMNS", None)
