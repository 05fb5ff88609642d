"""Totals as cells: whatever the conversations and however they are shared out, the sums are those of one machine."""

import json

from hypothesis import given
from hypothesis import strategies as st

from csmistakes.scoring.cells import cells_of, summed, totals_of
from csmistakes.scoring.rows import Record
from tests.scoring import records
from tests.scoring.records import CARD, SOURCES, several


@given(st.lists(several(12, weeks=5), min_size=1, max_size=4))
def test_parts_add_up_to_the_whole(parts: list[list[Record]]) -> None:
    whole = records.totals_of([one for part in parts for one in part])
    sums = summed(cell for part in parts for cell in cells_of(records.totals_of(part)))
    assert totals_of(sums.items(), CARD, SOURCES) == whole
    assert json.loads(json.dumps(sums)) == sums


def test_disputed_findings_are_counted() -> None:
    totals = records.totals_of([])
    totals.disputed = 3
    assert totals_of(cells_of(totals), CARD, SOURCES).disputed == 3
