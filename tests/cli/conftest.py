"""A small catalogue and a run that finds mistakes where a turn names one, so that the command line is tested alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csmistakes.catalogue import Article, Catalogue, Example, Rule
from csmistakes.checking import load_whole
from csmistakes.cli import program
from csmistakes.conversation import Conversation, Span
from csmistakes.finding import Checked, Evidence, Finding, Place, Severity, Summary
from csmistakes.options import Options
from tests.building import RULE, write_catalogue

TURNS = '[{"role": "customer", "text": "Hello?"}, {"role": "agent", "text": "%s"}]'
TALK = f'{{"id": "t-1", "agent": "Ines", "turns": {TURNS}}}\n'


def rule(slug: str, severity: Severity, source: str, also: tuple[str, ...] = ()) -> Rule:
    return Rule(
        slug=slug,
        title=f"The mistake of {slug}",
        group="talk",
        scope="turn",
        severity=severity,
        sources=(source,),
        also=also,
        about=f"What counts as {slug}.",
        message=f"This is {slug}.",
        why=f"Why {slug} does harm.",
        fix=f"How to mend {slug}.",
        instead=f"Say this instead of {slug}.",
        at="agent",
        report="each",
        when={},
        bad=(Example("C: My cup broke.\nA(Ines): Fill in the [[docket]].", 3),),
        good=(Example("A: I'll send you another.", 9),),
        path="house/mistakes/talk/x.yaml",
        lines={"unless.0": 7},
    )


SLOW = """\
about: A slow word.
say: ["not yet"]
examples:
  yes: ["[[not yet]]", "NOT YET", "well not yet"]
  no: ["yet", "not", "not really yet"]
"""
CATALOGUE = Catalogue(
    rules=(
        rule("curt", Severity.WARNING, "tea-9:1"),
        rule("docket", Severity.NOTE, "tea-9:2", also=("tea-9:1",)),
        rule("runaround", Severity.ERROR, "cup-2:1"),
    ),
    signals=(),
    articles=(
        Article("cup-2", "Two Things About Cups", None, ("sending people away",)),
        Article("tea-9", "Tea Shops", "A. Nobody", ("being short", "trade words", "cold tea")),
    ),
)


class FakeRun:
    """Finds the rule `slug` wherever a turn's text holds that word; `corpus`, `silent` and `boom` do what they say."""

    options: Options

    broken: tuple[()] = ()

    def __init__(self, catalogue: Catalogue, options: Options, *, keep: bool) -> None:  # noqa: ARG002
        FakeRun.options = options
        self._catalogue = catalogue
        self._seen = 0
        self._corpus = False
        self._silent = False

    def check(self, conversations: Iterable[Conversation], jobs: int = 1) -> Iterator[Checked]:
        assert jobs >= 1
        for talk in conversations:
            self._seen += 1
            text = talk.turns[-1].text
            if "boom" in text:
                raise RuntimeError("the kettle boiled over")
            if "interrupt" in text:
                raise KeyboardInterrupt
            self._corpus = self._corpus or "corpus" in text
            self._silent = self._silent or "silent" in text
            hits = (self._finding(talk, slug) for slug in self._catalogue.by_slug if slug in text)
            yield Checked(talk, tuple(hits))

    def summary(self, *, files: int, passed_over: int, failed: int) -> Summary:
        corpus = Finding("runaround", "Again", Severity.ERROR, "Again and again.", "Mend it.", ("cup-2:1",), "f")
        where = Evidence("a", "b", 1)
        found = (Finding(**{**{k: getattr(corpus, k) for k in corpus.__slots__}, "evidence": (where,)}),)
        silent = ("queue: 1 conversation is too few",) if self._silent else ()
        return Summary(found if self._corpus else (), silent, self._seen, 2 * self._seen, files, passed_over, failed)

    def _finding(self, talk: Conversation, slug: str) -> Finding:
        entry = self._catalogue.by_slug[slug]
        start = talk.turns[-1].text.index(slug)
        end = start + len(slug)
        place = Place(talk.path, 1, start + 1, 1, end + 1)
        return Finding(
            entry.slug, entry.title, entry.severity, entry.message, entry.fix, entry.sources, "f", talk.id,
            len(talk.turns), "agent", None, Span(start, end), slug, place,
        )  # fmt: skip


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, ...]]:
    """Put the small catalogue in the place of the shipped one; return the folders that were asked for."""
    asked: list[tuple[Path, ...]] = []

    def load(folders: Sequence[Path], **_: bool) -> Catalogue:
        asked.append(tuple(folders))
        return CATALOGUE

    monkeypatch.setattr("csmistakes.cli.catalogue.load_whole", load)
    monkeypatch.setattr("csmistakes.cli.check.Run", FakeRun)
    return asked


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, without any colour or width in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(loaded: list[tuple[Path, ...]], desk: Path) -> Callable[..., Result]:  # noqa: ARG001
    """Run a command line in `desk` with the small catalogue."""

    def invoke(*args: str, text: str | bytes | None = None, **environ: str) -> Result:
        return CliRunner().invoke(program, args, input=text, env=environ, prog_name="csmistakes")

    return invoke


@pytest.fixture
def talk(desk: Path) -> Callable[..., Path]:
    """Write a transcript whose agent says a text."""

    def write(text: str, name: str = "talk.jsonl") -> Path:
        path = desk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TALK % text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def small(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line in `desk` with two real rules: being-rude and being-slow, met where an agent says so."""
    folder = write_catalogue(desk / ".rules", slow=SLOW)
    slow = RULE.replace("art-1:1", "art-1:2").replace("[rude,", "[slow,").replace('unless: ["filler"]\n', "")
    examples = ("examples:\n  bad: ", '["C: a\\nA: [[not yet]]", "C: b\\nA: [[not yet]]", "C: c\\nA: [[not yet]]"]\n')
    good = '  good: ["C: not yet\\nA: ok", "A: not yet", "C: a\\nA: yet"]\n'
    text = slow.partition("examples:")[0] + "".join(examples) + good
    (folder / "mistakes" / "manners" / "being-slow.yaml").write_text(text, encoding="utf-8")

    def load(folders: Sequence[Path], **_: bool) -> Catalogue:
        return load_whole([folder, *folders], with_shipped=False)

    monkeypatch.setattr("csmistakes.cli.catalogue.load_whole", load)

    def invoke(*args: str, **environ: str) -> Result:
        return CliRunner().invoke(program, args, env=environ, prog_name="csmistakes")

    return invoke


@pytest.fixture
def talks(desk: Path) -> Callable[..., Path]:
    """Write conversations: what the agent answers, by id."""

    def write(name: str = "talks.jsonl", /, agent: str = "Ines", **answers: str) -> Path:
        path = desk / name
        lines = [
            json.dumps({"id": key, "agent": agent, "turns": [
                {"role": "customer", "text": "so what"}, {"role": "agent", "text": answer}
            ]})
            for key, answer in answers.items()
        ]  # fmt: skip
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write
