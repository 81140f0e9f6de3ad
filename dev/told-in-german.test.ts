import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { german, SENTENCES } from '../src/web/words/told.de.ts';

/** What the server can say to a reader, read from its source: the pages must know each sentence in their other language. */

/** Whose arguments are shown to people. */
const SAYS = new Set([
  'AppError',
  'ProviderError',
  'Refused',
  'failed',
  'notFound',
  'refuse',
  'refused',
  'required',
  'tooLarge',
]);

/** What is said to programs, or to the model in a turn: `refused` means another thing there. */
const TO_OTHERS = /WebSocket|^The frame /;
const TO_THE_MODEL = /^src\/(tutoring\/tool|tutoring\/observe|models\/(structured|wire))/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name}`)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && !name.startsWith('src/web/'));

const nameOf = (callee: ts.Expression): string =>
  ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : '';

/** A literal's words, with `{}` where something is put in. */
function wordsOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}

const isSentence = (text: string): boolean => /^[A-Z{“].*\s.*[.!?]$/s.test(text);

function* literalsOf(node: ts.Node): Generator<string> {
  const words = wordsOf(node);
  if (words !== undefined) yield words;
  for (const child of node.getChildren()) yield* literalsOf(child);
}

function* callsOf(node: ts.Node, names: Set<string>): Generator<ts.CallExpression | ts.NewExpression> {
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && names.has(nameOf(node.expression)))
    yield node;
  for (const child of node.getChildren()) yield* callsOf(child, names);
}

const sources = files.map((name) => ({
  name,
  file: ts.createSourceFile(name, readFileSync(name, 'utf8'), ts.ScriptTarget.Latest, true),
}));

const places = (text: string): string => text.replaceAll(/\{\d\}/g, '{}');
const known = new Set(Object.keys(SENTENCES).map(places));

it('knows in German whatever the server may refuse with', () => {
  const missing = sources
    .filter(({ name }) => !TO_THE_MODEL.test(name))
    .flatMap(({ name, file }) =>
      [...callsOf(file, SAYS)]
        .flatMap((call) => (call.arguments ?? []).flatMap((one) => [...literalsOf(one)]))
        .filter((text) => isSentence(text) && !TO_OTHERS.test(text) && !known.has(text))
        .map((text) => `${name}: ${text}`),
    );
  expect(missing).toEqual([]);
});

/** Where a schema says in its own words what does not fit. */
const FITS = new Set(['email', 'enum', 'max', 'min', 'refine', 'regex', 'url']);
const TO_PROGRAMS = /^src\/(base\/env|models|tutoring|settings\/scope)/;

it('knows in German what a schema finds wrong', () => {
  const missing = sources
    .filter(({ name }) => !TO_PROGRAMS.test(name))
    .flatMap(({ name, file }) =>
      [...callsOf(file, FITS)]
        .flatMap((call) => (call.arguments ?? []).flatMap((one) => wordsOf(one) ?? []))
        .filter((text) => /\w \w/.test(text) && !known.has(text))
        .map((text) => `${name}: ${text}`),
    );
  expect(missing).toEqual([]);
});

it('knows nothing that the server no longer says', () => {
  const said = new Set(sources.flatMap(({ file }) => [...literalsOf(file)]));
  // What is put together of a label and what follows it stands in no literal of its own.
  const stale = [...known].filter((text) => !said.has(text) && !/^\w+$/.test(text));
  expect(stale).toEqual([]);
});

it('puts what differs where German wants it, itself in German, and leaves alone what it does not know', () => {
  expect(german.sentence('notes.pdf is larger than 50 MB.')).toBe('notes.pdf ist größer als 50 MB.');
  expect(german.sentence('The site asks for a log-in (status 401).')).toBe(
    'Die Website verlangt eine Anmeldung (Status 401).',
  );
  expect(german.sentence('The site could not be reached. Switched off after 9 failures in a row.')).toBe(
    'Die Website war nicht zu erreichen. Nach 9 Fehlern in Folge abgeschaltet.',
  );
  expect(german.sentence('Answered “What is it?”: 80 of 100.')).toBe(
    '„What is it?“ beantwortet: 80 von 100.',
  );
  expect(german.sentence('Nobody wrote this.')).toBe('Nobody wrote this.');
  expect(german.refusal('validation_error', 'email: Invalid email address')).toBe(
    'E-Mail: keine E-Mail-Adresse',
  );
  expect(german.refusal('conflict', 'Nobody wrote this.')).toBe(
    'Das passt nicht zum jetzigen Stand. (Nobody wrote this.)',
  );
  expect(german.refusal('unheard_of', 'Nobody wrote this.')).toBe('Nobody wrote this.');
});
