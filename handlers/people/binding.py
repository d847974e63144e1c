"""Two accounts of one person: a code given to the one is said by the other."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from hmac import compare_digest
from secrets import randbelow, token_hex

from bot.asking.platforms import platform_name
from bot.asking.who import ask_who, meant_by
from bot.cards import Card
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.knowing import Code
from bot.messages import Outgoing, Reply, UserRef
from bot.turn import Answer, ReadBack, Turn, person_mark
from handlers.people.desk import account_words, must_be_direct, router, sender_of

VALID = timedelta(minutes=10)
DIGITS = 6
MOST_WRONG = 5
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class GetCode:
    """Nothing more to know."""


@dataclass(frozen=True, slots=True)
class Bind:
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unbind:
    """`who` is oneself where nobody is named."""

    platform: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """Nothing more to know."""


@dataclass(frozen=True, slots=True)
class Prefer:
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Nothing more to know."""


@router.intent("code", GetCode)
def get_code(turn: Turn, _slots: GetCode) -> Reply:
    """An older code of the same person holds no more."""
    must_be_direct(turn)
    turn.uow.bindings.purge(turn.now)
    said = _new_code(turn)
    salt = token_hex(16)
    turn.uow.bindings.give_code(Code(turn.actor.id, sender_of(turn), salt, _digest(salt, said), turn.now + VALID))
    minutes = int(VALID.total_seconds() // 60)
    title = turn.say("people.code_title", code=said)
    return turn.reply(Card(title, body=turn.say("people.code_body", code=said, minutes=minutes), tone="ask"))


def _new_code(turn: Turn) -> str:
    """One that no other open code has."""
    while True:
        said = f"{randbelow(10**DIGITS):0{DIGITS}}"
        if _found(turn, said) is None:
            return said


def _digest(salt: str, said: str) -> str:
    return blake2b(said.encode(), key=salt.encode()[:64], digest_size=32).hexdigest()


def _found(turn: Turn, said: str) -> Code | None:
    """Every open code is compared, whichever it is."""
    fitting = [one for one in turn.uow.bindings.codes(turn.now) if compare_digest(_digest(one.salt, said), one.digest)]
    return fitting[0] if fitting else None


@router.intent("bind", Bind)
def bind(turn: Turn, slots: Bind) -> Answer:
    """Done at once, but for one whose own standing the other account would get: they are asked first."""
    must_be_direct(turn)
    if (pause := _pause(turn)) is not None:
        return pause
    code = _found(turn, slots.code)
    if code is None:
        return _wrong(turn)
    _must_be_two(turn, code)
    kept, gone = _kept_first(turn, turn.actor.id, code.person_id)
    if kept == turn.actor.id and turn.uow.bindings.is_listed(kept):
        return ReadBack(slots, _asked(turn, code))
    return _bound(turn, code, kept, gone)


@router.confirmed("bind")
def confirm_bind(turn: Turn, slots: Bind) -> Answer:
    if (pause := _pause(turn)) is not None:
        return pause
    code = _found(turn, slots.code)
    if code is None:
        return _wrong(turn)
    _must_be_two(turn, code)
    return _bound(turn, code, *_kept_first(turn, turn.actor.id, code.person_id))


def _pause(turn: Turn) -> Reply | None:
    tries = turn.uow.bindings.tries(turn.actor.id)
    if tries is None or tries.wrong < MOST_WRONG or turn.now >= tries.last_at + PAUSE:
        return None
    until = turn.say.moment(tries.last_at + PAUSE)
    return turn.reply(Card(turn.say("people.paused", count=MOST_WRONG, until=until), tone="warn"))


def _wrong(turn: Turn) -> Reply:
    """Said and not raised: the count must stay."""
    tries = turn.uow.bindings.tries(turn.actor.id)
    wrong = 1 if tries is None or turn.now >= tries.last_at + PAUSE else tries.wrong + 1
    turn.uow.bindings.count_wrong(turn.actor.id, wrong, turn.now)
    if wrong >= MOST_WRONG:
        turn.uow.audit.note(turn.actor.id, "people.wrong_codes", f"person:{turn.actor.id}", turn.now, count=wrong)
        until = turn.say.moment(turn.now + PAUSE)
        return turn.reply(Card(turn.say("people.paused", count=MOST_WRONG, until=until), tone="warn"))
    return turn.reply(Card(turn.say("people.wrong_code", left=MOST_WRONG - wrong), tone="warn"))


def _must_be_two(turn: Turn, code: Code) -> None:
    if code.person_id == turn.actor.id:
        raise UserError("people.own_code")
    if code.account.platform == sender_of(turn).platform:
        raise UserError("people.same_platform")
    if turn.uow.bindings.is_listed(turn.actor.id) and turn.uow.bindings.is_listed(code.person_id):
        raise UserError("people.both_listed")


def _kept_first(turn: Turn, one: int, other: int) -> tuple[int, int]:
    """Whom the office's list has, else whom the house met first."""
    kept, gone = sorted((one, other), key=lambda person: (not turn.uow.bindings.is_listed(person), person))
    return kept, gone


def _asked(turn: Turn, code: Code) -> Card:
    other = turn.uow.people.by_account(code.account)
    account = account_words(_named(code.account, other), turn.say)
    return Card(turn.say("people.ask_bind", account=account), body=turn.say("people.ask_bind_body"), tone="warn")


def _named(account: UserRef, person: Person | None) -> UserRef:
    return UserRef(account.platform, account.id, person.name if person else "")


def _bound(turn: Turn, code: Code, kept: int, gone: int) -> Reply:
    if not turn.uow.bindings.take_code(code):
        return _wrong(turn)
    turn.uow.bindings.forget_tries(turn.actor.id)
    turn.uow.bindings.merge(kept, gone)
    here, there = sender_of(turn), code.account
    turn.uow.audit.note(
        kept, "people.bound", f"person:{kept}", turn.now, was=gone, platforms=[there.platform, here.platform]
    )
    person = turn.uow.people.get(kept)
    name = person.name
    told = turn.reply(Card(turn.say("people.bound", name=name, platform=platform_name(there.platform, turn.say)),
                           body=turn.say("people.bound_body"), tone="done"))  # fmt: skip
    return Reply((*told.out, _told_there(turn, there, person, here.platform)))


def _told_there(turn: Turn, there: UserRef, person: Person, platform: str) -> Outgoing:
    known = turn.uow.chats.by_ref(there.direct())
    say = turn.speak((known.language if known else "") or person.language or turn.say.language)
    words = say("people.bound", name=person.name, platform=platform_name(platform, say))
    card = Card(words, body=say("people.bound_body"), tone="done")
    return Outgoing(f"{turn.key}:there", there.direct(), card, language=say.language)


@router.intent("unbind", Unbind)
def unbind(turn: Turn, slots: Unbind) -> Answer:
    """One's own, or for an administrator anybody's: the account is a person of its own again."""
    found = meant_by(turn, slots.who) if slots.who else (turn.actor,)
    if len(found) != 1:
        return ask_who(turn, slots, "who", slots.who, lambda one: {"who": person_mark(one)})
    person = found[0]
    if person.id != turn.actor.id and not turn.actor.is_admin:
        raise NotAllowed("people.unbind_admin", name=person.name)
    accounts = turn.uow.people.every_account(person.id)
    theirs = [one for one in accounts if one.platform == slots.platform]
    platform = platform_name(slots.platform, turn.say)
    if not theirs:
        raise UserError("people.no_account", name=person.name, platform=platform)
    if len(theirs) == len(accounts):
        raise UserError("people.only_account", name=person.name, platform=platform)
    return _parted(turn, person, theirs[-1])


def _parted(turn: Turn, person: Person, account: UserRef) -> Reply:
    apart = turn.uow.bindings.part(account)
    turn.uow.audit.note(
        turn.actor.id, "people.unbound", f"person:{person.id}", turn.now, platform=account.platform, apart=apart.id
    )
    told = turn.reply(Card(turn.say("people.unbound", name=person.name, account=account_words(account, turn.say))))
    if person.id == turn.actor.id:
        return told
    reached = turn.uow.people.account(person.id)
    if reached is None:
        return told
    say = turn.speak(person.language)
    card = Card(say("people.unbound", name=person.name, account=account_words(account, say)))
    return Reply((*told.out, Outgoing(f"{turn.key}:unbound", reached.direct(), card, language=say.language)))


@router.intent("mine", Mine)
def mine(turn: Turn, _slots: Mine) -> Reply:
    accounts = turn.uow.people.every_account(turn.actor.id)
    reached = turn.uow.people.account(turn.actor.id)
    lines = [account_words(one, turn.say) for one in accounts]
    told_at = platform_name(reached.platform, turn.say) if reached else ""
    body = "\n".join((*lines, turn.say("people.told_at", platform=told_at), turn.say("people.bind_more")))
    return turn.reply(Card(turn.say("people.mine_title", name=turn.actor.name, count=len(accounts)), body=body))


@router.intent("prefer", Prefer)
def prefer(turn: Turn, slots: Prefer) -> Reply:
    platform = platform_name(slots.platform, turn.say)
    if all(one.platform != slots.platform for one in turn.uow.people.every_account(turn.actor.id)):
        raise UserError("people.no_account_yet", platform=platform)
    turn.uow.people.prefer(turn.actor.id, slots.platform)
    turn.uow.audit.note(turn.actor.id, "people.preferred", f"person:{turn.actor.id}", turn.now, platform=slots.platform)
    return turn.reply(Card(turn.say("people.preferred", platform=platform), tone="done"))


@router.intent("anywhere", Anywhere)
def anywhere(turn: Turn, _slots: Anywhere) -> Reply:
    turn.uow.people.prefer(turn.actor.id, "")
    turn.uow.audit.note(turn.actor.id, "people.preferred", f"person:{turn.actor.id}", turn.now, platform="")
    return turn.reply(Card(turn.say("people.anywhere"), tone="done"))
