/** What the nuggets of one document are called in the ways that lead to them. */

/**
 * The same in the same order, told apart: pieces of one section share its title, and “Go on to “Leaves”” said on “Leaves”
 * leads nowhere for its reader. The first keeps it, the next are “Leaves (2)”, “Leaves (3)”. What has none stays without.
 */
export function tellApart<Titled extends { title: string }>(nuggets: readonly Titled[]): Titled[] {
  const taken = new Set(nuggets.map(({ title }) => title));
  const said = new Set<string>();
  return nuggets.map((nugget) => {
    const { title } = nugget;
    if (title === '' || !said.has(title)) {
      said.add(title);
      return nugget;
    }
    let number = 2;
    while (taken.has(`${title} (${number})`)) number += 1;
    taken.add(`${title} (${number})`);
    return { ...nugget, title: `${title} (${number})` };
  });
}
