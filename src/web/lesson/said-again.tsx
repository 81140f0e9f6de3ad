import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { words } from '../words/lesson.ts';
import { parts } from '../words/parts.ts';
import { MAX_MESSAGE } from './limits.ts';

/** What was said, to be put in other words. Comes when it is first asked for. */
export function SaidAgain({
  content,
  onSay,
  onCancel,
}: {
  content: string;
  onSay: (content: string) => void;
  onCancel: () => void;
}) {
  const said = words.value.thread;
  const [text, setText] = useState(content);
  const submit = (event: Event) => {
    event.preventDefault();
    const words = text.trim();
    if (words === '' || words === content) onCancel();
    else onSay(words);
  };
  return (
    <form class="you you-edit" onSubmit={submit}>
      <TextField label={said.editLabel} value={text} maxLength={MAX_MESSAGE} onInput={setText} autofocus />
      <div class="row">
        <Button onClick={onCancel}>{parts.value.cancel}</Button>
        <Button kind="pen" type="submit">
          {said.askAgain}
        </Button>
      </div>
    </form>
  );
}
