// A small app with @slack/bolt, by HTTP or by socket; prints where it listens, ends when its input does.
import bolt from "@slack/bolt";

const { api, token, secret, appToken } = JSON.parse(process.argv[2]);
const way = appToken ? { socketMode: true, appToken } : { signingSecret: secret };
const app = new bolt.App({ token, ...way, clientOptions: { slackApiUrl: api }, logLevel: "error" });

app.command("/xiaoban", async ({ ack, command, client, respond }) => {
  await ack();
  if (command.text !== "form") {
    await respond({ response_type: "ephemeral", text: `听到：${command.text}` });
    return;
  }
  const label = { type: "plain_text", text: "理由" };
  const element = { type: "plain_text_input", action_id: "text" };
  const blocks = [{ type: "input", block_id: "why", label, element }];
  const view = { type: "modal", callback_id: "leave", title: label, submit: label, blocks };
  await client.views.open({ trigger_id: command.trigger_id, view });
});
app.event("app_mention", async ({ event, say }) => {
  const button = { type: "button", text: { type: "plain_text", text: "参加" }, action_id: "rsvp", value: "1" };
  await say({ text: `在，${event.text}`, thread_ts: event.ts, blocks: [{ type: "actions", elements: [button] }] });
});
app.action("rsvp", async ({ ack, respond, body }) => {
  await ack();
  await respond({ replace_original: true, text: `${body.user.name} 参加` });
});
app.view("leave", async ({ ack, view }) => {
  const said = view.state.values.why.text.value;
  await (said ? ack() : ack({ response_action: "errors", errors: { why: "请写理由" } }));
});

const server = await app.start(0);
console.log(JSON.stringify({ port: appToken ? 0 : server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
