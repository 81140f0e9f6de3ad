/** The queue's door: each message through one step of its job, acknowledged, tried again later, or given up. */
import { bury, consume } from '../src/app/consume.ts';
import { type IngestBindings, ingestDeps } from '../src/app/ingest-deps.ts';

const DEAD_LETTERS = 'nuggets-dead-letters';

export default {
  async queue(batch, env, context) {
    const deps = ingestDeps(env, context);
    if (batch.queue === DEAD_LETTERS) {
      for (const message of batch.messages) {
        await bury(deps, message.body);
        message.ack();
      }
      return;
    }
    await Promise.all(
      batch.messages.map(async (message) => {
        const verdict = await consume(deps, message.body, message.attempts);
        if (verdict.kind === 'ack') message.ack();
        else message.retry({ delaySeconds: verdict.delaySeconds });
      }),
    );
  },
} satisfies ExportedHandler<IngestBindings, unknown>;
