import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Icon } from '../parts/icon.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/sources.ts';
import { droppedFiles } from './dropped.ts';
import { uploads } from './uploading.ts';
import './drop.css';

const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** The whole window takes files on every console, says so as soon as some hang over it, and shows then where they went. */
export function Drop() {
  const isOver = useSignal(false);
  const { path, route } = useLocation();
  const said = words.value.drop;
  useEffect(() => {
    // Entering a child leaves its parent: only the balance says whether the window was left.
    let depth = 0;
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
      if (found.length === 0) return void toast(words.peek().upload.none);
      void uploads.add(found);
      if (path !== '/sources') route('/sources');
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
  }, [path, route]);
  return isOver.value ? (
    <div class="drop-over" role="status">
      <p>
        <Icon name="upload" />
        {said.over}
      </p>
    </div>
  ) : null;
}
