"""Lines asked for again, as they were when the file was read."""

from __future__ import annotations

from pathlib import Path

from csmistakes.readers import Lines


def test_gives_lines_as_they_were_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffone\r\ntwo\u2028still two\rthree".encode())
    (tmp_path / "b.txt").write_bytes("eins\nzwei".encode("utf-16"))
    (tmp_path / "c.txt").write_bytes(b"\x00\x01")
    lines = Lines(lambda path: None if path == "-" else tmp_path / path)
    assert [lines.text("a.txt", number) for number in range(5)] == [None, "one", "two\u2028still two", "three", None]
    assert lines.text("b.txt", 2) == "zwei"
    assert lines.text("c.txt", 1) is None
    assert lines.text("-", 1) is None
    assert lines.text("gone.txt", 1) is None
