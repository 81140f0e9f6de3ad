/** Holds the tree to its arrows: who may import whom, and which library appears where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parse } from 'smol-toml';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ROOT = import.meta.dirname;

type Import = { from: string; to: string; typesOnly: boolean };

const files = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .filter((file) => /^(src|workers)\//.test(file));

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

const imports: Import[] = files.filter((file) => !isTest(file)).flatMap(importsOf);

/** Every import and re-export, whether of types alone or not, local ones as paths from the root. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: Import[] = [];
  const add = (specifier: string, typesOnly: boolean) =>
    found.push({
      from: file,
      to: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
      typesOnly,
    });
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.importClause?.isTypeOnly ?? false);
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const roomOf = (path: string): string | undefined =>
  path.startsWith('workers/') ? 'workers' : /^src\/(\w+)\//.exec(path)?.[1];

/** What a room may import besides itself and the ground. */
const LEFT: Record<string, readonly string[]> = {
  base: [],
  accounts: [],
  settings: ['accounts'],
  models: ['accounts', 'settings'],
  library: ['accounts', 'settings', 'models'],
  jobs: ['accounts', 'settings', 'models', 'library'],
  ingestion: ['accounts', 'settings', 'models', 'library', 'jobs'],
  authoring: ['accounts', 'settings', 'models', 'library', 'jobs'],
  learning: ['accounts', 'settings', 'models', 'library'],
  tutoring: ['accounts', 'settings', 'models', 'library', 'learning'],
  insight: [
    'accounts',
    'settings',
    'models',
    'library',
    'jobs',
    'ingestion',
    'authoring',
    'learning',
    'tutoring',
  ],
  app: [
    ...['accounts', 'settings', 'models', 'library', 'jobs', 'ingestion', 'authoring', 'learning'],
    ...['tutoring', 'insight'],
  ],
  workers: ['app', 'accounts', 'settings', 'models', 'library', 'jobs', 'learning', 'tutoring'],
  web: [],
};

const breaks = (wrong: (one: Import) => boolean): string[] =>
  imports.filter(wrong).map(({ from, to }) => `${from} → ${to}`);

describe('the house', () => {
  test('has the rooms it says it has', () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter((room) => room === undefined || !(room in LEFT))).toEqual([]);
  });

  test('arrows point one way', () => {
    const wrong = breaks(({ from, to, typesOnly }) => {
      const [room, target] = [roomOf(from), roomOf(to)];
      if (room === undefined || target === undefined || room === target) return false;
      if (target === 'base') return room === 'web' && !typesOnly;
      if (room === 'web')
        return !typesOnly || !(to === 'src/app/app.ts' || to === 'src/tutoring/protocol.ts');
      if (target === 'workers') return !typesOnly || room !== 'app';
      return !(LEFT[room] ?? []).includes(target);
    });
    expect(wrong).toEqual([]);
  });

  test('libraries stay where they belong', () => {
    const only = (library: RegExp, allowed: RegExp) =>
      breaks(({ from, to }) => library.test(to) && !allowed.test(from) && roomOf(from) !== 'web');
    expect({
      hono: only(/^(hono|@hono)\b/, /^src\/(app\/|base\/http\.ts|.*routes\.ts$)/),
      drizzle: only(/^drizzle-orm\b/, /(tables|queries)\.ts$|^src\/base\/db\.ts$/),
      openai: only(/^openai\b/, /^src\/models\/openai(?:-runner)?\.ts$/),
      workers: breaks(
        ({ from, to, typesOnly }) => to === 'cloudflare:workers' && !typesOnly && roomOf(from) !== 'workers',
      ),
    }).toEqual({ hono: [], drizzle: [], openai: [], workers: [] });
  });

  test('no file is called utils, helpers or service', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|service)\.tsx?$/.test(file))).toEqual([]);
  });

  test('the joined script of the tests binds what the two real ones bind', () => {
    const read = (file: string) => parse(readFileSync(join(ROOT, file), 'utf8'));
    const [edge, ingest, both] = [read('wrangler.toml'), read('workers/ingest.toml'), read('dev/both.toml')];
    for (const key of [
      'durable_objects',
      'r2_buckets',
      'migrations',
      'compatibility_date',
      'compatibility_flags',
    ]) {
      expect({ [key]: both[key] }).toEqual({ [key]: edge[key] });
    }
    expect(both['queues']).toMatchObject({ producers: Object(edge['queues']).producers });
    expect(ingest['compatibility_date']).toBe(edge['compatibility_date']);
  });
});
