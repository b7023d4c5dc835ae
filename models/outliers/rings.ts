/** Two persons seen together on more days than chance would have it. */
export interface Pair {
  a: string;
  b: string;
  /** Weight of the tie, such as −log10 of the chance of so many days together. */
  weight: number;
}

/** Persons tied to each other, directly or through others, strongest ring first. */
export interface Ring {
  persons: string[];
  ties: number;
  weight: number;
}

/** Connected components of at least `least` persons (two who only meet each other are a couple). */
export function ringsOf(pairs: readonly Pair[], least = 3): Ring[] {
  const parent = new Map<string, string>();
  const root = (person: string): string => {
    let top = person;
    while (parent.get(top)! !== top) top = parent.get(top)!;
    for (let at = person; at !== top; ) {
      const next = parent.get(at)!;
      parent.set(at, top);
      at = next;
    }
    return top;
  };
  for (const { a, b } of pairs) {
    for (const person of [a, b]) if (!parent.has(person)) parent.set(person, person);
    const [first, second] = [root(a), root(b)].sort();
    parent.set(second!, first!);
  }
  const rings = new Map<string, Ring>();
  for (const person of [...parent.keys()].sort()) {
    const ring = rings.get(root(person));
    if (ring) ring.persons.push(person);
    else rings.set(root(person), { persons: [person], ties: 0, weight: 0 });
  }
  for (const { a, weight } of pairs) {
    const ring = rings.get(root(a))!;
    ring.ties += 1;
    ring.weight += weight;
  }
  return [...rings.values()]
    .filter(({ persons }) => persons.length >= least)
    .sort((x, y) => y.weight - x.weight || x.persons[0]!.localeCompare(y.persons[0]!));
}
