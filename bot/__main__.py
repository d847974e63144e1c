"""`python -m bot` is `xiaoban`."""

from bot.cli import main

main()
