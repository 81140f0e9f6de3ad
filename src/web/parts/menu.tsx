import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type MenuItem = { name: ComponentChildren; icon?: IconName; alert?: boolean } & (
  | { href: string; download?: string }
  | { onSelect: () => void }
);

/** What else can be done with a row, on the platform's popover: it floats over everything and closes by itself. */
export function Menu({
  label,
  items,
  look = 'icon',
}: {
  label: string;
  items: readonly MenuItem[];
  /** As a row's three dots, or as the last tab of a narrow screen. */
  look?: 'icon' | 'tab';
}) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => list.current?.hidePopover();
  const toggle = () => {
    if (list.current === null || button.current === null) return;
    list.current.togglePopover();
    place(list.current, button.current);
  };
  return (
    <>
      {look === 'icon' ? (
        <Button kind="bare" icon="ellipsis" label={label} buttonRef={button} controls={id} onClick={toggle} />
      ) : (
        <button type="button" ref={button} aria-controls={id} onClick={toggle}>
          <Icon name="ellipsis" />
          {label}
        </button>
      )}
      <ul class="menu" id={id} ref={list} popover="auto" aria-label={label}>
        {items.map((item, i) => (
          <li key={i}>
            {'href' in item ? (
              <a
                href={item.href}
                onClick={close}
                {...(item.download === undefined ? {} : { download: item.download })}
              >
                {item.icon !== undefined && <Icon name={item.icon} small />}
                {item.name}
              </a>
            ) : (
              <button
                type="button"
                class={item.alert ? 'menu-alert' : undefined}
                onClick={() => {
                  close();
                  item.onSelect();
                }}
              >
                {item.icon !== undefined && <Icon name={item.icon} small />}
                {item.name}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Below the button's end edge, or above it where the window ends. */
function place(list: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const below = at.bottom + 4 + size.height < innerHeight;
  const rtl = getComputedStyle(button).direction === 'rtl';
  const left = rtl ? at.left : at.right - size.width;
  list.style.top = `${below ? at.bottom + 4 : Math.max(4, at.top - 4 - size.height)}px`;
  list.style.left = `${Math.max(4, Math.min(left, innerWidth - size.width - 4))}px`;
}
