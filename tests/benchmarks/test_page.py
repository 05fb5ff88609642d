"""What a page takes: the probe gets past the page's own policy, and every table and filter is measured."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import page

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="script-src 'none'">
<title>T</title></head><body><div class="filters" data-for="t"><input></div>
<table id="t" class="data"><thead><tr><th><button>A</button></th></tr></thead></table></body></html>"""


def test_a_page_without_chromium_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr("shutil.which", lambda _: None)
    result = CliRunner().invoke(page.main, [str(tmp_path / "r.html")])
    assert (result.exit_code, result.output) == (1, "Chromium is not on this machine\n")


@pytest.mark.browser
def test_opening_filtering_sorting_and_printing_are_measured(tmp_path: Path) -> None:
    (tmp_path / "r.html").write_text(PAGE.replace("'none'", ""), encoding="utf-8")
    result = CliRunner().invoke(page.main, [str(tmp_path / "r.html")])
    assert result.exit_code == 0, result.output
    names = [line.partition(":")[0] for line in result.output.splitlines()]
    assert names[1:-1] == ["open, laid out", "filter t", "show all t", "sort t"]
    assert result.output.endswith("s, 1 pages\n")
