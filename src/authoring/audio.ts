import { AppError } from '../base/errors.ts';
import type { NuggetId } from '../base/ids.ts';
import { mediaKey, mediaUrl, nuggetMedia } from '../library/media.ts';
import type { Slide } from '../library/nugget.ts';
import { joinMp3, type Mp3 } from '../models/mp3.ts';
import type { Caller, Models } from '../models/port.ts';
import { speaks } from '../settings/languages.ts';
import { hashOf } from './hash.ts';
import { baseLanguage, sentencesOf } from './words.ts';

export type AudioNeeds = {
  models: Pick<Models, 'speak' | 'voiceKey'>;
  /** The part of the bucket that sound needs. */
  bucket: {
    get: (key: string) => Promise<{ arrayBuffer: () => Promise<ArrayBuffer> } | null>;
    put: (key: string, sound: Uint8Array, options: R2PutOptions) => Promise<unknown>;
  };
};

export type Spoken = { slides: Slide[]; audioUrl: string | null };

/** Under the 4,096 characters that OpenAI takes at once and the 5,000 of ElevenLabs' quick models. */
const MOST_CHARACTERS = 4000;

/**
 * Sound for each slide that has a script and for the nugget as a whole, in R2 under a hash of script and voice: what was
 * spoken once by a voice is not spoken again. Durations are in seconds. Throws `conflict` where the voice does not speak
 * the language, before anything is paid for, and `upstream_error` where the voice fails or
 * sends something that is no MP3; then nothing refers to what was stored so far, and the next try finds it there.
 */
export async function speakSlides(
  needs: AudioNeeds,
  caller: Caller,
  nugget: { id: NuggetId; slides: readonly Slide[]; language: string | null },
): Promise<Spoken> {
  const voice = await needs.models.voiceKey({ ...caller, task: 'speech' });
  const [, model = ''] = voice.split('/');
  const hasWords = nugget.slides.some(({ script }) => (script ?? '').trim() !== '');
  if (hasWords && !speaks(model, nugget.language))
    throw new AppError(
      'conflict',
      `The voice that is set (${model}) does not speak the language of this nugget (${nugget.language}); choose another in the settings.`,
    );
  const spoken: { slide: Slide; sound?: Stored }[] = await Promise.all(
    nugget.slides.map(async (slide) => {
      const script = slide.script?.trim() ?? '';
      return script === ''
        ? { slide: { ...slide, audioUrl: null, duration: null } }
        : speakSlide(needs, caller, nugget, { slide, script, voice });
    }),
  );
  const sounds = spoken.flatMap(({ sound }) => sound ?? []);
  if (sounds.length === 0) return { slides: spoken.map(({ slide }) => slide), audioUrl: null };
  const whole = await stored(needs, caller, nugget.id, hashOf(sounds.map(({ hash }) => hash)), async () =>
    sounds.map(({ audio }) => audio),
  );
  return { slides: spoken.map(({ slide }) => slide), audioUrl: whole.url };
}

async function speakSlide(
  needs: AudioNeeds,
  caller: Caller,
  nugget: { id: NuggetId; language: string | null },
  { slide, script, voice }: { slide: Slide; script: string; voice: string },
): Promise<{ slide: Slide; sound: Stored }> {
  const sound = await stored(needs, caller, nugget.id, hashOf(script, voice), async () => {
    const pieces: Uint8Array[] = [];
    for (const piece of piecesOf(script, nugget.language)) {
      const { audio } = await needs.models.speak({ ...caller, task: 'speech' }, piece);
      pieces.push(audio);
    }
    return pieces;
  });
  return { slide: { ...slide, audioUrl: sound.url, duration: sound.seconds }, sound };
}

type Stored = Mp3 & { hash: string; url: string };

/** The sound of this name, made and kept where it is not there yet. */
async function stored(
  needs: AudioNeeds,
  caller: Caller,
  nuggetId: NuggetId,
  hash: string,
  make: () => Promise<Uint8Array[]>,
): Promise<Stored> {
  const path = `${nuggetMedia(nuggetId)}audio/${hash}.mp3`;
  const key = mediaKey(caller.organizationId, path);
  const kept = await needs.bucket.get(key);
  const sound = joinMp3(kept === null ? await make() : [new Uint8Array(await kept.arrayBuffer())]);
  if (sound === undefined)
    throw new AppError('upstream_error', 'The voice sent something that is not MP3 audio.');
  if (kept === null)
    await needs.bucket.put(key, sound.audio, { httpMetadata: { contentType: 'audio/mpeg' } });
  return { ...sound, hash, url: mediaUrl(path) };
}

/** The script in pieces of at most the provider's limit, cut between sentences. */
export function piecesOf(script: string, language: string | null, most: number = MOST_CHARACTERS): string[] {
  if (script.length <= most) return [script];
  const pieces: string[] = [];
  for (const sentence of sentencesOf(script, baseLanguage(language)).flatMap((long) => cut(long, most))) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 1 + sentence.length <= most)
      pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

/** A sentence longer than the limit is cut at spaces, or where it has none, anywhere between characters. */
function cut(sentence: string, most: number): string[] {
  if (sentence.length <= most) return [sentence];
  const space = sentence.lastIndexOf(' ', most);
  const at = space > 0 ? space : most - (/[\uDC00-\uDFFF]/.test(sentence.charAt(most)) ? 1 : 0);
  return [sentence.slice(0, at), ...cut(sentence.slice(at).trimStart(), most)];
}
