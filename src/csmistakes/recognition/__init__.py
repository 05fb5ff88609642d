"""A turn's text in, its signals and facts out; a pure function."""
