import type OpenAI from 'openai';
import type { RunnerOptions } from 'openai/lib/AbstractChatCompletionRunner';
import {
  ChatCompletionStreamingRunner,
  type ChatCompletionStreamingToolRunnerParams,
} from 'openai/lib/ChatCompletionStreamingRunner';
import type { Rehearsed } from './openai-ahead.ts';

/**
 * The SDK's tool runner, asking at once: the SDK's own (`runTools`) begins with a timer, and whatever its caller does
 * next, such as writing to a disk, would come before the request.
 */
export class PromptRunner extends ChatCompletionStreamingRunner {
  static begin<Inputs extends (string | object)[]>(
    client: OpenAI,
    params: ChatCompletionStreamingToolRunnerParams<Inputs>,
    options: RunnerOptions,
  ): PromptRunner {
    // Its own parameters are for parsing structured answers; here are none.
    const runner = new PromptRunner(null);
    runner._run(() => runner._runTools(client, params, runner, options));
    return runner;
  }

  protected override _run(executor: () => Promise<unknown>): void {
    const begun = executor();
    // Whoever listens hears of a failure from the runner itself.
    begun.catch(() => undefined);
    super._run(() => begun);
  }
}

/** How the SDK would make a request, found by having it do so; `mark` stands where the last words will. */
export async function rehearse(
  client: OpenAI,
  mark: string,
  ask: (silent: OpenAI) => PromptRunner,
): Promise<Rehearsed | undefined> {
  let heard: Rehearsed | undefined;
  const silent = client.withOptions({
    fetch: async (url, init) => {
      const { body } = init ?? {};
      const [before, after, ...more] = typeof body === 'string' ? body.split(JSON.stringify(mark)) : [];
      if (before !== undefined && after !== undefined && more.length === 0)
        heard = { url: String(url), headers: new Headers(init?.headers), before, after };
      throw new Error('only rehearsed');
    },
  });
  await ask(silent)
    .done()
    .catch(() => undefined);
  return heard;
}
