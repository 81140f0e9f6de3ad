import { ButtonLink } from '../parts/button.tsx';
import { Empty } from '../parts/states.tsx';
import { homeOf, person } from '../who/person.ts';
import { parts } from '../words/parts.ts';

/** Not there and not yours look alike, on purpose. */
export const Missing = () => (
  <Empty
    title={parts.value.errors.notFound}
    actions={
      <ButtonLink kind="pen" large href={person.value ? homeOf(person.value.role) : '/login'}>
        {parts.value.errors.home}
      </ButtonLink>
    }
  />
);
