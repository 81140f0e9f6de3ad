/** Answers requests for a structure: works out what the schema's property names ask for, and fills the schema. */
import {
  difficultyOf,
  imagePromptOf,
  languageOf,
  minutesFor,
  prerequisitesOf,
  summaryOf,
  titleOf,
} from './describe.ts';
import type { Embedder } from './embeddings.ts';
import { ApiError } from './http.ts';
import { judgeAnswer } from './judge.ts';
import { type Material, readMaterial } from './material.ts';
import { narrate } from './narration.ts';
import type { ChatRequest, JsonSchema } from './openai-wire.ts';
import { makeQuestions, type Question, type QuestionKind } from './questions.ts';
import { fillSchema, namesIn, plainName } from './schema.ts';
import { makeSlides } from './slides.ts';
import { choicesKnown } from './ways-on.ts';

type Known = Record<string, unknown>;

/** A number in the request's own words ("exactly 5 slides"), or undefined. */
function countFor(instruction: string, thing: RegExp): number | undefined {
  const found = new RegExp(
    `(\\d{1,2})(?:\\s*(?:to|–|-)\\s*\\d{1,2})?\\s+(?:\\w+\\s+){0,2}?${thing.source}`,
    'i',
  ).exec(instruction);
  return found ? Number(found[1]) : undefined;
}

/** A topic's score from which on the text is about it. */
const TAUGHT = 0.8;

function describeKnown(material: Material): Known {
  const { sentences, topics, source } = material;
  const title = titleOf(material);
  const summary = summaryOf(sentences);
  const minutes = minutesFor(sentences);
  const names = topics.map(({ text }) => text);
  // Few and good: what the text hardly speaks of is no concept of it.
  const taught = Math.min(5, Math.max(3, topics.filter(({ score }) => score >= TAUGHT).length));
  const prompt = imagePromptOf(material);
  const prerequisites = prerequisitesOf(sentences).filter((one) => one !== names[0]);
  return {
    title,
    heading: title,
    name: title,
    topics: names.slice(0, taught),
    keywords: names.slice(0, 8),
    concepts: names.slice(0, taught),
    concept: names[0] ?? title,
    tags: names.slice(0, taught),
    relatedconcepts: names.slice(taught, taught + 5),
    prerequisites,
    difficulty: difficultyOf(sentences),
    estimatedtime: minutes,
    estimatedminutes: minutes,
    minutes,
    duration: minutes,
    language: languageOf(source),
    summary,
    abstract: summary,
    description: summary,
    overview: summary,
    script: summary,
    narration: summary,
    caption: title,
    alttext: `${title}: ${names.slice(0, 4).join(', ')}.`,
    prompt,
    imageprompt: prompt,
    text: summary,
    content: summary,
    objectives: names.slice(0, 3).map((name) => `Explain ${name}.`),
    keypoints: sentences.slice(0, 3).map(({ text }) => text),
  };
}

const KINDS: readonly [RegExp, QuestionKind][] = [
  [/multiple[- ]choice|\bchoice\b/i, 'choice'],
  [/true[\s/-]*(?:or[\s-]*)?false|truefalse/i, 'truefalse'],
  [/cloze|fill[- ]in|gap|blank/i, 'cloze'],
  [/\bopen\b|own words|short answer|free text/i, 'open'],
  [/\bordering\b|\border (the|these)\b|sequence/i, 'ordering'],
];

/** The kinds a request names, those it lists in its schema included; all of them where it names none. */
const kindsIn = (text: string): QuestionKind[] =>
  KINDS.filter(([names]) => names.test(text)).map(([, kind]) => kind);

const recordOf = (question: Question): Known => ({
  ...question,
  type: question.kind,
  stem: question.question,
  prompt: question.question,
  correctanswer: question.answer,
  correct: question.answer,
  correctindex: question.options.indexOf(question.answer),
  answerindex: question.options.indexOf(question.answer),
  choices: question.options,
  reference: question.answer,
});

function questionKnown(material: Material, schema: JsonSchema): Known {
  const kinds = kindsIn(material.instruction);
  const questions = makeQuestions([{ text: material.source, headings: material.title }], {
    kinds: kinds.length > 0 ? kinds : kindsIn(JSON.stringify(schema)),
    count: countFor(material.instruction, /questions?/) ?? 5,
    about: material.blocks('concept')[0]?.text ?? '',
    asked: material.blocks('asked').map(({ text }) => text),
  });
  const records = questions.map(recordOf);
  return { ...records[0], questions: records, quiz: records, items: records };
}

