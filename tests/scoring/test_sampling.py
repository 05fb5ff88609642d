"""The sample: shares that add up, no order of input that matters, nobody favoured, memory that stays small."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.scoring.sampling import Reservoirs, evenly_, in_proportion

SIZES = st.dictionaries(st.text("abcde", min_size=1, max_size=3), st.integers(1, 30), min_size=1, max_size=8)


def drawn(sizes: dict[str, int], size: int, seed: int, *, evenly: bool = True, backwards: bool = False) -> list[str]:
    reservoirs: Reservoirs[str] = Reservoirs(size, seed, evenly=evenly)
    items = [(stratum, f"{stratum}/{n}") for stratum, count in sizes.items() for n in range(count)]
    for stratum, name in reversed(items) if backwards else items:
        reservoirs.add(stratum, name, name)
    return [one.item for one in reservoirs.draw()]


@given(SIZES, st.integers(1, 60), st.integers(0, 5))
def test_equal_shares_differ_by_one_at_most_unless_a_stratum_has_no_more(
    sizes: dict[str, int], size: int, seed: int
) -> None:
    shares = evenly_(sizes, size, seed)
    assert sum(shares.values()) == min(size, sum(sizes.values()))
    most = max(shares.values())
    assert all(share == sizes[stratum] or share >= most - 1 for stratum, share in shares.items())
    assert all(0 <= share <= sizes[stratum] for stratum, share in shares.items())


@given(SIZES, st.integers(1, 60), st.integers(0, 5))
def test_shares_in_proportion_are_off_by_less_than_one(sizes: dict[str, int], size: int, seed: int) -> None:
    shares = in_proportion(sizes, size, seed)
    total = sum(sizes.values())
    assert sum(shares.values()) == min(size, total)
    assert all(abs(share - min(size, total) * sizes[s] / total) < 1 for s, share in shares.items())
    assert all(0 <= share <= sizes[s] for s, share in shares.items())


@given(SIZES, st.integers(1, 60), st.integers(0, 5), st.booleans())
def test_order_does_not_matter_and_shares_are_kept(sizes: dict[str, int], size: int, seed: int, evenly: bool) -> None:
    found = drawn(sizes, size, seed, evenly=evenly)
    assert found == drawn(sizes, size, seed, evenly=evenly, backwards=True)
    assert len(found) == len(set(found))
    shares = (evenly_ if evenly else in_proportion)(sizes, size, seed)
    counts = Counter(name.partition("/")[0] for name in found)
    assert counts == Counter({stratum: share for stratum, share in shares.items() if share})


def test_another_seed_draws_others_and_everybody_has_the_same_chance() -> None:
    sizes = {"a": 10}
    often = Counter(name for seed in range(2000) for name in drawn(sizes, 3, seed))
    assert len(often) == 10
    assert all(500 < count < 700 for count in often.values())  # 600, and four times its standard deviation of 20


def test_a_weight_says_how_many_an_item_stands_for() -> None:
    reservoirs: Reservoirs[int] = Reservoirs(4, 1)
    for n in range(20):
        reservoirs.add("few" if n < 4 else "many", str(n), n)
    assert reservoirs.sizes == {"few": 4, "many": 16}
    assert {(one.stratum, one.weight) for one in reservoirs.draw()} == {("few", 2.0), ("many", 8.0)}
    assert sum(one.weight for one in reservoirs.draw()) == 20


@pytest.mark.parametrize("strata", [1, 7, 300])
def test_what_is_held_does_not_grow_with_the_input(strata: int) -> None:
    reservoirs: Reservoirs[int] = Reservoirs(50, 1)
    most = 0
    for n in range(5000):
        reservoirs.add(str(n % strata), str(n), n)
        most = max(most, sum(map(len, reservoirs._heaps.values())))  # noqa: SLF001
    assert most <= 2 * 50 + strata + 1
    assert len(reservoirs.draw()) == 50


def test_nothing_in_nothing_out() -> None:
    assert Reservoirs[int](5, 0).draw() == []
    assert in_proportion({}, 5, 0) == {}
