import type { FunctionComponent } from 'preact';
import { lazy } from 'preact-iso';
import { wordsReady } from '../words/language.ts';

/** A page whose code comes when it is first visited, shown once its words are there in the reader's language. */
export const page = (load: () => Promise<FunctionComponent>): FunctionComponent =>
  lazy(async () => {
    const component = await load();
    await wordsReady();
    return { default: component };
  });
