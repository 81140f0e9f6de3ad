import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/sources.ts';
import { droppedFiles } from './dropped.ts';
import { uploads } from './uploading.ts';

const PICKER = 'file-picker';

export const openPicker = (): void => document.getElementById(PICKER)?.click();

/** The whole window takes files, and says so as soon as some hang over it. */
export function Drop({ children }: { children: ComponentChildren }) {
  const isOver = useSignal(false);
  const said = words.value.drop;
  useEffect(() => {
    // Entering a child leaves its parent: only the balance says whether the window was left.
    let depth = 0;
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!carries(event)) return;
      depth++;
      isOver.value = true;
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) isOver.value = false;
    };
    const over = (event: DragEvent) => {
      if (carries(event)) event.preventDefault();
    };
    const drop = async (event: DragEvent) => {
      depth = 0;
      isOver.value = false;
      if (!carries(event) || event.dataTransfer === null) return;
      event.preventDefault();
      const found = await droppedFiles(event.dataTransfer.items);
      if (found.length === 0) toast(words.peek().upload.none);
      else void uploads.add(found);
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      {children}
      <input
        id={PICKER}
        class="sr"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={words.value.add}
        accept=".pdf,.docx,.txt,.md,.markdown,.html,.htm"
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files !== null) void uploads.add([...files]);
          event.currentTarget.value = '';
        }}
      />
      {isOver.value && (
        <div class="drop-over" role="status">
          <p>
            <Icon name="upload" />
            {said.over}
          </p>
        </div>
      )}
    </>
  );
}
