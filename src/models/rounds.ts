import type { ChatEvent, ChatMessage } from './port.ts';

type Round = Pick<Extract<ChatEvent, { type: 'round' }>, 'text' | 'calls' | 'results'>;

/** A round of tool calls as the model is told of it afterwards. */
export const roundMessages = ({ text, calls, results }: Round): ChatMessage[] => [
  { role: 'assistant', content: text, toolCalls: calls },
  ...results.map(({ toolCallId, content }) => ({ role: 'tool' as const, toolCallId, content })),
];
