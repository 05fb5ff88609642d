"""--html: one page that holds all it needs and asks for nothing, with figures, conversations and coaching plans."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from csmistakes.exports.files import Draft, told
from csmistakes.exports.page import sections
from csmistakes.exports.page.charts import Charts
from csmistakes.exports.page.coaching import Coach, plans
from csmistakes.exports.page.lesson import Lessons, Transcripts
from csmistakes.exports.page.markup import Child, Html, el, join
from csmistakes.exports.page.picking import Picks
from csmistakes.exports.page.transcript import conversations
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import Record
from csmistakes.scoring.totals import AGENT

MOST = 25  # worst, and best, conversations
_PAGE = Path(__file__).parent / "page"
_TITLE = "Customer service report"
_CAUTION = (
    "A score says what a reader of words found on a card. Talk about the quotes, not about the number. "
    "Quotes, names and words of customers are in this file: treat it like the transcripts."
)


class HtmlFile:
    """Writes the page. UsageError if what draws the charts is not installed.

    Remembers sums and the `most` worst and best conversations. `transcripts` gives those as they were said,
    with what is personal hidden if it is to be.
    """

    waits = False

    def __init__(self, path: Path, lessons: Lessons, transcripts: Transcripts, *, most: int = MOST) -> None:
        self._charts = Charts()
        self._draft = Draft(path)
        self._lessons = lessons
        self._transcripts = transcripts
        self._picks = Picks(most)
        self._coach = Coach()
        self._spread: Counter[int] = Counter()  # conversations by their score's tens

    def add(self, record: Record) -> None:
        """Remember what of a conversation the page may show."""
        self._picks.add(record)
        self._coach.add(record)
        score = record.conversation.score
        if score is not None:
            self._spread[min(90, int(score) // 10 * 10)] += 1

    def finish(self, scores: Scores) -> None:
        """Write the page."""
        page = _document(scores, list(self._sections(scores)) if scores.conversations else [])
        with told(self._draft.path):
            self._draft.part.write_text(page, encoding="utf-8", newline="\n")
        self._draft.publish()

    def _sections(self, scores: Scores) -> Iterator[tuple[str, str, Child]]:
        """Yield the key, the title and the content of every part that has something to say."""
        charts, lessons = self._charts, self._lessons
        agents = sections.of_kind(scores, AGENT)
        numbers = {row.name: n for n, row in enumerate(agents, start=1)}
        yield "summary", "Summary", sections.summary(scores, charts, self._spread)
        yield "certain", "What chance does not explain", sections.certain(scores, lessons)
        for kind in ("agent", "team", "channel", "queue"):
            if sections.of_kind(scores, kind):
                yield (
                    kind,
                    f"{kind.capitalize()}s",
                    sections.groups(scores, charts, kind, numbers if kind == AGENT else {}),
                )
        yield "mistakes", "Mistakes", sections.mistakes(scores, charts, lessons)
        if scores.trends:
            yield "trends", "Trends", sections.trends(scores, charts)
        worst, best = self._picks.worst(), self._picks.best()
        said = self._transcripts({(one.conversation.path, one.conversation.conversation) for one in (*worst, *best)})
        for key, title, records in (("worst", "Worst conversations", worst), ("best", "Best conversations", best)):
            if records:
                yield f"{key}-ones", title, conversations(key, records, said, lessons)
        if agents:
            yield "coaching", "Coaching plans", plans(agents, self._coach, lessons, scores.made.min_sample)


def _document(scores: Scores, parts: list[tuple[str, str, Child]]) -> str:
    style, script = ((_PAGE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    # What is not named here is forbidden: pictures, fonts, frames, requests of any kind.
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", _TITLE),
        el("style", Html(style)),
    )
    nav = el("nav", el("ul", [el("li", el("a", title, href=f"#{key}")) for key, title, _ in parts]), aria_label="Parts")
    card = scores.made.card
    lead = el("p", f"{scores.conversations:,} conversations, scored by “{card.name}”, version {card.version}.")
    none = None if parts else el("p", "No conversations were scored.")
    body = el(
        "body",
        el("a", "To the figures", href="#main", class_="skip"),
        el("header", el("h1", _TITLE), lead, nav),
        el("main", none, [_part(key, title, content) for key, title, content in parts], id="main", tabindex=-1),
        el(
            "footer",
            el("h2", "About this report", id="about"),
            el("p", _CAUTION),
            el("p", _made(scores), class_="aside"),
        ),
        el("script", Html(script)),
    )
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='en')}\n"


def _part(key: str, title: str, content: Child) -> Html:
    return join((sections.section(key, title, content), "\n"))


def _made(scores: Scores) -> str:
    made = scores.made
    return f"csmistakes {made.version}, catalogue {made.catalogue}, scorecard {made.card.digest}."


def _digest(text: str) -> str:
    """Return the source expression of a policy that allows just this script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
