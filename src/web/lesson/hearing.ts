/** Whether answers to what one says sound on this device. */

const KEY = 'nuggets.hearing';

export const wantsToHear = (): boolean => localStorage.getItem(KEY) !== 'off';

export function keepHearing(isOn: boolean): void {
  if (isOn) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}
