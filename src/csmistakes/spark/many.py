"""In Spark's workers: what is noted of conversations is added up, key by key, for the rules over many of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from csmistakes.judging.corpus import Conversed, CorpusJudge
from csmistakes.spark.lines import NUMBER, TEXT, Batches, batches, rows_of

# What a conversation adds to a rule under a key; `number` is which it is, from 0 in the order of the input.
PARTS = {"rule": NUMBER, "key": TEXT, "number": NUMBER, "part": TEXT}
TOLD = {"rule": NUMBER, "key": TEXT, "told": TEXT}
_AT_ONCE = 5_000  # rows: they are short


def parts(noted: Batches, judge: CorpusJudge, before: Mapping[int, int]) -> Batches:
    """Map what is noted, in order, each with the stretch it is in, to parts. `before` is how many precede a stretch."""
    return batches(_parts(noted, judge, dict(before)), PARTS, _AT_ONCE)


def told(added: Batches, judge: CorpusJudge, conversations: int) -> Batches:
    """Map parts, sorted by rule, key and number, to what the judge of the whole run is to be told."""
    read = ((rule, json.loads(key), number, json.loads(part)) for rule, key, number, part in rows_of(added))
    found = judge.told(read, conversations)
    return batches(((rule, json.dumps(key), json.dumps(one)) for rule, key, one in found), TOLD)


def _parts(noted: Batches, judge: CorpusJudge, before: dict[int, int]) -> Iterator[tuple[int, str, int, str]]:
    for stretch, data in rows_of(noted):
        path, conversation, notes = json.loads(data)
        number = before[stretch]
        before[stretch] += 1
        for rule, key, part in judge.parts(Conversed(path, conversation), notes):
            yield rule, json.dumps(key), number, json.dumps(part)  # UTF-8 cannot hold every key
