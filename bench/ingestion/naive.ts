/** A process of its own: text of a PDF, cut where lines end sentences, and one request for the vector of each piece. */
import { extractText, getDocumentProxy } from 'unpdf';

const url = process.argv[2] ?? '';

async function read(pdf: Uint8Array): Promise<void> {
  const began = performance.now();
  const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: false });
  const paragraphs = text.flatMap((page) => page.match(/(?:[^.]+\.){1,5}\s*/g) ?? []);
  const vectors = [];
  for (const input of paragraphs) {
    const answer = await fetch(`${url}/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'text-embedding-3-small', input, encoding_format: 'float' }),
    });
    vectors.push(await answer.json());
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.send?.({
    texts: paragraphs.length,
    requests: vectors.length,
    seconds: (performance.now() - began) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    peakMb: Math.round(maxRSS / 1024),
  });
}

process.once('message', (pdf) => {
  if (pdf instanceof Uint8Array) void read(pdf);
});
