/** Decodes what recorders send (WAV, MP3, and Opus in WebM, Ogg or MP4) into samples; anything else by ffmpeg, where installed. */
import { spawn } from 'node:child_process';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input, type InputAudioTrack } from 'mediabunny';
import { MPEGDecoder } from 'mpg123-decoder';
import { OpusDecoder } from 'opus-decoder';
import { readWav, type Sound } from './wav.ts';

const isWav = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(0, 4)) === 'RIFF' &&
  String.fromCharCode(...bytes.subarray(8, 12)) === 'WAVE';

type Decoded = { channelData: Float32Array[]; sampleRate: number };

/** The mean of the channels. */
function mix({ channelData, sampleRate }: Decoded): Sound {
  const [first, ...others] = channelData;
  if (!first) return { samples: new Float32Array(), rate: sampleRate };
  const samples = first.map(
    (x, i) => others.reduce((sum, channel) => sum + (channel[i] ?? 0), x) / channelData.length,
  );
  return { samples, rate: sampleRate };
}

async function packetsOf(track: InputAudioTrack): Promise<Uint8Array[]> {
  const packets: Uint8Array[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet.data);
  return packets;
}

async function decodeOpus(packets: Uint8Array[]): Promise<Sound> {
  const decoder = new OpusDecoder();
  await decoder.ready;
  try {
    return mix(decoder.decodeFrames(packets));
  } finally {
    decoder.free();
  }
}

async function decodeMp3(packets: Uint8Array[]): Promise<Sound> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    return mix(decoder.decodeFrames(packets));
  } finally {
    decoder.free();
  }
}

/** Any format at all, as 16 kHz WAV. Throws where ffmpeg is missing or cannot. */
function decodeByFfmpeg(bytes: Uint8Array, what: string): Promise<Sound> {
  return new Promise((resolve, reject) => {
    const args = ['-v', 'error', '-i', 'pipe:0', '-ac', '1', '-ar', '16000', '-f', 'wav', 'pipe:1'];
    const child = spawn('ffmpeg', args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Uint8Array[] = [];
    const refuse = () =>
      reject(new Error(`${what} cannot be decoded here; record WebM or WAV, or run: apt-get install ffmpeg`));
    child.on('error', refuse);
    // A child that ends before it has read everything closes its end; its exit code says the rest.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    child.on('close', (code) => {
      if (code === 0 && chunks.length > 0) resolve(readWav(Buffer.concat(chunks)));
      else refuse();
    });
    child.stdin.end(bytes);
  });
}

/** Decodes a recording. Throws with words for a person where its kind is unknown here. */
export async function decodeSound(bytes: Uint8Array): Promise<Sound> {
  if (isWav(bytes)) return readWav(bytes);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack().catch(() => null);
  if (track?.codec === 'opus') return decodeOpus(await packetsOf(track));
  if (track?.codec === 'mp3') return decodeMp3(await packetsOf(track));
  return decodeByFfmpeg(bytes, track?.codec ? `Sound of the kind ${track.codec}` : 'This file');
}
