"""Cards for tests: one of every kind, in shape."""

from tests.platforms.wecom.world import Json


def buttons(task_id: str = "item-1", *labels: str, **more: object) -> Json:
    held = [{"text": each, "key": each, "style": 1} for each in labels or ("办结", "退回")]
    card: Json = {"card_type": "button_interaction", "main_title": {"title": "督办"}, "button_list": held}
    return card | {"task_id": task_id} | more


def vote(task_id: str = "vote-1", mode: int = 0) -> Json:
    options = [{"id": each, "text": each} for each in ("上午", "下午", "都可")]
    return {
        "card_type": "vote_interaction", "main_title": {"title": "会议时间"}, "task_id": task_id,
        "checkbox": {"question_key": "when", "mode": mode, "option_list": options},
        "submit_button": {"text": "提交", "key": "submit"},
    }  # fmt: skip


def selects(task_id: str = "select-1", number: int = 2) -> Json:
    options = [{"id": each, "text": each} for each in ("301", "302")]
    lists = [{"question_key": f"q{each}", "option_list": options} for each in range(number)]
    return {
        "card_type": "multiple_interaction", "main_title": {"title": "会议室"}, "task_id": task_id,
        "select_list": lists, "submit_button": {"text": "提交", "key": "submit"},
    }  # fmt: skip


def notice(**more: object) -> Json:
    action = {"type": 1, "url": "https://office.example.com"}
    return {"card_type": "text_notice", "main_title": {"title": "通知"}, "card_action": action} | more
