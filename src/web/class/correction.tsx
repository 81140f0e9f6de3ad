import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { correct, learner } from '../api/class.ts';
import { sentence } from '../api/client.ts';
import type { ConceptStanding } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { masteryStep } from '../parts/mastery.ts';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/class.ts';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';

/** An instructor's word may say "surely", not "for ever". */
const BOUNDS = { min: 2, max: 98 };

/** Sets what somebody knows of a concept, with the reason, which the learner can read as well. */
export function Correction({
  learnerId,
  concept,
  onClose,
}: {
  learnerId: string;
  concept: ConceptStanding | null;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={concept === null ? '' : words.value.correction.title(concept.name)}
      open={concept !== null}
      onClose={onClose}
    >
      {concept !== null && (
        <Form key={concept.concept} learnerId={learnerId} concept={concept} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  learnerId,
  concept,
  onClose,
}: {
  learnerId: string;
  concept: ConceptStanding;
  onClose: () => void;
}) {
  const said = words.value.correction;
  const id = useId();
  const level = useSignal(Math.min(BOUNDS.max, Math.max(BOUNDS.min, concept.masteryLevel)));
  const reason = useSignal('');
  const wrong = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const name = `${parts.value.mastery.steps[masteryStep(level.value)]} · ${percent(level.value)}`;
  const save = async (event: Event) => {
    event.preventDefault();
    if (reason.value.trim() === '') {
      wrong.value = said.needsReason;
      return;
    }
    isBusy.value = true;
    try {
      await correct(learnerId, concept.concept, level.value, reason.value.trim());
      await learner(learnerId).reload();
      toast(said.done(concept.name, percent(level.value)));
      onClose();
    } catch (thrown) {
      wrong.value = sentence(thrown);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <p>{said.lead}</p>
      <div class="field">
        <span class="row">
          <label for={id}>{said.level}</label>
          <output class="end num" for={id}>
            {name}
          </output>
        </span>
        <input
          id={id}
          type="range"
          {...BOUNDS}
          value={level.value}
          aria-valuetext={name}
          onInput={(event) => {
            level.value = event.currentTarget.valueAsNumber;
          }}
        />
      </div>
      <TextField
        label={said.reason}
        hint={said.reasonHint}
        value={reason.value}
        maxLength={500}
        error={wrong.value}
        onInput={(text) => {
          reason.value = text;
          wrong.value = undefined;
        }}
      />
      <div class="dialog-acts">
        <Button onClick={onClose}>{parts.value.cancel}</Button>
        <Button kind="pen" type="submit" busy={isBusy.value && said.saving}>
          {said.save}
        </Button>
      </div>
    </form>
  );
}
