"""The few words that stand on Slack's own elements, in the language of the card."""

from typing import Final

WORDS: Final = {
    "open": ("打开", "Open"),
    "more": ("更多……", "More…"),
    "choose": ("请选择……", "Choose…"),
    "write": ("填写回答", "Write an answer"),
    "form_title": ("填写回答", "Your answer"),
    "form_send": ("提交", "Send"),
    "form_close": ("取消", "Cancel"),
    "form_label": ("您的回答", "Your answer"),
    "form_empty": ("请写几个字再提交。", "Please write something first."),
    "busy": (
        "小办现在忙，请过几秒把刚才的命令再发一次。",
        "I am busy; please send that command again in a few seconds.",
    ),
    "no_form": ("表单没有打开，请直接在这里 @我 回答。", "The form did not open; please answer here and mention me."),
}


def word(key: str, language: str) -> str:
    chinese, english = WORDS[key]
    return english if language == "en" else chinese
