"""How far a notice to many has got, in place on the card that told its sender that it is out."""

from collections.abc import Mapping

from bot.cards import Action, Button, Card
from bot.domain.notice import Notice, State
from bot.messages import Outgoing
from bot.texts import Say
from bot.turn import Tick
from handlers.notices.desk import all_keys
from handlers.notices.sending import SEND, plan_look, post_of, sent_key, spread_router

HERE = ("sent", "arrived", "superseded")
LOST = ("dead", "unknown")


@spread_router.work("progress")
def progress(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    """Nothing while nothing has changed; and no more once every card has arrived, or was given up."""
    notice = tick.uow.notices.held(notice_id)
    if notice is None or notice.state is not State.SENT:
        return ()
    fates = tick.uow.outbox.mailed(all_keys(notice))
    is_over = not fates.get("open", 0) and not tick.uow.notices.waiting(notice_id, SEND)
    if not is_over:
        plan_look(post_of(tick, notice), notice)
    shown = tick.uow.outbox.find(sent_key(notice))
    if shown is None:
        return ()
    card = progress_card(notice, fates, tick.speak(shown.language), is_over=is_over)
    stand = "-".join(str(sum(fates.get(one, 0) for one in states)) for states in (HERE, LOST))
    key = f"{sent_key(notice)}:{stand}{':all' if is_over else ''}"
    return (Outgoing(key, shown.to, card, replaces=shown.key, language=shown.language),)


def progress_card(notice: Notice, fates: Mapping[str, int], say: Say, *, is_over: bool) -> Card:
    here, lost = (sum(fates.get(one, 0) for one in states) for states in (HERE, LOST))
    facts = [(say("spread.arrived"), say("spread.of", count=f"{here:,}", people=f"{notice.people:,}"))]
    buttons = [Button(say("notices.receipts_button"), Action("notices.receipts", notice.id))]
    if lost:
        facts.append((say("spread.lost"), f"{lost:,}"))
        buttons.append(Button(say("spread.lost_button"), Action("delivery.failed", 0)))
    without = notice.people - sum(fates.values())
    if is_over and without > 0:
        facts.append((say("spread.without"), f"{without:,}"))
    title = say("notices.sent" if is_over else "spread.under_way", number=notice.id, count=notice.people)
    return Card(title, tuple(facts), buttons=tuple(buttons), tone="done" if is_over and not lost else "info")


spread_router.texts(
    {
        "arrived": ("已送达", "Delivered"),
        "of": ("{count} / {people}", "{count} of {people}"),
        "lost": ("没送到", "Not delivered"),
        "lost_button": ("看没送到的", "See what was not delivered"),
        "without": ("没有账号、发不到的", "Without an account"),
        "under_way": ("通知{number}正在发给 {count} 人。", "Notice {number} is on its way to {count} people."),
    }
)
