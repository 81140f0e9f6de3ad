import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { listConcepts, mergeConcept, splitConcept, undoConcepts } from '../api/class.ts';
import { sentence } from '../api/client.ts';
import { ListEnd, usePaged } from '../api/paged.tsx';
import type { ConceptView } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Menu } from '../parts/menu.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/map.ts';
import { list } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';

/** All concepts: two that are one are merged, one that is two is split, and either can be undone. */
export function Concepts() {
  const said = words.value.concepts;
  const q = useSignal('');
  /** Grows with every change, so that the list is asked anew. */
  const version = useSignal(0);
  const paged = usePaged(`concepts ${q.value} ${version.value}`, (cursor) =>
    listConcepts(q.value === '' ? undefined : q.value, cursor),
  );
  const doing = useSignal<{ what: 'merge' | 'split'; concept: ConceptView } | null>(null);
  const done = (text: string) => {
    doing.value = null;
    version.value++;
    toast(text, {
      undo: async () => {
        try {
          await undoConcepts();
          version.value++;
          toast(said.undone);
        } catch (thrown) {
          toast(sentence(thrown));
        }
      },
    });
  };
  const items = paged.items.value;
  const close = () => {
    doing.value = null;
  };
  return (
    <div class="stack">
      <SearchField
        label={said.search}
        value={q.value}
        onChange={(text) => {
          q.value = text;
        }}
      />
      {items?.length === 0 && <p class="muted">{q.value === '' ? said.empty : said.none}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="card concepts">
          {items.map((concept) => (
            <li key={concept.id} class="row">
              <span class="grow">
                <b dir="auto">{concept.name}</b>{' '}
                {concept.aliases.length > 0 && (
                  <span class="small muted">{said.aliases(list(concept.aliases))}</span>
                )}
                <br />
                <span class="small muted">
                  {said.nuggets(concept.nuggets.length)}
                  {concept.prerequisites.length > 0 &&
                    `, ${said.needs(list(concept.prerequisites.map(({ name }) => name)))}`}
                </span>
              </span>
              <Menu
                label={said.more(concept.name)}
                items={[
                  {
                    name: said.merge,
                    onSelect: () => {
                      doing.value = { what: 'merge', concept };
                    },
                  },
                  ...(concept.nuggets.length > 1
                    ? [
                        {
                          name: said.split,
                          onSelect: () => {
                            doing.value = { what: 'split', concept };
                          },
                        },
                      ]
                    : []),
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      <ListEnd of={paged} />
      <Dialog
        title={
          doing.value === null
            ? ''
            : said[doing.value.what === 'merge' ? 'mergeTitle' : 'splitTitle'](doing.value.concept.name)
        }
        open={doing.value !== null}
        onClose={close}
      >
        {doing.value?.what === 'merge' && (
          <Merge concept={doing.value.concept} onClose={close} onDone={done} />
        )}
        {doing.value?.what === 'split' && (
          <Split concept={doing.value.concept} onClose={close} onDone={done} />
        )}
      </Dialog>
    </div>
  );
}

type DoingProps = { concept: ConceptView; onClose: () => void; onDone: (text: string) => void };

function Merge({ concept, onClose, onDone }: DoingProps) {
  const said = words.value.concepts;
  const q = useSignal('');
  const into = useSignal<ConceptView | null>(null);
  const paged = usePaged(`merge ${q.value}`, (cursor) =>
    listConcepts(q.value === '' ? undefined : q.value, cursor),
  );
  const others = (paged.items.value ?? []).filter(({ id }) => id !== concept.id).slice(0, 8);
  const merge = async () => {
    if (into.value === null) return;
    try {
      await mergeConcept(concept.id, into.value.id);
      onDone(said.merged(concept.name, into.value.name));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <div class="stack">
      <p>{said.mergeText}</p>
      <SearchField
        label={said.search}
        value={q.value}
        onChange={(text) => {
          q.value = text;
        }}
      />
      <fieldset class="stack">
        <legend class="sr">{said.into}</legend>
        {others.map((other) => (
          <label key={other.id} class="row pick">
            <input
              type="radio"
              name="into"
              checked={into.value?.id === other.id}
              onChange={() => {
                into.value = other;
              }}
            />
            {other.name}
          </label>
        ))}
      </fieldset>
      <div class="dialog-acts">
        <Button onClick={onClose}>{parts.value.cancel}</Button>
        <Button kind="pen" disabled={into.value === null} onClick={() => void merge()}>
          {said.mergeAction}
        </Button>
      </div>
    </div>
  );
}

function Split({ concept, onClose, onDone }: DoingProps) {
  const said = words.value.concepts;
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const split = async () => {
    try {
      await splitConcept(concept.id, name.trim(), [...chosen]);
      onDone(said.isSplit(name.trim()));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <div class="stack">
      <Field label={said.splitName} value={name} onInput={setName} maxLength={200} />
      <fieldset class="stack">
        <legend>{said.splitText}</legend>
        {concept.nuggets.map(({ id, title }) => (
          <label key={id} class="row pick">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={(event) => {
                const next = new Set(chosen);
                if (event.currentTarget.checked) next.add(id);
                else next.delete(id);
                setChosen(next);
              }}
            />
            {title ?? words.value.untitled}
          </label>
        ))}
      </fieldset>
      <div class="dialog-acts">
        <Button onClick={onClose}>{parts.value.cancel}</Button>
        <Button kind="pen" disabled={name.trim() === '' || chosen.size === 0} onClick={() => void split()}>
          {said.splitAction}
        </Button>
      </div>
    </div>
  );
}
