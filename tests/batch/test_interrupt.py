"""The interrupt key: noted at the first press, raised at the second, and the parent's own again afterwards."""

import signal
import threading

import pytest

from csmistakes.batch.interrupt import Interrupt


def test_the_first_press_is_noted_and_the_second_raises() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as key:
        assert not key.asked
        signal.raise_signal(signal.SIGINT)
        assert key.asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_it_changes_nothing() -> None:
    before = signal.getsignal(signal.SIGINT)

    def work() -> None:
        with Interrupt():
            assert signal.getsignal(signal.SIGINT) is before

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert signal.getsignal(signal.SIGINT) is before
