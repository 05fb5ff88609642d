"""Who a label stands for: the role words people use, and the names that the user gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from csmistakes.conversation import Role
from csmistakes.errors import UsageError
from csmistakes.expressions import expression

_WORDS = {
    Role.AGENT: """
        agent, rep, representative, advisor, adviser, csr, operator, support, assistant, staff, employee,
        consultant, associate, specialist, supervisor, manager, technician, clerk, receptionist, cashier,
        concierge, support team, support agent, support rep, support representative, support specialist, tech
        support, technical support, service agent, service rep, service representative, sales agent, sales
        rep, sales representative, sales associate, customer service, customer care, customer support,
        customer success, customer relations, customer service agent, customer service rep, customer service
        representative, customer service advisor, customer service associate, customer service specialist,
        customer support agent, customer support rep, customer support representative, customer support
        specialist, customer care agent, customer care representative, customer care specialist, client
        services, guest services, member services, guest relations, help desk, helpdesk, service desk, call
        center agent, call centre agent, live agent, human agent, team member, staff member, team lead,
        company, internal, admin
    """,
    Role.CUSTOMER: """
        customer, user, client, caller, visitor, guest, consumer, member, shopper, buyer, purchaser, patron,
        patient, subscriber, passenger, traveller, traveler, resident, tenant, requester, complainant,
        policyholder, account holder, cardholder, card holder, end user, end customer, external, cust
    """,
    Role.BOT: """
        bot, chatbot, chat bot, virtual assistant, virtual agent, ivr, automated, automated agent, automated
        assistant, automated system, automated message, auto reply, custom bot, agent bot, ai, ai agent, ai
        assistant, ai bot, voicebot, voice bot, digital assistant, robot
    """,
    Role.SYSTEM: """
        system, info, information, note, event, notice, notification, status, system message, system note,
        internal note, private note, agent note, activity, action, platform
    """,
}
_TABLE: Mapping[str, Role] = {
    word: role for role, words in _WORDS.items() for word in (" ".join(item.split()) for item in words.split(","))
}
# Words that may stand before a name: "Agent Maria". "Customer Relations" shows why customers' words may not.
_TITLES = frozenset({"agent", "rep", "representative", "advisor", "adviser", "csr", "operator", "bot"})
_BRACKETED = expression(r"(?P<name>.*\S)\s*+[(\[](?P<role>[^()\[\]]++)[)\]]")
_DASH = expression(r" [-–—|] ++")
_OTHER_PARTY = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


def fold(label: str) -> str:
    """Return a label in the one form in which labels are compared."""
    return " ".join(label.replace("_", " ").replace("-", " ").casefold().split())


def without_number(folded: str) -> str:
    """Return a folded label without the number it ends in: "agent" for "agent #2"."""
    end = len(folded)
    while end and folded[end - 1].isdecimal():
        end -= 1
    return folded[:end].rstrip(" #") if end < len(folded) else folded


@dataclass(frozen=True, slots=True)
class RoleNames:
    """What is known of labels: the names that the user gives, which win, and the table of role words."""

    given: Mapping[str, Role] = field(default_factory=dict)
    words: Mapping[str, Role] = field(default_factory=lambda: _TABLE)

    @classmethod
    def of(
        cls,
        agents: Iterable[str] = (),
        customers: Iterable[str] = (),
        maps: Iterable[str] = (),
        words: Mapping[str, str] | None = None,
    ) -> RoleNames:
        """Build from `--agent`, `--customer`, `--map LABEL=ROLE` and the configuration's role words.

        UsageError if an item of `maps` has no role in it, a role is none of the four, or a name gets two
        roles.
        """
        given: dict[str, Role] = {}
        pairs = [(name, Role.AGENT, f"--agent {name}") for name in agents]
        pairs += [(name, Role.CUSTOMER, f"--customer {name}") for name in customers]
        pairs += [(*_mapped(item), f"--map {item}") for item in maps]
        for name, role, option in pairs:
            if given.setdefault(fold(name), role) is not role:
                raise UsageError(f"{option}: “{name}” was given the role {given[fold(name)]} before")
        extra = {fold(word): _role(role, f"the role word “{word}”") for word, role in (words or {}).items()}
        return cls(given, {**_TABLE, **extra})

    def given_to(self, label: str | None) -> Role | None:
        """Return the role that the user gave to this very label."""
        return None if label is None else self.given.get(fold(label))

    def role_of(self, label: str) -> Role | None:
        """Return the role a label stands for, whatever its case and the number after it; None if unknown.

        A name with its role ("Maria (Agent)", "Maria - Support", "Agent Maria") is known by that role.
        """
        folded = fold(label)
        bare = without_number(folded)
        for known in (self.given, self.words):
            role = known.get(folded) or known.get(bare)
            if role is not None:
                return role
        if parts := _name_and_role(label.strip()):
            name, stated = parts
            return self.given_to(name) or self.words.get(without_number(fold(stated)))
        title, _, name = bare.partition(" ")
        return self.words.get(title) if name and title in _TITLES else None

    def name_in(self, label: str) -> str | None:
        """Return the name a label holds: None for a role word, "Maria" for "Maria (Agent)" and "Agent Maria"."""
        label = label.strip()
        if fold(label) in self.words:
            return None
        if (parts := _name_and_role(label)) and self.given_to(label) is None:
            name, stated = parts
            if fold(stated) in self.words:
                return name if fold(name) not in self.words else None
        title, _, name = label.partition(" ")
        if fold(title) in _TITLES and without_number(fold(name)) and self.given_to(label) is None:
            return name
        return label

    def cast(self, labels: Iterable[str], role_words: Collection[str] = ()) -> Mapping[str, Role | None]:
        """Return the role of each speaker of one conversation, None where it stays unknown.

        Where all speakers but one are known and only one of the two parties is among them, the one left is
        the other party: beside "Agent", or beside a Maria named with `--agent`, Tom can only be the customer.
        That holds for names; of `role_words`, which the file itself calls roles, an unknown one stays unknown.
        """
        roles = {label: self.role_of(label) for label in labels}
        unknown = [label for label, role in roles.items() if role is None]
        missing = [other for party, other in _OTHER_PARTY.items() if party in roles.values()]
        if len(unknown) == 1 and len(missing) == 1 and unknown[0] not in role_words:
            roles[unknown[0]] = missing[0]
        return roles


def _name_and_role(label: str) -> tuple[str, str] | None:
    """Return the parts of "Maria (Agent)", "Maria, Support" and "Maria - Support"; None if there are no two."""
    if parts := _BRACKETED.fullmatch(label):
        return parts["name"], parts["role"]
    before, comma, role = label.rpartition(",")
    if comma and before and role.startswith(" "):
        return before, role.strip()
    dash = _DASH.search(label, len(before) + len(comma))
    return (label[: dash.start()], label[dash.end() :]) if dash and dash.start() else None


def _mapped(item: str) -> tuple[str, Role]:
    label, equals, role = item.rpartition("=")
    if not equals or not label.strip():
        raise UsageError(f"--map {item}: write LABEL=ROLE", advice="for example --map Maria=agent")
    return label, _role(role, f"--map {item}")


def _role(word: str, where: str) -> Role:
    try:
        return Role(word.strip().casefold())
    except ValueError:
        raise UsageError(f"{where}: “{word}” is no role", advice="use agent, customer, bot or system") from None
