/** cloudflare/agents' chat agent as its own README writes it, in front of the bench's model. */
import { createOpenAI } from '@ai-sdk/openai';
import { AIChatAgent } from '@cloudflare/ai-chat';
import { routeAgentRequest } from 'agents';
import { convertToModelMessages, streamText } from 'ai';

export class ChatAgent extends AIChatAgent {
  async onChatMessage() {
    const openai = createOpenAI({ baseURL: this.env.MODEL_URL, apiKey: 'bench' });
    const result = streamText({
      model: openai.chat('bench'),
      messages: await convertToModelMessages(this.messages),
    });
    return result.toUIMessageStreamResponse();
  }
}

export default {
  fetch: async (request, env) =>
    (await routeAgentRequest(request, env)) ?? new Response(null, { status: 404 }),
};
