/**
 * Joins MP3 files into one that says its true length. An MP3 is a row of frames, so joining is putting frames in a row;
 * but tags and the header frame that tells players the length of *its* file must go, and one for the whole must come.
 * Layout of frames: ISO/IEC 11172-3 and 13818-3; of the header frame: Xing's, as LAME writes it.
 */

const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

type Frame = { start: number; length: number; seconds: number; side: number };

export type Mp3 = { audio: Uint8Array; seconds: number };

/** The frames of an MP3 file, tags and header frame left out; none where it is no MP3. */
function framesOf(file: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  let at = afterTags(file);
  while (at + 4 <= file.length) {
    const frame = frameAt(file, at);
    if (frame === undefined) {
      // Rubbish between frames is passed over; before the first one it means that this is something else.
      if (frames.length === 0) return [];
      at += 1;
      continue;
    }
    if (frame.start + frame.length > file.length) break;
    if (!isHeaderFrame(file, frame)) frames.push(frame);
    at += frame.length;
  }
  return frames;
}

/** Behind ID3v2 tags, whose size is written in seven bits a byte. */
function afterTags(file: Uint8Array): number {
  let at = 0;
  while (ascii(file, at, 3) === 'ID3' && at + 10 <= file.length) {
    const size = [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + ((file[at + byte] ?? 0) & 0x7f), 0);
    at += 10 + size;
  }
  return at;
}

function frameAt(file: Uint8Array, start: number): Frame | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = file.subarray(start, start + 4);
  const isSync = first === 0xff && (second & 0xe0) === 0xe0;
  const version = (second >> 3) & 3;
  const isLayer3 = ((second >> 1) & 3) === 1;
  const rate = RATES[(third >> 2) & 3];
  const bitrate = (version === 3 ? BITRATES_1 : BITRATES_2)[third >> 4];
  if (!isSync || version === 1 || !isLayer3 || rate === undefined || !bitrate) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = version === 3 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  const isMono = fourth >> 6 === 3;
  return {
    start,
    length: Math.floor(((samples / 8) * bitrate * 1000) / sampleRate) + padding,
    seconds: samples / sampleRate,
    side: version === 3 ? (isMono ? 17 : 32) : isMono ? 9 : 17,
  };
}

/** A frame without sound that tells the length of its file. */
const isHeaderFrame = (file: Uint8Array, { start, side }: Frame): boolean =>
  ['Xing', 'Info'].includes(ascii(file, start + 4 + side, 4)) || ascii(file, start + 36, 4) === 'VBRI';

const secondsIn = (frames: readonly Frame[]): number => frames.reduce((sum, { seconds }) => sum + seconds, 0);

/** How long an MP3 sounds, by its frames; nothing where it is no MP3. */
export function secondsOf(file: Uint8Array): number | undefined {
  const frames = framesOf(file);
  return frames.length === 0 ? undefined : secondsIn(frames);
}

const ascii = (file: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...file.subarray(at, at + length));

/** One file of the sound of several, in order; nothing where one of them is no MP3. All are of one voice, so of one format. */
export function joinMp3(files: readonly Uint8Array[]): Mp3 | undefined {
  const read = files.map((file) => ({ file, frames: framesOf(file) }));
  const first = read[0];
  const template = first?.frames[0];
  if (first === undefined || template === undefined || read.some(({ frames }) => frames.length === 0))
    return undefined;
  const count = read.reduce((sum, { frames }) => sum + frames.length, 0);
  const sound = read.flatMap(({ file, frames }) =>
    frames.map(({ start, length }) => file.subarray(start, start + length)),
  );
  const bytes = sound.reduce((sum, { length }) => sum + length, 0);
  const head = headerFrame(
    first.file.subarray(template.start, template.start + template.length),
    template,
    count,
    bytes,
  );
  const audio = new Uint8Array(head.length + bytes);
  audio.set(head);
  let at = head.length;
  for (const frame of sound) {
    audio.set(frame, at);
    at += frame.length;
  }
  const seconds = read.reduce((sum, { frames }) => sum + secondsIn(frames), 0);
  // A frame is some 26 ms: what lies below a millisecond is rounding.
  return { audio, seconds: Math.round(seconds * 1000) / 1000 };
}

/** A silent frame of the same format with the number of frames and bytes in all. */
function headerFrame(template: Uint8Array, { side }: Frame, frames: number, bytes: number): Uint8Array {
  const head = new Uint8Array(template.length);
  head.set(template.subarray(0, 4));
  const view = new DataView(head.buffer);
  const at = 4 + side;
  head.set([0x58, 0x69, 0x6e, 0x67], at); // "Xing"
  view.setUint32(at + 4, 3); // the two fields that follow: frames, bytes
  view.setUint32(at + 8, frames);
  view.setUint32(at + 12, bytes + head.length);
  return head;
}
