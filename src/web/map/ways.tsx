import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { ApiError, sentence } from '../api/client.ts';
import { findWays, graph, saveWays } from '../api/learning.ts';
import type { GraphView, NodeWays } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/map.ts';
import { parts } from '../words/parts.ts';
import type { GraphNode } from './plan.ts';

/** As many as a node may have; the server asks the same. */
const MOST = 4;
const LONGEST = 200;

type Way = NodeWays['choices'][number];

/** The ways on from a node: read, and mended in their words and in where they lead. */
export function Ways({ node, view }: { node: GraphNode; view: GraphView }) {
  const said = words.value;
  const editing = useSignal<NodeWays | null>(null);
  const isLoading = useSignal(false);
  const own = view.edges.filter(({ from }) => from === node.id);
  const titleOf = (id: string) => view.nodes.find((one) => one.id === id)?.title ?? said.untitled;
  const begin = async () => {
    isLoading.value = true;
    try {
      editing.value = await findWays(node.id);
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      isLoading.value = false;
    }
  };
  if (editing.value !== null) {
    const targets = view.nodes
      .filter(({ id, documentId }) => id !== node.id && documentId === node.documentId)
      .map(({ id, title }) => [id, title ?? said.untitled] as const);
    return (
      <Form
        ways={editing.value}
        targets={targets}
        onEnd={() => {
          editing.value = null;
        }}
      />
    );
  }
  return (
    <>
      <h3>{said.waysOn}</h3>
      {own.length === 0 ? (
        <p class="muted">{said.noWays}</p>
      ) : (
        <ul class="map-list">
          {own.map(({ id, to, text }) => (
            <li key={id} dir="auto">
              <b>{text}</b>
              <br />
              <span class="small muted">{titleOf(to)}</span>
            </li>
          ))}
        </ul>
      )}
      <Button icon="pencil" busy={isLoading.value && said.loadingWays} onClick={() => void begin()}>
        {said.editWays}
      </Button>
    </>
  );
}

function Form({
  ways,
  targets,
  onEnd,
}: {
  ways: NodeWays;
  targets: readonly (readonly [string, string])[];
  onEnd: () => void;
}) {
  const said = words.value;
  const choices = useSignal<readonly Way[]>(ways.choices);
  const wrong = useSignal<string | undefined>(undefined);
  const isSaving = useSignal(false);
  const heading = useId();
  const set = (at: number, change: Partial<Way>) => {
    choices.value = choices.value.map((way, i) => (i === at ? { ...way, ...change } : way));
  };
  const add = () => {
    const free = targets.find(([id]) => !choices.value.some(({ nextNodeId }) => nextNodeId === id));
    const [nextNodeId] = free ?? targets[0] ?? [];
    if (nextNodeId !== undefined) {
      choices.value = [...choices.value, { id: crypto.randomUUID(), text: '', nextNodeId }];
    }
  };
  const save = async (event: Event) => {
    event.preventDefault();
    isSaving.value = true;
    try {
      await saveWays(ways.id, ways.version, [...choices.value]);
      await graph.reload();
      toast(said.waysSaved);
      onEnd();
    } catch (thrown) {
      wrong.value =
        thrown instanceof ApiError && thrown.status === 400 ? said.waysIncomplete : sentence(thrown);
    } finally {
      isSaving.value = false;
    }
  };
  return (
    <form class="stack map-ways" aria-labelledby={heading} onSubmit={(event) => void save(event)}>
      <h3 id={heading}>{said.waysOn}</h3>
      {choices.value.map((way, i) => (
        <fieldset key={way.id} class="map-way-edit">
          <legend class="sr">{said.way(i + 1)}</legend>
          <TextField
            label={said.wayText}
            value={way.text}
            rows={2}
            maxLength={LONGEST}
            onInput={(text) => set(i, { text })}
          />
          <SelectField
            label={said.wayTo}
            value={way.nextNodeId}
            options={targets}
            onInput={(nextNodeId) => set(i, { nextNodeId })}
          />
          <Button
            kind="bare"
            icon="trash-2"
            disabled={choices.value.length === 1}
            onClick={() => {
              choices.value = choices.value.filter((_, at) => at !== i);
            }}
          >
            {said.removeWay(i + 1)}
          </Button>
        </fieldset>
      ))}
      {choices.value.length < MOST && (
        <Button icon="plus" onClick={add}>
          {said.addWay}
        </Button>
      )}
      <p class="small muted">{said.waysHint}</p>
      {wrong.value !== undefined && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      <div class="row wrap">
        <Button kind="pen" type="submit" busy={isSaving.value && said.savingWays}>
          {said.saveWays}
        </Button>
        <Button onClick={onEnd}>{parts.value.cancel}</Button>
      </div>
    </form>
  );
}
