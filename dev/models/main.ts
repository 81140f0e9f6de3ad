/** `npx tsx dev/models/main.ts --port N`: the offline models by themselves. */
import { parseArgs } from 'node:util';
import { startModels } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
const models = await startModels({
  port: Number(values.port ?? 0),
  ...(values.host ? { host: values.host } : {}),
});
console.log(models.url);
for (const [api, engine] of Object.entries(models.engines)) console.log(`  ${api}: ${engine}`);

const stop = (): void => {
  void models.close().then(() => process.exit(0));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
