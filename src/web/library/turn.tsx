import { useResource } from '../api/resource.ts';
import { documents } from '../api/sources.ts';
import { Button } from '../parts/button.tsx';
import { words } from '../words/source.ts';

/** Turns a document's pages. */
export function Turn({
  documentId,
  page,
  onTurn,
}: {
  documentId: string;
  page: number;
  onTurn: (page: number) => void;
}) {
  const said = words.value;
  const count = useResource(documents(documentId)).value.value?.pageCount ?? null;
  return (
    <span class="row turn">
      <Button
        kind="bare"
        icon="chevron-left"
        label={said.previous}
        disabled={page <= 1}
        onClick={() => onTurn(page - 1)}
      />
      <span class="small num muted nowrap" aria-live="polite">
        {said.page(page, count)}
      </span>
      <Button
        kind="bare"
        icon="chevron-right"
        label={said.next}
        disabled={count !== null && page >= count}
        onClick={() => onTurn(page + 1)}
      />
    </span>
  );
}
