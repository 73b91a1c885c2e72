// The decision diagram: what the completions of the known findings reach, exactly.
//
// A node is [finding, cuts, children], an end is a number in `ends`; null is the end that no
// accepted person reaches. Values are positions, null where unknown: queries.py.

/** The child of a node for a position: how many cuts are at or below it. */
const childAt = ([, cuts, children], position) =>
  children[cuts.filter((cut) => cut <= position).length];

/** The ends that completions of the known values reach, each once, in no order. */
export const reachable = ({ nodes, ends }, root, values) => {
  const seen = new Set([root]);
  for (const number of seen) {
    if (number in ends) continue;
    const [finding, , children] = nodes[number];
    if (values[finding] === null) children.forEach((child) => seen.add(child));
    else seen.add(childAt(nodes[number], values[finding]));
  }
  return [...seen].map((number) => ends[number] ?? null).filter((end) => end !== null);
};

/** Where a pair of nodes goes next: as one, or apart where they ask the finding. */
const nextPairs = ({ nodes }, pair, asking, values, apart) => {
  const [asked] = nodes[asking[0]];
  const cuts = new Set(asking.flatMap((number) => nodes[number][1]));
  const positions = values[asked] === null ? [-Infinity, ...cuts] : [values[asked]];
  const after = (number, position) =>
    asking.includes(number) ? childAt(nodes[number], position) : number;
  const others = (position) => (asked === apart ? positions : [position]);
  return positions.flatMap((one) =>
    others(one).map((other) => [after(pair[0], one), after(pair[1], other)]),
  );
};

/** Whether two accepted completions that differ in an unknown finding alone end differently. */
export const decides = (data, root, values, finding) => {
  const rank = (number) => (number in data.ends ? Infinity : data.rank[data.nodes[number][0]]);
  const seen = new Set();
  const waiting = [[root, root]];
  while (waiting.length) {
    const pair = waiting.pop();
    const first = Math.min(...pair.map(rank));
    const alike = pair[0] === pair[1] && first > data.rank[finding];
    if (seen.has(pair.join()) || alike) continue;
    seen.add(pair.join());
    if (first === Infinity) {
      const [one, other] = pair.map((number) => data.ends[number]);
      if (one !== null && other !== null && one !== other) return true;
    } else {
      const asking = pair.filter((number) => rank(number) === first);
      waiting.push(...nextPairs(data, pair, asking, values, finding));
    }
  }
  return false;
};
