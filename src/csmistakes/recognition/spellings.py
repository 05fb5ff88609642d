"""Spellings of chat, speech, dialect and haste, each line: what is meant, then how it is also written."""

from __future__ import annotations

_TABLE = """
you would: youd
that would: thatd
they would: theyd
it would: itd
who would: whod
a lot: alot
about: bout 'bout
accommodate: accomodate
account: acct acc
address: adress
all right: alright aight
am: 'm m a.m.
and: an' &amp; &
apologies: appologies apologys
apologize: apologise appologize appologise apoligize
apologized: apologised
apologizes: apologises
apologizing: apologising
appointment: appt
are: 're r
are not: arent
asking: askin
aw: aww
because: cuz coz cos bc cus 'cause becuase beacuse
before: b4
behavior: behaviour
calling: callin
can: ca
can not: cant cannot
canceled: cancelled
canceling: cancelling
center: centre
check: cheque
color: colour
coming: comin
could have: coulda
could not: couldnt
definitely: definately defo def
department: dept
did not: didnt
do not: dont
do not know: dunno
does not: doesnt
doing: doin
email: e-mail
every time: everytime
favor: favour
for your information: fyi
getting: gettin
give me: gimme
giving: givin
going: gon goin
going to: gonna
got to: gotta
great: gr8
had not: hadnt
has not: hasnt
have: 've ve
have not: havent
he is: hes
hello: helo hullo
here is: heres
hey: heya
hi: hiya
honor: honour
hour: hr
hours: hrs
how is: hows
i am: im
i do not know: idk
immediately: immediatly
in my opinion: imo
information: info
inquire: enquire
inquiries: enquiries
inquiry: enquiry
is: ai
is not: isnt
it will: itll
kind of: kinda
let me: lemme
license: licence
looking: lookin
manager: mgr
message: msg
messages: msgs
minutes: min mins
mom: mum
night: nite
no: nope nah
no problem: np
not: n't nt 'nt
nothing: nothin
o'clock: oclock
occurred: occured
of: o'
oh: ohh
ok: okay okey k kk
organize: organise
out of: outta
people: ppl
please: pls plz plse
pm: p.m.
program: programme
realize: realise
realized: realised
really: rly
receive: recieve recive
received: recieved
recognize: recognise
referred: refered
saying: sayin
second: sec
seconds: secs
separate: seperate
shall: sha
she is: shes
should have: shoulda
should not: shouldnt
something: somethin sth smth
sorry: sory sorrry soz srry
sort of: sorta
taking: takin
talking: talkin
telling: tellin
thank you: ty
thank you so much: tysm
thanks: thx thnx tnx thanx
that is: thats
that will: thatll
the: teh hte
their: thier
them: 'em
there is: theres
they are: theyre
they will: theyll
though: tho
through: thru
to: na
today: 2day
tomorrow: tmrw tmr tomo tommorow tommorrow tomorow 2moro
transferred: transfered
transferring: transfering
trying: tryin
unfortunately: unfortunatly
until: untill til till
waiting: waitin
want to: wanna
was not: wasnt
week: wk
weeks: wks
were not: werent
what: waht
what is: whats
where is: wheres
which: wich
who is: whos
wifi: wi-fi
will: 'll ll wo
will not: wont
with: w/
without: w/o
working: workin
would: 'd
would have: woulda
would not: wouldnt
yes: yep yeah yup yea yh yeh aye
you: y' ya yall u
you are: youre
you have: youve
you will: youll
your: ur
😞: :( :-(
😢: :'(
🙂: :) :-)
"""

# Words so frequent in service talk that two letters of them are often typed the wrong way round, or one left out.
_FREQUENT = """
about account again already also always another anything apologize apologies appreciate asked back because
been before being believe billing booking call called calling cancel card certainly change charge charged
check company complaint confirm contact could customer date days definitely delay delivery department details
didn does doing done email even every exactly experience explain feel first following frustrated frustrating
getting give going good happened have having hear hello help here hold hour hours inconvenience information
issue just keep know later least left let like line listen little long look looking made make manager maybe
mean message minute minutes moment money month more morning name need needs never next nobody nothing number
okay only order other paid patience payment people person phone please policy probably problem product promise
promised question ready really receive refund reply request resolve response right said same say saying send
sent service should since someone something soon sorry speak still stop supervisor support sure system take
talk team tell terrible than thank thanks that their them then there these they thing think this those through
ticket time times today told tomorrow transfer trying understand unfortunately until upset very wait waiting
want wanted week weeks were what when where which while will wish with without wonder work working worried
would wrong year yesterday your yourself the and you how why who are not for can was
"""
_WORDS_ALL_THE_SAME = frozenset(
    "three though dose compliant minuets tying waned lien lte toady "
    "form trail tired diary casual untied being own won now who how bread sacred saw was rally tanks anther".split()
)


def _swapped(word: str) -> set[str]:
    """Return the word with two neighbouring letters the other way round; the first letter is hardly ever wrong."""
    swaps = {word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(1, len(word) - 1)}
    return swaps - {word}


def _shortened(word: str) -> set[str]:
    """Return a longer word with one letter left out, and any word with one of two equal letters left out."""
    inner = range(1, len(word) - 1) if len(word) >= 6 else ()
    doubled = [k for k in range(1, len(word)) if word[k] == word[k - 1] and len(word) >= 5]
    return {word[:k] + word[k + 1 :] for k in (*inner, *doubled)}


def _typos() -> dict[str, str]:
    words = frozenset(_FREQUENT.split())
    typos = ((typo, word) for word in sorted(words) for typo in _swapped(word) | _shortened(word))
    return {typo: word for typo, word in typos if typo not in words and typo not in _WORDS_ALL_THE_SAME}


SPELLINGS = _typos() | {
    written: meant
    for meant, _, variants in (line.partition(": ") for line in _TABLE.strip().split("\n"))
    for written in variants.split()
}
