"""Folders of YAML → a checked Catalogue. Every problem of every file is found and reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from csmistakes.catalogue.example_text import SignalExample
from csmistakes.catalogue.kept import Kept
from csmistakes.catalogue.model import Article, Catalogue, Measured, Rule, Signal, WordClass
from csmistakes.catalogue.rule_file import read_rule
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile, read_yaml
from csmistakes.errors import CatalogueError, CsmistakesError, did_you_mean
from csmistakes.finding import Severity

MEASURES = ("", "duration", "figure", "words")
ENOUGH_REPORTS = 10  # before a measured precision counts against a rule
GUARDS = ("negated", "hypothetical", "reported")


def shipped() -> Path:
    """Return the folder of the shipped catalogue: inside the installed package, or the checkout's."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent.parent / "rules"):
        if (folder / "articles.yaml").is_file():
            return folder
    raise CatalogueError(
        [CsmistakesError("the shipped rules are missing from this installation", advice="install csmistakes again")]
    )


def load(folders: Sequence[Path] = (), *, with_shipped: bool = True) -> Catalogue:
    """Return the shipped catalogue, extended and overridden by those of `folders`, in their order.

    Raises CatalogueError with every problem of the files' form. Whether phrases and conditions make sense is checked
    where they are compiled.
    """
    catalogue, problems = draft(folders, with_shipped=with_shipped)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def draft(
    folders: Sequence[Path] = (), *, with_shipped: bool = True, with_signals: bool = True
) -> tuple[Catalogue, list[CsmistakesError]]:
    """Return the catalogue as far as it can be read, and every problem of its files' form.

    `with_signals` says whether signals and word classes are read too: who only shows rules needs neither.

    A signal or word class that cannot be read is there all the same, without phrases, so that nobody who names it is
    blamed for it.
    """
    all_folders = [shipped(), *folders] if with_shipped else list(folders)
    problems: list[CsmistakesError] = []
    words: dict[str, WordClass] = {}
    articles: dict[str, Article] = {}
    signals: dict[str, Signal] = {}
    rules: dict[str, Rule] = {}
    words_lost = False
    for folder in all_folders:
        if not folder.is_dir():
            problems.append(CsmistakesError("no such folder of rules", path=str(folder)))
            continue
        problems += _misplaced(folder)
        said, kept = Kept(folder / "signals"), Kept(folder)
        if with_signals:
            lost = len(problems)
            for file in _files([folder / "words.yaml"], said, problems):
                words |= _words(Checker(file, problems))
            words_lost |= len(problems) > lost
        for file in _files([folder / "articles.yaml"], kept, problems):
            articles |= {article.key: article for article in _articles(Checker(file, problems))}
        if with_signals:
            signals |= _signals(folder / "signals", said, problems)
        for file in _files(sorted((folder / "mistakes").rglob("*.yaml")), kept, problems):
            rules[file.path.stem] = read_rule(Checker(file, problems), articles)
        for file in _files([folder / "measured.yaml"], kept, problems):
            rules |= _with_measured(rules, Checker(file, problems))
        said.write()
        kept.write()
    if words_lost:
        signals = {name: replace(signal, say={}, exclude=()) for name, signal in signals.items()}
    catalogue = Catalogue(
        rules=tuple(rules[slug] for slug in sorted(rules)),
        signals=tuple(signals[name] for name in sorted(signals)),
        articles=tuple(articles.values()),
        words=words,
        folders=tuple(all_folders),
    )
    return catalogue, problems


def _misplaced(folder: Path) -> Iterator[CsmistakesError]:
    """Yield what of a folder would be passed over in silence, and whether there is nothing at all."""
    found = False
    for part in ("signals", "mistakes"):
        first: dict[str, Path] = {}
        for path in sorted((folder / part).rglob("*")):
            if _is_yaml(path):
                found = True
                yield from _misnamed(path)
                if path.stem in first:
                    message = f"the name “{path.stem}” is taken by {first[path.stem]}"
                    yield CsmistakesError(message, path=str(path), advice="a file's name is the name of what it holds")
                first.setdefault(path.stem, path)
    for path in sorted(folder.iterdir()):
        if _is_yaml(path):
            yield from _misnamed(path)
    if not found:
        advice = "rules are looked for in mistakes/<group>/<slug>.yaml and signals in signals/<name>.yaml"
        yield CsmistakesError("holds no rules and no signals", path=str(folder), advice=advice)


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in {".yaml", ".yml"} and path.is_file()


