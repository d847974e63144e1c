"""A process that migrates and is killed in the middle: says when it is there, and waits."""

import sys
from pathlib import Path

from bot.store.address import address
from bot.store.alone import alone
from bot.store.upgrade import migrate

if __name__ == "__main__":
    url, scripts = sys.argv[1:]
    with alone(address(url)) as connection:
        migrate(connection, "head", Path(scripts))
