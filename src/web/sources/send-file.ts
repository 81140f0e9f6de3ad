import { ApiError, sentence } from '../api/client.ts';
import type { JobView } from '../api/shapes.ts';
import { parts } from '../words/parts.ts';
import type { Sent } from './uploads.ts';

/** Where the server names no time, milliseconds. */
const LATER_MS = 10_000;

/** Sends one file. By XMLHttpRequest, because `fetch` does not tell how far an upload is. */
export function sendFile(file: File, progress: (part: number) => void): Promise<Sent<JobView>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', '/api/admin/files/upload');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 1 : loaded / total);
    request.onload = () => resolve(outcome(request));
    request.onerror = () => resolve({ kind: 'refused', because: parts.peek().errors.offline });
    request.send(form);
  });
}

function outcome(request: XMLHttpRequest): Sent<JobView> {
  if (request.status === 202) return { kind: 'done', jobs: request.response.jobs };
  if (request.status === 429) {
    const seconds = Number(request.getResponseHeader('Retry-After'));
    return { kind: 'later', after: seconds > 0 ? seconds * 1000 : LATER_MS };
  }
  const refusal = new ApiError(request.status, request.response ?? {});
  return { kind: 'refused', because: sentence(refusal), status: refusal.status };
}
