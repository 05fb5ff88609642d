import pytest

from csmistakes.conversation import Role
from csmistakes.errors import UsageError
from csmistakes.readers import RoleNames


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Agent", Role.AGENT), ("AGENT 2", Role.AGENT), ("agent_01", Role.AGENT), ("Rep #3", Role.AGENT),
        ("assistant", Role.AGENT), ("Customer Service", Role.AGENT), ("Maria (Agent)", Role.AGENT),
        ("Maria - Support", Role.AGENT), ("Maria, Advisor", Role.AGENT), ("Agent Maria", Role.AGENT),
        ("caller", Role.CUSTOMER), ("Visitor 88", Role.CUSTOMER), ("Tom [Guest]", Role.CUSTOMER),
        ("Chatbot", Role.BOT), ("Virtual-Assistant", Role.BOT), ("CUSTOM_BOT", Role.BOT), ("IVR", Role.BOT),
        ("system", Role.SYSTEM), ("Note", Role.SYSTEM),
        ("Maria", None), ("you", None), ("me", None), ("SPEAKER_00", None), ("Customer Wrangler", None), ("7", None),
    ],
)  # fmt: skip
def test_role_words(label: str, role: Role | None) -> None:
    assert RoleNames().role_of(label) is role


def test_names_of_the_user_win() -> None:
    roles = RoleNames.of(["Guest", "Maria"], ["Agent"], ["SPEAKER_00=bot"], {"Hausgast": "customer"})
    assert roles.role_of("guest 2") is Role.AGENT
    assert roles.role_of("Agent") is Role.CUSTOMER
    assert roles.role_of("speaker 00") is Role.BOT
    assert roles.role_of("SPEAKER_01") is None
    assert roles.role_of("hausgast") is Role.CUSTOMER
    assert roles.role_of("Maria (visitor)") is Role.AGENT


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Agent", None), ("Agent 2", "Agent 2"), ("Maria", "Maria"), ("Maria (Agent)", "Maria"),
        ("Agent (Customer)", None), ("Maria - Support", "Maria"), ("Agent Maria", "Maria"),
        ("Maria (north)", "Maria (north)"),
    ],
)  # fmt: skip
def test_names_in_labels(label: str, name: str | None) -> None:
    assert RoleNames().name_in(label) == name


@pytest.mark.parametrize("item", ["Maria", "=agent", "Maria=chief", ""])
def test_bad_maps(item: str) -> None:
    with pytest.raises(UsageError, match="--map"):
        RoleNames.of(maps=[item])


def test_one_name_with_two_roles() -> None:
    with pytest.raises(UsageError, match="was given the role agent before"):
        RoleNames.of(["Maria"], ["maria"])
    with pytest.raises(UsageError, match="role word"):
        RoleNames.of(words={"boss": "chief"})


@pytest.mark.parametrize(
    ("label", "name", "role"),
    [
        ("Day, Maria, Advisor", "Day, Maria", Role.AGENT), ("Maria - North - Support", "Maria - North - Support", None),
        ("Maria [x] (Agent)", "Maria [x]", Role.AGENT), (", Agent", ", Agent", None), ("a -", "a -", None),
        ("Agent #3", "Agent #3", Role.AGENT), ("Agent ٣", "Agent ٣", Role.AGENT),
    ],
)  # fmt: skip
def test_parts_of_labels(label: str, name: str, role: Role | None) -> None:
    assert (RoleNames().name_in(label), RoleNames().role_of(label)) == (name, role)


def test_what_is_called_a_role_is_no_name() -> None:
    assert RoleNames().cast(["agent", "supervisor2x"], {"agent", "supervisor2x"})["supervisor2x"] is None


def test_the_one_left_is_the_other_party() -> None:
    roles = RoleNames()
    assert roles.cast(["Agent", "Tom"]) == {"Agent": Role.AGENT, "Tom": Role.CUSTOMER}
    assert roles.cast(["Customer", "Maria", "Bot"])["Maria"] is Role.AGENT
    assert roles.cast(["Agent", "Tom", "Eve"])["Tom"] is None
    assert roles.cast(["Bot", "Tom"])["Tom"] is None
    assert roles.cast(["Agent", "Customer", "Tom"])["Tom"] is None
