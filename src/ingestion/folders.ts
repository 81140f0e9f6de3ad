import { z } from 'zod';
import { FILE_TYPES } from './extract/sniff.ts';

/** Watched folders: prefixes in the organization's part of the bucket, and which of its objects they are about. */

export const Folder = z.object({
  /** Without a leading slash; the empty path is the whole of the organization's part. */
  path: z
    .string()
    .max(500)
    .refine(
      (path) => !path.includes('\0') && path.isWellFormed(),
      'a path may hold neither NUL nor lone surrogates',
    )
    .refine((path) => !path.split('/').includes('..'), 'a path may not lead upwards')
    .transform((path) => path.replace(/^\/+|\/+$/g, '')),
  fileTypes: z
    .array(z.enum(FILE_TYPES))
    .min(1)
    .default([...FILE_TYPES]),
  recursive: z.boolean().default(true),
  autoProcess: z.boolean().default(true),
  enabled: z.boolean().default(true),
});
export type Folder = z.infer<typeof Folder>;

const ENDINGS: Readonly<Record<string, string>> = {
  pdf: 'pdf',
  docx: 'docx',
  txt: 'txt',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
};

/** Whether a path within the organization's part of the bucket is one that the folder watches. */
export function watches(
  folder: { path: string; fileTypes: readonly string[]; recursive: boolean },
  path: string,
): boolean {
  const prefix = folder.path === '' ? '' : `${folder.path}/`;
  if (!path.startsWith(prefix)) return false;
  const rest = path.slice(prefix.length);
  if (rest === '' || (!folder.recursive && rest.includes('/'))) return false;
  const type = ENDINGS[rest.split('.').at(-1)?.toLowerCase() ?? ''];
  return type !== undefined && folder.fileTypes.some((wanted) => wanted === type);
}
