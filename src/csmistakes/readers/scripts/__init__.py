"""Files that are taken as scripted replies when named so: one module each, found by walking this package."""
