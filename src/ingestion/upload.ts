import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AppError } from '../base/errors.ts';
import type { OrganizationId } from '../base/ids.ts';
import { type FileType, mediaTypeOf, sniff } from './extract/sniff.ts';
import { safeName, uploadKey } from './keys.ts';

/**
 * Streams a multipart request to R2 in parts, never a whole file in memory. All or nothing: every file is kept as an
 * unfinished multipart upload until the last one has been read and found good; one bad file aborts them all.
 */

/** R2 wants all parts but the last of one size, at least 5 MiB. */
const PART_BYTES = 5 * 1024 * 1024;
/** Enough for a ZIP's first entries and for telling encodings apart. */
const HEAD_BYTES = 8 * 1024;
const MAX_FILES = 50;

export type Uploaded = { key: string; filename: string; type: FileType; size: number; contentHash: string };

type Pending = Uploaded & { upload: R2MultipartUpload; parts: R2UploadedPart[] };

/** Throws `validation_error`, `payload_too_large` or `unsupported_media_type`, and then has stored nothing. */
export async function receiveUpload(
  needs: {
    bucket: R2Bucket;
    maxBytes: number;
    /** Throws where what has been read may not be worked on; asked before anything is kept. */
    permit: (files: readonly Uploaded[]) => Promise<void>;
  },
  organizationId: OrganizationId,
  request: Request,
): Promise<Uploaded[]> {
  const pending: Pending[] = [];
  try {
    for await (const file of filesOf(request)) {
      if (pending.length === MAX_FILES)
        throw new AppError('validation_error', `At most ${MAX_FILES} files at once.`);
      const key = uploadKey(organizationId, file.filename);
      if (pending.some((other) => other.key === key)) {
        throw new AppError('validation_error', `${safeName(file.filename)} is in this upload twice.`);
      }
      await receiveFile(needs, key, file, (started) => pending.push(started));
    }
    if (pending.length === 0) {
      throw new AppError(
        'validation_error',
        'There is no file in this request: send at least one as `file`.',
      );
    }
    await needs.permit(pending);
    for (const { upload, parts } of pending) await upload.complete(parts);
    return pending.map(({ key, filename, type, size, contentHash }) => ({
      key,
      filename,
      type,
      size,
      contentHash,
    }));
  } catch (error) {
    await Promise.allSettled(pending.map(({ upload }) => upload.abort()));
    throw error;
  }
}

type IncomingFile = { filename: string; content: AsyncIterable<Uint8Array> };

async function receiveFile(
  needs: { bucket: R2Bucket; maxBytes: number },
  key: string,
  file: IncomingFile,
  started: (pending: Pending) => void,
): Promise<void> {
  const filename = safeName(file.filename);
  const hash = createHash('sha256');
  let pending: Pending | undefined;
  let buffered: Uint8Array[] = [];
  let bufferedBytes = 0;
  let size = 0;

  /** Opens the upload once the head tells what the file is; before that nothing is stored. */
  const open = async (): Promise<Pending> => {
    const head = Buffer.concat(buffered).subarray(0, HEAD_BYTES);
    const type = size === 0 ? emptyType(filename) : sniff(head, filename);
    if (type === null) {
      throw new AppError(
        'unsupported_media_type',
        `${filename} is none of PDF, Word (DOCX), text, Markdown or HTML. Convert it to one of these.`,
      );
    }
    const upload = await needs.bucket.createMultipartUpload(key, {
      httpMetadata: { contentType: mediaTypeOf(type) },
    });
    pending = { key, filename, type, size: 0, contentHash: '', upload, parts: [] };
    started(pending);
    return pending;
  };

  const flush = async (bytes: number): Promise<void> => {
    const target = pending ?? (await open());
    const all = Buffer.concat(buffered);
    target.parts.push(await target.upload.uploadPart(target.parts.length + 1, all.subarray(0, bytes)));
    buffered = [all.subarray(bytes)];
    bufferedBytes = all.length - bytes;
  };

  for await (const chunk of file.content) {
    size += chunk.length;
    if (size > needs.maxBytes) {
      throw new AppError(
        'payload_too_large',
        `${filename} is larger than ${needs.maxBytes / 1024 / 1024} MB.`,
      );
    }
    hash.update(chunk);
    buffered.push(chunk);
    bufferedBytes += chunk.length;
    if (pending === undefined && bufferedBytes >= HEAD_BYTES) await open();
    while (bufferedBytes >= PART_BYTES) await flush(PART_BYTES);
  }
  if (pending === undefined || bufferedBytes > 0) await flush(bufferedBytes);
  const done = pending ?? (await open());
  done.size = size;
  done.contentHash = hash.digest('hex');
}

/** An empty file has no content to tell its kind: its job will say that it is empty, whatever it is called. */
const emptyType = (filename: string): FileType | null => {
  const ending = /\.(pdf|docx|txt|md|markdown|html?)$/i.exec(filename)?.[1]?.toLowerCase();
  switch (ending) {
    case 'pdf':
    case 'docx':
    case 'txt':
    case 'md':
      return ending;
    case 'markdown':
      return 'md';
    case 'htm':
    case 'html':
      return 'html';
    default:
      return null;
  }
};

/** The files of a multipart body, one after the other, each to be read to its end before the next. */
async function* filesOf(request: Request): AsyncGenerator<IncomingFile> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType) || request.body === null) {
    throw new AppError(
      'validation_error',
      'Send the files as multipart/form-data, each in a field named `file`.',
    );
  }
  const parser = new Busboy({ headers: { 'content-type': contentType }, limits: { files: MAX_FILES + 1 } });
  const waiting: IncomingFile[] = [];
  let state: { over: boolean; error?: Error } = { over: false };
  let wake = () => {};
  parser.on('file', (field, content, filename) => {
    // A field of another name is read to nowhere, or the parser would wait for ever.
    if (field === 'file' && filename) waiting.push({ filename, content: whole(content) });
    else content.resume();
    wake();
  });
  const finish = (error?: Error) => {
    state = { over: true, ...(error === undefined ? {} : { error }) };
    wake();
  };
  parser.once('finish', () => finish());
  parser.once('error', (error) => finish(error instanceof Error ? error : new Error(String(error))));
  const body = Readable.from(request.body);
  body.once('error', finish);
  body.pipe(parser);
  try {
    for (;;) {
      const file = waiting.shift();
      if (file !== undefined) yield file;
      else if (state.over) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if (state.error !== undefined) {
      throw cutShort(state.error);
    }
  } finally {
    body.unpipe(parser);
    body.destroy();
  }
}

const cutShort = (cause: unknown): AppError =>
  new AppError('validation_error', 'The upload was cut short or is not valid multipart.', { cause });

/** A part's bytes; a body that ends within it is the sender's error, not ours. */
async function* whole(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = content[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((cause) => {
      throw cutShort(cause);
    });
    if (next.done) return;
    yield next.value;
  }
}
