"""check with results of earlier runs: the same reports to the byte, whatever has happened to the cache in between."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csmistakes import cache, pipeline, sharing
from csmistakes.cli import program
from csmistakes.conversation import Conversation
from csmistakes.keeping import NAME, _seal
from csmistakes.known import Known
from csmistakes.pipeline import Run
from csmistakes.reporters import available

MANY = 20  # conversations
EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "transcripts"
pytestmark = pytest.mark.usefixtures("talks")

CHOICES = (
    (),
    ("--speaker", "Ines"),
    ("--select", "ownership,corpus"),
    ("--ignore", "corpus", "--min-severity", "warning"),
    ("--no-mask",),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own, with the phrases of all tests in it, for they take long to make ready."""
    ready = cache.place()
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    for path in ready.glob("*.npz"):
        shutil.copy(path, folder)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    return folder


@pytest.fixture
def talks(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Transcripts in the working folder: enough of them for the rules over many conversations."""
    assert place.is_dir()
    (tmp_path / "talks").mkdir()
    for path in sorted(EXAMPLES.glob("*/*")) + sorted(EXAMPLES.glob("chat-*")):
        shutil.copy(path, tmp_path / "talks")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "talks"


def check(*words: str) -> Result:
    result = CliRunner().invoke(program, ["check", "talks", *words], prog_name="csmistakes")
    assert result.exit_code in {0, 1}, result.output
    return result


def report(*words: str) -> tuple[int, str, str]:
    result = check(*words)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Tell how many conversations were judged anew since it was last asked."""
    count = 0
    find = Run._found  # noqa: SLF001

    def counted(run: Run, conversation: Conversation) -> Known:
        nonlocal count
        count += 1
        return find(run, conversation)

    def told() -> int:
        nonlocal count
        last, count = count, 0
        return last

    monkeypatch.setattr(Run, "_found", counted)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES, ids=" ".join)
def test_every_report_is_the_same_to_the_byte(place: Path, judged: Callable[[], int], choice: tuple[str, ...]) -> None:
    check(*choice)
    assert judged() > MANY
    for name in ("concise", "jsonl") if choice else available():
        words = ("--output-format", name, *choice)
        kept = report(*words)
        assert judged() == 0
        assert kept == report(*words, "--no-cache")
        assert judged() > MANY
    assert (place / NAME).stat().st_mode & 0o77 == 0


def test_an_edit_is_seen_and_nothing_else_is_judged_again(talks: Path, judged: Callable[[], int]) -> None:
    check()
    judged()
    chat = talks / "chat-broadband-runaround.txt"
    text = chat.read_text(encoding="utf-8")
    chat.write_text(text + "\nCustomer: And you call that help?\n", encoding="utf-8")
    edited = report("--output-format", "jsonl")
    assert judged() == 1
    assert edited == report("--output-format", "jsonl", "--no-cache")
    chat.write_text(text, encoding="utf-8")
    judged()
    check()
    assert judged() == 0


def test_a_file_that_is_renamed_or_moved_within_itself_is_reported_where_it_is_now(
    talks: Path, judged: Callable[[], int]
) -> None:
    check()
    judged()
    chat = talks / "chat-broadband-runaround.txt"
    (talks / "moved.txt").write_text("\n\n\n" + chat.read_text(encoding="utf-8"), encoding="utf-8")
    chat.unlink()
    moved = report("--output-format", "json")
    assert judged() == 0
    assert moved == report("--output-format", "json", "--no-cache")


@pytest.mark.slow
def test_scripted_replies_are_kept_too_by_what_the_configuration_calls_placeholders(
    tmp_path: Path, judged: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES.parent / "scripted-replies", tmp_path / "replies")
    monkeypatch.chdir(tmp_path / "replies")
    for name in available():
        words = ("check", ".", "--output-format", name, "--exit-zero")
        fresh, first, kept = (CliRunner().invoke(program, [*words, *more]) for more in (["--no-cache"], [], []))
        assert fresh.exit_code == 0
        assert (fresh.stdout, fresh.stderr) == (first.stdout, first.stderr) == (kept.stdout, kept.stderr)
    judged()
    CliRunner().invoke(program, ["check", "."])
    assert judged() == 0
    config = Path("csmistakes.toml")
    text = config.read_text(encoding="utf-8")
    assert "placeholders = [" in text
    config.write_text(text.replace("placeholders = [", 'placeholders = ["¿…?", '), encoding="utf-8")
    CliRunner().invoke(program, ["check", "."])
    assert judged() >= MANY


