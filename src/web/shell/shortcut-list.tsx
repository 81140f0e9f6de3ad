import { Dialog } from '../parts/dialog.tsx';
import { CheckField } from '../parts/field.tsx';
import { shell } from '../words/shell.ts';
import { words } from '../words/shortcuts.ts';
import { KEY, listOpen, pages, shortcutsOn } from './shortcuts.tsx';
import './shortcuts.css';

/** Every key that does something, and the switch for whoever wants none of it. */
export function ShortcutList() {
  const said = words.value;
  const keys = [
    ...said.list,
    ...pages().map(({ key, name }) => [`G ${key.toUpperCase()}`, shell.value.pages[name]] as const),
  ];
  return (
    <Dialog
      title={said.title}
      open={listOpen.value}
      onClose={() => {
        listOpen.value = false;
      }}
    >
      <dl class="keys">
        {keys.map(([pressed, what]) => (
          <div key={pressed}>
            <dt>
              <kbd>{pressed}</kbd>
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
