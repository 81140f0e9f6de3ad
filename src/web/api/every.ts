import { get, type Page, type Query } from './client.ts';

/** Items a request; the API gives no more at once. */
const MOST_A_PAGE = 200;

/** A list to its end, for what would mislead with a part missing. */
export async function everyItem<Item>(path: string, query: Query = {}): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await get(path, { ...query, limit: MOST_A_PAGE, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
