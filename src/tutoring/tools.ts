/**
 * The tutor's tools: what the model proposes, checked and turned into effects by code. A tool takes ids of this
 * organization and names of concepts at hand only, and only in a phase that allows it.
 */
import { z } from 'zod';
import { NuggetId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Tool } from '../models/port.ts';
import type { Desk } from './desk.ts';
import type { Effect } from './effects.ts';
import { ANSWER_RUNG } from './hints.ts';
import { type Found, type LessonNode, type Passage, phaseOf } from './lesson.ts';
import { observe } from './observation.ts';
import { passageBlock } from './prompt.ts';
import { askQuestion } from './questioning.ts';
import { progressReport } from './record.ts';
import { askStored, type KeptQuestion } from './stored-questions.ts';
import { tells } from './telling.ts';
import { containment, contentStems } from './words.ts';

export type ToolNeeds = {
  /** Published passages of the organization, best first. */
  search: (query: string) => Promise<Found>;
  /** How many documents of the organization are not nuggets yet. */
  beingRead: () => Promise<number>;
  /** A published nugget of the organization as a node, with its words; null where there is none. */
  findNugget: (nuggetId: NuggetId) => Promise<{ node: LessonNode; found: Found } | null>;
  /** The questions kept with a nugget, easiest first. */
  questionsOf: (nuggetId: NuggetId) => Promise<KeptQuestion[]>;
  now: () => Date;
  /** What a tool could not do, and why. */
  report: Log;
};

/** What a call came to: `told` goes to the model, `seen` stands in the conversation for the learner. */
export type Called = { told: string; seen: unknown; effects: Effect[] };

export const refused = (why: string): Called => ({
  told: JSON.stringify({ ok: false, error: why }),
  seen: { ok: false },
  effects: [],
});

export type Call = { desk: Desk; needs: ToolNeeds; round: number; index: number };

type Definition<Schema extends z.ZodObject> = {
  name: string;
  description: string;
  parameters: Schema;
  phases: readonly ('teaching' | 'questioning')[];
  /** Times it may do something in one turn. */
  most: number;
  /** What of the arguments a learner may see. */
  seen?: (args: z.output<Schema>) => unknown;
  call: (args: z.output<Schema>, call: Call) => Promise<Called> | Called;
};

/** Postgres may be away and the lesson goes on: the model is told that the library is out of reach, not that it is empty. */
async function tried(name: string, call: () => Promise<Called> | Called, { needs }: Call): Promise<Called> {
  try {
    return await call();
  } catch (thrown) {
    needs.report('session.tool.failed', { tool: name, error: describeError(thrown) });
    return refused('the library can’t be reached just now: go on with what is at hand, and say so');
  }
}

/** The definition with its types closed over, so that definitions of different shapes stand in one list. */
function define<Schema extends z.ZodObject>({ seen, call, parameters, ...rest }: Definition<Schema>) {
  const run = async (raw: unknown, at: Call): Promise<string> => {
    const { desk, index } = at;
    const args = parameters.safeParse(raw);
    const phase = phaseOf(desk.lesson());
    const called = !args.success
      ? refused(`arguments: ${args.error.issues[0]?.message ?? 'do not fit'}`)
      : !rest.phases.some((allowed) => allowed === phase)
        ? refused(`not while the lesson is in its phase “${phase}”`)
        : !desk.claim(rest.name, rest.most)
          ? refused('enough of that in one turn')
          : await tried(rest.name, () => call(args.data, at), at);
    desk.act(index, called.effects);
    desk.show(index, {
      name: rest.name,
      arguments: args.success ? (seen?.(args.data) ?? args.data) : {},
      result: called.seen,
    });
    return called.told;
  };
  return { ...rest, parameters, run };
}

const ok = (seen: Record<string, unknown>, effects: Effect[], told?: string): Called => ({
  told: told ?? JSON.stringify({ ok: true, ...seen }),
  seen: { ok: true, ...seen },
  effects,
});

