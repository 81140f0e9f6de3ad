/** Makes a value that fits a JSON schema from what is known by property name; the rest is filled so that it validates. */
import type { JsonSchema } from './openai-wire.ts';

/** Looks a property up by its plain name (`plainName`); undefined where nothing is known. */
export type Lookup = (name: string) => unknown;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemasIn = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const numberIn = (schema: JsonSchema, key: string): number | undefined =>
  typeof schema[key] === 'number' ? schema[key] : undefined;

/** `estimated_time`, `estimatedTime` and `EstimatedTime` are one name. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const ownLookup = (value: unknown): Lookup => {
  if (!isSchema(value)) return () => undefined;
  const entries = new Map(Object.entries(value).map(([key, own]) => [plainName(key), own]));
  return (name) => entries.get(name);
};

const propertiesOf = (schema: JsonSchema): [string, JsonSchema][] =>
  Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}).map(([name, own]) => [
    name,
    isSchema(own) ? own : {},
  ]);

/** Follows `$ref` and merges `allOf`; anything else is as it was. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const target = ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce<unknown>((at, key) => (isSchema(at) ? at[decodeURIComponent(key)] : undefined), root);
    return isSchema(target) ? resolve(target, root) : {};
  }
  const all = schemasIn(schema['allOf']);
  return all.length > 0
    ? Object.assign({}, schema, { allOf: undefined }, ...all.map((one) => resolve(one, root)))
    : schema;
}

/** Every property name anywhere in the schema, plain: tells which knowledge is worth computing. */
export function namesIn(schema: JsonSchema): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown, isProperties: boolean): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, false);
    else if (isSchema(value)) {
      for (const [key, own] of Object.entries(value)) {
        if (isProperties) names.add(plainName(key));
        visit(own, !isProperties && key === 'properties');
      }
    }
  };
  visit(schema, false);
  return names;
}

const typesOf = (schema: JsonSchema): string[] => {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.filter((one) => typeof one === 'string');
  if (isSchema(schema['properties'])) return ['object'];
  return schema['items'] ? ['array'] : [];
};

const typeOfValue = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Of a choice of schemas, the one that takes the value; with nothing known, null if that is allowed, else the first. */
function pickOption(options: readonly JsonSchema[], value: unknown, root: JsonSchema): JsonSchema {
  const resolved = options.map((option) => resolve(option, root));
  const nullable = resolved.find((option) => typesOf(option).includes('null'));
  if ((value === undefined || value === null) && nullable) return nullable;
  const kind = typeOfValue(value);
  const fits = (option: JsonSchema): boolean =>
    typesOf(option).some((type) => type === kind || (type === 'integer' && kind === 'number')) ||
    (Array.isArray(option['enum']) && option['enum'].includes(value)) ||
    ('const' in option && option['const'] === value);
  return resolved.find(fits) ?? resolved.find((option) => !typesOf(option).includes('null')) ?? {};
}

function fillEnum(options: readonly unknown[], value: unknown): unknown {
  const wanted = plainName(String(value ?? ''));
  return options.find((option) => option === value || plainName(String(option)) === wanted) ?? options[0];
}

function fillNumber(schema: JsonSchema, value: unknown, isInteger: boolean): number {
  const low =
    numberIn(schema, 'minimum') ??
    (numberIn(schema, 'exclusiveMinimum') ?? Number.NaN) + (isInteger ? 1 : 1e-6);
  const high =
    numberIn(schema, 'maximum') ??
    (numberIn(schema, 'exclusiveMaximum') ?? Number.NaN) - (isInteger ? 1 : 1e-6);
  const given = Number(value ?? Number.NaN);
  const wanted = Number.isFinite(given) ? given : Number.isNaN(low) ? 0 : low;
  const bounded = Math.max(
    Number.isNaN(low) ? -Infinity : low,
    Math.min(Number.isNaN(high) ? Infinity : high, wanted),
  );
  const step = numberIn(schema, 'multipleOf') ?? 0;
  const stepped = step > 0 ? Math.round(bounded / step) * step : bounded;
  return isInteger ? Math.round(stepped) : stepped;
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '1970-01-01T00:00:00Z',
  date: '1970-01-01',
  email: 'nobody@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
};

