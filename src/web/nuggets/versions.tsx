import { useSignal } from '@preact/signals';
import { restoreVersion, versionsOf } from '../api/admin-nuggets.ts';
import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { NuggetVersion, NuggetView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/nuggets.ts';
import { ago, list } from '../words/numbers.ts';

/** What the nugget was before each change, to be read, and the way back; going back is a new version, so nothing is lost by it. */
export function Versions({ nugget, take }: { nugget: NuggetView; take: (next: NuggetView) => void }) {
  const said = words.value.versions;
  const names: Record<string, string> = { ...words.value.parts.names, ...said.fields };
  const versions = useResource(versionsOf(nugget.id));
  const reading = useSignal<NuggetVersion | null>(null);
  const restore = async (version: number) => {
    try {
      take(await restoreVersion(nugget.id, version));
      reading.value = null;
      toast(said.restored(version));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <section>
      <h2 class="side-title">{said.title}</h2>
      <Shown of={versions} lines={2}>
        {({ items }) => (
          <ol class="part-list">
            {items.map((one) => (
              <li key={one.version} class="row" aria-current={one.isCurrent ? 'true' : undefined}>
                <b class="num">{one.version}</b>
                <span class="grow small">
                  {one.parts.length === 0
                    ? said.first
                    : said.changed(list(one.parts.map((part) => names[part] ?? part)))}
                  <span class="muted">{one.isCurrent ? said.now : ago(one.createdAt)}</span>
                </span>
                {!one.isCurrent && (
                  <Button
                    kind="bare"
                    icon="eye"
                    label={said.read(one.version)}
                    onClick={() => {
                      reading.value = one;
                    }}
                  />
                )}
              </li>
            ))}
          </ol>
        )}
      </Shown>
      <p class="tiny muted">{said.learners}</p>
      <Dialog
        wide
        title={reading.value === null ? '' : said.was(reading.value.version)}
        open={reading.value !== null}
        onClose={() => {
          reading.value = null;
        }}
      >
        {reading.value !== null && <Was version={reading.value} now={nugget} onRestore={restore} />}
      </Dialog>
    </section>
  );
}

/** What a version said, what is not so any more in its own place. */
function Was({
  version: { version, title, content, slides },
  now,
  onRestore,
}: {
  version: NuggetVersion;
  now: NuggetView;
  onRestore: (version: number) => Promise<void>;
}) {
  const said = words.value.versions;
  const rows = [
    { name: words.value.editor.name, was: title ?? '', is: now.title ?? '' },
    { name: words.value.editor.text, was: content, is: now.content },
    { name: words.value.editor.slides, was: slideText(slides), is: slideText(now.slides) },
  ];
  return (
    <>
      <Scroll class="reader">
        {rows.map(({ name, was, is }) => (
          <section key={name} class="stack">
            <h3>
              {name} {was === is && <span class="tag">{said.same}</span>}
            </h3>
            {was !== is && (
              <div class="was">
                <div>
                  <h4 class="small muted">{said.before}</h4>
                  <p dir="auto">{was || '–'}</p>
                </div>
                <div>
                  <h4 class="small muted">{said.today}</h4>
                  <p dir="auto">{is || '–'}</p>
                </div>
              </div>
            )}
          </section>
        ))}
      </Scroll>
      <div class="dialog-acts">
        <Button kind="pen" icon="undo-2" onClick={() => void onRestore(version)}>
          {said.restore(version)}
        </Button>
      </div>
    </>
  );
}

const slideText = (slides: NuggetVersion['slides']): string =>
  [...slides]
    .sort((a, b) => a.order - b.order)
    .map(({ title, content, script }) => [title, content, script].filter(Boolean).join('\n'))
    .join('\n\n');
