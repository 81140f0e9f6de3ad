import 'wink-nlp';

/** The package's own types put the addons where its `out` passes a cache; this is the shape that `out` takes. */
declare module 'wink-nlp' {
  interface ItsHelpers {
    stem(index: number, token: unknown, cache: unknown): string;
  }
}
