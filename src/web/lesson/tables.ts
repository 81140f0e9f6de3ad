import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/** Loaded with the first table of a lesson: the parser's side of it. */

export const syntax = gfmTable();
export const tree = gfmTableFromMarkdown();
