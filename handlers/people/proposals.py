"""Whether two people are one, for their e-mail or mobile is the same: an administrator says so, never the house."""

from bot.asking.telling import instead_of, to_person
from bot.cards import Action, Button, Card
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.knowing import Proposal
from bot.messages import Outgoing, Reply
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import Tick, Turn
from handlers.people.desk import account_words, router


def _key(proposal: Proposal, admin: Person) -> str:
    return f"people:proposal:{proposal.id}:{admin.id}"


def _admins(uow: UnitOfWork) -> list[Person]:
    return [one for one in uow.people.all() if one.is_admin]


@router.reminder("proposed")
def proposed(tick: Tick, proposal_id: int) -> tuple[Outgoing, ...]:
    proposal = tick.uow.bindings.proposal(proposal_id)
    if proposal is None or proposal.state != "open" or proposal.person_id == proposal.other_id:
        return ()
    admins = _admins(tick.uow)
    accounts = tick.uow.people.accounts([one.id for one in admins])
    return tuple(
        _asked(tick.uow, proposal, one, accounts[one.id].direct(), tick.speak(one.language))
        for one in admins
        if one.id in accounts
    )


def _asked(uow: UnitOfWork, proposal: Proposal, admin: Person, chat: object, say: Say) -> Outgoing:
    buttons = (
        Button(say("people.same_button"), Action("people.same", proposal.id), "primary"),
        Button(say("people.apart_button"), Action("people.apart", proposal.id)),
    )
    card = Card(_question(uow, proposal, say), body=say(f"people.same_{proposal.by}"), buttons=buttons, tone="ask")
    return Outgoing(_key(proposal, admin), chat, card, language=say.language)  # type: ignore[arg-type]


def _question(uow: UnitOfWork, proposal: Proposal, say: Say) -> str:
    person = uow.people.get(proposal.person_id)
    accounts = uow.people.every_account(proposal.other_id)
    other = say.listed(account_words(one, say) for one in accounts)
    name = say("house.person_of", name=person.name, unit=person.unit) if person.unit else person.name
    return say("people.same_person", name=name, account=other)


@router.action("same")
def same(turn: Turn, proposal_id: int, _choice: str) -> Reply:
    """They are one from now on; whose account it is hears of it, and so do the other administrators."""
    proposal = _to_settle(turn, proposal_id)
    account = turn.say.listed(account_words(one, turn.say) for one in turn.uow.people.every_account(proposal.other_id))
    person = turn.uow.people.get(proposal.person_id)
    turn.uow.bindings.settle(proposal.id, "bound")
    turn.uow.bindings.merge(proposal.person_id, proposal.other_id)
    turn.uow.audit.note(
        turn.actor.id, "people.bound", f"person:{person.id}", turn.now, was=proposal.other_id, by=proposal.by
    )
    told = to_person(
        turn, person.id, f"{turn.key}:bound",
        lambda say: Card(say("people.bound_by_admin", account=account, name=person.name),
                         body=say("people.bound_body"), tone="done"),
    )  # fmt: skip
    return Reply((*_settled(turn, proposal, "people.are_one", account=account, name=person.name), *told))


@router.action("apart")
def apart(turn: Turn, proposal_id: int, _choice: str) -> Reply:
    """Never asked again of these two."""
    proposal = _to_settle(turn, proposal_id)
    account = turn.say.listed(account_words(one, turn.say) for one in turn.uow.people.every_account(proposal.other_id))
    name = turn.uow.people.get(proposal.person_id).name
    turn.uow.bindings.settle(proposal.id, "apart")
    turn.uow.audit.note(
        turn.actor.id, "people.kept_apart", f"person:{proposal.person_id}", turn.now, other=proposal.other_id
    )
    return Reply(_settled(turn, proposal, "people.are_two", account=account, name=name))


def _to_settle(turn: Turn, proposal_id: int) -> Proposal:
    if not turn.actor.is_admin:
        raise NotAllowed("people.bind_admin")
    proposal = turn.uow.bindings.proposal(proposal_id)
    if proposal is None:
        raise UserError("house.card_gone")
    if proposal.state != "open" or proposal.person_id == proposal.other_id:
        raise UserError("people.settled_before")
    return proposal


def _settled(turn: Turn, proposal: Proposal, key: str, **params: object) -> tuple[Outgoing, ...]:
    """Every administrator's card says what became of it."""
    return tuple(
        card
        for one in _admins(turn.uow)
        for card in instead_of(turn, one.id, _key(proposal, one), lambda say: Card(say(key, **params), tone="done"))
    )
