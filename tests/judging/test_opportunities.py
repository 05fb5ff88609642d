"""Where a rule had a chance to be met: never too narrow (every verdict is at one), and as narrow as the past allows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.catalogue import Catalogue, Rule, load
from csmistakes.judging.engine import compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.recognition.compiling import recogniser_of
from tests.judging.scenes import condition, scene

pytestmark = pytest.mark.slow

LINES = st.lists(
    st.tuples(
        st.sampled_from("CCAAB"),
        st.sampled_from(
            ["ok", "sorry", "What is your name?", "my name is A4711", "It is fixed.", "in stock", "sold out", "upgrade"]
        ),
    ),
    min_size=1,
    max_size=7,
)
WINDOWS = st.sampled_from(["here", "asked", "previous", "before", "reply", "after", "all", "so-far"])
LEAVES = st.one_of(
    st.builds(
        lambda name, window: {"signal": name, "in": window}, st.sampled_from(["sorry", "fixed", "gives"]), WINDOWS
    ),
    st.builds(lambda window: {"signal": "sorry", "in": window, "at_least": 0, "at_most": 0}, WINDOWS),
    st.builds(lambda name: {"position": name}, st.sampled_from(["opening", "closing", "replying", "substantive"])),
    st.builds(lambda window: {"words": {"in": window, "at_most": 3}}, WINDOWS),
    st.builds(lambda window, n: {"overlap": {"with": window, "at_least": n}}, WINDOWS, st.integers(0, 1)),
    st.builds(lambda window: {"contributions": {"in": window, "by": "customer", "at_least": 2}}, WINDOWS),
    st.builds(lambda window: {"same_value": {"signal": "asks", "as": "gives", "in": window}}, WINDOWS),
    st.builds(lambda window: {"repeats": {"of": "own", "min_words": 1, "in": window}}, WINDOWS),
    st.builds(lambda window: {"order": {"first": "sorry", "then": "fixed", "in": window}}, WINDOWS),
    st.sampled_from(
        [
            {"speaker": "person"},
            {"channel": ["chat"]},
            {"new_term": {"signal": "term"}},
            {"elapsed": {"over": 60}},
            {"elapsed": {"over": {"chat": 60}, "since": "asked"}},
            {"elapsed": {"since": "stated", "stated": "stated"}},
        ]
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda items: {"all": items}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda items: {"any": items, "at_least": 1}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda items: {"any": items, "at_least": 2}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda item: {"not": item}, inner),
    ),
    max_leaves=6,
)


@given(TREES, LINES, st.sampled_from(["", "[chat]\n", "[call]\n"]))
def test_what_is_settled_beforehand_is_so_in_the_end(
    tree: dict[str, Any], lines: list[tuple[str, str]], channel: str
) -> None:
    built, problems = condition(tree)
    here = scene(channel + "\n".join(f"{who}: {text}" for who, text in lines))
    for contribution in here.contributions:
        settled = built.foreseen(here, contribution.index)
        assert built.possible(here, contribution.index) is (settled is not False)
        if settled is not None and not problems:
            assert (built.meet(here, contribution.index) is not None) is settled


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def test_every_verdict_of_the_shipped_rules_had_a_chance(catalogue: Catalogue) -> None:
    recognise = recogniser_of(catalogue).recognise
    for judged in compile_rules(catalogue):
        for example in (*judged.rule.bad, *judged.rule.good):
            here = Scene(example.conversation, recognise)
            assert len(list(judged.judge(here))) <= len(judged.opportunities(here)), (judged.rule.slug, example.source)


def chances(catalogue: Catalogue, slug: str, text: str) -> int:
    from csmistakes.catalogue.example_text import Example

    rules: list[Rule] = [catalogue.by_slug[slug]]
    (judged,) = compile_rules(catalogue, rules)
    return len(judged.opportunities(Scene(Example(text).conversation, recogniser_of(catalogue).recognise)))


@pytest.mark.parametrize(
    ("slug", "text", "count"),
    [
        ("no-empathy", "C: When do you open?\nA: At nine.", 0),
        ("no-empathy", "C: Help, someone took $500 from my account!\nA: I'm so sorry, what is your name?", 1),
        ("making-customers-wait", "C: When do you open?\nA: At nine.", 0),  # no times: nothing to judge
        ("broken-promise", "C: When do you open?\nA: At nine.", 0),
        ("unfriendly", "C: When do you open?\nA: At nine, and see you then!", 1),
        ("over-apologizing", "C: So?\nA: Fine.\nC: So?\nA: Fine.", 1),  # reports once in a conversation
    ],
)
def test_chances_of_shipped_rules(catalogue: Catalogue, slug: str, text: str, count: int) -> None:
    assert chances(catalogue, slug, text) == count


def test_a_condition_that_could_not_be_built_has_no_chance() -> None:
    built, problems = condition({"nonsense": 1})
    assert problems
    assert built.foreseen(scene("A: ok"), 0) is False
