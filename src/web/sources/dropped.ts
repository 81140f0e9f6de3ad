/** The files in what was dropped or chosen, folders walked through. */

/** What of a folder is sent; what else lies in it nobody meant. The server judges by content what a file is. */
export const READABLE = ['pdf', 'docx', 'txt', 'md', 'markdown', 'html', 'htm'] as const;

const isReadable = (name: string): boolean =>
  !name.startsWith('.') && READABLE.some((ending) => name.toLowerCase().endsWith(`.${ending}`));

/**
 * A file of a folder by its way from there: a name is what tells documents apart, and two folders may each have a
 * "readme.md". As `npm run push` names them.
 */
export const nameFrom = (path: string): string => path.split('/').filter(Boolean).join(' › ');

const named = (file: File, name: string): File =>
  new File([file], name, { type: file.type, lastModified: file.lastModified });

export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  // The list is emptied as soon as the event is over: entries must be taken before anything is awaited.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(
    entries.map((entry) => (isFile(entry) ? fileOf(entry).then((file) => [file]) : filesIn(entry))),
  );
  return found.flat();
}

/** The files of a folder that was chosen. */
export const chosenFolder = (files: readonly File[]): File[] =>
  files.filter(({ name }) => isReadable(name)).map((file) => named(file, nameFrom(file.webkitRelativePath)));

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    return isReadable(entry.name) ? [named(await fileOf(entry), nameFrom(entry.fullPath))] : [];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const files: File[] = [];
  for (;;) {
    // A browser gives a hundred entries at a time, and none when there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesIn(child)));
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
