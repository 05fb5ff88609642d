"""A digest of the rules and signals, by which results of different catalogues can be told apart."""

from __future__ import annotations

import hashlib

from csmistakes.catalogue.model import Catalogue


def digest_of(catalogue: Catalogue) -> str:
    """Return sixteen hex digits that change with any file of the catalogue; where its folders lie does not matter."""
    digest = hashlib.sha256()
    for number, folder in enumerate(catalogue.folders):
        for path in sorted(folder.rglob("*.yaml")):
            name = f"{number}/{path.relative_to(folder).as_posix()}\0"
            digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
