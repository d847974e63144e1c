"""How long the house waits for what."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Tempo:
    """`send`: a platform's answer; `lease`: how long a claim holds, which is longer than the wait for a place and two
    sends together; `first_pause`: before the second attempt, doubling to `longest_pause`; `ailing`: before a platform
    that does not answer is given more; the beats: seconds between two looks at what is due, at what others left, at how
    all is doing, at what is old, at what has to be planned anew, and at who has come or gone.
    """

    send: timedelta = timedelta(seconds=20)
    lease: timedelta = timedelta(seconds=60)
    first_pause: timedelta = timedelta(seconds=5)
    longest_pause: timedelta = timedelta(hours=1)
    ailing: timedelta = timedelta(seconds=15)
    reminder_beat: float = 5.0
    relay_beat: float = 1.0
    watch_beat: float = 30.0
    housekeeping_beat: float = 3600.0
    upkeep_beat: float = 86400.0
    joining_beat: float = 20.0


TEMPO = Tempo()
"""What suits platforms and people."""
