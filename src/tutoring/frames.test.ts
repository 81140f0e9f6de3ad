import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, type Flow, readFrame } from './frames.ts';
import { MAX_MESSAGE_CHARACTERS } from './protocol.ts';

const id = '018f0000-0000-7000-8000-000000000001';
const frame = (event: string, data: unknown) => JSON.stringify({ event, id, data });
const escaped = (text: string) =>
  frame('session:message', { content: text }).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe('a frame', () => {
  test('carries eight thousand characters whatever they are and however they are written, and not one more', () => {
    for (const one of ['x', 'é', '漢', '🐙']) {
      const content = one.repeat(MAX_MESSAGE_CHARACTERS);
      for (const text of [frame('session:message', { content }), escaped(content)])
        expect(readFrame(text)).toMatchObject({ kind: 'frame', frame: { data: { content } } });
      expect(readFrame(frame('session:message', { content: `${content}x` }))).toMatchObject({
        kind: 'wrong',
        errorType: 'validation_error',
        id,
      });
    }
  });

  test('comes through as it was sent, or is refused: any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (content) => {
        const read = readFrame(frame('session:message', { content }));
        const isStorable = content.isWellFormed() && !content.includes('\0');
        expect(read.kind).toBe(isStorable ? 'frame' : 'wrong');
        if (read.kind === 'frame') expect(read.frame.data).toEqual({ content });
      }),
    );
  });

  test('is refused and never thrown at, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => frame('session:join', value)),
        ),
        (text) => {
          expect(['frame', 'wrong']).toContain(readFrame(text).kind);
        },
      ),
    );
    expect(readFrame('x'.repeat(131_073))).toMatchObject({ errorType: 'payload_too_large' });
  });

  test('one of very many waits: sixty at once, then twenty a second', () => {
    let flow: Flow | undefined;
    const passed = (count: number, at: number): number => {
      let through = 0;
      for (let i = 0; i < count; i++) {
        const next = admit(flow, at);
        flow = next.flow;
        through += next.allowed ? 1 : 0;
      }
      return through;
    };
    expect(passed(100, 0)).toBe(60);
    expect(passed(100, 1000)).toBe(20);
    expect(passed(100, 60_000)).toBe(60);
  });
});
