/** POST /v1/chat/completions: an answer whole, or streamed at the pace of speech-quick reading. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatNeeds } from './chat.ts';
import { openEvents, readJson, sendJson } from './http.ts';
import {
  ChatRequest,
  completionBody,
  deltasOf,
  type Finished,
  finishReply,
  textOf,
  type Usage,
  usageOf,
} from './openai-wire.ts';

export const CHAT_ENGINE = 'rules-and-retrieval/1';

export type ChatRouteNeeds = ChatNeeds & {
  /** Milliseconds between two deltas. */
  pace: number;
};

type StreamInput = { request: ChatRequest; finished: Finished; usage: Usage; pace: number };

async function streamReply(
  response: ServerResponse,
  { request, finished, usage, pace }: StreamInput,
): Promise<void> {
  const send = openEvents(response, CHAT_ENGINE);
  const wantsUsage = request.stream_options?.include_usage === true;
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
  const sendChoice = (delta: object, finish_reason: string | null) =>
    send({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      ...(wantsUsage ? { usage: null } : {}),
    });
  for (const delta of deltasOf(finished)) {
    if (response.destroyed) return;
    sendChoice(delta, null);
    if (pace > 0) await sleep(pace);
  }
  sendChoice({}, finished.finish);
  if (wantsUsage) send({ ...head, choices: [], usage });
  send('[DONE]');
  response.end();
}

/** Answers one chat request. Throws `ApiError` for a request that does not fit. */
export async function serveChat(
  incoming: IncomingMessage,
  response: ServerResponse,
  needs: ChatRouteNeeds,
): Promise<void> {
  const request = await readJson(incoming, ChatRequest);
  // Loaded at the first use: the language model costs more than the whole rest of the start.
  const { answerChat } = await import('./chat.ts');
  const finished = finishReply(await answerChat(request, needs), request);
  const written = finished.text + finished.calls.map((call) => call.function.arguments).join('');
  const usage = usageOf(request.messages.map(textOf).join('\n'), written);
  if (request.stream) await streamReply(response, { request, finished, usage, pace: needs.pace });
  else sendJson(response, CHAT_ENGINE, completionBody(request.model, finished, usage));
}
