import { catalogue } from './language.ts';
import { list, plural } from './numbers.ts';

const english = {
  untitled: 'A lesson',
  back: 'Back to home',
  finish: 'Finish for today',
  finishing: 'Finishing',
  finished: 'Finished',
  saved: 'Saved',
  connecting: 'Connecting',
  step: (place: string, step: number) => `${place}, step ${step}`,
  path: {
    title: 'Your path',
    here: 'you are here',
    done: 'done',
    open: 'open',
    start: 'The beginning',
    empty: 'Your path shows here once the first step is chosen.',
    show: 'Path and mastery',
  },
  mastery: {
    title: 'What you know here',
    key: 'Dot: our best estimate. Band: where you may really be. From the tick, at 85%, it counts as strong.',
    empty: 'Answer a question, and what you know shows here.',
    gap: 'gap',
    answers: (n: number) => plural('en', n, { one: '# piece of evidence', other: '# pieces of evidence' }),
  },
  thread: {
    label: 'Lesson',
    you: 'You',
    tutor: 'Tutor',
    earlier: 'Show earlier',
    newBelow: 'New words below',
    thinking: 'Looking in your sources',
    answering: 'Tutor is answering',
    stopped: 'You stopped this answer',
    continueIt: 'Continue it',
    continueWords: 'Please go on from where you stopped.',
    sources: (titles: number, pages: readonly number[]) =>
      `${plural('en', titles, { one: '# source', other: '# sources' })}${
        pages.length === 0 ? '' : `, ${pages.length === 1 ? 'page' : 'pages'} ${list(pages.map(String))}`
      }`,
    copy: 'Copy',
    copied: 'Copied',
    simpler: 'Say it more simply',
    simplerWords: 'Please say that more simply.',
    waiting: 'Waiting to send',
    sending: 'Sending',
    refused: (because: string) => `Not sent: ${because}`,
    sendAgain: 'Send again',
    drop: 'Remove',
    now: (name: string, step: string) => `${name} is now ${step}`,
    change: (from: string, to: string) => `${from} to ${to}`,
    at: (level: string) => `at ${level}`,
    more: (n: number) => plural('en', n, { one: 'and # more', other: 'and # more' }),
    why: 'Why',
    next: (title: string) => `Next: ${title}`,
    first: 'We begin here',
    onward: 'We go on here',
    emptyTitle: 'What would you like to understand?',
    emptyLead: 'Ask anything about your sources. Every answer shows the page it stands on.',
    firsts: [
      'Where should I begin?',
      'Give me the three main ideas.',
      'Ask me a question to see what I know.',
    ],
  },
  slides: {
    open: (n: number) => plural('en', n, { one: 'See the slide', other: 'See the # slides' }),
    zoom: 'See the picture large',
    of: (n: number, total: number) => `Slide ${n} of ${total}`,
    previous: 'Slide before',
    next: 'Next slide',
    play: 'Play from here',
    pause: 'Pause',
    script: 'What is said',
  },
  cite: {
    label: (n: number, title: string, page: number | null) =>
      page === null ? `Source ${n}, ${title}` : `Source ${n}, ${title}, page ${page}`,
    bare: (n: number) => `Source ${n}`,
  },
  question: {
    label: 'Question',
    answer: 'Your answer',
    check: 'Check answer',
    checking: 'Checking',
    again: 'Try again',
    true: 'True',
    false: 'False',
    rungs: ['Nudge', 'Hint', 'Worked step', 'Show the answer'],
    cost: 'Help counts as less proof',
    order: 'Put these in order',
    up: (item: string) => `Move up: ${item}`,
    down: (item: string) => `Move down: ${item}`,
    over: 'This question is closed.',
    given: (answer: string) => `You answered: ${answer}`,
  },
  ways: {
    title: (n: number) =>
      plural('en', n, { one: 'One way on, when you are ready', other: '# ways on, when you are ready' }),
    chosen: 'chosen',
  },
  composer: {
    label: 'Answer, or ask anything',
    writing: 'Ask the next thing',
    send: 'Send',
    stop: 'Stop the answer',
    tooLong: (n: number) => plural('en', n, { one: '# character too many', other: '# characters too many' }),
    over: 'This lesson is finished. Start another from home.',
  },
  link: {
    lost: (seconds: number) =>
      seconds > 0 ? `No connection. Trying again in ${seconds} s.` : 'No connection. Trying again.',
    now: 'Now',
    notYours: 'This lesson is no longer yours to see.',
    protocol: 'The connection was closed because of an error on this page. Load it again.',
    reload: 'Load again',
    looking: 'You are looking on. The learner is not told, and you cannot write.',
  },
  completed: {
    title: 'Done for today',
    lead: 'What changed in this lesson',
    nothing: 'Nothing was measured this time. Reading counts too.',
    home: 'Back to home',
  },
};

export type LessonWords = typeof english;

export const words = catalogue<LessonWords>(english, {
  de: async () => (await import('./lesson.de.ts')).german,
});
