/** Both scripts joined, for tests in workerd, whose pool runs one: same handlers, same classes. */
import edge from '../workers/edge.ts';
import ingest from '../workers/ingest.ts';

export * from '../workers/edge.ts';

export default { ...edge, queue: ingest.queue };