@pytest.mark.slow
def test_what_is_decided_after_judging_is_decided_anew(judged: Callable[[], int]) -> None:
    """Severities, overrides, a baseline, suppressions and disputes work on kept results as on fresh ones."""
    CliRunner().invoke(program, ["check", "talks"])
    findings = [json.loads(line) for line in report("--output-format", "jsonl")[1].splitlines()]
    assert len(findings) > MANY
    slugs = sorted({finding["rule"] for finding in findings if finding["conversation"] is not None})
    graded, overridden, suppressed = slugs[:3]
    disputed = next(finding for finding in findings if finding["rule"] == slugs[3])
    Path("csmistakes.toml").write_text(
        f'[severity]\n{graded} = "error"\n'
        f'[[overrides]]\npaths = ["talks/chat-*"]\nseverity = {{ {overridden} = "error" }}\n',
        encoding="utf-8",
    )
    Path("csmistakes-ignore.yaml").write_text(
        f"ignore:\n  - rule: {suppressed}\n    path: talks/*\n    reason: to see that it goes\n", encoding="utf-8"
    )
    said = ["dispute", "add", "talks", "--fingerprint", disputed["fingerprint"]]
    added = CliRunner().invoke(program, [*said, "--reason", "a test", "--who", "Ines", "--date", "2026-01-31"])
    assert added.exit_code == 0, added.output
    accepted = CliRunner().invoke(program, ["baseline", "talks/chat-broadband-runaround.txt"])
    assert accepted.exit_code == 0, accepted.output
    judged()
    for name in available():
        kept = report("--output-format", name)
        assert judged() == 0
        assert kept == report("--output-format", name, "--no-cache")
        judged()
    left = [json.loads(line) for line in report("--output-format", "jsonl")[1].splitlines()]
    assert {finding["severity"] for finding in left if finding["rule"] == graded} == {"error"}
    assert suppressed not in {finding["rule"] for finding in left}
    assert "talks/chat-broadband-runaround.txt" in {finding["path"] for finding in findings}
    assert "talks/chat-broadband-runaround.txt" not in {finding["path"] for finding in left}
    assert disputed["fingerprint"] not in {finding["fingerprint"] for finding in left}


def test_a_profile_looks_at_all_anew(talks: Path) -> None:  # noqa: ARG001
    check()
    assert "dearest" in check("--profile").stderr
    both = CliRunner().invoke(program, ["check", "talks", "--profile", "--jobs", "2"])
    assert both.exit_code == 2
    assert "leave --jobs out" in both.stderr


def test_several_processes_report_the_same_and_keep_it(
    place: Path, judged: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "WORTH", 2000)
    monkeypatch.setattr(pipeline, "SHARE", 2000)
    alone = report("--output-format", "jsonl", "--no-cache", "--jobs", "1")
    assert judged() > MANY
    assert report("--output-format", "jsonl", "--jobs", "2") == alone
    assert judged() < MANY, "other processes judge most"
    assert (place / NAME).exists()
    assert report("--output-format", "jsonl") == alone
    assert judged() == 0


def only_one() -> None:
    """Leave one transcript, where a test runs often."""
    for path in Path("talks").iterdir():
        if path.name != "chat-broadband-runaround.txt":
            path.unlink()


