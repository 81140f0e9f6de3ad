import { signal } from '@preact/signals';

/** Whether this device believes that it has a network at all. */
export const online = signal(navigator.onLine);

addEventListener('online', () => {
  online.value = true;
});
addEventListener('offline', () => {
  online.value = false;
});
