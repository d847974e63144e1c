// @slack/socket-mode: acknowledges what comes and prints it; ends when its input does.
import { LogLevel, SocketModeClient } from "@slack/socket-mode";

const { api, appToken } = JSON.parse(process.argv[2]);
const options = { clientOptions: { slackApiUrl: api }, logLevel: LogLevel.ERROR, clientPingTimeout: 200 };
const client = new SocketModeClient({ appToken, ...options });
client.on("slack_event", async ({ ack, type, body, retry_num }) => {
  await ack(type === "slash_commands" ? { text: `听到：${body.text}` } : undefined);
  console.log(JSON.stringify({ type, text: body.event?.text ?? body.text, retry: retry_num ?? 0 }));
});
await client.start();
console.log(JSON.stringify({ type: "started" }));
process.stdin.on("end", () => process.exit(0)).resume();