function arrive(desk: Desk, node: LessonNode, found: Found, reason: string): Called {
  const { id: nuggetId, title } = node.view.nugget;
  const numbered = desk.number(found.passages);
  const told = [`Moved on to “${title ?? 'the next part'}”.`, ...numbered.map(passageBlock)].join('\n');
  return ok(
    { nuggetId, title },
    [
      { kind: 'move', node, choiceId: null, reason },
      { kind: 'found', ...found },
    ],
    told,
  );
}

const NOT_HELD =
  'The sources do not speak of this. Say so plainly, and name the nearest thing that they do cover.';
const NOT_HELD_YET =
  'The sources that have been read do not speak of this, and others are still being read. Say plainly what those that have been read do not speak of, and name the nearest thing that they do cover; that others may still bring the answer is written below yours.';

const speaksOf = ({ title, headings, text }: Passage, query: string): boolean =>
  containment(contentStems(query), contentStems([title, ...headings, text].join(' '))) > 0;

const search = define({
  name: 'search_nuggets',
  description:
    'Searches the learning material. Call it before saying that the sources do not hold something.',
  parameters: z.object({ query: z.string().min(1).max(500) }),
  phases: ['teaching', 'questioning'],
  most: 4,
  call: async ({ query }, { desk, needs }) => {
    const found = await needs.search(query);
    const { passages } = found;
    // A search always finds something; whether it speaks of what was asked is another matter.
    const isHeld = passages.some((one) => speaksOf(one, query));
    const beingRead = isHeld ? 0 : await needs.beingRead();
    const blocks = desk.number(passages).map(passageBlock);
    const told = [...(isHeld ? [] : [beingRead > 0 ? NOT_HELD_YET : NOT_HELD]), ...blocks].join('\n');
    const seen = {
      found: passages.map(({ nuggetId, title, page }) => ({ nuggetId, title, page })),
      // So that the page can say it whatever the model says.
      ...(beingRead > 0 ? { beingRead } : {}),
    };
    return ok(seen, passages.length === 0 ? [] : [{ kind: 'found', ...found }], told);
  },
});

async function nodeOf(id: string, { desk, needs }: Call) {
  const nuggetId = NuggetId.safeParse(id);
  if (!nuggetId.success) return null;
  const { node, pack } = desk.lesson();
  const near = [...(node === null ? [] : [node]), ...pack.neighbours].find(
    ({ view }) => view.nugget.id === nuggetId.data,
  );
  const passages = pack.passages.filter((passage) => passage.nuggetId === nuggetId.data);
  return near !== undefined && passages.length > 0
    ? { node: near, found: { passages, concepts: [] } }
    : needs.findNugget(nuggetId.data);
}

const deliver = define({
  name: 'deliver_nugget',
  description: 'Shows the learner a nugget as the next step of the lesson.',
  parameters: z.object({ nuggetId: z.string() }),
  phases: ['teaching'],
  most: 1,
  call: async ({ nuggetId }, call) => {
    const there = await nodeOf(nuggetId, call);
    if (there === null) return refused('no such nugget');
    return arrive(call.desk, there.node, there.found, 'The tutor chose it for you.');
  },
});

/** Why one goes where a choice leads, when the planner has nothing better. */
const FOLLOWS = 'It follows best from where you are.';

const adapt = define({
  name: 'adapt_narrative',
  description: 'Moves the lesson on to what suits the learner best now; a live question is let go.',
  parameters: z.object({ reason: z.string().min(1).max(500) }),
  phases: ['teaching', 'questioning'],
  most: 1,
  call: async (_args, call) => {
    const { node, path, pack } = call.desk.lesson();
    const here = node?.view.nugget.id;
    const seen = new Set<string>(path.map(({ nuggetId }) => nuggetId));
    const led = pack.neighbours.map(({ view }) => ({ nuggetId: view.nugget.id, reason: FOLLOWS }));
    const ways = [...pack.plan, ...led].filter(({ nuggetId }) => nuggetId !== here);
    const way = ways.find(({ nuggetId }) => !seen.has(nuggetId)) ?? ways[0];
    const there = way && (await nodeOf(way.nuggetId, call));
    if (there == null) return refused('nothing further on this path');
    return arrive(call.desk, there.node, there.found, way?.reason ?? FOLLOWS);
  },
});

