/** What a learner says and does becomes part of the lesson, by whatever line it came. */
import type { Conductor } from './conductor.ts';
import type { SaidFrame } from './protocol.ts';

/** `acknowledge` is called with the `seq` of what was stored, or null. Throws `AppError` for what does not fit the lesson. */
export async function obey(
  conductor: Conductor,
  frame: SaidFrame,
  acknowledge: (seq: number | null) => void,
): Promise<void> {
  switch (frame.event) {
    case 'session:message':
      await conductor.submit(frame.id, { kind: 'message', content: frame.data.content }, acknowledge);
      return;
    case 'session:answer':
      await conductor.submit(frame.id, { kind: 'answer', ...frame.data }, acknowledge);
      return;
    case 'session:hint':
      await conductor.submit(frame.id, { kind: 'hint', ...frame.data }, acknowledge);
      return;
    case 'session:choice':
      await conductor.submit(frame.id, { kind: 'choice', ...frame.data }, acknowledge);
      return;
    case 'session:cancel':
      await conductor.cancel(frame.data.messageId, frame.data.heard);
      return acknowledge(null);
    case 'session:regenerate':
      return conductor.regenerate(frame.id, frame.data.messageId, acknowledge);
    case 'session:edit':
      return conductor.edit(frame.id, frame.data, acknowledge);
    default:
      frame satisfies never;
  }
}
