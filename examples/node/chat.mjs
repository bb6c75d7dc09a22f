// The official OpenAI package for JavaScript against Abacist: whole and streamed.
//
//     npm install
//     ../../abacist serve &
//     node chat.mjs [http://127.0.0.1:8080]

import OpenAI from "openai";

const address = process.argv[2] ?? "http://127.0.0.1:8080";
const client = new OpenAI({
  baseURL: `${address}/v1`,
  apiKey: process.env.ABACIST_KEY ?? "none-needed",
});

const question = { role: "user", content: "the limit of (1+1/x)^x as x -> oo" };

const reply = await client.chat.completions.create({ model: "abacist", messages: [question] });
console.log("whole:", reply.abacist.answer.answer, reply.abacist.answer.level);

const stream = await client.chat.completions.create({
  model: "abacist",
  messages: [question],
  stream: true,
});
let text = "";
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? "";
}
console.log("streamed:", text.includes("\\boxed{e}"));