const show = define({
  name: 'show_media',
  description: 'Shows an image, audio, slides or a video of a nugget.',
  parameters: z.object({ nuggetId: z.string(), type: z.enum(['image', 'audio', 'slides', 'video']) }),
  phases: ['teaching', 'questioning'],
  most: 2,
  call: async ({ nuggetId, type }, call) => {
    const found = await nodeOf(nuggetId, call);
    if (found === null) return refused('no such nugget');
    const { id, title, imageUrl, imageAlt, audioUrl, slides } = found.node.view.nugget;
    const urls = {
      image: imageUrl,
      audio: audioUrl,
      slides: slides.length > 0 ? `/nuggets/${id}#slides` : null,
      video: null,
    };
    const url = urls[type];
    if (url === null) return refused(`no ${type} for this nugget yet`);
    const live = call.desk.lesson().question;
    const about = (type === 'image' ? imageAlt : null) ?? title ?? '';
    // What a picture is called may be just what is asked.
    const caption = live !== null && live.rung < ANSWER_RUNG && tells(live, about) ? '' : about;
    return ok({ type, url, caption }, [{ kind: 'show', media: { type, url, caption } }]);
  },
});

const ask = define({
  name: 'ask_question',
  description:
    'Puts one question to the learner. For a cloze mark the gap with ____ and answer with the missing words; for an ordering answer with the items in the right order, one a line; for a choice give 2 to 6 options, the answer among them.',
  parameters: z.object({
    concept: z.string().describe('id or name of a listed concept'),
    kind: z.enum(['open', 'choice', 'cloze', 'truefalse', 'ordering']),
    question: z.string().min(1).max(2000),
    options: z.array(z.string().min(1).max(500)).max(8).nullish(),
    answer: z.string().min(1).max(2000),
    rubric: z.string().max(2000).nullish().describe('for an open question: what a full answer covers'),
    quote: z.string().max(2000).nullish().describe('the sentence of the passage that holds the answer'),
  }),
  phases: ['teaching', 'questioning'],
  most: 1,
  // The key stays behind.
  seen: ({ concept, kind, question }) => ({ concept, kind, question }),
  call: askQuestion,
});

const askKept = define({
  name: 'ask_stored_question',
  description:
    'Puts one of the questions that are kept with the present nugget, each checked against its source. Prefer it to ask_question where no particular question is called for.',
  parameters: z.object({
    concept: z.string().nullish().describe('id or name of a listed concept it should be about'),
  }),
  phases: ['teaching', 'questioning'],
  most: 1,
  call: askStored,
});

const update = define({
  name: 'update_mastery',
  description: 'Files an observation: what the learner showed, in their own words, to know of a concept.',
  parameters: z.object({
    concept: z.string().describe('id or name of a listed concept'),
    score: z.number().min(0).max(1),
    evidence: z.string().min(1).max(2000).describe('the learner’s own words that show it'),
  }),
  phases: ['teaching', 'questioning'],
  most: 2,
  call: observe,
});

const progress = define({
  name: 'get_learner_progress',
  description: 'Tells what the learner knows so far, 0–100 by concept.',
  parameters: z.object({}),
  phases: ['teaching', 'questioning'],
  most: 2,
  call: (_args, { desk, needs }) => ok(progressReport(desk.lesson(), needs.now()), []),
});

const gaps = define({
  name: 'identify_gaps',
  description: 'Tells which concepts the learner has yet to learn.',
  parameters: z.object({}),
  phases: ['teaching', 'questioning'],
  most: 2,
  call: (_args, { desk, needs }) => {
    const { knowledgeGaps } = progressReport(desk.lesson(), needs.now());
    return ok({ knowledgeGaps }, []);
  },
});

const TOOLS = [search, deliver, adapt, show, askKept, ask, update, progress, gaps];

/** The tools on offer in the present phase, bound to the turn's desk. Phases change within a turn: each call is judged anew. */
export function toolsFor(desk: Desk, needs: ToolNeeds): Tool[] {
  const phase = phaseOf(desk.lesson());
  return TOOLS.filter(({ phases }) => phases.some((allowed) => allowed === phase)).map(
    ({ name, description, parameters, run }) => ({
      name,
      description,
      parameters,
      run: (args, { round, index }) => run(args, { desk, needs, round, index }),
    }),
  );
}
