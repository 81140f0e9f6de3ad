/** The files in what was dropped, folders walked through. Files that a system hides are left out. */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  // The list is emptied as soon as the event is over: entries must be taken before anything is awaited.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map(filesOf));
  return found.flat().filter(({ name }) => !name.startsWith('.') && name !== 'Thumbs.db');
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const files: File[] = [];
  for (;;) {
    // A browser gives a hundred entries at a time, and none when there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesOf(child)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
