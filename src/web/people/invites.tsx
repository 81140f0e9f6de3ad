import { sentence } from '../api/client.ts';
import { usePaged } from '../api/paged.tsx';
import { listInvites, withdrawInvite } from '../api/people.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/people.ts';
import { shell } from '../words/shell.ts';

/** Invites that nobody has used yet. Their links were told once and are not kept. */
export function Invites() {
  const said = words.value.invites;
  const paged = usePaged('invites', listInvites);
  const items = (paged.items.value ?? []).filter(({ usedAt }) => usedAt === null);
  const withdraw = async (id: string) => {
    try {
      await withdrawInvite(id);
      paged.change((all) => all.filter((one) => one.id !== id));
      toast(said.withdrawn);
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <section class="invites" aria-labelledby="h-invites">
      <h2 id="h-invites">{said.title}</h2>
      {items.length === 0 ? (
        <p class="muted">{said.none}</p>
      ) : (
        <ul class="card people">
          {items.map(({ id, email, role, expiresAt }) => (
            <li key={id} class="person">
              <Icon name="link" />
              <div class="grow person-name">
                <b class="ellipsis">{email ?? said.anybody}</b>
                <span class="small muted">{shell.value.roles[role]}</span>
              </div>
              <span class="small muted person-when">
                {Date.parse(expiresAt) < Date.now() ? said.expired : said.expires(expiresAt)}
              </span>
              <Button kind="bare" onClick={() => void withdraw(id)}>
                {said.withdraw}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
