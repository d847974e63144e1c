// @wecom/aibot-node-sdk: a small bot that answers in every way that it has; prints what befalls its connection.
import sdk from "@wecom/aibot-node-sdk";

const { heartbeat, ...told } = JSON.parse(process.argv[2]);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new sdk.WSClient({ ...told, heartbeatInterval: Number(heartbeat ?? 30_000), reconnectInterval: 1, logger: quiet });
const say = (what, more = "") => console.log(JSON.stringify({ what, more }));
const card = (label) => ({
  card_type: "button_interaction", main_title: { title: "督办" }, task_id: "item-7",
  button_list: [{ text: label, key: label, style: 1 }],
});

client.on("message.text", async (frame) => {
  const text = frame.body.text.content;
  if (text.includes("卡片")) {
    await client.replyTemplateCard(frame, card("办结"));
  } else if (text.includes("推送")) {
    const words = { msgtype: "markdown", markdown: { content: "到期了" } };
    await client.sendMessage(frame.body.chatid, words);
    await client.sendMessage("nobody", words).catch((refusal) =>
      client.replyStream(frame, "s1", `errcode=${refusal.errcode}`, true));
  } else if (text.includes("文件")) {
    const { media_id } = await client.uploadMedia(Buffer.from("台账".repeat(200_000)), { type: "file", filename: "台账.txt" });
    await client.replyMedia(frame, "file", media_id);
  } else {
    await client.replyStream(frame, "s1", "正在", false);
    await client.replyStream(frame, "s1", "好了", true);
  }
});
client.on("message.file", async (frame) => {
  const { buffer, filename } = await client.downloadFile(frame.body.file.url, frame.body.file.aeskey);
  await client.replyStream(frame, "s1", `${filename}: ${buffer}`, true);
});
client.on("event.enter_chat", (frame) => client.replyWelcome(frame, { msgtype: "text", text: { content: "您好" } }));
client.on("event.template_card_event", (frame) =>
  client.updateTemplateCard(frame, card(`已${frame.body.event.template_card_event.event_key}`)));
client.on("event.disconnected_event", () => say("kicked"));
client.on("authenticated", () => say("authenticated"));
client.on("error", (error) => say("error", error.message));
client.connect();
process.stdin.on("end", () => process.exit(0)).resume();
