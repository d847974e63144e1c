"""Chats that the house has seen, and the open questions in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, delete, select, update

from bot.messages import ChatRef
from bot.ports import Chat, Dialog, Option
from bot.store.people import raise_version
from bot.store.schema import chat_members, chats, dialogs
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, one_of

CHAT = (chats.c.id, chats.c.platform, chats.c.kind, chats.c.native_id, chats.c.name, chats.c.language)
BY_REF = select(*CHAT).where(
    chats.c.platform == given("platform", chats.c.platform),
    chats.c.kind == given("kind", chats.c.kind),
    chats.c.native_id == given("native_id", chats.c.native_id),
)
BY_REFS = select(*CHAT).where(
    chats.c.platform == given("platform", chats.c.platform),
    chats.c.kind == given("kind", chats.c.kind),
    one_of(chats.c.native_id, "native_ids"),
)
BY_ID = select(*CHAT).where(chats.c.id == given("chat_id", chats.c.id))
NAMED = select(*CHAT).where(one_of(chats.c.id, "ids"))
ALL = select(*CHAT).order_by(chats.c.id)
ADD_CHAT = insert_into(chats, "platform", "kind", "native_id", "name", "first_seen_at").on_conflict_do_nothing()
RENAME = update(chats).where(chats.c.id == given("chat_id", chats.c.id)).values(name=given("new_name", chats.c.name))
SET_LANGUAGE = (
    update(chats)
    .where(chats.c.id == given("chat_id", chats.c.id))
    .values(language=given("new_language", chats.c.language))
)
MEMBERS = (
    select(chat_members.c.person_id)
    .where(chat_members.c.chat_id == given("chat_id", chat_members.c.chat_id))
    .order_by(chat_members.c.person_id)
)
ADD_MEMBER = insert_into(chat_members, "chat_id", "person_id").on_conflict_do_nothing()
DROP_MEMBER = delete(chat_members).where(
    chat_members.c.chat_id == given("chat_id", chat_members.c.chat_id),
    chat_members.c.person_id == given("person_id", chat_members.c.person_id),
)


class SqlChats:
    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, ref: ChatRef, name: str, now: datetime) -> Chat:
        return self.seen_all({ref: name}, now)[ref]

    def seen_all(self, names: Mapping[ChatRef, str], now: datetime) -> dict[ChatRef, Chat]:
        known = self.by_refs(names)
        new = [_new(ref, name, now) for ref, name in names.items() if ref not in known]
        if new:
            self._session.run_many(ADD_CHAT, sorted(new, key=lambda row: str(row["native_id"])))
            known |= self.by_refs([ref for ref in names if ref not in known])
        return {ref: self._called(known[ref], name) for ref, name in names.items()}

    def _called(self, chat: Chat, name: str) -> Chat:
        if name in {"", chat.name}:
            return chat
        self._session.run(RENAME, chat_id=chat.id, new_name=name)
        raise_version(self._session)
        return replace(chat, name=name)

    def get(self, chat_id: int) -> Chat:
        row = self._session.row(BY_ID, chat_id=chat_id)
        if row is None:
            raise KeyError(chat_id)
        return _chat(row)

    def named(self, chat_ids: Collection[int]) -> dict[int, Chat]:
        return {row[0]: _chat(row) for row in self._session.rows(NAMED, ids=sorted(chat_ids))} if chat_ids else {}

    def by_ref(self, ref: ChatRef) -> Chat | None:
        row = self._session.row(BY_REF, platform=ref.platform, kind=ref.kind, native_id=ref.id)
        return None if row is None else _chat(row)

    def by_refs(self, refs: Collection[ChatRef]) -> dict[ChatRef, Chat]:
        """One query for each kind of chat on each platform."""
        native_ids: dict[tuple[str, str], set[str]] = defaultdict(set)
        for ref in refs:
            native_ids[ref.platform, ref.kind].add(ref.id)
        found = (
            self._session.rows(BY_REFS, platform=platform, kind=kind, native_ids=sorted(ids))
            for (platform, kind), ids in native_ids.items()
        )
        return {chat.ref: chat for rows in found for chat in map(_chat, rows)}

    def all(self) -> list[Chat]:
        return [_chat(row) for row in self._session.rows(ALL)]

    def set_language(self, chat_id: int, language: str) -> None:
        self._session.run(SET_LANGUAGE, chat_id=chat_id, new_language=language)
        raise_version(self._session)

    def members(self, chat_id: int) -> list[int]:
        return [row[0] for row in self._session.rows(MEMBERS, chat_id=chat_id)]

    def set_members(self, chat_id: int, person_ids: Collection[int]) -> None:
        before, after = set(self.members(chat_id)), set(person_ids)
        for statement, changed in ((DROP_MEMBER, before - after), (ADD_MEMBER, after - before)):
            rows = [{"chat_id": chat_id, "person_id": person_id} for person_id in sorted(changed)]
            self._session.run_many(statement, rows)


def _new(ref: ChatRef, name: str, now: datetime) -> dict[str, object]:
    return {"platform": ref.platform, "kind": ref.kind, "native_id": ref.id, "name": name, "first_seen_at": now}


DIALOG = (
    dialogs.c.chat_id, dialogs.c.person_id, dialogs.c.intent, dialogs.c.slots, dialogs.c.asking, dialogs.c.options,
    dialogs.c.card_key, dialogs.c.language, dialogs.c.expires_at, dialogs.c.id,
)  # fmt: skip
OPENED = insert_into(dialogs, *(column.name for column in DIALOG[:-1]))
OPEN = OPENED.on_conflict_do_update(
    index_elements=["chat_id", "person_id"],
    set_={
        column.name: OPENED.excluded[column.name] for column in DIALOG if column.name not in {"chat_id", "person_id"}
    },
).returning(dialogs.c.id)


def _unexpired(found: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return found.where(dialogs.c.expires_at > given("now", dialogs.c.expires_at))


OF = _unexpired(
    select(*DIALOG).where(
        dialogs.c.chat_id == given("chat_id", dialogs.c.chat_id),
        dialogs.c.person_id == given("person_id", dialogs.c.person_id),
    )
)
GET = _unexpired(select(*DIALOG).where(dialogs.c.id == given("dialog_id", dialogs.c.id)))
OF_TO_ANSWER, GET_TO_ANSWER = OF.with_for_update(), GET.with_for_update()
CLOSE = delete(dialogs).where(dialogs.c.id == given("dialog_id", dialogs.c.id))
PURGE = delete(dialogs).where(dialogs.c.expires_at < given("before", dialogs.c.expires_at))


class SqlDialogs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, dialog: Dialog) -> Dialog:
        """The question gets a number that no question had before."""
        row = self._session.rows(
            OPEN,
            chat_id=dialog.chat_id,
            person_id=dialog.person_id,
            intent=dialog.intent,
            slots=dict(dialog.slots),
            asking=dialog.asking,
            options=[[option.label, dict(option.fills)] for option in dialog.options],
            card_key=dialog.card_key,
            language=dialog.language,
            expires_at=dialog.expires_at,
        )[0]
        return replace(dialog, id=row[0])

    def of(self, chat_id: int, person_id: int, now: datetime) -> Dialog | None:
        row = self._session.row(
            OF_TO_ANSWER if self._session.is_writer else OF, chat_id=chat_id, person_id=person_id, now=now
        )
        return None if row is None else _dialog(row)

    def get(self, dialog_id: int, now: datetime) -> Dialog | None:
        row = self._session.row(GET_TO_ANSWER if self._session.is_writer else GET, dialog_id=dialog_id, now=now)
        return None if row is None else _dialog(row)

    def close(self, dialog_id: int) -> None:
        self._session.run(CLOSE, dialog_id=dialog_id)

    def purge(self, before: datetime) -> int:
        return self._session.run(PURGE, before=before)


def _chat(row: Row) -> Chat:
    chat_id, platform, kind, native_id, name, language = row
    return Chat(chat_id, ChatRef(platform, kind, native_id), name, language)


def _dialog(row: Row) -> Dialog:
    chat_id, person_id, intent, slots, asking, options, card_key, language, expires_at, dialog_id = row
    offered = tuple(Option(label, fills) for label, fills in options)
    return Dialog(chat_id, person_id, intent, slots, asking, offered, card_key, language, expires_at, dialog_id)
