"""Notices to very many: parts that wait to be sent, counters of receipts, and which mailing a message is one of."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
FACTS = ("acked", "answered", "seen", "missing")
COUNTED = ("acked_version", "answered_at", "seen_at", "is_gone", "is_open")
HOLDS = {
    "acked": "({row}.acked_version >= {version})",
    "answered": "({row}.answered_at IS NOT NULL AND {row}.acked_version >= {version})",
    "seen": "({row}.seen_at IS NOT NULL)",
    "missing": "({row}.is_open = 1 AND {row}.is_gone = 0)",
}
OF_NOTICE = "(SELECT version FROM notices WHERE id = {row}.notice_id)"
FOR_ALL = 16
"""The place of those who came by many; changes go by person to one of the places before it."""


def upgrade() -> None:
    op.add_column("receipts", sa.Column("is_open", sa.Integer(), server_default="1", nullable=False))
    op.add_column("outbox", sa.Column("mailing", sa.String(), nullable=True))
    op.drop_column("notices", "reached")
    _parts()
    _counts()
    _indexes()
    _as_they_stand()
    if op.get_context().dialect.name == "postgresql":
        _count_on_postgres()
    else:
        _count_on_sqlite()


def _parts() -> None:
    op.create_table(
        "notice_parts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), server_default="", nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_parts_notice_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_parts"),
    )
    op.create_index("ix_notice_parts_notice_id_id", "notice_parts", ["notice_id", "id"])


def _counts() -> None:
    op.create_table(
        "receipt_counts",
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("people", *FACTS)),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_receipt_counts_notice_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice_id", "place", name="pk_receipt_counts"),
        sqlite_with_rowid=False,
    )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _indexes() -> None:
    is_open = _where("is_open = 1 AND is_gone = 0")
    for name, columns in {"open": ["notice_id", "person_id"], "person": ["person_id", "notice_id"]}.items():
        op.drop_index(f"ix_receipts_{name}", "receipts")
        op.create_index(f"ix_receipts_{name}", "receipts", columns, **is_open)
    op.create_index("ix_receipts_answered", "receipts", ["notice_id", "person_id"], **_where("answered_at IS NOT NULL"))
    op.create_index("ix_outbox_mailing", "outbox", ["mailing", "state"], **_where("mailing IS NOT NULL"))


def _as_they_stand() -> None:
    """Receipts that there are already."""
    op.execute(
        "UPDATE receipts SET is_open = 0 WHERE EXISTS (SELECT 1 FROM notices WHERE notices.id = receipts.notice_id "
        "AND (notices.wants = '' OR (receipts.acked_version >= notices.version "
        "AND (notices.wants = 'ack' OR receipts.answered_at IS NOT NULL))))"
    )
    sums = ", ".join(
        f"sum(CASE WHEN {holds.format(row='receipts', version='notices.version')} THEN 1 ELSE 0 END)"
        for holds in HOLDS.values()
    )
    op.execute(
        f"INSERT INTO receipt_counts (notice_id, place, people, {', '.join(FACTS)}) "
        f"SELECT notice_id, {FOR_ALL}, count(*), {sums} FROM receipts JOIN notices ON notices.id = notice_id "
        "GROUP BY notice_id"
    )


def _count_on_sqlite() -> None:
    """A receipt that changes counts at once, whoever changes it; those who are new are counted by whoever adds them."""
    change = ", ".join(
        f"{holds.format(row='NEW', version=OF_NOTICE.format(row='NEW'))} "
        f"- {holds.format(row='OLD', version=OF_NOTICE.format(row='NEW'))}"
        for holds in HOLDS.values()
    )
    add = ", ".join(f"{name} = {name} + excluded.{name}" for name in FACTS)
    is_changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in COUNTED)
    op.execute(
        f"CREATE TRIGGER receipts_counted AFTER UPDATE OF {', '.join(COUNTED)} ON receipts WHEN {is_changed} BEGIN "
        f"INSERT INTO receipt_counts (notice_id, place, {', '.join(FACTS)}) "
        f"VALUES (NEW.notice_id, NEW.person_id % {FOR_ALL}, {change}) "
        f"ON CONFLICT (notice_id, place) DO UPDATE SET {add}; END"
    )
    less = ", ".join(
        f"{name} = {name} - {holds.format(row='OLD', version=OF_NOTICE.format(row='OLD'))}"
        for name, holds in HOLDS.items()
    )
    op.execute(
        f"CREATE TRIGGER receipts_uncounted AFTER DELETE ON receipts BEGIN UPDATE receipt_counts "
        f"SET people = people - 1, {less} WHERE notice_id = OLD.notice_id AND place = {FOR_ALL}; END"
    )


def _count_on_postgres() -> None:
    """The same; a notice's version is held meanwhile, so that what a correction counts anew is all there is."""
    change = ", ".join(
        f"{holds.format(row='NEW', version='the_version')}::int - {holds.format(row='OLD', version='the_version')}::int"
        for holds in HOLDS.values()
    )
    add = ", ".join(f"{name} = receipt_counts.{name} + excluded.{name}" for name in FACTS)
    is_changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in COUNTED)
    head = "RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE the_version integer; BEGIN SELECT version INTO the_version"
    op.execute(
        f"CREATE FUNCTION count_receipt() {head} FROM notices WHERE id = NEW.notice_id FOR SHARE; "
        f"INSERT INTO receipt_counts (notice_id, place, {', '.join(FACTS)}) "
        f"VALUES (NEW.notice_id, NEW.person_id % {FOR_ALL}, {change}) "
        f"ON CONFLICT (notice_id, place) DO UPDATE SET {add}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER receipts_counted AFTER UPDATE ON receipts FOR EACH ROW "
        f"WHEN ({is_changed}) EXECUTE FUNCTION count_receipt()"
    )
    less = ", ".join(
        f"{name} = {name} - {holds.format(row='OLD', version='the_version')}::int" for name, holds in HOLDS.items()
    )
    op.execute(
        f"CREATE FUNCTION uncount_receipt() {head} FROM notices WHERE id = OLD.notice_id FOR SHARE; "
        f"IF FOUND THEN UPDATE receipt_counts SET people = people - 1, {less} "
        f"WHERE notice_id = OLD.notice_id AND place = {FOR_ALL}; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER receipts_uncounted AFTER DELETE ON receipts FOR EACH ROW EXECUTE FUNCTION uncount_receipt()"
    )
