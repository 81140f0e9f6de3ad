import { describe, expect, it } from 'vitest';
import type { ClientFrame } from '../../tutoring/protocol.ts';
import {
  acknowledged,
  added,
  disconnected,
  type Outbox,
  refusedFrame,
  sent,
  settled,
  toSend,
} from './outbox.ts';

const said = (id: string, content = 'words'): ClientFrame => ({
  event: 'session:message',
  id,
  data: { content },
});
const ids = (outbox: Outbox) => outbox.map(({ frame }) => frame.id);

describe('outbox', () => {
  it('keeps order and takes each frame once', () => {
    const outbox = added(added(added([], said('a')), said('b')), said('a'));
    expect(ids(outbox)).toEqual(['a', 'b']);
    expect(toSend(outbox).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('sends again what was sent and not acknowledged when the connection broke', () => {
    const outbox = sent(sent(added(added([], said('a')), said('b')), 'a'), 'b');
    expect(toSend(outbox)).toEqual([]);
    expect(toSend(disconnected(acknowledged(outbox, 'a', 7))).map(({ id }) => id)).toEqual(['b']);
  });

  it('shows what was stored until its event is on the page', () => {
    const outbox = acknowledged(sent(added([], said('a')), 'a'), 'a', 7);
    expect(ids(settled(outbox, 6))).toEqual(['a']);
    expect(ids(settled(outbox, 7))).toEqual([]);
  });

  it('is done with what caused no event', () => {
    expect(acknowledged(sent(added([], said('a')), 'a'), 'a', null)).toEqual([]);
  });

  it('does not send what was refused, and says why', () => {
    const outbox = disconnected(refusedFrame(added([], said('a')), 'a', 'Too long.'));
    expect(toSend(outbox)).toEqual([]);
    expect(outbox[0]?.because).toBe('Too long.');
  });
});
