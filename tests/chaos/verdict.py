"""What must hold however bad the course was; each fault is a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.chaos.course import Outcome, expected, reply_key
from tests.chaos.recording import Attempt


def faults(outcome: Outcome) -> list[str]:
    """Empty when nothing was lost, doubled without need, or overtaken."""
    return [*_lost(outcome), *_doubled(outcome), *_overtaken(outcome), *_unwell(outcome)]


def _lost(outcome: Outcome) -> Iterator[str]:
    kept, wanted = {attempt.key for attempt in outcome.platform.kept}, expected(outcome)
    yield from (f"lost: {key} never arrived" for key in sorted(wanted - kept))
    yield from (f"unexpected: {key}" for key in sorted(kept - wanted))
    rows = Counter(row["key"] for row in outcome.ledger)
    yield from (f"not in the ledger: {key}" for key in sorted(wanted - set(rows)))
    yield from (f"{row['key']} is {row['state']} ({row['fault']})" for row in outcome.ledger if row["state"] != "sent")


def _doubled(outcome: Outcome) -> Iterator[str]:
    """A second copy needs a first of which the house could not learn that it had arrived; the ledger must know it."""
    unknown = {row["key"]: row["unknown"] for row in outcome.ledger}
    for key, copies in by(outcome.platform.kept, "key").items():
        excused = [copy for copy in copies[:-1] if not copy.fate.is_answered or copy.pid in outcome.cut_off]
        if len(excused) != len(copies) - 1:
            yield f"doubled without need: {key} {[(copy.fate.words, copy.pid) for copy in copies]}"
        if len(copies) - 1 > unknown.get(key, 0):
            yield f"doubled without the ledger's knowing: {key} {len(copies)} copies, {unknown.get(key)} unknown"
    for key, attempts in by(outcome.platform.attempts, "key").items():
        lost = sum(not attempt.fate.is_answered for attempt in attempts)
        if lost > unknown.get(key, 0):
            yield f"{key} has {unknown.get(key)} unknown attempts, the platform answered none of {lost}"
        if unknown.get(key, 0) > lost and not outcome.cut_off:
            yield f"{key} has {unknown.get(key)} unknown attempts, and only {lost} were"


def _overtaken(outcome: Outcome) -> Iterator[str]:
    """In a chat nothing comes between two copies of one message, and answers come as they were asked for."""
    for chat, copies in by(outcome.platform.kept, "chat").items():
        order = [copy.key for copy in copies]
        once = [key for place, key in enumerate(order) if place == 0 or order[place - 1] != key]
        yield from (f"overtaken in {chat}: {key}" for key, times in Counter(once).items() if times > 1)
        answers = [reply_key(event) for event in outcome.acknowledged.get(chat, ())]
        if [key for key in dict.fromkeys(once) if key in set(answers)] != answers:
            yield f"out of order in {chat}: {once}"
        if outcome.scale.replicas == 1:
            rows = [row["key"] for row in outcome.ledger if row["lane"].endswith(f"/{chat}")]
            if list(dict.fromkeys(once)) != rows:
                yield f"not as queued in {chat}: {once} instead of {rows}"


def _unwell(outcome: Outcome) -> Iterator[str]:
    yield from (f"logged: {line}" for line in outcome.incidents)
    yield from (f"a process ended with {code}" for code in outcome.exits if code)


def by(attempts: Iterable[Attempt], what: str) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        found[getattr(attempt, what)].append(attempt)
    return found


def told(outcome: Outcome) -> str:
    """The numbers of a run, in lines."""
    fates = Counter(attempt.fate.words for attempt in outcome.platform.attempts)
    doubles = len(outcome.platform.kept) - len({attempt.key for attempt in outcome.platform.kept})
    unknown = sum(row["unknown"] for row in outcome.ledger)
    lines = [
        f"seed {outcome.seed}: {outcome.scale.reminders} reminders, {outcome.scale.events} events "
        f"({outcome.deliveries} deliveries), {outcome.scale.replicas} processes, {outcome.seconds:.0f} s",
        f"  befell: {dict(outcome.befell)}",
        f"  attempts: {sum(fates.values())} {dict(fates)}",
        f"  second copies: {doubles}; attempts with unknown outcome: {unknown}",
        f"  faults: {len(faults(outcome))}",
    ]
    return "\n".join(lines)
