import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { sentence, withQuery } from '../api/client.ts';
import { ListEnd, type Paged, usePaged } from '../api/paged.tsx';
import { changeRole, listPeople, type Role, removePerson } from '../api/people.ts';
import type { PersonView } from '../api/shapes.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Menu } from '../parts/menu.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { toast } from '../parts/toast.tsx';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { parts } from '../words/parts.ts';
import { words } from '../words/people.ts';
import { shell } from '../words/shell.ts';
import { ImportDialog } from './import.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { Invites } from './invites.tsx';
import './people.css';

const ROLES: readonly Role[] = ['learner', 'instructor', 'admin'];

/** Everybody in the organization: found, given a role, invited, brought in by list, let go. */
export function PeoplePage() {
  const { query, route } = useLocation();
  const said = words.value;
  useTitle(said.title);
  const role = ROLES.find((one) => one === query['role']);
  const { q } = query;
  const isInviting = useSignal(false);
  const isImporting = useSignal(false);
  /** Grows when invites were made, so that their list is asked anew. */
  const made = useSignal(0);
  const paged = usePaged(`people ${role ?? ''} ${q ?? ''} ${made.value}`, (cursor) =>
    listPeople({ q, role }, cursor),
  );
  const go = (change: Record<string, string | undefined>) =>
    route(withQuery('/people', { q, role, ...change }), true);
  const items = paged.items.value;
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
        <Button
          icon="upload"
          onClick={() => {
            isImporting.value = true;
          }}
        >
          {said.import}
        </Button>
        <Button
          kind="pen"
          icon="plus"
          onClick={() => {
            isInviting.value = true;
          }}
        >
          {said.invite}
        </Button>
      </header>
      <div class="row wrap people-filter">
        <SearchField
          label={said.search}
          value={q ?? ''}
          onChange={(text) => go({ q: text === '' ? undefined : text })}
        />
        <Segmented<Role | 'all'>
          legend={said.role}
          value={role ?? 'all'}
          segments={[
            { value: 'all', name: said.everyone },
            ...ROLES.map((value) => ({ value, name: shell.value.roles[value] })),
          ]}
          onChange={(value) => go({ role: value === 'all' ? undefined : value })}
        />
        <span class="end small muted" role="status">
          {items !== undefined && !paged.hasMore.value && said.count(items.length)}
        </span>
      </div>
      {items?.length === 0 && <p class="muted">{said.none}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="card people" aria-label={said.title}>
          {items.map((one) => (
            <Row key={one.id} one={one} paged={paged} />
          ))}
        </ul>
      )}
      <ListEnd of={paged} />
      <Invites key={made.value} />
      <InviteDialog
        open={isInviting.value}
        onClose={(hasMade) => {
          isInviting.value = false;
          if (hasMade) made.value++;
        }}
      />
      <ImportDialog
        open={isImporting.value}
        onClose={(hasMade) => {
          isImporting.value = false;
          if (hasMade) made.value++;
        }}
      />
    </>
  );
}

function Row({ one, paged }: { one: PersonView; paged: Paged<PersonView> }) {
  const said = words.value;
  const isAsking = useSignal(false);
  const isMe = one.id === person.value?.id;
  const setRole = async (role: Role) => {
    const before = one.role;
    const show = (now: Role) =>
      paged.change((all) => all.map((other) => (other.id === one.id ? { ...other, role: now } : other)));
    show(role);
    try {
      await changeRole(one.id, role);
      toast(said.roleChanged(one.name, shell.value.roles[role]));
    } catch (thrown) {
      show(before);
      toast(sentence(thrown));
    }
  };
  const remove = async () => {
    isAsking.value = false;
    try {
      await removePerson(one.id);
      paged.change((all) => all.filter(({ id }) => id !== one.id));
      toast(said.removed(one.name));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <li class="person">
      <Avatar name={one.name} />
      <div class="grow person-name">
        <b class="ellipsis" dir="auto">
          {one.name}
          {isMe && <span class="tag">{said.you}</span>}
        </b>
        <span class="small muted ellipsis">{one.email}</span>
      </div>
      <span class="small muted person-when">
        {one.lastActivity === null ? said.never : said.active(one.lastActivity)}
      </span>
      <select
        class="quiet-select"
        aria-label={said.changeRole(one.name)}
        value={one.role}
        disabled={isMe}
        onChange={(event) => {
          const chosen = ROLES.find((role) => role === event.currentTarget.value);
          if (chosen !== undefined) void setRole(chosen);
        }}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {shell.value.roles[role]}
          </option>
        ))}
      </select>
      <Menu
        label={said.more(one.name)}
        items={[
          { name: said.evidence, icon: 'chart-column', href: `/class/${one.learnerId}` },
          ...(isMe
            ? []
            : [
                {
                  name: said.remove,
                  icon: 'trash-2' as const,
                  alert: true,
                  onSelect: () => {
                    isAsking.value = true;
                  },
                },
              ]),
        ]}
      />
      <Dialog
        title={said.removeTitle(one.name)}
        open={isAsking.value}
        onClose={() => {
          isAsking.value = false;
        }}
      >
        <p>{said.removeText}</p>
        <div class="dialog-acts">
          <Button
            onClick={() => {
              isAsking.value = false;
            }}
          >
            {parts.value.cancel}
          </Button>
          <Button kind="alert" onClick={() => void remove()}>
            {said.remove}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}
