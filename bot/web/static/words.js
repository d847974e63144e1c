// The page's own words. What the house says comes from the house, in the reader's language.

export const WORDS = {
  tagline: ["演示办公室", "Demonstration office"],
  language: ["EN", "中文"],
  language_label: ["Switch to English", "切换到中文"],
  chats: ["会话", "Chats"],
  history: ["消息记录", "Messages"],
  back: ["返回会话列表", "Back to the list of chats"],
  write: ["写消息", "Write a message"],
  write_here: ["发消息到 {chat}", "Message {chat}"],
  send: ["发送", "Send"],
  examples: ["试试这样说", "Try saying"],
  ideas_show: ["显示示例", "Show examples"],
  ideas_hide: ["收起示例", "Hide examples"],
  mention_list: ["可以提到的人", "People to mention"],
  mention_bot: ["助手", "Assistant"],
  speaking_as: ["我是", "I am"],
  speaking_on: ["平台 {messenger} · 我是", "Messenger {messenger} · I am"],
  messenger: ["平台 {messenger}", "Messenger {messenger}"],
  messengers: ["换个平台", "Change the messenger"],
  choose_person: ["换个身份，现在是{name}", "Change who I am, now {name}"],
  find_person: ["搜索姓名、拼音、部门", "Search name or unit"],
  nobody: ["没有找到", "Nobody found"],
  person_news: ["{count} 条新单聊", "{count} new"],
  others_news: ["其他人收到了新单聊", "Others have new direct messages"],
  role_member: ["成员", "Member"],
  role_guest: ["访客", "Guest"],
  role_secretary: ["文秘", "Secretary"],
  role_leader: ["领导", "Leader"],
  role_admin: ["管理员", "Admin"],
  members: ["{count} 人", "{count} people"],
  direct: ["与小办的单聊，只有你能看到", "Only you can see this chat"],
  bot: ["小办", "Xiaoban"],
  bot_sign: ["助手", "bot"],
  unread: ["{count} 条未读", "{count} unread"],
  no_messages: ["还没有消息", "No messages yet"],
  empty_group: ["在群里用一句话就能办会、督办", "Meetings and supervision in one sentence"],
  empty_group_more: ["直接写出时间、地点、人和事；闲聊我不插嘴，要我回答请以 @小办 开头。",
    "Say when, where, who and what. I stay out of small talk; start with @小办 when you want an answer."],
  empty_hint: ["点一个下面的例子试试。", "Pick one of the examples below."],
  empty_direct: ["你好，{name}", "Hello, {name}"],
  empty_direct_more: ["会议、提醒和回执都会发到这里，也可以直接和我说。",
    "Invitations, reminders and answers arrive here. You can also just tell me."],
  more: ["这条消息可以……", "What to do with this message"],
  reply: ["回复", "Reply"],
  replying: ["回复{name}：", "Reply to {name}: "],
  reply_not: ["不回复了", "Do not reply"],
  reply_here: ["写回复，或空着发给小办处理", "Write a reply, or send it empty to hand it to Xiaoban"],
  forward: ["转发给小办", "Forward to Xiaoban"],
  attach: ["发文件", "Send a file"],
  attach_group: ["发文件（要小办看，先写 @小办）", "Send a file (write @小办 first if it is for Xiaoban)"],
  file_too_large: ["“{name}”太大，最多 {most} MB。", "“{name}” is too large; {most} MB at most."],
  file_unreadable: ["读不了“{name}”，请重新选一次。", "“{name}” cannot be read; please choose it again."],
  updated: ["已更新 {at}", "updated {at}"],
  earlier: ["显示更早的消息", "Show earlier messages"],
  newer: ["有新消息", "New messages"],
  link: ["查看详情", "Open"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  tomorrow: ["明天", "Tomorrow"],
  clock: ["演示时钟", "Demo clock"],
  clock_real: ["当前时间", "Time now"],
  clock_quarter: ["+15 分钟", "+15 min"],
  clock_hour: ["+1 小时", "+1 h"],
  clock_morning: ["次日 8:30", "Next 8:30"],
  clock_to: ["拨到", "Go to"],
  clock_when: ["要拨到的时间", "Time to go to"],
  clock_moved: ["时间到了 {at}，到期的提醒都已发出", "It is now {at}; everything due has been sent"],
  clock_choose: ["请先选一个时间", "Choose a time first"],
  reconnecting: ["连接断开了，正在重新连接…", "The connection was lost; reconnecting…"],
  offline: ["连不上小办，请确认程序还在运行后再试。", "Xiaoban cannot be reached; check that it is still running and try again."],
  server_fault: ["服务器没能处理（{status}），请再试一次。", "The server could not do that ({status}); please try again."],
  no_office: ["办公室里还没有人。", "There is nobody in the office yet."],
  retry: ["再试一次", "Try again"],
  dismiss: ["关闭", "Close"],
};

export const EXAMPLES = {
  zh: [
    "明天下午3点到5点在301开校务会，请张伟、王芳参加",
    "明天开个教学例会",
    "督办年度总结，主办李强，周五前",
    "今天有什么会",
    "@小办 帮助",
  ],
  en: [
    "book Room 301 tomorrow 3-5pm for budget review with @张伟",
    "schedule a teaching review tomorrow",
    "assign the annual report to @李强 by Friday",
    "what's on today",
    "@小办 help",
  ],
};

const WEEKDAYS = [["周日", "Sun"], ["周一", "Mon"], ["周二", "Tue"], ["周三", "Wed"], ["周四", "Thu"], ["周五", "Fri"], ["周六", "Sat"]];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

let current = localStorage.getItem("language") ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export const language = () => current;

export function setLanguage(chosen) {
  current = chosen;
  localStorage.setItem("language", chosen);
}

export function say(key, parts = {}) {
  const words = WORDS[key][current === "zh" ? 0 : 1];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(parts[name]));
}

/** `11月23日 周一`, `Mon 23 Nov`, from a date whose UTC fields are the office's wall time. */
export function dayWords(wall) {
  const weekday = WEEKDAYS[wall.getUTCDay()][current === "zh" ? 0 : 1];
  const [month, day] = [wall.getUTCMonth(), wall.getUTCDate()];
  return current === "zh" ? `${month + 1}月${day}日 ${weekday}` : `${weekday} ${day} ${MONTHS[month]}`;
}
