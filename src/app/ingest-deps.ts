import type { AuthorPolicy } from '../authoring/author-step.ts';
import { type Resize, resizePicture } from '../authoring/resize.ts';
import type { OrganizationDb } from '../base/db.ts';
import type { PdfAssets } from '../ingestion/extract/pdf.ts';
import { settingsFor } from '../settings/settings.ts';
import { type Deps, type SharedBindings, sharedDeps } from './deps.ts';

/** What the ingest worker has besides: the parsers' assets, the picture codec, and the policies that decide what is made. */
export type IngestDeps = Deps & {
  pdfAssets: PdfAssets;
  resize: Resize;
  policy: (db: OrganizationDb) => Promise<Policy>;
};

export type Policy = { review: boolean } & AuthorPolicy;

export type IngestBindings = SharedBindings & { ASSETS?: Pick<Fetcher, 'fetch'> };

export function ingestDeps(env: IngestBindings, context: Pick<ExecutionContext, 'waitUntil'>): IngestDeps {
  const deps = sharedDeps(env, context);
  return {
    ...deps,
    pdfAssets: assetsOf(env.ASSETS),
    resize: resizePicture,
    policy: async ({ organizationId }) => {
      const { values } = await settingsFor(deps, { organizationId });
      return {
        review: values.value['review.required'],
        audio: values.value['audio.policy'],
        image: values.value['image.policy'],
      };
    },
  };
}

/** Character maps and fonts by name, from the worker's own assets. */
function assetsOf(assets: Pick<Fetcher, 'fetch'> | undefined): PdfAssets {
  const read = async (folder: string, name: string): Promise<Uint8Array> => {
    if (assets === undefined) throw new Error('the ingest worker was built without its assets');
    const answer = await assets.fetch(`https://assets.local/${folder}/${encodeURIComponent(name)}`);
    if (!answer.ok) throw new Error(`there is no ${folder}/${name}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  return {
    cMap: (name) => read('cmaps', name),
    standardFont: (name) => read('standard_fonts', name),
  };
}