def database(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(place / NAME)


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_cache_does_no_harm_and_is_made_anew(place: Path, judged: Callable[[], int], damage: bytes) -> None:
    only_one()
    expected = report()
    (place / NAME).write_bytes(damage)
    assert report() == expected
    check()  # one run to see that it is of no use, one to make it anew
    judged()
    assert report() == expected
    assert judged() == 0


def test_a_cache_torn_in_the_middle_does_no_harm(place: Path) -> None:
    only_one()
    expected = report()
    data = (place / NAME).read_bytes()
    for at in range(4096, len(data), 4096):
        (place / NAME).write_bytes(data[:at] + b"\x7f" * 4096 + data[at + 4096 :])
        assert report() == expected
        (place / NAME).write_bytes(data[:at])
        assert report() == expected


HOSTILE = [
    "", "null", "7", "{}", "[]", "[[],[]]", "[[], {}]", "[1, 2]", "[[[1]], {}]", "[" * 50_000,
    '[[["no-such-rule", 0, 0, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 99, 0, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", -1, 0, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", true, 0, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 99999, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 2, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0.5, 1, {}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {"value": 7}, null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, ["value"], null, []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {}, [99, 0, 1], []]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {}, 7, []]], [%t, %r, %s]]',
    "[[], null]", "[[], []]", "[[], [7, 7, 7]]",
    '[[], [{"started": true, "agents": {}}, %r, %s]]',
    '[[], [%t, {"admitted": false, "pairs": [["a", 7, 1, ""]], "spelt": {}}, %s]]',
    '[[], [%t, {"admitted": false, "pairs": [["a", "b", 1]], "spelt": {}}, %s]]',
    '[[], [%t, {"admitted": false, "pairs": [], "spelt": {"a": {"b": "7"}}}, %s]]',
    '[[], [%t, {"admitted": 0, "pairs": [], "spelt": {}}, %s]]',
    '[[], [%t, %r, {"served": "ab", "slips": []}]]',
    '[[], [%t, %r, {"served": [], "slips": [["a", 1.5, "b"]]}]]',
    '[[], [%t, %r, {"served": []}]]',
    '[[["runaround", 0, 0, 1, {}, null, 7]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {}, null, [[0, 99999, "x", true]]]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {}, null, [[0, 1, 7, true]]]], [%t, %r, %s]]',
    '[[["runaround", 0, 0, 1, {}, null, [[0, 1, "x", 1]]]], [%t, %r, %s]]',
]  # fmt: skip
NOTHING = {
    "%t": '{"started": null, "agents": {}}',
    "%r": '{"admitted": false, "pairs": [], "spelt": {}}',
    "%s": '{"served": [], "slips": []}',
}  # of a trend, of what recurs, of what spreads: in the order of their rules' slugs


def rewrite(kept: sqlite3.Connection, text: str) -> None:
    """Put a text in the place of every result, sealed as results are."""
    for (key,) in kept.execute("SELECT key FROM results").fetchall():
        kept.execute("UPDATE results SET found = ?, seal = ? WHERE key = ?", (text, _seal(key, text), key))


@pytest.mark.slow
def test_results_that_somebody_else_wrote_count_as_none(place: Path, judged: Callable[[], int]) -> None:
    only_one()
    expected = report()
    for shape in HOSTILE:
        hostile = shape
        for name, note in NOTHING.items():
            hostile = hostile.replace(name, note)
        with closing(database(place)) as kept, kept:
            rewrite(kept, hostile)
        judged()
        assert report() == expected, hostile
        assert judged() == 1, hostile
    with closing(database(place)) as kept, kept:
        kept.execute("UPDATE results SET found = x'ff00ff'")
    assert report() == expected


def test_another_catalogue_and_other_rules_have_results_of_their_own(judged: Callable[[], int], tmp_path: Path) -> None:
    check()
    rules = tmp_path / "rules" / "signals"
    rules.mkdir(parents=True)
    shipped = EXAMPLES.parent.parent / "rules" / "signals"
    shutil.copy(next(shipped.rglob("sorry.yaml"), next(shipped.rglob("*.yaml"))), rules)
    path = next(rules.iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "\n# the same\n", encoding="utf-8")
    judged()
    check("--rules", "rules")
    assert judged() == 0  # what is found does not depend on where a file lies, or on what it says to people
    check("--select", "runaround")
    assert judged() > MANY
    check("--select", "runaround")
    assert judged() == 0


def test_two_runs_at_once_agree_and_leave_a_whole_cache(place: Path, talks: Path, judged: Callable[[], int]) -> None:
    expected = report("--output-format", "jsonl", "--no-cache")[1]
    command = [sys.executable, "-m", "csmistakes", "check", str(talks), "--output-format", "jsonl"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=talks.parent, text=True)
        for _ in range(2)
    ]
    for one in both:
        out, err = one.communicate(timeout=300)
        assert (out, err) == (expected, "")
    with closing(database(place)) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    judged()
    assert report("--output-format", "jsonl")[1] == expected
    assert judged() == 0


def test_an_unchanged_file_needs_no_language_library(talks: Path) -> None:
    check()
    code = (
        f"import sys; sys.argv[1:] = ['check', {str(talks)!r}, '--exit-zero', '--output-format', "
        "'concise', '--output', 'out.txt']\n"
        "from csmistakes.cli import main\ntry:\n    main()\nfinally:\n    print(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=talks.parent)
    loaded = set(done.stdout.split())
    assert not loaded & {"spacy", "numpy", "csmistakes.recognition.recogniser"}
    assert (talks.parent / "out.txt").read_text(encoding="utf-8") == report("--output-format", "concise")[1]


def test_a_read_only_cache_is_used_and_not_written_to(place: Path, talks: Path, judged: Callable[[], int]) -> None:
    check()
    (place / NAME).chmod(0o400)
    place.chmod(0o500)
    (talks / "new.txt").write_text("Customer: Hello?\nAgent: Calm down.\n", encoding="utf-8")
    try:
        judged()
        first = report()
        assert judged() == 1
        assert report() == first
    finally:
        place.chmod(0o700)


def test_a_folder_that_cannot_be_used_is_told(small: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    result = small("check", "talks", "--cache-dir", "open")  # few phrases, for they too are made anew
    assert result.exit_code in {0, 1}, result.output
    assert "warning: no results are kept: " in result.stderr
    assert not list((tmp_path / "open").iterdir())


def test_without_results_nothing_is_kept(place: Path) -> None:
    only_one()
    check("--no-cache")
    assert not (place / NAME).exists()


def test_no_text_of_a_transcript_is_kept_but_words_of_complaints(place: Path, talks: Path) -> None:
    (talks / "personal.txt").write_text(
        "Customer: My card 4929 1234 5678 9012 is for jo@example.org\nAgent: Calm down, Ms Winterbottom.\n",
        encoding="utf-8",
    )
    turns = [
        {"role": "customer", "text": "It still doesn't work: the kettle leaks water."},
        {"role": "agent", "text": "Calm down."},
    ]
    talk = {"id": "a", "customer": "Rosalind Ferrier", "turns": turns}
    (talks / "named.jsonl").write_text(json.dumps(talk) + "\n", encoding="utf-8")
    check()
    with closing(database(place)) as kept:
        found = " ".join(text for (text,) in kept.execute("SELECT found FROM results"))
    assert "kettle" in found
    for private in ("4929", "example.org", "Winterbottom", "winterbottom", "Rosalind", "rosalind"):
        assert private not in found
