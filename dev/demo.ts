/** `npm run demo`: plays the main job in the terminal against the running system and prints what it did. */
import { z } from 'zod';
import type { QuestionData } from '../src/tutoring/protocol.ts';
import { type Api, signIn, until } from './api.ts';
import { type LessonClient, openLesson, type Turn } from './lesson-client.ts';
import { DEMO_PEOPLE } from './seed.ts';

const url = process.argv[2] ?? `http://127.0.0.1:${process.env['PORT'] || 8787}`;
const [ADMIN, , LEARNER] = DEMO_PEOPLE;

const Files = z.object({
  items: z.array(
    z.object({
      filename: z.string(),
      title: z.string().nullable(),
      status: z.string(),
      nuggetCount: z.number(),
      error: z.string().nullable(),
    }),
  ),
});
const Session = z.object({ id: z.string() });
const Progress = z.object({
  concepts: z.array(z.object({ name: z.string(), masteryLevel: z.number(), evidence: z.unknown() })),
});

const say = (line = '') => console.log(line);

async function main(): Promise<void> {
  const admin = await signIn(url, ADMIN.email, ADMIN.password);
  say(`Signed in as ${ADMIN.email}.`);
  const files = await until('Reading the samples', 180, () => allRead(admin));
  for (const { filename, title, nuggetCount } of files)
    say(`  ${filename}: “${title}”, ${nuggetCount} nuggets`);

  const learner = await signIn(url, LEARNER.email, LEARNER.password);
  const { id } = Session.parse(
    await learner.post('/api/learning/sessions', {
      goal: 'Keep food safe in a small kitchen',
      topic: 'food safety',
    }),
  );
  say(`\nSigned in as ${LEARNER.email}; session ${id} is open.`);
  const lesson = await openLesson(url, learner.token, id);
  try {
    await play(lesson, learner, id);
  } finally {
    lesson.close();
  }
}

async function allRead(admin: Api) {
  const { items } = Files.parse(await admin.get('/api/admin/files?limit=200'));
  const failed = items.find(({ status }) => status === 'failed');
  if (failed !== undefined) throw new Error(`${failed.filename} could not be read: ${failed.error}`);
  return items.length > 0 && items.every(({ status }) => status === 'completed') ? items : undefined;
}

const QUESTIONS = [
  'At what temperature do bacteria in food grow fastest?',
  'What should you do first when somebody is bleeding heavily?',
  'What is the difference between a commit and a branch?',
];

async function play(lesson: LessonClient, learner: Api, sessionId: string): Promise<void> {
  const read: string[] = [];
  for (const question of QUESTIONS) {
    const turn = await lesson.say(question);
    read.push(...turn.message.citations.map(({ quote }) => quote));
    print(question, turn);
  }
  const asked = await lesson.say('Quiz me on that.');
  print('Quiz me on that.', asked);
  const { question } = asked;
  if (question !== undefined) {
    say(`  [${question.kind}] ${question.question}`);
    for (const option of question.options ?? []) say(`      ○ ${option}`);
    const given = lookedUp(question, read);
    print(given, await lesson.answer(question.questionId, given));
  }
  const { concepts } = Progress.parse(await learner.get(`/api/learning/sessions/${sessionId}/progress`));
  say('\nWhat the tutor now believes:');
  for (const { name, masteryLevel } of concepts) say(`  ${name}: ${masteryLevel} %`);
  if (concepts.length === 0) say('  nothing yet: no answer has been judged.');
  if (read.length === 0) throw new Error('No answer cited a source: that is not how it should be.');
  say(`\nDone: ${QUESTIONS.length} questions answered with ${read.length} citations.`);
}

/** What somebody would answer who has only read what was cited: the words of the gap, the option that stands there. */
function lookedUp({ kind, question, options }: QuestionData, read: readonly string[]): string {
  const text = read.join(' ');
  if (kind === 'cloze') {
    const [before = '', after = ''] = question.replace(/^[^:]*: /, '').split(/_{2,}/);
    const start = text.indexOf(before) + before.length;
    const end = text.indexOf(after.slice(0, 20), start);
    if (text.includes(before) && end > start) return text.slice(start, end);
  }
  return (
    options?.find((option) => text.toLowerCase().includes(option.toLowerCase())) ?? options?.[0] ?? 'true'
  );
}

function print(said: string, { message, firstWordMs }: Turn): void {
  say(`\nLearner: ${said}`);
  say(`Tutor:   ${message.content.replaceAll('\n', '\n         ')}`);
  for (const { n, title, page, quote } of message.citations)
    say(`   [${n}] ${title}, page ${page}: “${quote}”`);
  say(`   (first word after ${Math.round(firstWordMs)} ms)`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(`Is Nuggets running at ${url}? Start it with \`npm start\`.`);
  process.exitCode = 1;
});
