import { get } from './client.ts';
import { resources } from './resource.ts';

/** Documents and their extracted pages, as citations open them. */

export type DocumentView = {
  id: string;
  title: string | null;
  pageCount: number | null;
  outline: readonly { level: number; text: string; page: number }[];
};

export type PageView = { page: number; text: string; headings: readonly string[] };

export const documents = resources((documentId) => get<DocumentView>(`/api/sources/${documentId}`));

/** By `<documentId>/pages/<page>`. */
export const pages = resources((path) => get<PageView>(`/api/sources/${path}`));
