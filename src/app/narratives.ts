/** What follows in learning when nuggets change in the library: lent to the rooms that may not import it. */
import type { Databases } from '../base/db.ts';
import type { DocumentId, NuggetId, OrganizationId } from '../base/ids.ts';
import { linkConcepts } from '../learning/link-concepts.ts';
import { rebuildNarrative } from '../learning/narrate.ts';
import { documentsOf } from '../learning/narrative-queries.ts';
import type { Models } from '../models/port.ts';

export type Narratives = {
  /** Judges anew which concepts nuggets are about, and lays the ways between them anew. */
  relink: (organizationId: OrganizationId, ids: readonly NuggetId[]) => Promise<void>;
  /** Lays the ways anew after nuggets of these documents were published, taken back or deleted. */
  rebuild: (organizationId: OrganizationId, documentIds: readonly DocumentId[]) => Promise<void>;
};

export function openNarratives(databases: Databases, models: Pick<Models, 'embed'>): Narratives {
  const rebuild: Narratives['rebuild'] = async (organizationId, documentIds) => {
    const db = databases.forOrganization(organizationId);
    for (const id of documentIds) await rebuildNarrative(db, id);
  };
  return {
    rebuild,
    relink: async (organizationId, ids) => {
      const db = databases.forOrganization(organizationId);
      await linkConcepts({ db, models }, { organizationId }, { ids });
      await rebuild(organizationId, await documentsOf(db, ids));
    },
  };
}
