import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { Role } from '../base/person.ts';

/** A list of people as CSV (`email,name,role`), judged row by row before anybody is made. */
export type ImportRow = { row: number; email: string; name: string; role: Role };
export type RowError = { row: number; email: string; error: string };

const MAX_ROWS = 2000;

const Row = z.object({
  email: z.email('not an e-mail address').max(254).toLowerCase(),
  name: z
    .string()
    .min(1, 'a name is needed')
    .max(200, 'longer than 200 characters')
    .refine((s) => !s.includes('\0') && s.isWellFormed(), 'text may hold neither NUL nor lone surrogates'),
  role: z.enum(Role.options, 'not one of admin, instructor, learner'),
});

/** Rows are counted as a spreadsheet does: the header is row 1. Throws `validation_error` where it is no such CSV. */
export function readPeople(csv: string): { people: ImportRow[]; errors: RowError[] } {
  const records = readRecords(csv);
  const people: ImportRow[] = [];
  const errors: RowError[] = [];
  const seen = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const row = index + 2;
    const email = record['email'] ?? '';
    const parsed = Row.safeParse(record);
    const error = parsed.success ? repeated(seen, parsed.data.email) : sentence(parsed.error);
    if (parsed.success && error === undefined) {
      seen.set(parsed.data.email, row);
      people.push({ row, ...parsed.data });
    } else errors.push({ row, email, error: error ?? 'not readable' });
  }
  return { people, errors };
}

const repeated = (seen: ReadonlyMap<string, number>, email: string): string | undefined =>
  seen.has(email) ? `the same e-mail address as in row ${seen.get(email)}` : undefined;

const sentence = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

const Records = z.array(z.record(z.string(), z.string()));

function readRecords(csv: string): z.infer<typeof Records> {
  const records = parsed(csv);
  if (records.length === 0) throw refused('There are no rows after the header.');
  if (records.length > MAX_ROWS) throw refused(`More than ${MAX_ROWS} rows: send them in parts.`);
  return records;
}

function parsed(csv: string): z.infer<typeof Records> {
  try {
    return Records.parse(
      parse(csv, {
        bom: true,
        columns: (header: string[]) => {
          const names = header.map((name) => name.trim().toLowerCase());
          const missing = ['email', 'name', 'role'].filter((name) => !names.includes(name));
          if (missing.length > 0)
            throw refused(`The first row must name the columns; missing: ${missing.join(', ')}.`);
          return names;
        },
        delimiter: [',', ';', '\t'],
        skip_empty_lines: true,
        relax_column_count: true,
        trim: true,
      }),
    );
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refused('This is no CSV that can be read.', error);
  }
}

const refused = (message: string, cause?: unknown): AppError =>
  new AppError('validation_error', message, { cause });
