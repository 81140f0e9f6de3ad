import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';

/**
 * A modal on the platform's own `<dialog>`: focus is kept in and given back, Escape closes.
 * For what must be decided or filled in; never for reading.
 */
export function Dialog({
  title,
  open,
  onClose,
  children,
  wide,
  lasting,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
  /** Cannot be dismissed: something has to be done first. */
  lasting?: boolean;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      ref={element}
      aria-labelledby={heading}
      closedby={lasting ? 'none' : 'any'}
      onClose={onClose}
    >
      {open && (
        <div class="dialog-in">
          <header class="row">
            <h2 id={heading} class="grow">
              {title}
            </h2>
            {!lasting && <Button kind="bare" icon="x" label={parts.value.close} onClick={onClose} />}
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
