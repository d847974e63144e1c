// @wecom/crypto: opens what it is given and seals an answer, line by line.
import { createInterface } from "node:readline";
import wecom from "@wecom/crypto";

for await (const line of createInterface({ input: process.stdin })) {
  const { token, key, receiver, timestamp, nonce, encrypt } = JSON.parse(line);
  const { message, id } = wecom.decrypt(key, encrypt);
  const sealed = wecom.encrypt(key, `听到：${message}`, receiver);
  console.log(JSON.stringify({
    message, id, signature: wecom.getSignature(token, timestamp, nonce, encrypt),
    sealed, sealedSignature: wecom.getSignature(token, timestamp, nonce, sealed),
  }));
}
