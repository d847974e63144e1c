"""The feedback desk's words: making a survey, its cards, its answers."""

from handlers.feedback.desk import router

router.texts(
    {
        "heading": ("问卷{number} {title}", "Survey {number}: {title}"),
        "heading_step": ("{title}（{place}/{many}）", "{title} ({place}/{many})"),
        "preview": ("发问卷：{title}", "Send survey: {title}"),
        "from": ("发起人", "From"),
        "to": ("发给", "To"),
        "left_out": ("不发", "Not to"),
        "until": ("截止", "Closes"),
        "names": ("署名", "Names"),
        "counts": ("结果", "Counts"),
        "where": ("方式", "Where"),
        "where_group": ("在本群一张卡片上收集", "one card in this group"),
        "counts_later": ("截止前不显示", "hidden until it closes"),
        "counts_live": ("随时可看票数", "shown while it is open"),
        "anonymous_promise": (
            "匿名：只记谁已答，不记谁答了什么；答了不能改；少于 {least} 份不出结果；"
            "打字作答时，聊天平台自己会留存那句话",
            "anonymous: we keep who has answered, never with what; an answer cannot be changed; nothing is shown below "
            "{least} answers; words that you type stay in the messenger's own history",
        ),
        "named_promise": (
            "实名：发起人和文秘看得到谁答了什么；截止前可改",
            "named: its maker and the secretaries see who said what; you may change it until it closes",
        ),
        "few_asked": (
            "不到 {least} 人，匿名也看不到结果：请多发几个人，或改成实名。",
            "Fewer than {least} people: an anonymous result will not be shown; ask more people, or make it named.",
        ),
        "send": ("发送", "Send"),
        "make_anonymous": ("改为匿名", "Make it anonymous"),
        "make_named": ("改为实名", "Make it named"),
        "make_here": ("在本群收集", "Collect in this group"),
        "change_how": (
            "要改什么？直接说，例如「截止改到周五17点」「匿名」「发给教务处」「选项改成 好/一般/差」「可多选」。",
            "What should change? Just say it, such as “closes Friday 5pm”, “anonymous”, “to everyone”, "
            "“options: A / B / C”.",
        ),
        "what": (
            "要问什么？问题和选项一起说，例如「食堂满意度，很满意/一般/不满意」；几个问题就一行一个。",
            "What is the question? Say it with its choices, such as “Where to? Beach / Hills”; several, one a line.",
        ),
        "until_when": ("什么时候截止？", "When does it close?"),
        "closes_past": ("{at}已经过去了，什么时候截止？", "{at} has passed; when does it close?"),
        "nobody": ("这样选不到一个人，请重说发给谁。", "That leaves nobody; please say again to whom it goes."),
        "only_in_charge": (
            "发给本单位以外的人需要文秘或领导来发；你可以发给本单位的同事。",
            "A secretary or leader must ask people outside your unit; you may ask your own.",
        ),
        "sent": ("已发给 {count} 人：{title}", "Sent to {count} people: {title}"),
        "sent_here": ("已在本群开始，共 {count} 人：{title}", "Open in this group for {count} people: {title}"),
        "sent_note": (
            "说「问卷{number}」看填了多少，「催一下问卷{number}没填的」只催没填的，「结束问卷{number}」提前截止。",
            "Say “survey {number}” to see how many answered, “chase survey {number}” to ask only those who have not, "
            "“end survey {number}” to close it early.",
        ),
        "fill": ("填写", "Answer"),
        "fill_number": ("填问卷{number}", "Answer survey {number}"),
        "begin": ("开始填写", "Begin"),
        "change": ("修改", "Change"),
        "answered": ("已填", "Answered"),
        "yours": ("你的答复", "Yours"),
        "how_choice": ("选一项。", "Choose one."),
        "how_choices": ("可选多项，回复编号，例如 1 3。", "Choose any; reply with numbers, such as 1 3."),
        "how_rating": ("打 1–5 分，5 分最好。", "Rate it 1–5; 5 is best."),
        "how_number": ("填一个数字。", "Reply with a number."),
        "how_date": ("填一个日期，例如 12月1日。", "Reply with a day, such as 1 Dec."),
        "how_text": ("写几句话。", "Reply in your own words."),
        "noted": ("已记下", "Noted"),
        "next_below": ("已记下，下一题在下面。", "Noted; the next question is below."),
        "in_brackets": ("（{what}）", " ({what})"),
        "kind_choices": ("可多选", "choose any"),
        "kind_rating": ("打 1–5 分", "rate 1–5"),
        "kind_number": ("填数字", "a number"),
        "kind_date": ("填日期", "a day"),
        "noted_anonymous": ("已记下，谢谢。", "Noted, thank you."),
        "noted_named": ("已记下。{at}前可以改。", "Noted. You may change it until {at}."),
        "over_closed": ("已截止，谢谢。", "Closed, thank you."),
        "over_withdrawn": ("已撤回，不用填了。", "Taken back; no answer is needed."),
        "go_direct": ("请到和我的单聊里填写。", "Please answer in your direct chat with me."),
        "question_length": ("问题请写 1 到 {most} 个字。", "A question needs 1 to {most} characters."),
        "choices_wanted": (
            "「{question}」的选项要有 2 到 {most} 个，各不相同，用 / 分开。",
            "“{question}” needs 2 to {most} different choices, with / between them.",
        ),
        "choice_length": (
            "选项不要重复，每个不超过 {most} 个字。",
            "Choices must differ, each of at most {most} characters.",
        ),
        "how_many_questions": ("一份问卷请问 1 到 {most} 个问题。", "A survey asks 1 to {most} questions."),
        "answer_length": ("请写 1 到 {most} 个字。", "Please write 1 to {most} characters."),
        "choice_wanted": ("请选其中一项：{choices}", "Please choose one: {choices}"),
        "choices_wanted_reply": (
            "请回复编号，例如 1 3：{choices}",
            "Please reply with numbers, such as 1 3: {choices}",
        ),
        "rating_wanted": ("请打分：{choices}", "Please rate it: {choices}"),
        "number_wanted": ("请回复一个数字，例如 3。", "Please reply with a number, such as 3."),
        "date_wanted": ("请回复一个日期，例如 12月1日。", "Please reply with a day, such as 1 Dec."),
        "anonymous_once": (
            "问卷{number}是匿名的，答过的题不能再答：系统不知道哪一份是你的。",
            "Survey {number} is anonymous: a question is answered once, for nobody knows which answer is yours.",
        ),
        "anonymous_direct": (
            "问卷{number}是匿名的，请到和我的单聊里答，或按卡片上的按钮。",
            "Survey {number} is anonymous; please answer in your direct chat with me, or press a button of its card.",
        ),
        "not_asked": (
            "问卷{number}没有发给你；需要的话请找发起人。",
            "Survey {number} was not sent to you; please ask its maker.",
        ),
        "is_closed": ("问卷{number} {title} 已截止，不再收答复。", "Survey {number}, {title}, has closed."),
        "is_withdrawn": ("问卷{number} {title} 已撤回。", "Survey {number}, {title}, was taken back."),
    }
)
