import { whenIdle } from './idle.ts';

/** What stays readable on this device without a network. */

const LESSONS = 'nuggets-lessons';
const ANSWERS = 'nuggets-answers';

/** A page's first look is over by then, milliseconds: all that the worker keeps is fetched beside it. */
const A_LOOK = 3000;

/** Registers the worker that keeps the shell; nothing depends on it. */
export function keepShell(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    addEventListener('load', () => setTimeout(() => whenIdle(register), A_LOOK));
  }
}

/** Without a network it waits for one. */
function register(): void {
  const later = () => addEventListener('online', register, { once: true });
  if (navigator.onLine) navigator.serviceWorker.register('/service-worker.js').catch(later);
  else later();
}

/** Takes everything away that was kept of a person, as when they sign out. */
export async function forgetKept(): Promise<void> {
  if (!('caches' in globalThis)) return;
  await Promise.all([caches.delete(LESSONS), caches.delete(ANSWERS)]);
}

/** Keeps a lesson as it stands; storage that is full or forbidden costs only the reading offline. */
export async function keepLesson(sessionId: string, lesson: unknown): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(LESSONS);
  await cache.put(`/lessons/${sessionId}`, new Response(JSON.stringify(lesson))).catch(() => undefined);
}

/** A lesson as it was kept, in whatever shape it was. */
export async function keptLesson(sessionId: string): Promise<unknown> {
  if (!('caches' in globalThis)) return undefined;
  const cache = await caches.open(LESSONS);
  const kept = await cache.match(`/lessons/${sessionId}`);
  return kept?.json().catch(() => undefined);
}
