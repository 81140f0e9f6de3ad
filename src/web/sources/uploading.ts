import { files, jobs } from '../api/admin-sources.ts';
import type { JobView } from '../api/shapes.ts';
import { withJob } from './rows.ts';
import { sendFile } from './send-file.ts';
import { makeUploads } from './uploads.ts';

/** The uploads of this page. They go on while one looks at others. */
export const uploads = makeUploads<File, JobView>({
  send: sendFile,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  accepted: (accepted) => {
    jobs.change((known) => accepted.reduce(withJob, known));
    void files.reload();
  },
});
