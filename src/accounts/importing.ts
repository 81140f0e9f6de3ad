import type { Databases } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import { LearnerId, newId, UserId } from '../base/ids.ts';
import type { Person } from '../base/person.ts';
import { type ImportRow, type RowError, readPeople } from './import.ts';
import { CLAIM_HOURS, type MadeInvite, makeInvite } from './inviting.ts';
import { NO_PASSWORD } from './password.ts';
import { addInvites, addPeople } from './people-queries.ts';
import { findTakenEmails } from './queries.ts';

/** Makes people from a list: rows that are wrong are said, the rest made, or with `atomic` nobody where one is wrong. */
export type ImportNeeds = { databases: Databases; now: Date };

type Import = { csv: string; atomic: boolean; dryRun: boolean; urlOf: (token: string) => string };

type RowResult = {
  row: number;
  email: string;
  status: 'created' | 'failed' | 'skipped';
  error?: string;
  userId?: string;
  inviteUrl?: string;
};

export type ImportResult = { created: number; failed: number; results: RowResult[] };

export async function importPeople(
  { databases, now }: ImportNeeds,
  actor: Person,
  { csv, atomic, dryRun, urlOf }: Import,
): Promise<ImportResult> {
  const { people, errors } = await judged(databases, csv);
  const skips = dryRun || (atomic && errors.length > 0);
  const made = skips ? [] : people.map((row) => ({ row, user: newId(UserId), invite: inviteFor(row, now) }));
  if (made.length > 0) await keep(databases, actor, made);
  const results: RowResult[] = [
    ...errors.map(({ row, email, error }) => ({ row, email, status: 'failed' as const, error })),
    ...(skips ? people.map(({ row, email }) => ({ row, email, status: 'skipped' as const })) : []),
    ...made.map(({ row: { row, email }, user, invite }) => ({
      row,
      email,
      status: 'created' as const,
      userId: user,
      inviteUrl: urlOf(invite.token),
    })),
  ];
  return { created: made.length, failed: errors.length, results: results.toSorted((a, b) => a.row - b.row) };
}

async function judged(
  databases: Databases,
  csv: string,
): Promise<{ people: ImportRow[]; errors: RowError[] }> {
  const { people, errors } = readPeople(csv);
  const taken = await findTakenEmails(
    databases.system,
    people.map(({ email }) => email),
  );
  const refused = people
    .filter(({ email }) => taken.has(email))
    .map(({ row, email }) => ({ row, email, error: 'email: has an account already' }));
  return { people: people.filter(({ email }) => !taken.has(email)), errors: [...errors, ...refused] };
}

const inviteFor = ({ email, role }: ImportRow, now: Date): MadeInvite =>
  makeInvite({ email, role, expiresInHours: CLAIM_HOURS, now });

type Made = { row: ImportRow; user: UserId; invite: MadeInvite };

async function keep(databases: Databases, actor: Person, made: readonly Made[]): Promise<void> {
  const db = databases.forOrganization(actor.organizationId);
  await addPeople(
    db,
    actor.userId,
    made.map(({ row: { email, name, role }, user }) => ({
      id: user,
      learnerId: newId(LearnerId),
      email,
      name,
      role,
      passwordHash: NO_PASSWORD,
    })),
  );
  await addInvites(
    db,
    actor.userId,
    made.map(({ invite }) => invite.row),
  );
}

const MAX_CSV_BYTES = 1024 * 1024;

/** The CSV of a request, whether it is the body itself or a form's `file`. Throws `payload_too_large` over 1 MiB. */
export async function readBody(request: Request): Promise<string> {
  const bytes = await bounded(request);
  const type = request.headers.get('Content-Type') ?? '';
  if (!type.startsWith('multipart/form-data')) return decoded(bytes);
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData().catch((cause) => {
    throw new AppError('validation_error', 'The form cannot be read.', { cause });
  });
  const file: unknown = form.get('file');
  if (file instanceof Blob) return decoded(await file.arrayBuffer());
  if (typeof file === 'string') return file;
  throw new AppError('validation_error', 'The form needs a `file`.');
}

async function bounded(request: Request): Promise<ArrayBuffer> {
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) return new Blob(parts).arrayBuffer();
    size += next.value.byteLength;
    if (size > MAX_CSV_BYTES) throw new AppError('payload_too_large', 'A list may have 1 MiB at most.');
    parts.push(next.value);
  }
}

/** Spreadsheets on Windows write windows-1252 where they don't write UTF-8. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
