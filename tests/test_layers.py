"""The direction of imports, as docs/architecture.md draws it: each layer knows only those below."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "csmistakes"

# What every layer may import, and layer → what else it may import from the package, beside itself.
EVERY_LAYER_MAY_IMPORT = {"expressions"}
MAY_IMPORT = {
    "__init__": set(),
    "__main__": {"cli"},
    "conversation": set(),
    "errors": set(),
    "expressions": set(),
    "finding": {"conversation"},
    "masking": set(),
    "spreadsheets": set(),
    "readers": {"conversation", "errors"},
    "cache": set(),
    "catalogue": {"cache", "conversation", "finding", "errors", "__init__"},
    "recognition": {"cache", "catalogue", "conversation", "errors", "__init__"},
    "judging": {"catalogue", "recognition", "conversation", "finding", "errors"},
    "placeholders": {"conversation"},
    "unfilled": {"catalogue", "conversation", "finding"},
    "wording": {"catalogue", "recognition", "conversation", "finding", "placeholders"},
    "checking": {"catalogue", "recognition", "judging", "errors"},
    "replacement_tests": {"catalogue", "recognition", "judging", "conversation", "placeholders", "wording"},
    "rule_tests": {
        *("catalogue", "checking", "recognition", "judging", "conversation", "errors", "replacement_tests"),
    },
    "globs": set(),
    "options": {"finding", "globs"},
    "policy": {"finding", "options"},
    "identity": {"conversation", "finding", "masking"},
    "keeping": {"cache"},
    "known": {"catalogue", "conversation", "finding", "judging"},
    "results": {"cache", "catalogue", "conversation", "judging", "keeping", "known", "__init__"},
    "scripted": {"conversation", "judging", "placeholders", "recognition", "wording"},
    "workers": {"conversation", "errors"},
    "sharing": {"conversation", "known", "results", "workers"},
    "making": {"catalogue", "conversation", "finding", "judging", "masking"},
    "pipeline": {
        *("catalogue", "checking", "recognition", "judging", "conversation", "finding", "errors"),
        *("identity", "known", "making", "options", "placeholders", "policy", "results", "scripted", "unfilled"),
        "sharing",
    },
    "adoption": {"catalogue", "conversation", "finding", "masking", "errors", "policy", "globs"},
    "fixes": {"conversation", "finding", "errors", "readers", "wording"},
    "profiling": {"catalogue", "options", "pipeline", "recognition", "judging", "conversation", "finding"},
    "reporters": {"finding", "conversation", "errors", "masking"},
    "scoring": {"catalogue", "conversation", "finding", "readers", "errors", "spreadsheets"},
    "batch": {
        *("catalogue", "conversation", "errors", "honouring", "identity", "masking", "options", "pipeline"),
        *("readers", "scoring"),
    },
    "exports": {"conversation", "errors", "masking", "reporters", "scoring", "spreadsheets"},
    "store": {"errors", "exports", "scoring"},
    "spark": {
        *("batch", "catalogue", "conversation", "errors", "exports", "honouring", "identity", "judging", "pipeline"),
        *("readers", "scoring"),
    },
    "disputes": {"errors"},
    "honouring": {"disputes", "finding"},
    "overriding": {"errors", "finding", "options"},
    "config": {"conversation", "errors", "finding", "options", "overriding"},
    "cli": {
        *(
            "adoption",
            "batch",
            "cache",
            "catalogue",
            "checking",
            "config",
            "conversation",
            "disputes",
            "errors",
            "finding",
            "honouring",
        ),
        *("masking", "options", "overriding", "policy", "pipeline", "profiling", "readers", "reporters", "rule_tests"),
        *("exports", "scoring", "spark", "store", "unfilled", "fixes", "placeholders", "wording", "__init__"),
    },
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def layer_of(parts: tuple[str, ...]) -> str:
    return Path(parts[0]).stem if parts else "__init__"


def is_module(name: str) -> bool:
    return (SOURCE / name).exists() or (SOURCE / f"{name}.py").exists()


def imported(path: Path) -> Iterator[str]:
    """Yield the layers that a module imports from; "__init__" for the package itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "csmistakes" and node.level == 0:
            below = (node.module or "").split(".")[1:2]
            yield from below or (alias.name if is_module(alias.name) else "__init__" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("csmistakes."))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    layer = layer_of(path.relative_to(SOURCE).parts)
    assert layer in MAY_IMPORT, f"{layer} has no place in the picture"
    wrong = set(imported(path)) - {layer} - MAY_IMPORT[layer] - EVERY_LAYER_MAY_IMPORT
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 260
