import { useRef, useState } from 'preact/hooks';
import { sentence } from '../api/client.ts';
import { importPeople } from '../api/people.ts';
import type { ImportResult } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { csvOf } from '../parts/csv.ts';
import { Dialog } from '../parts/dialog.tsx';
import { download } from '../parts/download.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Failed } from '../parts/states.tsx';
import { words } from '../words/people.ts';
import { told } from '../words/told.ts';

type Step =
  | { kind: 'choose' }
  | { kind: 'working'; says: string }
  | { kind: 'judged'; csv: string; result: ImportResult }
  | { kind: 'done'; result: ImportResult };

/** A list of people as CSV: judged row by row before anybody is made. */
export function ImportDialog({ open, onClose }: { open: boolean; onClose: (hasMade: boolean) => void }) {
  const said = words.value.csv;
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const [error, setError] = useState<string>();
  const picker = useRef<HTMLInputElement>(null);
  const run = async (csv: string, dryRun: boolean) => {
    const before = step;
    setError(undefined);
    setStep({ kind: 'working', says: dryRun ? said.checking : said.busy });
    try {
      const result = await importPeople(csv, dryRun);
      setStep(dryRun ? { kind: 'judged', csv, result } : { kind: 'done', result });
    } catch (thrown) {
      setError(sentence(thrown));
      setStep(before.kind === 'working' ? { kind: 'choose' } : before);
    }
  };
  const close = () => {
    onClose(step.kind === 'done');
    setStep({ kind: 'choose' });
    setError(undefined);
  };
  return (
    <Dialog title={said.title} open={open} onClose={close} wide>
      <p>{said.lead}</p>
      {error !== undefined && <Failed message={error} />}
      {step.kind === 'working' && <p role="status">{step.says}</p>}
      {step.kind === 'judged' && <Judged result={step.result} />}
      {step.kind === 'done' && <p role="status">{said.done(step.result.created)}</p>}
      <input
        class="sr"
        ref={picker}
        type="file"
        accept=".csv,text/csv"
        tabIndex={-1}
        aria-label={said.choose}
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) await run(await file.text(), true);
        }}
      />
      <div class="dialog-acts">
        {step.kind !== 'done' && (
          <Button
            kind={step.kind === 'choose' ? 'pen' : 'line'}
            icon="upload"
            onClick={() => picker.current?.click()}
          >
            {said.choose}
          </Button>
        )}
        {step.kind === 'judged' && fineRows(step.result) > 0 && (
          <Button kind="pen" onClick={() => void run(step.csv, false)}>
            {said.action(fineRows(step.result))}
          </Button>
        )}
        {step.kind === 'done' && (
          <>
            <Button icon="download" onClick={() => download('invites.csv', 'text/csv', linksOf(step.result))}>
              {said.download}
            </Button>
            <Button kind="pen" onClick={close}>
              {words.value.form.done}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

const fineRows = ({ results }: ImportResult): number =>
  results.filter(({ status }) => status !== 'failed').length;

const linksOf = ({ results }: ImportResult): string =>
  csvOf([
    ['email', 'invite'],
    ...results.flatMap(({ email, inviteUrl }) => (inviteUrl === undefined ? [] : [[email, inviteUrl]])),
  ]);

function Judged({ result }: { result: ImportResult }) {
  const said = words.value.csv;
  return (
    <div class="stack">
      <p role="status">
        <b>{said.fine(fineRows(result))}</b>
        {result.failed > 0 && `, ${said.wrong(result.failed)}`}
      </p>
      <Scroll class="import-rows" label={said.title}>
        <table>
          <tbody>
            {result.results.map(({ row, email, status, error }) => (
              <tr key={row}>
                <th scope="row">{said.row(row)}</th>
                <td>{email}</td>
                <td class={status === 'failed' ? 'wrong-cell' : 'muted'}>
                  {status === 'failed' ? told.value.sentence(error ?? '') : said.ok}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
