// The calls that an app makes, by @slack/web-api; prints what came back.
import { LogLevel, WebClient } from "@slack/web-api";

const { api, token, channel, user, trigger } = JSON.parse(process.argv[2]);
const options = { slackApiUrl: api, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } };
const client = new WebClient(token, { ...options, rejectRateLimitedCalls: true });
const failure = async (call) => {
  try {
    await call;
    return "";
  } catch (fault) {
    return fault.data?.error ?? fault.code;
  }
};

const button = { type: "button", text: { type: "plain_text", text: "参加" }, action_id: "rsvp", value: "1" };
const blocks = [{ type: "actions", elements: [button] }];
const metadata = { event_type: "xiaoban", event_payload: { key: "k1" } };
const title = { type: "plain_text", text: "请假" };
const view = { type: "modal", title, blocks: [{ type: "section", text: title }] };
const seen = {};
seen.me = (await client.auth.test()).user_id;
const sent = await client.chat.postMessage({ channel, text: "会议", blocks, metadata });
seen.ts = sent.ts;
await client.chat.update({ channel, ts: sent.ts, text: "改期" });
const history = await client.conversations.history({ channel, include_all_metadata: true, limit: 1 });
seen.found = history.messages[0].metadata;
seen.names = [];
for await (const page of client.paginate("users.list", { limit: 2 })) {
  seen.names.push(...page.members.map((each) => each.name));
}
seen.direct = (await client.conversations.open({ users: user })).channel.id;
seen.view = (await client.views.open({ trigger_id: trigger, view })).view.id;
seen.again = await failure(client.views.open({ trigger_id: trigger, view }));
seen.home = (await client.views.publish({ user_id: user, view: { type: "home", blocks } })).view.type;
seen.nowhere = await failure(client.chat.postMessage({ channel: "C404", text: "?" }));
await client.filesUploadV2({ channel_id: channel, filename: "a.txt", content: "台账", initial_comment: "文件" });
const posts = [...Array(8)].map(() => failure(client.chat.postMessage({ channel, text: "快" })));
seen.limited = (await Promise.all(posts)).filter((error) => error === "slack_webapi_rate_limited_error").length;
console.log(JSON.stringify(seen));
