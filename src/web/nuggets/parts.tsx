import { editNugget, regenerate } from '../api/admin-nuggets.ts';
import { sentence } from '../api/client.ts';
import type { NuggetPart, NuggetView } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/nuggets.ts';

const PARTS: readonly NuggetPart[] = [
  'metadata',
  'slides',
  'script',
  'audio',
  'image',
  'questions',
  'embedding',
];

/** What the nugget is made of: who made each part and when, made again or kept as it is. */
export function Parts({ nugget, take }: { nugget: NuggetView; take: (next: NuggetView) => void }) {
  const said = words.value.parts;
  const again = async (part: NuggetPart) => {
    try {
      await regenerate(nugget.id, [part]);
      toast(said.asked);
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  const pin = async (part: NuggetPart) => {
    const pinned = PARTS.filter((one) => (nugget.parts[one]?.pinned === true) !== (one === part));
    try {
      take(await editNugget(nugget.id, nugget.version, { pinned }));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <section>
      <h2 class="side-title">{said.title}</h2>
      <ul class="part-list">
        {PARTS.map((part) => {
          const record = nugget.parts[part];
          const name = said.names[part];
          const isPinned = record?.pinned === true;
          return (
            <li key={part} class="row">
              <span class="grow">
                <b>{name}</b>
                <span class="small muted">
                  {record === undefined
                    ? said.never
                    : isPinned
                      ? said.pinned
                      : said.made(said.by[record.by], record.at)}
                </span>
              </span>
              {record !== undefined && (
                <Button
                  kind="bare"
                  icon="shield-check"
                  label={said.pin(name)}
                  pressed={isPinned}
                  onClick={() => void pin(part)}
                />
              )}
              <Button
                kind="bare"
                icon="refresh-cw"
                label={said.again(name)}
                disabled={isPinned}
                onClick={() => void again(part)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
