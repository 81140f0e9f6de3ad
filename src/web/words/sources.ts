import { catalogue } from './language.ts';
import { number, plural } from './numbers.ts';

const english = {
  title: 'Sources',
  lead: (documents: number, nuggets: number) =>
    `${plural('en', documents, { one: '# document', other: '# documents' })}, ${plural('en', nuggets, { one: '# nugget', other: '# nuggets' })}`,
  add: 'Add files',
  live: 'Updates by itself',
  drop: {
    strong: 'Drop files or folders here',
    rest: ', or choose them',
    limits: 'PDF, Word, Markdown, HTML or text, up to 50 MB each',
    over: 'Let go to add them',
  },
  filter: { name: 'Show', all: 'All', working: 'Working', needs: 'Needs you' },
  columns: {
    source: 'Source',
    progress: 'Progress',
    nuggets: 'Nuggets',
    updated: 'Updated',
    more: 'What to do',
  },
  types: { pdf: 'PDF', docx: 'Word', md: 'Markdown', html: 'Web page', txt: 'Text' },
  stages: {
    pending: 'Waiting its turn',
    extract: 'Reading',
    chunk: 'Splitting',
    embed: 'Indexing',
    describe: 'Writing nuggets',
    author: 'Adding sound and pictures',
    done: 'Ready',
  },
  stopped: {
    pending: 'Stopped before it began',
    extract: 'Stopped while reading',
    chunk: 'Stopped while splitting',
    embed: 'Stopped while indexing',
    describe: 'Stopped while writing nuggets',
    author: 'Stopped while finishing',
    done: 'Stopped',
  },
  cancelled: 'Cancelled',
  of: (done: number, total: number) => `${number(done)} of ${number(total)}`,
  row: {
    more: (name: string) => `More on ${name}`,
    open: (name: string) => `Look into ${name}`,
    close: (name: string) => `Close ${name}`,
    retry: 'Retry',
    retrying: 'Retrying',
    cancel: 'Cancel the work',
    download: 'Download the original',
    remove: 'Delete',
    removed: (name: string) => `${name} is deleted.`,
    kept: (name: string) => `${name} could not be deleted.`,
    noReason: 'It stopped without a reason. Retry, or look at the log with its job’s id.',
    warnings: 'What was left on the way',
  },
  upload: {
    sending: (percent: string) => `Sending, ${percent}`,
    checking: 'Checking what it is',
    waiting: (seconds: number) => `Waiting ${seconds} s: at most ten uploads a minute`,
    failed: (because: string) => `Not added: ${because}`,
    queued: 'Waiting',
    dismiss: (name: string) => `Dismiss ${name}`,
    none: 'There were no files in what was dropped.',
  },
  inside: {
    pages: 'Pages',
    page: (n: number) => `Page ${n}`,
    chunk: (n: number) => `Chunk ${n}`,
    words: (n: number) => plural('en', n, { one: '# word', other: '# words' }),
    left: 'In no nugget',
    none: 'No nugget stands on this page.',
    noPages: 'This document has no text yet.',
    read: (title: string) => `Read ${title}`,
    slides: 'Slides',
    text: 'Text',
    topics: 'Topics',
    difficulty: (n: number) => `difficulty ${n} of 10`,
    published: 'Learners see it',
    unpublished: 'Not published',
    version: (n: number) => `version ${n}`,
  },
  empty: {
    title: 'Start with one document',
    text: 'A handbook, a lecture, a page on the web. In a few minutes it becomes short lessons that your learners can talk to, each one tied to the page it came from.',
    action: 'Choose a file',
    note: 'Or drop it anywhere on this page.',
  },
  nothing: 'Nothing here. Choose another filter.',
};

export type SourcesWords = typeof english;

export const words = catalogue<SourcesWords>(english, {
  de: async () => (await import('./sources.de.ts')).german,
});
