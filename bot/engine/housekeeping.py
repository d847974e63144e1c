"""Purges what is old."""

from datetime import timedelta

from bot.ports import Clock, Store, UnitOfWork

INBOX_KEPT = timedelta(days=30)
"""Longer than any platform redelivers (Slack gives up within an hour, WeCom and DingTalk within minutes)."""

DIALOGS_KEPT = timedelta(days=1)

FILES_KEPT = timedelta(days=30)
"""What cards offered to download; the cards themselves stay."""


class Housekeeping:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def tidy(self) -> None:
        now = self._clock.now()

        def purge(uow: UnitOfWork) -> None:
            uow.inbox.purge(now - INBOX_KEPT)
            uow.dialogs.purge(now - DIALOGS_KEPT)
            uow.outbox.purge_files(now - FILES_KEPT)

        await self._store.write(purge)
