import type { NodeView } from '../../tutoring/protocol.ts';
import { Art } from '../parts/art.tsx';
import { Icon } from '../parts/icon.tsx';
import { Soon } from '../shell/soon.tsx';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';

/** Where the lesson can go from here. In a new one they come when the rest is drawn: they lie below it, and move nothing. */
export function Ways({ isNew }: { isNew: boolean }) {
  const { session } = useRoom().talk.lesson.value;
  const choices = session?.completedAt === null ? (session.currentNode?.choices ?? []) : [];
  if (choices.length === 0) return null;
  const cards = <Cards choices={choices} />;
  return isNew ? <Soon>{cards}</Soon> : cards;
}

/** The one that was taken keeps its tick until the lesson has moved. */
function Cards({ choices }: { choices: NodeView['choices'] }) {
  const { talk, isReadOnly } = useRoom();
  const chosen = talk.outbox.value.flatMap(({ frame, state }) =>
    frame.event === 'session:choice' && state !== 'refused' ? [frame.data.choiceId] : [],
  );
  const said = words.value.ways;
  return (
    <section class="ways" aria-labelledby="ways">
      <h2 id="ways">{said.title(choices.length)}</h2>
      {choices.map(({ id, text, nextNodeId }) => (
        <button
          key={id}
          type="button"
          class="way"
          disabled={isReadOnly.value || chosen.length > 0}
          onClick={() => talk.tell({ event: 'session:choice', data: { choiceId: id } })}
        >
          <span class="way-pic">
            <Art seed={nextNodeId} />
          </span>
          <b>{text}</b>
          {chosen.includes(id) && (
            <span class="row small muted">
              <Icon name="check" small />
              {said.chosen}
            </span>
          )}
        </button>
      ))}
    </section>
  );
}
