import { describe, expect, it } from 'vitest';
import { makeUploads, type Sent } from './uploads.ts';

const file = (name: string) => ({ name, size: 10 });

function setUp(answers: Record<string, Sent<string>[]>) {
  const accepted: string[] = [];
  const slept: number[] = [];
  const asked: string[] = [];
  let id = 0;
  const uploads = makeUploads<{ name: string; size: number }, string>({
    send: async ({ name }, progress) => {
      asked.push(name);
      progress(0.5);
      progress(1);
      return answers[name]?.shift() ?? { kind: 'done', jobs: [name] };
    },
    sleep: async (ms) => void slept.push(ms),
    now: () => 0,
    newId: () => String(++id),
    accepted: (jobs) => void accepted.push(...jobs),
  });
  return { uploads, accepted, slept, asked };
}

describe('uploads', () => {
  it('sends one after the other and lets go of what was accepted', async () => {
    const { uploads, accepted } = setUp({});
    await uploads.add([file('a'), file('b')]);
    expect(accepted).toEqual(['a', 'b']);
    expect(uploads.uploads.value).toEqual([]);
  });

  it('keeps a refused file with its reason and goes on with the others', async () => {
    const { uploads, accepted } = setUp({
      a: [{ kind: 'refused', because: 'This kind of file cannot be read.' }],
    });
    await uploads.add([file('a'), file('b')]);
    expect(accepted).toEqual(['b']);
    expect(uploads.uploads.value).toMatchObject([{ name: 'a', state: { kind: 'failed' } }]);
    uploads.dismiss(uploads.uploads.value[0]?.id ?? '');
    expect(uploads.uploads.value).toEqual([]);
  });

  it('waits as long as it is told to and tries again', async () => {
    const { uploads, accepted, slept, asked } = setUp({ a: [{ kind: 'later', after: 7000 }] });
    await uploads.add([file('a')]);
    expect(slept).toEqual([7000]);
    expect(asked).toEqual(['a', 'a']);
    expect(accepted).toEqual(['a']);
  });
});
