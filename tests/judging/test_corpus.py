"""Corpus rules speak on invented weeks of conversations, and stay silent with a reason where there is too little."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from csmistakes.catalogue.model import Catalogue
from csmistakes.conversation import Conversation
from csmistakes.errors import CatalogueError
from csmistakes.finding import Evidence
from csmistakes.judging.corpus.judge import CorpusJudge, CorpusVerdict, corpus_kinds
from csmistakes.judging.corpus.observer import MAX_EVIDENCE
from tests.judging.corpora import EPOCH, RULES, SIGNALS, conversation, corpus_rule, judge_of, speak

RECURS: dict[str, Any] = {"recurs": {"problem": ["broken"], "known": ["known"], "conversations": 4, "at_least": 3}}
SPREAD: dict[str, Any] = {"spread": {"rules": ["rude"], "evidence": ["corrects"], "conversations": 3, "at_least": 2}}
TREND: dict[str, Any] = {"trend": {"conversations": 4, "at_least": 2, "share": 0.25}}

LAMP = "C: The garden lamp is broken.\nA: Which one is it?"
OTHER = "C: Do you ship to Malta?\nA: We do."
RUDE = "C: It leaks.\nA(Rufus): That is your own fault."
POLITE = "C: It leaks.\nA(Rufus): A new one leaves today."
VAGUE = "C: When will it come?\nA(Marit): Soon."
CLEAR = "C: When will it come?\nA(Marit): On Friday."


def week(*texts: str, dated: bool = False, **fields: Any) -> Iterator[Conversation]:
    for number, text in enumerate(texts):
        yield conversation(number, text, **({"day": number} if dated else {}), **fields)


def subjects(verdicts: Sequence[CorpusVerdict]) -> list[str | None]:
    return [verdict.subject for verdict in verdicts]


def turns(verdict: CorpusVerdict) -> list[tuple[str, int]]:
    return [(evidence.conversation, evidence.turn) for evidence in verdict.evidence]


# --- recurs ----------------------------------------------------------------------------------------


def test_an_issue_that_comes_back_is_named_in_the_customers_words() -> None:
    verdicts = speak(
        RECURS,
        week(LAMP, "C: hi\nA: Hello.\nC: my lamps in the garden are dead", OTHER, "C: Broken garden lamp!\nA: Oh."),
    )
    assert subjects(verdicts) == ["garden / lamp"]
    assert verdicts[0].message == " | garden / lamp | 3 | 4"
    assert turns(verdicts[0]) == [("c0", 1), ("c1", 3), ("c3", 1)]


def test_words_of_a_sentence_without_a_problem_name_no_issue() -> None:
    assert speak(RECURS, week(*["C: The garden lamp is lovely. Mine is broken.\nA: Oh."] * 4)) == []


def test_an_admission_stands_for_two_reports() -> None:
    admitted = "C: The garden lamp is broken.\nA: It's a known issue."
    assert subjects(speak(RECURS, week(admitted, OTHER, OTHER, OTHER))) == ["broken / garden"]
    assert speak(RECURS, week(LAMP, OTHER, OTHER, OTHER)) == []


def test_what_the_customer_calls_known_is_no_admission() -> None:
    assert speak(RECURS, week("C: The garden lamp is broken, a known issue?\nA: No.", OTHER, OTHER, OTHER)) == []


def test_an_issue_must_be_a_share_of_all() -> None:
    verdicts = speak({"recurs": {**RECURS["recurs"], "share": 0.5}}, week(LAMP, LAMP, LAMP, *[OTHER] * 4))
    assert verdicts == []


def test_one_customer_counts_once() -> None:
    assert speak(RECURS, week(*[LAMP] * 4, customer="Jo")) == []
    assert speak(RECURS, week(*[LAMP.replace("C:", "C(Jo):")] * 4)) == []


def test_the_same_issue_in_other_words_is_said_once() -> None:
    lamp = "C: The solar garden lamp is broken.\nA: Oh."
    assert len(speak(RECURS, week(*[lamp] * 4))) == 1


def test_two_issues_are_two() -> None:
    doorbell = "C: Our front doorbell is dead.\nA: Oh."
    verdicts = speak(RECURS, week(*[LAMP] * 3, *[doorbell] * 4))
    assert [len(verdict.evidence) for verdict in verdicts] == [4, 3]


def test_too_few_conversations_to_recur_are_a_reason() -> None:
    (verdict,) = speak(RECURS, week(LAMP, LAMP, LAMP))
    assert (verdict.subject, verdict.evidence) == (None, ())
    assert verdict.message == "many: needs at least 4 conversations, there are 3"


def test_evidence_is_limited() -> None:
    (verdict,) = speak(RECURS, week(*[LAMP] * (MAX_EVIDENCE + 5)))
    assert len(verdict.evidence) == MAX_EVIDENCE
    assert "55" in verdict.message


def test_one_customer_of_several_counts_once() -> None:
    lamp = conversation(9, LAMP, customer="Jo")
    assert speak(RECURS, [lamp, lamp, *week(LAMP), *week(OTHER)]) == []
    assert len(speak(RECURS, [lamp, lamp, *week(LAMP, LAMP), *week(OTHER)])) == 1


def test_what_came_once_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmistakes.judging.corpus.judge.FORGET_EVERY", 4)
    twice = [*week(LAMP, LAMP, OTHER, OTHER), *week(LAMP)]
    assert subjects(speak(RECURS, twice)) == ["broken / garden"]
    once = [*week(LAMP, OTHER, OTHER, OTHER), *week(LAMP, LAMP)]
    assert speak(RECURS, once) == []
    admitted = [*week("C: The garden lamp is broken.\nA: A known issue.", OTHER, OTHER, OTHER), *week(OTHER)]
    assert subjects(speak(RECURS, admitted)) == ["broken / garden"]


# --- spread ----------------------------------------------------------------------------------------


def test_an_agent_who_does_it_again_and_again_is_named() -> None:
    (verdict,) = speak(SPREAD, week(RUDE, POLITE, RUDE))
    assert verdict.subject == "Rufus"
    assert verdict.message == "Rufus | rude | 2 | 3"
    assert turns(verdict) == [("c0", 2), ("c2", 2)]


def test_the_conversations_agent_is_who_speaks_without_a_name() -> None:
    rude = RUDE.replace("(Rufus)", "")
    assert subjects(speak(SPREAD, week(rude, rude, rude, agent="Ada"))) == ["Ada"]


def test_several_slips_in_one_conversation_are_one() -> None:
    twice = RUDE + "\nC: What?\nA(Rufus): Your own fault, I said."
    assert speak(SPREAD, week(twice, POLITE, POLITE)) == []


def test_a_slip_must_be_a_share_of_the_agents_own_conversations() -> None:
    assert speak(SPREAD, week(RUDE, RUDE, *[POLITE] * 6)) == []
    assert subjects(speak(SPREAD, week(RUDE, RUDE, *[POLITE] * 4))) == ["Rufus"]


def test_mistakes_of_other_rules_do_not_count() -> None:
    assert speak(SPREAD, week(*["C: When?\nA(Rufus): Soon."] * 4)) == []


def test_a_bot_is_nobody_to_be_trained() -> None:
    verdicts = speak(SPREAD, week(*["C: It leaks.\nB(Max): That is your own fault."] * 4))
    assert subjects(verdicts) == [None]


def test_who_takes_back_a_colleagues_words_is_not_the_one_who_was_wrong() -> None:
    corrected = "C: He said Monday.\nA(Ada): He told you wrong, it is Thursday."
    verdicts = speak(SPREAD, week(corrected, corrected, corrected))
    assert subjects(verdicts) == ["the team"]
    assert verdicts[0].message == "the team | corrects | 3 | 3"


def test_a_team_is_judged_by_its_own_share() -> None:
    corrected = "C: He said Monday.\nA(Ada): He told you wrong, it is Thursday."
    often = {"spread": {**SPREAD["spread"], "team_share": 0.5}}
    assert speak(often, week(corrected, corrected, *[POLITE] * 4)) == []


def test_agents_without_a_name_are_the_team() -> None:
    rude = RUDE.replace("(Rufus)", "")
    assert subjects(speak(SPREAD, week(rude, rude, rude))) == ["the team"]


def test_too_few_conversations_of_anybody_are_a_reason() -> None:
    (verdict,) = speak(SPREAD, week(RUDE, RUDE))
    assert verdict.subject is None
    assert verdict.message == "many: no named agent has 3 conversations"


# --- trend -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "rates"),
    [
        ((VAGUE, CLEAR, VAGUE, CLEAR), "1 of 2, then 1 of 2"),
        ((CLEAR, VAGUE, VAGUE, VAGUE), "1 of 2, then 2 of 2"),
        ((CLEAR, CLEAR, VAGUE, VAGUE), "0 of 2, then 2 of 2"),
        ((VAGUE, CLEAR, VAGUE, VAGUE, CLEAR), "1 of 2, then 2 of 3"),
    ],
)
def test_a_rate_that_does_not_fall_is_reported(texts: tuple[str, ...], rates: str) -> None:
    (verdict,) = speak(TREND, week(*texts, dated=True))
    assert verdict.subject == "Marit: vague"
    assert verdict.message == f"Marit | vague | {rates} | {len(texts)}"


@pytest.mark.parametrize(
    "texts",
    [
        (VAGUE, VAGUE, VAGUE, CLEAR),
        (VAGUE, VAGUE, CLEAR, CLEAR),
        (CLEAR, CLEAR, CLEAR, VAGUE),
        (VAGUE, *[CLEAR] * 9, VAGUE),
    ],
    ids=["falls", "falls to nothing", "happened once", "hardly ever"],
)
def test_a_rate_that_falls_or_is_small_is_not(texts: tuple[str, ...]) -> None:
    assert speak(TREND, week(*texts, dated=True)) == []


def test_the_order_is_that_of_the_dates() -> None:
    improving = [conversation(k, text, day=k) for k, text in enumerate((VAGUE, VAGUE, VAGUE, CLEAR))]
    assert speak(TREND, reversed(improving)) == []


def test_evidence_points_at_the_first_turn_in_each_conversation() -> None:
    twice = VAGUE + "\nC: But when?\nA(Marit): Eventually."
    (verdict,) = speak(TREND, week(twice, CLEAR, CLEAR, VAGUE, dated=True))
    assert verdict.evidence == (Evidence("team.jsonl", "c0", 2), Evidence("team.jsonl", "c3", 2))


def test_each_agent_and_each_mistake_is_judged_alone() -> None:
    handed_over = VAGUE + "\nA(Rufus): It is your own fault that you wait."
    verdicts = speak(TREND, week(*[handed_over] * 4, dated=True))
    assert subjects(verdicts) == ["Marit: vague", "Rufus: rude"]


def test_the_first_turn_dates_a_conversation_too() -> None:
    dated = [
        conversation(k, f"C @{int(EPOCH) + 100 * k}: When?\nA(Marit) @{int(EPOCH) + 100 * k + 9}: Soon.")
        for k in range(4)
    ]
    assert subjects(speak(TREND, dated)) == ["Marit: vague"]


@pytest.mark.parametrize("text", [VAGUE, "C @2: When?\nA(Marit) @9: Soon."], ids=["no times", "times within"])
def test_no_date_is_a_reason(text: str) -> None:
    (verdict,) = speak(TREND, week(*[text] * 6))
    assert verdict.subject is None
    assert verdict.message == "many: no named agent has 4 conversations with a date"


def test_too_few_dated_conversations_are_a_reason() -> None:
    assert subjects(speak(TREND, week(VAGUE, VAGUE, VAGUE, dated=True))) == [None]


# --- what they are fed -----------------------------------------------------------------------------


def test_a_rule_that_is_not_wanted_is_not_counted_by_a_trend() -> None:
    rude_only = [rule for rule in RULES if rule.slug == "rude"]
    assert judge_of(TREND, rude_only).needs == {"rude"}
    assert speak(TREND, week(*[VAGUE] * 4, dated=True), rude_only) == []


def test_a_trend_that_is_wanted_alone_is_fed_all_the_same() -> None:
    assert judge_of(TREND, []).needs == {"rude", "vague"}
    assert subjects(speak(TREND, week(*[VAGUE] * 4, dated=True), [])) == ["Marit: vague"]


def test_a_spread_is_fed_what_it_names() -> None:
    assert judge_of(SPREAD, []).needs == {"rude"}
    assert judge_of(RECURS, []).needs == frozenset()


# --- what makes no sense ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"signal": "soon"}, "names one of recurs, spread, trend"),
        ({**TREND, **SPREAD}, "names one of recurs, spread, trend"),
        ({"trend": {"conversation": 4}}, "unknown key “conversation”"),
        ({"spread": {"rules": ["rudee"]}}, "there is no rule “rudee” in conversations"),
        ({"spread": {"rules": ["many"]}}, "there is no rule “many” in conversations"),
        ({"spread": {}}, "rules"),
        ({"spread": {"rules": ["rude"], "evidence": ["corects"]}}, "unknown signal “corects”"),
        ({"recurs": {"problem": ["broke"], "known": ["known"]}}, "unknown signal “broke”"),
        ({"recurs": {"problem": ["broken"], "known": ["known"], "at_least": "many"}}, "at_least"),
    ],
)
def test_a_corpus_rule_that_makes_no_sense_is_refused(when: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        judge_of(when)
    assert said in str(caught.value)


@pytest.mark.parametrize("message", ["{conversations}", "{count:d}", "{"])
def test_a_message_that_cannot_be_filled_in_is_refused_at_once(message: str) -> None:
    many = corpus_rule(TREND, message)
    with pytest.raises(CatalogueError, match="the message"):
        CorpusJudge(Catalogue((*RULES, many), SIGNALS, ()), [many])


def test_a_rule_that_makes_no_sense_is_told_though_it_is_not_wanted() -> None:
    many = corpus_rule({"trends": {}})
    with pytest.raises(CatalogueError, match="names one of recurs"):
        CorpusJudge(Catalogue((*RULES, many), SIGNALS, ()), RULES)


def test_a_rule_that_is_not_wanted_says_nothing() -> None:
    many = corpus_rule(TREND)
    judge = CorpusJudge(Catalogue((*RULES, many), SIGNALS, ()), RULES)
    assert (judge.needs, list(judge.speak())) == (frozenset(), [])


def test_each_kind_says_what_it_is() -> None:
    assert list(corpus_kinds()) == ["recurs", "spread", "trend"]
    assert all(f"`{name}:" in kind.ABOUT for name, kind in corpus_kinds().items())
