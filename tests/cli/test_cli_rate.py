"""The progress bar of a scoring run."""

import io

from csmistakes.cli.rate import Rate


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_says_how_far_how_fast_and_how_long_yet() -> None:
    now = [0.0]
    rate = Rate({"a": 1000, "b": 3000}, Terminal(), lambda: now[0])
    rate.found("a", 100)
    now[0] = 10.0
    rate.scored("a", 64, 50, is_last=False)
    assert rate.line().endswith("12% · 64 conversations, 6 a second, 1:10 left")
    rate.scored("a", 64, 100, is_last=True)
    assert "25% · 128 conversations, 13 a second, 0:30 left" in rate.line()


def test_what_an_earlier_run_did_counts_for_how_far_not_for_how_fast() -> None:
    now = [0.0]
    rate = Rate({"a": 3000, "b": 1000}, Terminal(), lambda: now[0])
    rate.known("a", complete=True)
    rate.known("b", complete=False)
    now[0] = 3600.0
    assert rate.line().endswith("75% · 0 conversations, 0 a second")
    rate.found("b", 0)
    rate.scored("b", 10, 0, is_last=False)
    assert "75%" in rate.line()
    rate.found("b", 20)
    rate.scored("b", 10, 5, is_last=False)
    assert rate.line().endswith("3:00:00 left")


def test_it_draws_on_a_terminal_only_after_a_while_and_goes_away() -> None:
    now = [0.0]
    err = Terminal()
    rate = Rate({"a": 10}, err, lambda: now[0])
    rate.scored("a", 1, 0, is_last=False)
    assert err.getvalue() == ""
    now[0] = 2.0
    rate.scored("a", 1, 0, is_last=True)
    assert "100%" in err.getvalue()
    rate.clear()
    rate.clear()
    assert err.getvalue().count("\x1b[K") == 2
    piped = io.StringIO()
    rate = Rate({}, piped, lambda: now[0] + 9)
    rate.scored("a", 1, 0, is_last=True)
    assert piped.getvalue() == ""
