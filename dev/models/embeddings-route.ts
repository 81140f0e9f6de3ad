/** POST /v1/embeddings: floats or base64, 1536 dimensions or fewer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EMBEDDING_ENGINE, type Embedder } from './embeddings.ts';
import { readJson, sendJson } from './http.ts';
import { countTokens, EmbeddingRequest } from './openai-wire.ts';

/** Fewer dimensions are the first ones, made a unit vector again: as OpenAI's own models are shortened. */
function shorten(vector: Float32Array, dimensions: number): Float32Array {
  if (dimensions >= vector.length) return vector;
  const cut = vector.slice(0, dimensions);
  const length = Math.hypot(...cut);
  return length === 0 ? cut : cut.map((x) => x / length);
}

/** Answers one embeddings request. Throws `ApiError` for a request that does not fit. */
export async function serveEmbeddings(
  incoming: IncomingMessage,
  response: ServerResponse,
  embedder: Embedder,
): Promise<void> {
  const request = await readJson(incoming, EmbeddingRequest);
  const texts = typeof request.input === 'string' ? [request.input] : request.input;
  const vectors = await embedder.embed(texts);
  const data = vectors.map((whole, index) => {
    const vector = shorten(whole, request.dimensions ?? whole.length);
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    return {
      object: 'embedding',
      index,
      embedding: request.encoding_format === 'base64' ? bytes.toString('base64') : Array.from(vector),
    };
  });
  const prompt_tokens = countTokens(texts.join(''));
  sendJson(response, EMBEDDING_ENGINE, {
    object: 'list',
    data,
    model: request.model,
    usage: { prompt_tokens, total_tokens: prompt_tokens },
  });
}
