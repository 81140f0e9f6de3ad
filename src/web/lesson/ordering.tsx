import { Button } from '../parts/button.tsx';
import { words } from '../words/lesson.ts';

/** Things to put in order, by buttons: works by key, by thumb and by voice, which dragging does not. */
export function Ordering({
  items,
  onChange,
}: {
  items: readonly string[];
  onChange: (items: string[]) => void;
}) {
  const said = words.value.question;
  const move = (from: number, by: -1 | 1) => {
    const next = [...items];
    const [item] = next.splice(from, 1);
    if (item === undefined) return;
    next.splice(from + by, 0, item);
    onChange(next);
  };
  return (
    <ol class="order" aria-label={said.order}>
      {items.map((item, i) => (
        <li key={item}>
          <span class="num faint">{i + 1}</span>
          <span class="grow">{item}</span>
          <Button
            kind="bare"
            icon="arrow-up"
            label={said.up(item)}
            disabled={i === 0}
            onClick={() => move(i, -1)}
          />
          <Button
            kind="bare"
            icon="arrow-down"
            label={said.down(item)}
            disabled={i === items.length - 1}
            onClick={() => move(i, 1)}
          />
        </li>
      ))}
    </ol>
  );
}
