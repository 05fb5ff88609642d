"""Checks of one YAML mapping: each takes a key, returns its value in the wanted shape, and notes what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.errors import CsmistakesError, did_you_mean


class Checker:
    """A mapping of a file (the whole file, or what stands under `prefix`) and the list that problems go to."""

    def __init__(
        self, file: YamlFile, problems: list[CsmistakesError], data: Mapping[str, Any] | None = None, prefix: str = ""
    ) -> None:
        self.file = file
        self.problems = problems
        self.data: Mapping[str, Any] = file.data if data is None else data
        self.prefix = prefix

    def complain(self, message: str, key: str = "", advice: str | None = None) -> None:
        """Note a problem at `key`."""
        self.problems.append(self.file.problem(message, f"{self.prefix}.{key}".strip("."), advice))

    def only(self, *keys: str) -> None:
        """Complain about every key that is not one of `keys`."""
        for key in self.data:
            if key not in keys:
                self.complain(
                    f"unknown key “{key}”", str(key), did_you_mean(str(key), keys) or f"known keys: {', '.join(keys)}"
                )

    def names(self) -> Iterator[str]:
        """Yield the keys, where they are names of the writer's own; complain about numbers and the like."""
        for key in self.data:
            if isinstance(key, str) and key:
                yield key
            else:
                self.complain(f"the key “{key}” must be a text", str(key), "put it in quotes")

    def inside(self, key: str) -> Checker:
        """Return a checker of the mapping under `key`."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.complain(f"“{key}” must be a mapping", key)
            value = {}
        return Checker(self.file, self.problems, value, f"{self.prefix}.{key}".strip("."))

    def text(self, key: str, *, required: bool = True) -> str:
        """Return the text under `key`, blanks folded."""
        value = self.data.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.complain(f"“{key}” is missing or no text", key)
            return ""
        return " ".join(value.split())

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the list of texts under `key`; one text counts as a list of one."""
        value = self.data.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.complain(
                f"“{key}” must be a list of texts", key, "put quotes around yes, no, on, off, numbers and times"
            )
            return ()
        if required and not value:
            self.complain(f"“{key}” is missing or empty", key)
        if len(set(value)) < len(value):
            twice = min(item for item in value if value.count(item) > 1)
            self.complain(f"“{twice}” stands twice under “{key}”", key)
        return tuple(value)

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the mapping as names to lists of texts."""
        return {str(name): self.texts(name, required=True) for name in self.data}

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        """Return the word under `key`, one of `known`."""
        value = self.data.get(key, default)
        if value not in known:
            self.complain(f"“{key}” must be one of {', '.join(known)}", key)
            return known[0]
        return str(value)

    def number(self, key: str, default: float) -> float:
        """Return the number under `key`, finite and zero or more."""
        if key not in self.data:
            return default
        value = self.data[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= sys.float_info.max:
            self.complain(f"“{key}” must be a number, zero or more", key)
            return default
        return value

    def count(self, key: str, default: int) -> int:
        """Return the whole number under `key`, zero or more."""
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= sys.maxsize:
            self.complain(f"“{key}” must be a number, whole and zero or more", key)
            return default
        return value

    def share(self, key: str) -> float | None:
        """Return the share from 0 to 1 under `key`, None where it is null."""
        value = self.data.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1):
            self.complain(f"“{key}” must be a share from 0 to 1, or null", key)
            return None
        return value

    def flag(self, key: str) -> bool:
        """Return the truth value under `key`, false where it is missing."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.complain(f"“{key}” must be true or false", key)
        return bool(value)

    def among(self, key: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return the list of words under `key`, each one of `known`."""
        values = self.texts(key)
        for value in values:
            if value not in known:
                self.complain(f"unknown word “{value}” under “{key}”: known are {', '.join(known)}", key)
        return tuple(value for value in values if value in known)

    def patterns(self, key: str) -> tuple[tuple[Mapping[str, Any], ...], ...]:
        """Return the list of spaCy Matcher patterns under `key`."""
        value = self.data.get(key, [])
        good = isinstance(value, list) and all(
            isinstance(pattern, list) and pattern and all(isinstance(token, dict) for token in pattern)
            for pattern in value
        )
        if not good:
            self.complain(f"“{key}” must be a list of spaCy Matcher patterns, each a list of mappings", key)
            return ()
        return tuple(tuple(pattern) for pattern in value)
