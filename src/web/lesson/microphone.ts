/** The browser's microphone, recorded in pieces as they come, with the level of what it hears. */

/** `refused`: by the person or their system. `missing`: there is none. `unsupported`: this browser cannot record. */
export type MicrophoneTrouble = 'refused' | 'missing' | 'unsupported';

export type Microphone = {
  mimeType: string;
  /** How loud it is right now, 0–1. */
  level: () => number;
  /** Resolves when the last piece has come. */
  stop: () => Promise<void>;
};

/** Opus where the browser has it; Safari records AAC. */
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
/** Speech needs no more, and a quarter of an hour stays far below what may be sent. */
const BITS_A_SECOND = 32_000;
/** Pieces go out while one still speaks, so that little is left to send at the end, milliseconds. */
const PIECE_MS = 250;

/** Opens it, asking the person where they have not been asked. Says why where it can't. */
export async function openMicrophone(
  onPiece: (piece: ArrayBuffer) => void,
): Promise<Microphone | MicrophoneTrouble> {
  const mimeType =
    'mediaDevices' in navigator && 'MediaRecorder' in globalThis
      ? KINDS.find((kind) => MediaRecorder.isTypeSupported(kind))
      : undefined;
  if (mimeType === undefined) return 'unsupported';
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
    .catch(troubleOf);
  if (typeof stream === 'string') return stream;
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
  const meter = openMeter(stream);
  // Each piece waits for the one before: reading a blob takes as long as it likes.
  let pieces = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) pieces = pieces.then(async () => onPiece(await data.arrayBuffer()));
  };
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  recorder.start(PIECE_MS);
  return {
    mimeType,
    level: meter.level,
    stop: async () => {
      if (recorder.state !== 'inactive') recorder.stop();
      await stopped;
      for (const track of stream.getTracks()) track.stop();
      meter.close();
      await pieces;
    },
  };
}

const troubleOf = (thrown: unknown): MicrophoneTrouble =>
  thrown instanceof DOMException &&
  (thrown.name === 'NotFoundError' || thrown.name === 'OverconstrainedError')
    ? 'missing'
    : 'refused';

function openMeter(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Speech lies some 40 decibels below the loudest: the root shows it.
      return Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.4);
    },
    close: () => void context.close(),
  };
}