def _misnamed(path: Path) -> Iterator[CsmistakesError]:
    if path.suffix != ".yaml":
        advice = f"name it {path.stem}.yaml"
        yield CsmistakesError(f"“{path.suffix}” files are not read", path=str(path), advice=advice)


def _files(paths: Iterable[Path], kept: Kept, problems: list[CsmistakesError]) -> Iterable[YamlFile]:
    for path in paths:
        if path.is_file():
            try:
                yield read_yaml(path, kept)
            except CatalogueError as error:
                problems += error.problems


def _signals(folder: Path, kept: Kept, problems: list[CsmistakesError]) -> dict[str, Signal]:
    signals: dict[str, Signal] = {}
    for path in sorted(folder.rglob("*.yaml")):
        signals[path.stem] = Signal(path.stem, "", {})
        for file in _files([path], kept, problems):
            signals[path.stem] = _signal(Checker(file, problems))
    return signals


def _words(check: Checker) -> dict[str, WordClass]:
    path, lines = str(check.file.path), check.file.lines
    return {name: WordClass(check.texts(name, required=True), path, lines.get(name, 1)) for name in check.names()}


def _articles(check: Checker) -> Iterable[Article]:
    for key in check.names():
        inner = check.inside(key)
        inner.only("title", "author", "items")
        yield Article(
            key, inner.text("title"), inner.text("author", required=False) or None, inner.texts("items", required=True)
        )


def _signal(check: Checker) -> Signal:
    check.only("about", "say", "tokens", "not", "guards", "value", "examples")
    say = check.file.data.get("say", [])
    phrases = check.inside("say").lists() if isinstance(say, dict) else {"": check.texts("say")}
    tokens = check.patterns("tokens")
    if not tokens and not any(phrases.values()):
        check.complain("a signal needs phrases under “say” or patterns under “tokens”")
    return Signal(
        name=check.file.path.stem,
        about=check.text("about"),
        say=phrases,
        tokens=tokens,
        exclude=check.texts("not"),
        guards=check.among("guards", GUARDS),
        measure=check.one_of("value", MEASURES, default=""),
        yes=tuple(_signal_examples(check, "yes", least=3)),
        no=tuple(_signal_examples(check, "no", least=3)),
        path=str(check.file.path),
        lines=check.file.lines,
    )


def _signal_examples(check: Checker, key: str, least: int) -> Iterable[SignalExample]:
    texts = check.inside("examples").texts(key, required=True)
    if len(texts) < least:
        check.complain(f"at least {least} examples are needed under “{key}”", f"examples.{key}")
    for k, text in enumerate(texts):
        yield SignalExample(text, check.file.lines.get(f"examples.{key}.{k}", 1))


def _with_measured(rules: Mapping[str, Rule], check: Checker) -> Iterable[tuple[str, Rule]]:
    """Yield the rules that were measured, a note where one was mostly wrong: in over half of enough reports."""
    for slug in check.names():
        if slug not in rules:
            check.complain(f"there is no rule “{slug}”", slug, did_you_mean(slug, tuple(rules)))
            continue
        inner = check.inside(slug)
        inner.only("precision", "recall", "reports", "cases", "on")
        measured = Measured(
            inner.share("precision"),
            inner.share("recall"),
            inner.count("reports", 0),
            inner.count("cases", 0),
            inner.texts("on"),
        )
        precision, rule = measured.precision, rules[slug]
        mostly_wrong = precision is not None and precision < 0.5 and measured.reports >= ENOUGH_REPORTS
        yield slug, replace(rule, measured=measured, severity=Severity.NOTE if mostly_wrong else rule.severity)
