/** What the local tools use of the API: JSON over HTTP with a bearer token, failures as sentences. */

export type Api = {
  url: string;
  token: string;
  get: (path: string) => Promise<unknown>;
  post: (path: string, body?: unknown) => Promise<unknown>;
  send: (path: string, init: RequestInit) => Promise<Response>;
};

/** Signs in; throws with the API's own words where it says no. */
export async function signIn(url: string, email: string, password: string): Promise<Api> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body: unknown = await read(answer);
  if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string') {
    throw new Error('The sign-in answered without a token.');
  }
  return apiOf(url, body.token);
}

export function apiOf(url: string, token: string): Api {
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  return {
    url,
    token,
    send,
    get: async (path) => read(await send(path)),
    post: async (path, body) =>
      read(
        await send(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body ?? {}),
        }),
      ),
  };
}

async function read(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const said =
    typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
      ? body.error
      : answer.statusText;
  throw new Error(`${new URL(answer.url).pathname} answered ${answer.status}: ${said}`);
}

/** Asks again and again until the answer is there; throws a sentence when it takes too long. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((wait) => setTimeout(wait, 500));
  }
  throw new Error(`${what} took longer than ${seconds} s.`);
}
