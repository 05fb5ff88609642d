"""`python -m csmistakes` is `csmistakes`."""

from csmistakes.cli import main

if __name__ == "__main__":
    main()
