import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/lesson.ts';

/** A block of code, to be read across and taken along. */
export function Code({ text, language }: { text: string; language: string | undefined }) {
  const [copied, setCopied] = useState(false);
  const said = words.value.thread;
  return (
    <figure class="code">
      <figcaption class="row">
        <span class="grow tiny faint">{language ?? ''}</span>
        <Button
          kind="bare"
          icon={copied ? 'check' : 'copy'}
          label={copied ? said.copied : said.copy}
          onClick={async () => {
            await navigator.clipboard.writeText(text);
            setCopied(true);
            setTimeout(() => setCopied(false), 2000);
          }}
        />
      </figcaption>
      <Scroll>
        <pre>
          <code>{text}</code>
        </pre>
      </Scroll>
    </figure>
  );
}
