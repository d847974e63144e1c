"""The few words of the robot's own, in the language of the chat."""

from typing import Final

WORDS: Final = {
    "open": ("打开", "Open"),
    "above": ("全文见上一条。", "See the message above."),
    "below": ("全文见下一条。", "See the message below."),
    "handled": ("已处理", "Handled"),
    "more": ("更多", "More"),
    "choose": ("请选择", "Choose one"),
    "pick": ("执行所选", "Do it"),
    "submit": ("确定", "OK"),
    "working": ("正在处理……", "Working on it…"),
    "noted": ("已收到。", "Noted."),
    "still": ("还没有办完，办好后另行答复。", "This takes longer; the answer will follow."),
    "file_lost": ("文件没有取到，请再发一次。", "The file could not be fetched; please send it again."),
    "welcome": (
        "您好，我是小办。想办什么直接写给我，例如“明天下午3点开部门会”；写“帮助”看我会做什么。",
        "Hello, I am Xiaoban. Just write what you need, such as “book a room tomorrow at 3pm”; “help” shows what I do.",
    ),
    "answer_with": ("回复序号：{numbers}", "Answer with a number: {numbers}"),
}


def word(key: str, language: str) -> str:
    chinese, english = WORDS[key]
    return english if language == "en" else chinese
