/** Text from speech, by Debian's pocketsphinx where it is installed: English, clean speech, a word in six wrong. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Heard } from './hearing-worker.ts';
import { ApiError } from './http.ts';
import { startThread, type Thread } from './thread.ts';

export const TRANSCRIPTION_ENGINE = 'pocketsphinx-en-us/1';

/** What to run where the recogniser is missing. */
export const INSTALL = 'apt-get install pocketsphinx pocketsphinx-en-us';

const PROGRAM = 'pocketsphinx_continuous';
/** It works at about the speed of speech on one slow core; a recording is at most some minutes. */
const TIMEOUT = 300_000;

export type Transcript = { text: string; seconds: number };

export type Transcriber = {
  /** Throws `ApiError`: 501 where nothing can transcribe here, 400 for a recording that cannot be decoded. */
  transcribe(recording: Uint8Array): Promise<Transcript>;
  close(): Promise<void>;
};

/** True where the program can be started. Asked each time, so that installing it needs no restart. */
export const canTranscribe = (): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(PROGRAM, [], { stdio: 'ignore' });
    child.on('error', () => resolve(false));
    child.on('close', () => resolve(true));
  });

async function recognise(wav: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nuggets-hearing-'));
  try {
    const file = join(folder, 'said.wav');
    await writeFile(file, wav);
    const { stdout } = await promisify(execFile)(PROGRAM, ['-infile', file, '-logfn', '/dev/null'], {
      timeout: TIMEOUT,
    });
    return stdout.replace(/\s+/g, ' ').trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts nothing yet. */
export function createTranscriber(
  thread: Thread<Uint8Array, Heard> = startThread(new URL('./hearing-worker.ts', import.meta.url)),
): Transcriber {
  return {
    async transcribe(recording) {
      if (!(await canTranscribe())) {
        throw new ApiError(
          501,
          `No speech recognition is installed here. Run: ${INSTALL}. Typing always works.`,
        );
      }
      const heard = await thread.call(recording).catch((error: unknown) => {
        throw new ApiError(400, error instanceof Error ? error.message : String(error), 'file');
      });
      return { text: heard.seconds > 0 ? await recognise(heard.wav) : '', seconds: heard.seconds };
    },
    close: () => thread.close(),
  };
}
