import type { MessageData, StoredEvent } from '../../tutoring/protocol.ts';
import { get, withQuery } from '../api/client.ts';

/** A message as the API gives it. */
type Kept = Omit<MessageData, 'messageId' | 'replaces'> & {
  id: string;
  seq: number;
  replaces: string | null;
};

const eventOf = ({ id, seq, replaces, ...message }: Kept): StoredEvent => ({
  seq,
  event: 'session:message',
  data: { ...message, messageId: id, ...(replaces === null ? {} : { replaces }) },
});

/** A lesson that was finished long ago, as far as its words go: it has no line any more. */
export async function archived(sessionId: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: Kept[]; nextCursor: string | null } = await get(
      withQuery(`/api/learning/sessions/${sessionId}/messages`, { limit: 200, cursor }),
    );
    events.push(...page.items.map(eventOf));
    cursor = page.nextCursor;
  }
  return events;
}
