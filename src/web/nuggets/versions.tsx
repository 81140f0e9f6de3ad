import { restoreVersion, versionsOf } from '../api/admin-nuggets.ts';
import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { NuggetView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/nuggets.ts';
import { ago, list } from '../words/numbers.ts';

/** What the nugget was before each change, and the way back; going back is a new version, so nothing is lost by it. */
export function Versions({ nugget, take }: { nugget: NuggetView; take: (next: NuggetView) => void }) {
  const said = words.value.versions;
  const names: Record<string, string> = words.value.parts.names;
  const versions = useResource(versionsOf(nugget.id));
  const restore = async (version: number) => {
    try {
      take(await restoreVersion(nugget.id, version));
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
            {items.map(({ version, isCurrent, parts, createdAt }) => (
              <li key={version} class="row" aria-current={isCurrent ? 'true' : undefined}>
                <b class="num">{version}</b>
                <span class="grow small">
                  {parts.length === 0
                    ? said.first
                    : said.changed(list(parts.map((part) => names[part] ?? part)))}
                  <span class="muted">{isCurrent ? said.now : ago(createdAt)}</span>
                </span>
                {!isCurrent && (
                  <Button
                    kind="bare"
                    icon="undo-2"
                    label={said.restore(version)}
                    onClick={() => void restore(version)}
                  />
                )}
              </li>
            ))}
          </ol>
        )}
      </Shown>
      <p class="tiny muted">{said.learners}</p>
    </section>
  );
}
