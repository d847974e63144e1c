"""An early signal that has become an item."""

from bot.asking.telling import to_person
from bot.cards import Card
from bot.domain.supervision import SupervisionItem
from bot.messages import Outgoing
from bot.texts import Say
from bot.turn import Turn
from handlers.supervision.desk import hand
from handlers.supervision.signal_cards import refreshed, signal_trail


def promoted(turn: Turn, signal_id: int, item: SupervisionItem) -> tuple[Outgoing, ...]:
    """Its cards say so, and whoever told of it hears; UserError when somebody else has decided about it meanwhile."""
    signal = turn.uow.signals.get(signal_id)
    if signal is None:
        return ()
    after = signal.promoted(hand(turn), item.id, turn.now)
    turn.uow.signals.save(after)
    turn.uow.reminders.cancel("signal", signal.id)
    turn.uow.audit.note(turn.actor.id, "signal.promoted", signal_trail(signal), turn.now, item=item.id)

    def write(say: Say) -> Card:
        return Card(say("supervision.signal_news", number=signal.id, item=item.short, title=item.title), tone="done")

    is_own = signal.by_id == turn.actor.id
    news = () if is_own else to_person(turn, signal.by_id, f"{turn.key}:signal:{signal.id}", write)
    return (*refreshed(turn, after), *news)
