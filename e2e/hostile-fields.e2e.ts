import { expect, it } from 'vitest';
import { ALL, ATTACKS, expectHarmless, watchLeaks } from './attacks.ts';
import { found, ofApi, settled, stickingOut, until, useBrowser, written } from './browser.ts';

const { open } = useBrowser();

/** As long as a field may be. */
const cut = (length: number): string => ALL.slice(0, length);

it('shows what people wrote into every field as the text it is, on every page of every role', async () => {
  const visit = await open('desktop');
  const { page, troubles, forgive, close } = visit;
  const leaks = watchLeaks(visit);
  await found(page, cut(190), cut(190));
  const api = ofApi(page);
  const me = await api.get('/api/auth/me');

  // A text, and of what became of it every field that can be written.
  const texts = await Promise.all(
    [0, 1].map((n) =>
      written(
        page,
        `${n}${cut(280)}`,
        ATTACKS.map((attack, i) => `Rope ${n}${i} holds. ${attack}`).join('\n\n'),
      ),
    ),
  );
  const [{ documentId, ids } = { documentId: '', ids: [] }] = texts;
  await api.send('PATCH', `/api/admin/nuggets/${ids[0]}`, {
    title: cut(290),
    metadata: {
      topics: ATTACKS.slice(0, 5),
      prerequisites: ATTACKS.slice(0, 5),
      relatedConcepts: ATTACKS.slice(0, 5),
    },
    slides: [{ title: cut(290), content: `- ${ATTACKS.join('\n- ')}`, script: ALL }],
    imageAlt: cut(490),
  });
  const concepts = async () => (await api.get('/api/admin/concepts')).items;
  await until('concepts', async () => (await concepts()).length > 0);
  const [wide] = await concepts();
  await api.post(`/api/admin/concepts/${wide.id}/split`, {
    name: cut(190),
    nuggetIds: [wide.nuggets[0].id],
  });

  // Settings, sources that are watched, a person's own words, and words about a person.
  await api.send('PUT', '/api/admin/settings/ai-models', { contentGenerationModel: cut(190) });
  await api.post('/api/admin/settings/system', { key: 'image.model', value: cut(190) });
  await api.post('/api/admin/ingestion/folders', {
    path: 'a <img src=x onerror=alert(1)>/',
    fileTypes: ['pdf'],
    recursive: true,
    autoProcess: false,
    enabled: false,
  });
  await api.post('/api/admin/ingestion/urls', {
    url: 'https://www.example.org/?q="><script>alert(3)</script>',
    checkInterval: 60,
    contentSelector: 'main',
    autoProcess: false,
    enabled: false,
  });
  await api.send('PATCH', '/api/learner/profile', {
    interests: ATTACKS.slice(0, 5),
    goals: [cut(190)],
    learningStyle: cut(190),
  });
  const [last] = (await concepts()).slice(-1);
  await api.post(`/api/admin/learners/${me.learnerId}/corrections`, {
    concept: last.id,
    masteryLevel: 20,
    reason: cut(490),
  });
  await api.post(`/api/admin/invites`, { email: null, role: 'learner', expiresInHours: 2 });
  const session = await api.post('/api/learning/sessions', { goal: cut(490) });
  const { nodes } = await api.get('/api/narrative/graph');

  const first = encodeURIComponent(ATTACKS[0]);
  const pages = [
    '/sources',
    `/sources?open=${documentId}`,
    '/sources?view=urls',
    '/sources?view=folders',
    '/nuggets',
    `/nuggets?q=${first}&topic=${encodeURIComponent(ATTACKS[1])}`,
    `/nuggets/${ids[0]}`,
    `/map?node=${nodes[0]?.id ?? ''}`,
    '/map?view=concepts',
    '/class',
    `/class/${me.learnerId}`,
    '/reviews',
    '/analytics',
    '/analytics?by=learner',
    `/people?q=${first}`,
    '/people',
    '/settings',
    `/settings?learner=${me.learnerId}`,
    '/',
    '/library',
    `/library?q=${first}`,
    '/review',
    '/progress',
    '/profile',
  ];
  const tooWide: string[] = [];
  for (const path of pages) {
    await page.goto(path);
    await settled(page);
    await expectHarmless(page, path);
    const out = await stickingOut(page);
    if (out.length > 0) tooWide.push(`${path}: ${out.join(' ')}`);
  }
  expect(tooWide).toEqual([]);
  for (const path of [
    `/lessons/${session.id}`,
    `/join#token=${ATTACKS[0]}`,
    '/login?next=javascript:alert(9)',
  ]) {
    await page.goto(path);
    await page.locator('main').waitFor();
    await page.waitForLoadState('networkidle');
    await expectHarmless(page, path);
  }

  // A list of people, the errors of its rows included.
  await page.goto('/people');
  await page.getByRole('button', { name: 'Import a list' }).click();
  const quoted = ATTACKS.map((attack) => `"${attack.replaceAll('"', '""')}"`);
  const rows = quoted.map((attack) => `${attack},${attack},learner`);
  const buffer = Buffer.from(['email,name,role', ...rows].join('\n'));
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: `${ATTACKS[0]}.csv`, mimeType: 'text/csv', buffer });
  await page.getByRole('dialog').getByText('Row 2', { exact: true }).waitFor();
  await expectHarmless(page, 'a list of people');

  expect(leaks).toEqual([]);
  // A policy that stops an attack says so on the console; a dialog or a failing request would be another matter.
  forgive(/Content Security Policy/);
  expect(troubles).toEqual([]);
  await close();
});
