import { useSignal } from '@preact/signals';
import { decide, listReviews } from '../api/admin-nuggets.ts';
import { sentence } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { ListEnd, usePaged } from '../api/paged.tsx';
import type { NuggetView } from '../api/shapes.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { Empty } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/nuggets.ts';
import '../nuggets/nuggets.css';

/** What waits to be looked at before learners see it. */
export function ReviewsPage() {
  const said = words.value.review;
  useTitle(said.title);
  const paged = usePaged('reviews', listReviews);
  useLive(paged, () => listReviews(undefined), 'below');
  const items = paged.items.value;
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      {items?.length === 0 && <Empty title={said.none}>{said.noneText}</Empty>}
      <ul class="review-list">
        {(items ?? []).map((nugget) => (
          <Waiting
            key={nugget.id}
            nugget={nugget}
            onDone={() => paged.change((all) => all.filter(({ id }) => id !== nugget.id))}
          />
        ))}
      </ul>
      <ListEnd of={paged} />
    </>
  );
}

function Waiting({ nugget, onDone }: { nugget: NuggetView; onDone: () => void }) {
  const said = words.value.review;
  const reason = useSignal<string | null>(null);
  const judge = async (decision: 'approve' | 'reject') => {
    try {
      await decide(nugget.id, decision, decision === 'reject' ? reason.value : null);
      toast(decision === 'approve' ? said.approved : said.rejected);
      onDone();
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  const [source] = nugget.sources;
  return (
    <li class="card review-item">
      <div>
        <h2 dir="auto">{nugget.title ?? words.value.untitled}</h2>
        <p class="small muted">
          {source?.title}
          {source?.page != null && `, ${words.value.page(source.page)}`}
        </p>
      </div>
      <article class="paper" dir="auto">
        <p>{nugget.content}</p>
      </article>
      {nugget.slides.length > 0 && (
        <p class="small">
          <b>{words.value.editor.slides}:</b> {nugget.slides.map(({ title }) => title).join(' · ')}
        </p>
      )}
      {reason.value !== null && (
        <TextField
          label={said.reason}
          value={reason.value}
          maxLength={2000}
          onInput={(text) => {
            reason.value = text;
          }}
        />
      )}
      <div class="row wrap">
        <Button kind="pen" onClick={() => void judge('approve')}>
          {said.approve}
        </Button>
        <Button
          onClick={() => {
            if (reason.value === null) reason.value = '';
            else void judge('reject');
          }}
        >
          {said.reject}
        </Button>
        <ButtonLink kind="bare" href={`/nuggets/${nugget.id}`}>
          {said.open}
        </ButtonLink>
      </div>
    </li>
  );
}
