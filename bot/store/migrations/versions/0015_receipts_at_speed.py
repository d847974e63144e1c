"""Receipts at speed: on PostgreSQL without foreign keys and counted by statements; seen is of the text as it is now."""

from alembic import op

revision = "0015"
down_revision = "0014"

FACTS = ("acked", "answered", "seen", "missing")
COUNTED = ("version", "acked_version", "answered_at", "seen_at", "is_gone", "is_open")
HOLDS = {
    "acked": "({row}.acked_version >= {version})",
    "answered": "({row}.answered_at IS NOT NULL AND {row}.acked_version >= {version})",
    "seen": "({row}.seen_at IS NOT NULL AND {row}.version >= {version})",
    "missing": "({row}.is_open = 1 AND {row}.is_gone = 0)",
}
FOR_ALL = 16
"""The place of those who came by many; changes go by person to one of the places before it."""

SEEN = (
    "(SELECT count(*) FROM receipts JOIN notices ON notices.id = receipts.notice_id "
    "WHERE receipts.notice_id = receipt_counts.notice_id AND receipts.seen_at IS NOT NULL "
    "AND receipts.version >= notices.version)"
)
CARDS = (
    r"replaces IS NULL AND key LIKE 'notice\:%\:v%\:%' AND rtrim(key, '0123456789') <> key "
    r"AND rtrim(key, '0123456789') LIKE 'notice\:%\:v%\:' AND rtrim(key, '0123456789') NOT LIKE 'notice\:%\:v%\:%\:'"
)
"""A person's own card of a notice: `notice:12:v1:7`."""


def upgrade() -> None:
    op.execute(f"UPDATE outbox SET mailing = rtrim(key, '0123456789') WHERE mailing IS NULL AND {CARDS}")
    op.execute(r"UPDATE outbox SET mailing = NULL WHERE mailing IS NOT NULL AND key LIKE '%\:gone'")
    op.execute(f"UPDATE receipt_counts SET seen = CASE WHEN place = {FOR_ALL} THEN {SEEN} ELSE 0 END")
    if op.get_context().dialect.name == "postgresql":
        _count_on_postgres()
        _without_keys()
    else:
        _count_on_sqlite()


SUMS = ", ".join(f"{name} = receipt_counts.{name} + excluded.{name}" for name in FACTS)


def _count_on_sqlite() -> None:
    """A receipt that changes counts at once, whoever changes it; those who are new are counted by whoever adds them."""
    change = ", ".join(
        f"{holds.format(row='NEW', version='notices.version')} - {holds.format(row='OLD', version='notices.version')}"
        for holds in HOLDS.values()
    )
    is_changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in COUNTED)
    op.execute("DROP TRIGGER receipts_counted")
    op.execute(
        f"CREATE TRIGGER receipts_counted AFTER UPDATE OF {', '.join(COUNTED)} ON receipts WHEN {is_changed} BEGIN "
        f"INSERT INTO receipt_counts (notice_id, place, {', '.join(FACTS)}) "
        f"SELECT NEW.notice_id, NEW.person_id % {FOR_ALL}, {change} FROM notices WHERE id = NEW.notice_id "
        f"ON CONFLICT (notice_id, place) DO UPDATE SET {SUMS}; END"
    )
    version = "(SELECT version FROM notices WHERE id = OLD.notice_id)"
    less = ", ".join(f"{name} = {name} - {holds.format(row='OLD', version=version)}" for name, holds in HOLDS.items())
    op.execute("DROP TRIGGER receipts_uncounted")
    op.execute(
        f"CREATE TRIGGER receipts_uncounted AFTER DELETE ON receipts BEGIN UPDATE receipt_counts "
        f"SET people = people - 1, {less} WHERE notice_id = OLD.notice_id AND place = {FOR_ALL}; END"
    )


def _count_on_postgres() -> None:
    """The same for all rows of a statement together, place after place, so that two statements do not wait in a ring.

    The notice is held first, so that what a correction counts anew is all there is.
    """
    change = ", ".join(
        f"sum({holds.format(row='now', version='notices.version')}::int "
        f"- {holds.format(row='before', version='notices.version')}::int)"
        for holds in HOLDS.values()
    )
    rows = [f"({', '.join(f'{row}.{name}' for name in COUNTED)})" for row in ("before", "now")]
    op.execute("DROP TRIGGER receipts_counted ON receipts")
    op.execute("DROP FUNCTION count_receipt()")
    op.execute(
        "CREATE FUNCTION count_receipts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM notices WHERE id IN (SELECT notice_id FROM now) ORDER BY id FOR SHARE; "
        f"INSERT INTO receipt_counts (notice_id, place, {', '.join(FACTS)}) "
        f"SELECT now.notice_id, now.person_id % {FOR_ALL}, {change} FROM now "
        "JOIN before ON before.notice_id = now.notice_id AND before.person_id = now.person_id "
        "JOIN notices ON notices.id = now.notice_id "
        f"WHERE {rows[0]} IS DISTINCT FROM {rows[1]} GROUP BY 1, 2 ORDER BY 1, 2 "
        f"ON CONFLICT (notice_id, place) DO UPDATE SET {SUMS}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER receipts_counted AFTER UPDATE ON receipts REFERENCING OLD TABLE AS before NEW TABLE AS now "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_receipts()"
    )
    less = ", ".join(
        f"{name} = {name} - {holds.format(row='OLD', version='the_version')}::int" for name, holds in HOLDS.items()
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION uncount_receipt() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE the_version integer; BEGIN SELECT version INTO the_version FROM notices WHERE id = OLD.notice_id "
        f"FOR SHARE; IF FOUND THEN UPDATE receipt_counts SET people = people - 1, {less} "
        f"WHERE notice_id = OLD.notice_id AND place = {FOR_ALL}; END IF; RETURN NULL; END $$"
    )


def _without_keys() -> None:
    """Who adds a receipt takes notice and person out of their tables; whoever deletes those deletes it, too."""
    for name in ("notice", "person"):
        op.drop_constraint(f"fk_receipts_{name}_id", "receipts", type_="foreignkey")
    for name, table in (("notice", "notices"), ("person", "people")):
        op.execute(
            f"CREATE FUNCTION forget_receipts_of_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"DELETE FROM receipts WHERE {name}_id = OLD.id; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_forgotten AFTER DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION forget_receipts_of_{name}()"
        )
