import { useSignal } from '@preact/signals';
import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { UrlView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { checkUrl, deleteUrl, readingsOf, saveUrl, type UrlInput, urls } from '../api/watching.ts';
import { Button } from '../parts/button.tsx';
import { CheckField, Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { Empty } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { ago, moment } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { words as sourceWords } from '../words/sources.ts';
import { told } from '../words/told.ts';
import { words } from '../words/watching.ts';
import { Edited } from './edited.tsx';
import { takeAway } from './take-away.ts';

const NEW: UrlInput = {
  url: '',
  checkInterval: 60,
  contentSelector: null,
  autoProcess: true,
  enabled: true,
};

/** Pages on the web that are read again when they change. */
export function Urls() {
  const said = words.value.urls;
  useResource(urls);
  const editing = useSignal<{ id: string | undefined; input: UrlInput } | null>(null);
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  const begin = () => {
    editing.value = { id: undefined, input: NEW };
  };
  return (
    <section class="stack" aria-label={words.value.views.urls}>
      <div class="row wrap">
        <p class="muted grow">{said.lead}</p>
        <Button kind="pen" icon="plus" onClick={begin}>
          {said.add}
        </Button>
      </div>
      <Shown of={urls}>
        {(items) => {
          const shown = items.filter(({ id }) => !hidden.value.has(id));
          return shown.length === 0 ? (
            <Empty title={said.none}>{said.noneText}</Empty>
          ) : (
            <ul class="card watched">
              {shown.map((url) => (
                <Watched
                  key={url.id}
                  url={url}
                  onEdit={() => {
                    editing.value = { id: url.id, input: url };
                  }}
                  onRemove={() =>
                    takeAway(hidden, url.id, { gone: said.removed(url.url) }, async () => {
                      await deleteUrl(url.id);
                      await urls.reload();
                    })
                  }
                />
              ))}
            </ul>
          );
        }}
      </Shown>
      <Edited
        title={editing.value?.id === undefined ? said.add : said.editTitle}
        of={editing}
        save={async ({ id, input }) => {
          await saveUrl(id, { ...input, contentSelector: input.contentSelector?.trim() || null });
          await urls.reload();
        }}
      >
        {(input, set) => (
          <>
            <Field label={said.url} type="url" required value={input.url} onInput={(url) => set({ url })} />
            <Field
              label={said.interval}
              hint={said.intervalHint}
              type="number"
              min={1}
              max={1440}
              value={String(input.checkInterval)}
              onInput={(text) => set({ checkInterval: Number(text) })}
            />
            <Field
              label={said.selector}
              hint={said.selectorHint}
              value={input.contentSelector ?? ''}
              maxLength={300}
              onInput={(contentSelector) => set({ contentSelector })}
            />
            <CheckField
              label={said.enabled}
              checked={input.enabled}
              onInput={(enabled) => set({ enabled })}
            />
            <CheckField
              label={said.auto}
              checked={input.autoProcess}
              onInput={(autoProcess) => set({ autoProcess })}
            />
          </>
        )}
      </Edited>
    </section>
  );
}

function Watched({ url, onEdit, onRemove }: { url: UrlView; onEdit: () => void; onRemove: () => void }) {
  const said = words.value.urls;
  const isChecking = useSignal(false);
  const isOpen = useSignal(false);
  const check = async () => {
    isChecking.value = true;
    try {
      const { status } = await checkUrl(url.id);
      toast(said.checked[status]);
      await Promise.all([urls.reload(), readingsOf(url.url).reload()]);
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      isChecking.value = false;
    }
  };
  const when = [
    url.lastChecked === null ? said.never : said.last(ago(url.lastChecked)),
    !url.enabled ? said.paused : url.nextCheckAt === null ? undefined : said.next(ago(url.nextCheckAt)),
  ];
  return (
    <li>
      <div class="row wrap">
        <Icon name="link" />
        <div class="grow watched-name">
          <b class="ellipsis" title={url.url} dir="ltr">
            {url.url}
          </b>
          <span class="small muted">{when.filter((part) => part !== undefined).join(', ')}</span>
        </div>
        <Button onClick={() => void check()} busy={isChecking.value && said.checking}>
          {said.check}
        </Button>
        <Button
          kind="bare"
          expanded={isOpen.value}
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          {said.history}
        </Button>
        <Menu
          label={said.more(url.url)}
          items={[
            { name: said.edit, icon: 'pencil', onSelect: onEdit },
            { name: said.remove, icon: 'trash-2', alert: true, onSelect: onRemove },
          ]}
        />
      </div>
      {url.lastError !== null && (
        <p class="why">
          {told.value.sentence(url.lastError)} {url.failures > 0 && said.failures(url.failures)}
        </p>
      )}
      {isOpen.value && <History url={url.url} />}
    </li>
  );
}

function History({ url }: { url: string }) {
  const said = words.value.urls;
  const readings = useResource(readingsOf(url));
  const { stages, stopped, cancelled } = sourceWords.value;
  return (
    <Shown of={readings} lines={2}>
      {(jobs) =>
        jobs.length === 0 ? (
          <p class="small muted watched-history">{said.noHistory}</p>
        ) : (
          <ol class="watched-history small">
            {jobs.map(({ id, createdAt, status, stage, errorMessage, nuggetCount }) => (
              <li key={id} class="row wrap">
                <time dateTime={createdAt}>{moment(createdAt)}</time>
                <span>
                  {status === 'failed'
                    ? stopped[stage]
                    : status === 'cancelled'
                      ? cancelled
                      : status === 'completed'
                        ? stages.done
                        : stages[stage]}
                </span>
                {nuggetCount !== null && <span class="muted">{parts.value.nuggets(nuggetCount)}</span>}
                {errorMessage !== null && <span class="muted">{told.value.sentence(errorMessage)}</span>}
              </li>
            ))}
          </ol>
        )
      }
    </Shown>
  );
}
