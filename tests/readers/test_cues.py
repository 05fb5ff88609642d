from csmistakes.readers import RoleNames

from .places import assert_exact, conversations, errors

NAMES = RoleNames.of(agents=["Maria Lopez"])


def said(text: str, roles: RoleNames | None = None) -> list[tuple[str, float | None, str]]:
    (conversation,) = conversations(text, roles)
    for turn in conversation.turns:
        assert_exact(text, turn)
    return [(turn.role.value, turn.time, turn.text) for turn in conversation.turns]


def test_voices() -> None:
    text = (
        "WEBVTT - lamps\n\nSTYLE\n::cue {}\n\nfirst\n0:0:0.0 --> 0:0:5.320 align:start\n"
        "<v.loud Maria Lopez>Hello <b>you</b>.</v> <v Tom>It\nhums &amp; buzzes.</v>\n\nNOTE none\n\n"
        "00:06,500 --> 00:07.000\nall <00:06.900>night\n\n-0:0:1.5 --> 0:0:0.0\n<v Tom></v>\n\n"
        "01:00:00.000 --> 01:00:01.000\n\n"
    )
    assert said(text, NAMES) == [
        ("agent", 0, "Hello you."),
        ("customer", 0, "It\nhums &amp; buzzes."),
        ("customer", 6.5, "all night"),
    ]


def test_a_negative_time() -> None:
    assert said("WEBVTT\n\n-0:0:1.5 --> 0:0:0.0\n<v Agent>Hi</v>") == [("agent", -1.5, "Hi")]


def test_prefixes_in_vtt() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nAgent: One.\nTwo: three\nCustomer: Four\n\n"
        "00:02.000 --> 00:03.000\n<i>and five</i>\n\n00:02.000 --> 00:03.000\n<b></b>\n"
    )
    assert said(text) == [("agent", 1, "One.\nTwo: three"), ("customer", 1, "Four"), ("customer", 2, "and five")]


def test_nobody_speaks() -> None:
    assert "x:4: the cue names no speaker" in errors("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n")[0]
    assert "nothing is said" in errors("WEBVTT\n\nNOTE nothing\n")[0]
    assert "nothing is said" in errors("1\n00:00:01,000 --> 00:00:02,000\n\n")[0]


def test_subrip() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: {\\an8}One\n\nstill one\n\n"
        "2\n00:00:02,500 --> 00:00:03,000\n- [SPEAKER_01] <i>two\nthree</i>\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\n[laughs] 4\n"
    )
    assert said(text, RoleNames.of(maps=["speaker_00=agent"])) == [
        ("agent", 1, "One\n\nstill one"),
        ("customer", 2.5, "two\nthree"),
        ("customer", 4, "[laughs] 4"),
    ]
    assert "--agent SPEAKER_00 --customer SPEAKER_01" in errors(text)[0]
