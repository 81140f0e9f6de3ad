import { Dialog } from '../parts/dialog.tsx';
import { CheckField } from '../parts/field.tsx';
import { words } from '../words/shortcuts.ts';
import { KEY, listOpen, shortcutsOn } from './shortcuts.tsx';
import './shortcuts.css';

/** Every key that does something, and the switch for whoever wants none of it. */
export function ShortcutList() {
  const said = words.value;
  return (
    <Dialog
      title={said.title}
      open={listOpen.value}
      onClose={() => {
        listOpen.value = false;
      }}
    >
      <dl class="keys">
        {said.list.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        label={said.on}
        checked={shortcutsOn.value}
        onInput={(on) => {
          shortcutsOn.value = on;
          localStorage.setItem(KEY, on ? 'on' : 'off');
        }}
      />
    </Dialog>
  );
}
