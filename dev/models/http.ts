/** The little HTTP that the model APIs need: bodies in, JSON, bytes and event streams out, errors in OpenAI's form. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** Refuses a call; the body is `{error: {message, type, param, code}}`, as at api.openai.com. */
export class ApiError extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, param: string | null = null, code: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
    this.code = code;
  }
}

const typeOf = (status: number): string => (status >= 500 ? 'server_error' : 'invalid_request_error');

/** What a caller gets to read of an error. The unexpected is told whole: this server runs on the developer's own machine. */
export function errorBody(error: unknown): { status: number; body: object } {
  const known = error instanceof ApiError ? error : new ApiError(500, String(error));
  const { status, message, param, code } = known;
  return { status, body: { error: { message, type: typeOf(status), param, code } } };
}

/** 25 MB is OpenAI's own limit for audio; nothing else comes near it. */
const MAX_BODY = 26 * 1024 * 1024;

/** The whole body. Throws 413 over 26 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    if (size > MAX_BODY) throw new ApiError(413, `The body is over ${MAX_BODY} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** A JSON body that fits the schema. Throws 400 with the first field that does not, in `param`. */
export async function readJson<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = (await readBody(request)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, 'We could not parse the JSON body of your request.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join('.') || null;
  throw new ApiError(
    400,
    `Invalid value${param ? ` for '${param}'` : ''}: ${issue?.message ?? 'unknown'}`,
    param,
  );
}

/** A multipart body, read by the platform's own parser. Throws 400 where it is not one. */
export async function readForm(request: IncomingMessage): Promise<FormData> {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new ApiError(400, 'We could not parse your request as multipart/form-data.');
  }
}

export function sendJson(response: ServerResponse, engine: string, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-model-engine': engine });
  response.end(JSON.stringify(body));
}

export function sendBytes(response: ServerResponse, engine: string, type: string, bytes: Uint8Array): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'x-model-engine': engine });
  response.end(bytes);
}

/** Opens an event stream; the function returned sends one `data:` event. */
export function openEvents(response: ServerResponse, engine: string): (data: object | '[DONE]') => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-model-engine': engine,
  });
  return (data) => response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}