/** Slides from the source; where the request brings slides of its own, their narration. */
function slidesKnown(material: Material): Known {
  const given = material.blocks('slide');
  if (given.length > 0) return { slides: given.map(narrate) };
  const slides = makeSlides(material, countFor(material.instruction, /slides?/));
  return {
    slides: slides.map((slide) => ({
      ...slide,
      narration: slide.script,
      notes: slide.script,
      points: slide.bullets,
      body: slide.content,
    })),
  };
}

const firstText = (material: Material, ...names: string[]): string =>
  names.flatMap((name) => material.blocks(name).map(({ text }) => text))[0] ?? '';

/** Judges where the request fences an answer; undefined where there is nothing to judge. */
async function judgeKnown(material: Material, embedder: Embedder): Promise<Known | undefined> {
  if (material.blocks('answer').length === 0) return undefined;
  const question = material.blocks('question')[0];
  const options = [
    ...material.blocks('option').map(({ text }) => text),
    ...(question?.attributes['options']?.split('|') ?? []),
  ];
  const judged = await judgeAnswer(
    {
      kind: question?.attributes['kind'] ?? '',
      question: question?.text ?? '',
      reference: firstText(material, 'reference', 'expected', 'key', 'source', 'passage', 'rubric'),
      answer: firstText(material, 'answer'),
      options,
    },
    embedder,
  );
  const correct = judged.score >= 0.7;
  return {
    ...judged,
    correct,
    iscorrect: correct,
    verdict: correct ? 'correct' : judged.score >= 0.35 ? 'partial' : 'incorrect',
    evidence: judged.feedback,
    reason: judged.feedback,
    rationale: judged.feedback,
    explanation: judged.feedback,
  };
}

const wants = (names: ReadonlySet<string>, ...any: string[]): boolean => any.some((name) => names.has(name));

/**
 * The structure a request asks for, as a value that fits its schema.
 * Which generator runs is told by the property names in the schema and the blocks in the messages.
 */
export async function fillStructure(
  messages: ChatRequest['messages'],
  schema: JsonSchema,
  embedder: Embedder,
): Promise<unknown> {
  const material = readMaterial(messages);
  const names = namesIn(schema);
  const judged = wants(names, 'score', 'correct', 'verdict', 'iscorrect')
    ? await judgeKnown(material, embedder)
    : undefined;
  const known: Known = {
    ...describeKnown(material),
    ...(wants(names, 'choices', 'nodes') ? choicesKnown(material) : {}),
    ...(wants(names, 'slides') ? slidesKnown(material) : {}),
    ...(wants(names, 'questions', 'question', 'quiz', 'distractors') ? questionKnown(material, schema) : {}),
    ...judged,
  };
  const byName = new Map(Object.entries(known).map(([name, value]) => [plainName(name), value]));
  return fillSchema(schema, (name) => byName.get(name));
}

/** For `json_object`, which brings no schema: the description of the text, as a record. */
const ANY_OBJECT: JsonSchema = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    summary: { type: 'string' },
    topics: { type: 'array', items: { type: 'string' } },
    difficulty: { type: 'integer' },
    language: { type: 'string' },
  },
};

/** The JSON text for a request with a `response_format`, or undefined where it wants plain text. */
export async function structuredText(request: ChatRequest, embedder: Embedder): Promise<string | undefined> {
  const format = request.response_format;
  if (!format || format.type === 'text') return undefined;
  if (!('json_schema' in format))
    return JSON.stringify(await fillStructure(request.messages, ANY_OBJECT, embedder));
  const wrapped = format.json_schema;
  if (typeof wrapped !== 'object' || wrapped === null || !('schema' in wrapped)) {
    throw new ApiError(
      400,
      "Missing required parameter: 'response_format.json_schema.schema'.",
      'response_format',
    );
  }
  const { schema } = wrapped;
  if (typeof schema !== 'object' || schema === null) throw new ApiError(400, 'The schema is not an object.');
  return JSON.stringify(await fillStructure(request.messages, { ...schema }, embedder));
}
