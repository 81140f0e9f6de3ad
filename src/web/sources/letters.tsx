import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { DeadLetter } from '../api/shapes.ts';
import { letters, redrive } from '../api/watching.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { moment } from '../words/numbers.ts';
import { told } from '../words/told.ts';
import { words } from '../words/watching.ts';

/** Work that gave up after all its tries; silent while there is none. */
export function Letters() {
  const said = words.value.letters;
  useResource(letters);
  const waiting = (letters.value.value?.items ?? []).filter(({ redrivenAt }) => redrivenAt === null);
  const again = async ({ id }: DeadLetter) => {
    try {
      await redrive(id);
      toast(said.redriven);
      await letters.reload();
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  if (waiting.length === 0) return null;
  return (
    <details class="card letters">
      <summary>
        <b>{said.title(waiting.length)}</b>
      </summary>
      <p class="small muted">{said.lead}</p>
      <ul>
        {waiting.map((letter) => (
          <li key={letter.id} class="row wrap">
            <span class="grow">{told.value.sentence(letter.reason)}</span>
            <time class="small muted" dateTime={letter.createdAt}>
              {moment(letter.createdAt)}
            </time>
            <Button icon="refresh-cw" onClick={() => void again(letter)}>
              {said.again}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
