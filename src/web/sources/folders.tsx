import { useSignal } from '@preact/signals';
import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { FolderView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { deleteFolder, type FolderInput, folders, saveFolder, syncFolder } from '../api/watching.ts';
import { Button } from '../parts/button.tsx';
import { CheckField, Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { Empty } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { list } from '../words/numbers.ts';
import { words as sourceWords } from '../words/sources.ts';
import { words } from '../words/watching.ts';
import { Edited } from './edited.tsx';
import { takeAway } from './take-away.ts';

const KINDS = ['pdf', 'docx', 'md', 'html', 'txt'] as const;

const NEW: FolderInput = {
  path: '',
  fileTypes: [...KINDS],
  recursive: true,
  autoProcess: true,
  enabled: true,
};

/** Paths in the organization's storage, from which files are taken in by themselves. */
export function Folders() {
  const said = words.value.folders;
  useResource(folders);
  const editing = useSignal<{ id: string | undefined; input: FolderInput } | null>(null);
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  return (
    <section class="stack" aria-label={words.value.views.folders}>
      <div class="row wrap">
        <p class="muted grow">{said.lead}</p>
        <Button
          kind="pen"
          icon="plus"
          onClick={() => {
            editing.value = { id: undefined, input: NEW };
          }}
        >
          {said.add}
        </Button>
      </div>
      <Shown of={folders}>
        {(items) => {
          const shown = items.filter(({ id }) => !hidden.value.has(id));
          return shown.length === 0 ? (
            <Empty title={said.none}>{said.noneText}</Empty>
          ) : (
            <ul class="card watched">
              {shown.map((folder) => (
                <Folder
                  key={folder.id}
                  folder={folder}
                  onEdit={() => {
                    const { id, ...input } = folder;
                    editing.value = { id, input };
                  }}
                  onRemove={() =>
                    takeAway(hidden, folder.id, { gone: said.removed(nameOf(folder)) }, async () => {
                      await deleteFolder(folder.id);
                      await folders.reload();
                    })
                  }
                />
              ))}
            </ul>
          );
        }}
      </Shown>
      <Edited
        title={editing.value?.id === undefined ? said.add : said.editTitle}
        of={editing}
        save={async ({ id, input: { path, fileTypes, recursive, autoProcess, enabled } }) => {
          await saveFolder(id, { path, fileTypes, recursive, autoProcess, enabled });
          await folders.reload();
        }}
      >
        {(input, set) => <Fields input={input} set={set} />}
      </Edited>
    </section>
  );
}

function Fields({ input, set }: { input: FolderInput; set: (change: Partial<FolderInput>) => void }) {
  const said = words.value.folders;
  return (
    <>
      <Field
        label={said.path}
        hint={said.pathHint}
        value={input.path}
        maxLength={500}
        onInput={(path) => set({ path })}
      />
      <fieldset class="stack kinds">
        <legend>{said.types}</legend>
        {KINDS.map((kind) => (
          <CheckField
            key={kind}
            label={sourceWords.value.types[kind]}
            checked={input.fileTypes.includes(kind)}
            onInput={(isOn) =>
              set({ fileTypes: KINDS.filter((one) => (one === kind ? isOn : input.fileTypes.includes(one))) })
            }
          />
        ))}
      </fieldset>
      <CheckField
        label={said.recursive}
        checked={input.recursive}
        onInput={(recursive) => set({ recursive })}
      />
      <CheckField label={said.enabled} checked={input.enabled} onInput={(enabled) => set({ enabled })} />
      <CheckField
        label={said.auto}
        checked={input.autoProcess}
        onInput={(autoProcess) => set({ autoProcess })}
      />
    </>
  );
}

const nameOf = ({ path }: FolderView): string => (path === '' ? words.peek().folders.whole : path);

function Folder({
  folder,
  onEdit,
  onRemove,
}: {
  folder: FolderView;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const said = words.value.folders;
  const isBusy = useSignal(false);
  const name = nameOf(folder);
  const sync = async () => {
    isBusy.value = true;
    try {
      toast(said.synced((await syncFolder(folder.id)).queued));
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <li class="row wrap">
      <Icon name="file-text" />
      <div class="grow watched-name">
        <b class="ellipsis" title={name} dir="auto">
          {name}
        </b>
        <span class="small muted">
          {list(folder.fileTypes)}
          {!folder.enabled && `, ${words.value.urls.paused}`}
        </span>
      </div>
      <Button onClick={() => void sync()} busy={isBusy.value && said.syncing}>
        {said.sync}
      </Button>
      <Menu
        label={said.more(name)}
        items={[
          { name: words.value.urls.edit, icon: 'pencil', onSelect: onEdit },
          { name: words.value.urls.remove, icon: 'trash-2', alert: true, onSelect: onRemove },
        ]}
      />
    </li>
  );
}
