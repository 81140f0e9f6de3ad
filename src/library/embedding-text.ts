/** What stands for a nugget in the space of meanings: where it stands, its words, and a little of its neighbours'. */
export const embeddingText = (
  documentTitle: string | null,
  nugget: { headings: readonly string[]; content: string; context: string | null },
): string =>
  [[documentTitle, ...nugget.headings].filter(Boolean).join(' > '), nugget.content, nugget.context]
    .filter(Boolean)
    .join('\n\n');
