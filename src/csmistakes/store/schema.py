"""What is in a store: the tables of --parquet with the run and the conversation that a row is of, and two views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csmistakes.scoring.rows import STREAMED, TABLES, columns

VERSION = 1  # raised with every change of what is below
ABOUT = "csmistakes_store"

_KINDS = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
_DAYS = {"date"}  # columns that are text elsewhere

RUNS: Mapping[str, str] = {
    "run": "BIGINT",
    "name": "VARCHAR",  # as the user calls it
    "csmistakes": "VARCHAR",  # the version
    "catalogue": "VARCHAR",  # a digest of the rules and signals
    "card": "VARCHAR",  # a digest of the scorecard
    "min_sample": "BIGINT",
    "complete": "BOOLEAN",
    "files": "BIGINT",
    "files_done": "BIGINT",
    "conversations": "BIGINT",  # that the run scored; later runs may have replaced some
    "turns": "BIGINT",
    "disputed": "BIGINT",
}
CARDS: Mapping[str, str] = {"card": "VARCHAR", "definition": "VARCHAR"}

# What the rows of one conversation have in common, in all tables that hold some.
_OF_CONVERSATION = {"run": "BIGINT", "talk": "BIGINT"}
# Which conversation it is, from run to run: docs/score.md says why.
IDENTITY: Mapping[str, str] = {"file": "VARCHAR", "known_by": "VARCHAR", "nth": "BIGINT"}

_VIEWS = """
CREATE VIEW agent_weeks AS
SELECT agent, any_value(team ORDER BY talk) AS team, week, count(*) AS conversations, count(score) AS scored,
       count(*) FILTER (findings > 0) AS with_findings, sum(findings)::BIGINT AS findings,
       round(avg(score), 2) AS score
FROM conversations WHERE agent IS NOT NULL
GROUP BY agent, week ORDER BY agent, week;

CREATE VIEW agent_mistake_weeks AS
SELECT o.agent, c.week, o.rule AS mistake, count(*) AS applicable, count(*) FILTER (o.findings > 0) AS conversations,
       round(count(*) FILTER (o.findings > 0) / count(*), 4) AS rate,
       sum(o.opportunities)::BIGINT AS opportunities, sum(o.findings)::BIGINT AS findings
FROM opportunities AS o JOIN conversations AS c USING (talk) WHERE o.agent IS NOT NULL
GROUP BY o.agent, c.week, o.rule ORDER BY o.agent, c.week, o.rule;
"""


def columns_of(table: str) -> Mapping[str, str]:
    """Return the columns of a table that `scoring.rows` has, with their SQL types."""
    own = {name: "DATE" if name in _DAYS else _KINDS[kind] for name, kind in columns(TABLES[table]).items()}
    more = _OF_CONVERSATION if table in STREAMED else {"run": "BIGINT"}
    return {**own, **more, **(IDENTITY if table == "conversations" else {})}


def tables() -> Mapping[str, Mapping[str, str]]:
    """Return all tables with their columns."""
    return {**{name: columns_of(name) for name in TABLES}, "runs": RUNS, "cards": CARDS, ABOUT: {"version": "BIGINT"}}


def statements() -> Iterator[str]:
    """Yield what makes an empty database a store."""
    yield from (f"CREATE TABLE {table(name, kinds)}" for name, kinds in tables().items())
    yield f"INSERT INTO {ABOUT} VALUES ({VERSION})"  # noqa: S608  (both are of this module)
    yield _VIEWS


def table(name: str, kinds: Mapping[str, str]) -> str:
    """Return a table's name and columns, as CREATE TABLE wants them."""
    listed = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
    return f"{name} ({listed})"
