import type * as workers from '@cloudflare/workers-types';

/**
 * The pages import the server's types, and TypeScript then reads the files those come from. What Cloudflare's
 * platform gives to such files is named here one by one, because all of it at once would replace the browser's.
 */
declare global {
  type R2Bucket = workers.R2Bucket;
  type R2Object = workers.R2Object;
  type R2ObjectBody = workers.R2ObjectBody;
}
