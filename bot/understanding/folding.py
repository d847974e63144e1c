"""One character in, one character out: the form in which times are read, so that spans still fit the text."""

from functools import lru_cache

_TRADITIONAL = (
    "點週號兩個時鐘後間禮開會這過幾幹準從務達將與聖誕節慶勞動國陽農曆壹貳參肆伍陸柒捌玖拾內預約議領導歲"
    "臺於併課雙單當來遲學際婦兒"
    "訂請辦報導結項總組織調換發給讓問誰麼嗎還沒級長門員標題錄資計劃評審樓廳師應對說話經財產場區頭運設備網電腦"
    "見徵滿鬧刪銷舉實團隊負責認現聯簽證圖館車機線關誤麻煩幫並歸檔處體陸續緊費繳畢驗階層擬稱訊書記黨"
    "強協靜陳劉張趙黃吳孫馬鄭楊許鄧馮蕭葉蘇呂蔣賈閻鐘鍾譚鄒龍萬錢湯羅賀顧龔龐蘭穎偉麗瑩軍濤傑鵬寧飛曉東雲鳳紅輝榮銘鋒業綱環檢盡則據庫絡齊補專顯縣寫剛維創"
)
_SIMPLIFIED = (
    "点周号两个时钟后间礼开会这过几干准从务达将与圣诞节庆劳动国阳农历一二三四五六七八九十内预约议领导岁"
    "台于并课双单当来迟学际妇儿"
    "订请办报导结项总组织调换发给让问谁么吗还没级长门员标题录资计划评审楼厅师应对说话经财产场区头运设备网电脑"
    "见征满闹删销举实团队负责认现联签证图馆车机线关误麻烦帮并归档处体陆续紧费缴毕验阶层拟称讯书记党"
    "强协静陈刘张赵黄吴孙马郑杨许邓冯萧叶苏吕蒋贾阎钟钟谭邹龙万钱汤罗贺顾龚庞兰颖伟丽莹军涛杰鹏宁飞晓东云凤红辉荣铭锋业纲环检尽则据库络齐补专显县写刚维创"
)
_MARKS = {
    "～": "~",
    "〜": "~",
    "∼": "~",
    "’": "'",
    "‘": "'",
    "〇": "零",
    "○": "零",
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
}
_MARKS |= (
    dict.fromkeys("—–―‐‑−－", "-") | dict.fromkeys("\u3000\u00a0\u2009\u202f\t\r\n", " ") | dict.fromkeys("﹕︰∶", ":")
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_NARROW = 0xFEE0
_TO_LOWER = 32


def _table() -> dict[int, str]:
    table = {code: chr(code - _TO_NARROW) for code in _FULL_WIDTH}
    table |= {ord(a): b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    table |= {ord(a): b for a, b in _MARKS.items()}
    table |= {code: chr(code + _TO_LOWER) for code in range(ord("A"), ord("Z") + 1)}
    table |= {code: chr(code - _TO_NARROW + _TO_LOWER) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    return table


TABLE = _table()


@lru_cache(maxsize=32)
def fold(text: str) -> str:
    """Narrow, lower-case (ASCII only) and simplified, of the same length."""
    return text.translate(TABLE)


@lru_cache(maxsize=8)
def _plain_names(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted((name for name in names if len(name) > 1 and not name.isascii()), key=len, reverse=True))


def named_as_known(text: str, names: frozenset[str]) -> str:
    """李強 → 李强, where the office writes the name so: whoever is known is found however the name is written."""
    low = fold(text)
    if low == text or all(
        a == b or a.isascii() or not "\u4e00" <= a <= "\u9fff" for a, b in zip(text, low, strict=True)
    ):
        return text
    for name in _plain_names(names):
        at = low.find(fold(name))
        while at >= 0:
            text = text[:at] + name + text[at + len(name) :]
            at = low.find(fold(name), at + len(name))
    return text