/** Cuts at a word, so that a limit does not leave half of one. */
export const cutAtWord = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - 1));
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), Math.floor(limit / 2))).trimEnd()}…`.slice(0, limit);
};

const textFrom = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map((one) => textFrom(one) ?? '').join('\n');
  return isSchema(value) ? textFrom(value['text'] ?? value['title'] ?? value['name']) : undefined;
};

function fillText(schema: JsonSchema, value: unknown): string {
  const format = typeof schema['format'] === 'string' ? FORMATS[schema['format']] : undefined;
  const text = textFrom(value) ?? format ?? '';
  const cut = cutAtWord(text, numberIn(schema, 'maxLength') ?? Number.POSITIVE_INFINITY);
  return cut.padEnd(numberIn(schema, 'minLength') ?? 0, '–');
}

/** Where items are records and only words are known, the words are whatever the record calls its text. */
const NAMING = [
  'name',
  'text',
  'title',
  'label',
  'topic',
  'concept',
  'value',
  'option',
  'content',
  'term',
  'choice',
];

const asRecord = (value: unknown): unknown =>
  typeof value === 'string' ? Object.fromEntries(NAMING.map((name) => [name, value])) : value;

type Filling = { root: JsonSchema; lookup: Lookup };

function fillArray(schema: JsonSchema, value: unknown, filling: Filling): unknown[] {
  const items = resolve(isSchema(schema['items']) ? schema['items'] : {}, filling.root);
  const isRecords = typesOf(items).includes('object');
  const known = Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
  const least = numberIn(schema, 'minItems') ?? 0;
  const padded = [...known, ...Array.from({ length: Math.max(0, least - known.length) }, () => undefined)];
  return padded
    .slice(0, numberIn(schema, 'maxItems') ?? padded.length)
    .map((one) => fill(items, isRecords ? asRecord(one) : one, filling));
}

function fillObject(schema: JsonSchema, value: unknown, { root, lookup }: Filling): object {
  const own = ownLookup(value);
  const names = propertiesOf(schema);
  if (names.length === 0 && isSchema(value)) return value;
  const inner: Filling = { root, lookup: (name) => own(name) ?? lookup(name) };
  const filled = names.map(([name, property]) => {
    const plain = plainName(name);
    // What a record says is null stays null, even where the whole knows a value for that name.
    const known = own(plain) === null ? null : inner.lookup(plain);
    return [name, fill(property, known, inner)];
  });
  return Object.fromEntries(filled);
}

function fill(unresolved: JsonSchema, value: unknown, filling: Filling): unknown {
  const schema = resolve(unresolved, filling.root);
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return fillEnum(schema['enum'], value);
  const options = [...schemasIn(schema['anyOf']), ...schemasIn(schema['oneOf'])];
  if (options.length > 0) return fill(pickOption(options, value, filling.root), value, filling);
  const types = typesOf(schema);
  if ((value === undefined || value === null) && types.includes('null')) return null;
  const kind = typeOfValue(value);
  const type = types.find((one) => one === kind) ?? types.find((one) => one !== 'null') ?? 'string';
  if (type === 'object') return fillObject(schema, value, filling);
  if (type === 'array') return fillArray(schema, value, filling);
  if (type === 'number' || type === 'integer') return fillNumber(schema, value, type === 'integer');
  if (type === 'boolean') return typeof value === 'boolean' ? value : value === 'true';
  return fillText(schema, value);
}

/** A value that fits `schema`, with all of its properties, known ones by name. */
export const fillSchema = (schema: JsonSchema, lookup: Lookup): unknown =>
  fill(schema, undefined, { root: schema, lookup });
