import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { listen } from '../api/feed.ts';
import { Button } from '../parts/button.tsx';
import { Band } from '../parts/states.tsx';
import { Drop } from '../sources/drop.tsx';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';

/** What every console has: it takes files, and says what the organization's staff must know. */
export function Staff() {
  return (
    <>
      <Drop />
      <Notices />
    </>
  );
}

/** More at once nobody reads. */
const MOST = 3;

/** They stay from page to page, until somebody has read them. */
const notices = signal<readonly string[]>([]);

/** Warnings of the feed: the allowance, an address that is not watched any more. */
function Notices() {
  useEffect(
    () =>
      listen({
        hear: (frame) => {
          if (frame.event !== 'notice') return;
          const { message } = frame.data;
          notices.value = [message, ...notices.peek().filter((one) => one !== message)].slice(0, MOST);
        },
        missed: () => undefined,
      }),
    [],
  );
  return (
    <div class="notices" role="status">
      {notices.value.map((message) => (
        <Band
          key={message}
          icon="triangle-alert"
          action={
            <Button
              kind="bare"
              icon="x"
              label={parts.value.close}
              onClick={() => {
                notices.value = notices.peek().filter((one) => one !== message);
              }}
            />
          }
        >
          {told.value.sentence(message)}
        </Band>
      ))}
    </div>
  );
}
