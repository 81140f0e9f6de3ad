import { env } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { signUp } from '../../dev/test-people.ts';

const PDF = '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<<>>\nendobj\n';

const form = (files: Record<string, string | Uint8Array<ArrayBuffer>>): FormData => {
  const data = new FormData();
  for (const [name, content] of Object.entries(files)) data.append('file', new Blob([content]), name);
  return data;
};

describe('an upload', () => {
  test('becomes one object, one document and one job a file', async () => {
    const admin = await signUp();
    const answer = await admin.fetch('/api/admin/files/upload', {
      method: 'POST',
      body: form({ 'one.txt': 'One idea about reefs.', 'zwei ü.md': '# Zwei\n\nEine Idee.' }),
    });
    expect(answer.status).toBe(202);
    const { jobs } = await answer.json<{ jobs: { source: string; type: string }[] }>();
    expect(jobs.map(({ source }) => source.split('/').at(-1))).toEqual(['one.txt', 'zwei ü.md']);
    const stored = await env.BUCKET.list({ prefix: `org/${admin.organizationId}/uploads/` });
    expect(stored.objects.map(({ key }) => key.split('/').at(-1))).toEqual(['one.txt', 'zwei ü.md']);
    const listed = await admin.fetch('/api/admin/files');
    const { items } = await listed.json<{ items: { id: string; filename: string; size: number }[] }>();
    expect(items.map(({ filename, size }) => [filename, size]).sort()).toEqual([
      ['one.txt', 21],
      ['zwei ü.md', 18],
    ]);
    const [first] = items;
    const bytes = await admin.fetch(`/api/admin/files/${first?.id}`, { headers: { range: 'bytes=0-2' } });
    expect([bytes.status, bytes.headers.get('content-range')?.split('/')[0]]).toEqual([206, 'bytes 0-2']);
    expect(bytes.headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  test.each([
    [
      'a picture called PDF',
      { 'ok.txt': 'fine', 'x.pdf': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) },
      415,
    ],
    ['a field of another name', {}, 400],
  ])('refuses %s and leaves no object', async (_, files, status) => {
    const admin = await signUp();
    const answer = await admin.fetch('/api/admin/files/upload', { method: 'POST', body: form(files) });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: expect.any(String), requestId: expect.any(String) });
    const stored = await env.BUCKET.list({ prefix: `org/${admin.organizationId}/` });
    expect(stored.objects).toEqual([]);
  });

  test('larger than a part is stored whole, and one over the limit not at all', async () => {
    const admin = await signUp();
    const big = new Uint8Array(11 * 1024 * 1024).fill(97);
    const good = await admin.fetch('/api/admin/files/upload', {
      method: 'POST',
      body: form({ 'big.txt': big }),
    });
    expect(good.status).toBe(202);
    const head = await env.BUCKET.head(`org/${admin.organizationId}/uploads/big.txt`);
    expect(head?.size).toBe(big.length);
    expect(await admin.ask('/api/admin/files/upload')).toEqual({ maxBytes: 50 * 1024 * 1024 });
    const huge = new Uint8Array(51 * 1024 * 1024).fill(97);
    const refused = await admin.fetch('/api/admin/files/upload', {
      method: 'POST',
      body: form({ 'small.txt': 'small', 'huge.txt': huge }),
    });
    expect(refused.status).toBe(413);
    expect(await env.BUCKET.head(`org/${admin.organizationId}/uploads/small.txt`)).toBeNull();
  });

  test('of the same bytes under two names is one document', async () => {
    const admin = await signUp();
    await Promise.all(
      ['a.pdf', 'b.pdf'].map((name) =>
        admin.fetch('/api/admin/files/upload', { method: 'POST', body: form({ [name]: PDF }) }),
      ),
    );
    const { items } = await (await admin.fetch('/api/admin/files')).json<{ items: unknown[] }>();
    expect(items).toHaveLength(1);
  });

  test('that is cut short is refused with a sentence', async () => {
    const admin = await signUp();
    const answer = await admin.fetch('/api/admin/files/upload', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=xyz' },
      body: '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf a fi',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errorType: 'validation_error' });
  });
});
