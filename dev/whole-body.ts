/**
 * Reads what a client still sends when it has been refused already. Where a Worker begins a body and leaves it, the dev
 * runtime closes the connection: its proxy then answers that client's next request with a 503 of its own, or the client
 * sees its upload broken off and no answer. Cloudflare's edge stands before a deployed Worker and does this for it.
 */

/** Read to nowhere at most; who sends more is cut off. Far over any limit of ours. */
const MOST_BYTES = 512 * 1024 * 1024;

type Incoming = Request<unknown, IncomingRequestCfProperties>;
type Answer = (request: Incoming) => Response | Promise<Response>;

/** The answer, given once the request has been received whole, whether or not `answer` read it. */
export async function receivedWhole(request: Incoming, answer: Answer): Promise<Response> {
  if (request.body === null) return answer(request);
  const source = request.body.getReader();
  // The runtime's own streams take one read at a time: who gave up may have left one open.
  let last: Promise<unknown> = Promise.resolve();
  // Whoever cancels this one has not cancelled the source.
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const next = source.read();
    last = next;
    const { done, value } = await next;
    if (done) controller.close();
    else controller.enqueue(value);
  };
  const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  const response = await answer(new Request<unknown, IncomingRequestCfProperties>(request, { body }));
  // A client that is gone has nothing left to be read.
  await last.then(() => readOut(source)).catch(() => undefined);
  return response;
}

async function readOut(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    bytes += value?.length ?? 0;
    if (done || bytes > MOST_BYTES) return;
  }
}
