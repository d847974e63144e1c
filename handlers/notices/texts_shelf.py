"""The words for kept texts and for finding old notices."""

from handlers.notices.desk import router

router.texts(
    {
        "template_name": (
            "请给模板一个一到 {most} 个字的名字，例如「把通知12存为模板 停电通知」。",
            "Please give the template a name of one to {most} characters, "
            "such as “save notice 12 as template power cut”.",
        ),
        "office_template": (
            "公共模板由文秘或领导来存；你可以存为自己的模板。",
            "Only a secretary or leader keeps a template for the office; you may keep one of your own.",
        ),
        "kept": (
            "已存为模板「{name}」。说「用模板 {name}」就从它写起。",
            "Kept as the template “{name}”. “use template {name}” begins from it.",
        ),
        "kept_office": (
            "已存为公共模板「{name}」，大家都能用。",
            "Kept as the office's template “{name}”, for everybody to use.",
        ),
        "no_templates": (
            "还没有通知模板。可以说「把通知12存为模板 停电通知」。",
            "There are no templates yet; try “save notice 12 as template power cut”.",
        ),
        "templates_title": ("通知模板", "Notice templates"),
        "of_office": ("公共", "the office's"),
        "no_such_template": (
            "没有模板「{name}」，说「通知模板」看有哪些。",
            "There is no template “{name}”; say “notice templates” for the list.",
        ),
        "template_not_yours": (
            "模板「{name}」是公共的，只有文秘和领导能删。",
            "The template “{name}” is the office's; only those in charge may delete it.",
        ),
        "template_dropped": ("模板「{name}」已删除。", "The template “{name}” is deleted."),
        "words_too_long": (
            "请用短一些的词来找，最多八个汉字。",
            "Please look for something shorter, 24 letters at most.",
        ),
        "nothing_found": ("没有找到你能看的通知。", "No notices that you may see were found."),
        "found_title": ("找到的通知", "Notices found"),
        "with_words": ("含有", "With"),
        "went_out": ("已发送于", "Sent on"),
        "days": ("{since} 至 {until}", "{since} to {until}"),
        "older": ("更早的", "Older"),
    }
)
