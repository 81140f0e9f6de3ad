import { toast } from '../parts/toast.tsx';
import { words } from '../words/sources.ts';
import { chosenFolder, READABLE } from './dropped.ts';
import { uploads } from './uploading.ts';

/** The two hidden inputs by which files or a folder are chosen; whoever cannot drag adds the same. */
const FILES = 'file-picker';
const FOLDER = 'folder-picker';

const open = (id: string) => document.getElementById(id)?.click();
export const openPicker = (): void => open(FILES);
export const openFolderPicker = (): void => open(FOLDER);

export function Pickers() {
  const said = words.value;
  const add = (files: File[]) => {
    if (files.length === 0) toast(said.upload.none);
    else void uploads.add(files);
  };
  return (
    <>
      <input
        id={FILES}
        class="sr"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={said.add}
        accept={READABLE.map((ending) => `.${ending}`).join()}
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files !== null) add([...files]);
          event.currentTarget.value = '';
        }}
      />
      <input
        id={FOLDER}
        class="sr"
        type="file"
        tabIndex={-1}
        aria-label={said.addFolder}
        {...{ webkitdirectory: true }}
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files !== null) add(chosenFolder([...files]));
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** A file in the place of one that could not be read: sent under the same name, it is the same document's next version. */
export function replaceFile(filename: string): void {
  const input = document.createElement('input');
  input.type = 'file';
  // The name promises a kind, and another kind under it would be refused.
  input.accept = filename.slice(filename.lastIndexOf('.'));
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void uploads.add([new File([file], filename, { type: file.type })]);
  };
  input.click();
}
