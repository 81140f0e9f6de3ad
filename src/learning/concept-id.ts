import { ConceptId, contentId, type OrganizationId } from '../base/ids.ts';
import { normaliseName } from './concepts.ts';

/** The id of a concept that is made from a name: whoever makes it first, it is the same concept. */
export const conceptIdOf = (organizationId: OrganizationId, name: string): ConceptId =>
  contentId(ConceptId, organizationId, normaliseName(name));
