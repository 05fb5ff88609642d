"""A small run of invented conversations that shows all a reporter must cope with."""

from __future__ import annotations

from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.finding import Checked, Evidence, Finding, Place, Refusal, Severity, Summary
from csmistakes.masking import mask
from csmistakes.reporters import RuleHelp

FIXES = {
    "runaround": "Stay with the customer until the right person is there, and tell them the story yourself.",
    "no-empathy": "Name the feeling before you name the procedure.",
    "jargon": "Say it in the words the customer used.",
}
TITLES = {
    "runaround": "Giving the customer the runaround",
    "no-empathy": "Showing no empathy",
    "jargon": "Talking in jargon",
    "not-improving": "The same trouble again and again",
}
RULES = {
    slug: RuleHelp(
        title=TITLES[slug],
        group="tea",
        severity=severity,
        about=f"What counts as {slug}.",
        why="Nobody likes cold tea.",
        fix=FIXES[slug],
        instead="Here is a fresh pot.",
        sources=("tea-9:2", "tea-9:4", "cups-1:1"),
        precision=precision,
    )
    for slug, severity, precision in (
        ("jargon", Severity.NOTE, None),
        ("no-empathy", Severity.WARNING, 0.62),
        ("runaround", Severity.ERROR, 0.95),
    )
}
SEVERITIES = {"runaround": Severity.ERROR, "no-empathy": Severity.WARNING, "jargon": Severity.NOTE}


def cite(source: str) -> str:
    article, _, item = source.partition(":")
    return f"“An Invented Guide to Tea Shops” ({article}), item {item}"


def found(  # noqa: PLR0913
    talk: Conversation, rule: str, turn: int, words: str, message: str, *, primary: bool = True
) -> Finding:
    said = talk.turns[turn - 1]
    start = said.text.index(words)
    return Finding(
        rule=rule,
        title=TITLES[rule],
        severity=SEVERITIES[rule],
        message=message,
        fix=FIXES[rule],
        sources=("tea-9:2",),
        fingerprint=f"{rule}-{turn}-{start}",
        conversation=talk.id,
        turn=turn,
        role=str(said.role),
        speaker=said.name,
        span=Span(start, start + len(words)),
        quote=mask(words),
        place=Place(talk.path, turn + 1, start + 1, turn + 1, start + 1 + len(words)),
        primary=primary,
    )


TEAPOT = Conversation(
    id="pot-1",
    path="talks/teapot.txt",
    channel="chat",
    agent="Ines",
    turns=(
        Turn(Role.SYSTEM, "Ines has joined."),
        Turn(
            Role.CUSTOMER,
            "My teapot arrived in four pieces and it was my grandmother's birthday today…",
            "Wim",
        ),
        Turn(Role.AGENT, "You have to call the breakage desk. The breakage desk is on 0800 946 0018.", "Ines"),
        Turn(Role.CUSTOMER, "They sent me to you!\nWrite to wim@example.com then 😀 please", "Wim"),
        Turn(Role.AGENT, "Then you have to call the courier, 茶壷 is an SKU with them.", "Ines"),
        Turn(Role.CUSTOMER, "ok", "Wim"),
        Turn(Role.CUSTOMER, "never mind", "Wim"),
        Turn(Role.AGENT, "Bye.", "Ines"),
        Turn(Role.CUSTOMER, "…", "Wim"),
        Turn(
            Role.AGENT,
            "To recapitulate, "
            + "as laid down in the handbook, " * 14
            + "you have to call the breakage desk once more, "
            "quoting the consignment docket, " + "and so on and so forth, " * 14 + "goodbye.",
            "Ines",
        ),
    ),
)
KETTLE = Conversation(
    id="k-7\x1b[31m",
    path="talks/kettle.jsonl",
    turns=(
        Turn(Role.CUSTOMER, "Is the [bold]kettle[/bold] descaled?"),
        Turn(Role.BOT, "Please see the SLA \u202e of the SKU."),
    ),
)
CLEAN = Conversation(id="ok", path="talks/clean.txt", turns=(Turn(Role.AGENT, "With pleasure!"),))

CHECKED = (
    Checked(
        TEAPOT,
        (
            found(
                TEAPOT,
                "no-empathy",
                3,
                "You have to call the breakage desk",
                "Straight to procedure.",
                primary=False,
            ),
            found(TEAPOT, "runaround", 3, "You have to call the breakage desk", "Sent on without any help."),
            found(TEAPOT, "runaround", 5, "you have to call the courier", "Passed on for the 2nd time."),
            found(TEAPOT, "jargon", 5, "SKU", "“SKU” is a word of the trade."),
            found(TEAPOT, "runaround", 10, "you have to call the breakage desk", "Passed on for the 3rd time."),
            found(TEAPOT, "jargon", 10, "consignment docket", "“consignment docket” is a word of the trade."),
        ),
    ),
    Checked(CLEAN, ()),
    Checked(
        KETTLE,
        (found(KETTLE, "jargon", 2, "SLA \u202e", "“SLA \u202e” is a word of the trade.", primary=False),),
    ),
)
CORPUS = Finding(
    rule="not-improving",
    title=TITLES["not-improving"],
    severity=Severity.WARNING,
    message="Broken teapots came up in 4 of 9 weeks.",
    fix="Mend the packing, not the teapots.",
    sources=("tea-9:4",),
    fingerprint="not-improving-teapots",
    subject="broken teapots",
    evidence=tuple(Evidence("talks/teapot.txt", f"pot-{number}", 2) for number in range(1, 6)),
)
SUMMARY = Summary(
    findings=(CORPUS,),
    silent=("untrained-staff stays silent: 3 conversations are too few to compare agents by.",),
    conversations=3,
    turns=13,
    files=3,
    passed_over=1,
    failed=1,
    refusals=(Refusal("talks/torn page.txt", 7, "no \x1b[31mrole\n is <known> & | `said`"),),
)
EMPTY = Summary(findings=(), silent=(), conversations=0, turns=0, files=0, passed_over=0, failed=0)
