/** POST /v1/audio/transcriptions. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, readForm, sendBytes, sendJson } from './http.ts';
import { TRANSCRIPTION_ENGINE, type Transcriber } from './transcribe.ts';

/** The uploaded recording. Throws 400 where there is none. */
export async function recordingIn(form: FormData, field: string): Promise<Uint8Array> {
  // The project's types are those of Workers, whose form fields are text only; Node's hold files.
  const file: unknown = form.get(field);
  if (!(file instanceof Blob)) throw new ApiError(400, `Missing file in '${field}'.`, field);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw new ApiError(400, 'The audio file is empty.', field);
  return bytes;
}

const FORMATS = ['json', 'text', 'verbose_json'];

/** Answers one transcription request, as JSON, verbose JSON or plain text. */
export async function serveTranscription(
  incoming: IncomingMessage,
  response: ServerResponse,
  transcriber: Transcriber,
): Promise<void> {
  const form = await readForm(incoming);
  const format = String(form.get('response_format') ?? 'json');
  if (!FORMATS.includes(format)) {
    throw new ApiError(
      400,
      `Offline, a transcript comes as ${FORMATS.join(', ')}; not ${format}.`,
      'response_format',
    );
  }
  const { text, seconds } = await transcriber.transcribe(await recordingIn(form, 'file'));
  if (format === 'text')
    return sendBytes(response, TRANSCRIPTION_ENGINE, 'text/plain; charset=utf-8', Buffer.from(`${text}\n`));
  const usage = { type: 'duration', seconds: Math.ceil(seconds) };
  const verbose = { task: 'transcribe', language: 'english', duration: seconds, segments: [] };
  sendJson(response, TRANSCRIPTION_ENGINE, format === 'json' ? { text, usage } : { ...verbose, text, usage });
}
