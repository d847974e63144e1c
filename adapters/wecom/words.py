"""The few words that stand on the app's own elements, in the language of the card."""

from typing import Final

WORDS: Final = {
    "open": ("打开", "Open"),
    "choose": ("请选择", "Choose one"),
    "submit": ("提交", "Send"),
    "done": ("已处理", "Done"),
    "words_only": ("我只看得懂文字，请把要办的事打字发给我。", "I only read text; please type what is to be done."),
    "nothing_chosen": ("请先选一项再提交。", "Please choose one first, then send it."),
    "write": ("请直接回复文字", "please answer in words"),
    "elsewhere": ("请在与小办的单聊中办理", "please answer in a direct chat with the bot"),
}


def word(key: str, language: str) -> str:
    chinese, english = WORDS[key]
    return english if language == "en" else chinese
