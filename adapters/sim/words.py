"""What the local chat refuses, in one sentence of each language."""

from bot.texts import Pair

WORDS: dict[str, Pair] = {
    "ambiguous_person": (
        "叫“{said}”的不止一位，请用其中一个 id：{ids}。",
        "Several people are called “{said}”; use one of the ids {ids}.",
    ),
    "bad_json": ("请求正文不是 UTF-8 编码的 JSON 对象。", "The body is not a JSON object in UTF-8."),
    "bad_number": ("{field} 应是 0 到 {most} 之间的数。", "{field} must be a number from 0 to {most}."),
    "bad_seq": ("after 应是一个不小于 0 的整数。", "after must be a whole number, 0 or more."),
    "bad_text": ("{field} 里有无效的 Unicode 字符。", "{field} holds characters that are not valid Unicode."),
    "bad_time": ("to 应是 ISO 格式的时间，例如 {example}。", "to must be a time in ISO form such as {example}."),
    "clock_back": ("时钟不能往回拨，现在是 {now}。", "The clock cannot be moved back; it is {now}."),
    "clock_far": ("一次最多拨快 {days} 天。", "The clock moves {days} days at most at a time."),
    "clock_fixed": (
        "这里的时钟不能拨动，只有演示环境可以。",
        "This clock cannot be moved; only the demonstration's can.",
    ),
    "clock_one_of": (
        "请给出 to 或 advance_seconds，二者只选其一。",
        "Give either to or advance_seconds, one of the two.",
    ),
    "empty_text": ("消息是空的，请写点什么。", "The message is empty; write something."),
    "file_words": (
        "随文件只能写 @小办，其他的话请另发一条。",
        "With a file only @小办 can be written; send other words as a message of their own.",
    ),
    "missing": ("缺少 {field}，它应是一段文字。", "{field} is missing; it must be a string."),
    "no_content_type": ("请用 Content-Type: application/json 发送。", "Send it with Content-Type: application/json."),
    "no_base64": ("content 应是 base64 编码的文件内容。", "content must be the file's content in base64."),
    "no_forward": (
        "forward 应写明会话和消息：{{chat, message_id}}。",
        "forward must name a chat and a message: {{chat, message_id}}.",
    ),
    "no_list": ("{field} 应是 id 的列表。", "{field} must be a list of ids."),
    "no_such_file": ("没有这个文件，或者已过了保存期限。", "There is no such file, or it is no longer kept."),
    "no_such_message": ("这个会话里没有消息 {said}。", "There is no message {said} in this chat."),
    "no_such_page": ("没有 {path} 这个地址。", "There is nothing at {path}."),
    "not_in_chat": (
        "{name}不在“{chat}”里，看不到也发不了消息。",
        "{name} is not in “{chat}” and can neither read nor write there.",
    ),
    "quote_one_of": (
        "请给出 reply_to 或 forward，二者只选其一。",
        "Give either reply_to or forward, one of the two.",
    ),
    "too_long": ("{field} 太长，最多 {most} 个字符。", "{field} is too long; {most} characters at most."),
    "too_many": ("{field} 一次最多 {most} 个。", "{field} may name {most} at most at a time."),
    "unknown_chat": (
        "没有会话 {said}，可用的见 /sim/api/office。",
        "There is no chat {said}; /sim/api/office lists them.",
    ),
    "unknown_person": (
        "没有叫“{said}”的人，名单见 /sim/api/office。",
        "There is nobody called “{said}”; /sim/api/office lists everyone.",
    ),
    "wrong_method": ("{path} 只接受 {allow}。", "{path} takes {allow} only."),
}


class Refused(Exception):
    """The request cannot be done; `code` names the sentence, `params` fill it."""

    def __init__(self, status: int, code: str, **params: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.params = params

    def sentence(self, accept_language: str) -> str:
        """Chinese for a reader who asks for it first, else English."""
        chinese = accept_language.strip().lower().startswith("zh")
        return WORDS[self.code][0 if chinese else 1].format(**self.params)
