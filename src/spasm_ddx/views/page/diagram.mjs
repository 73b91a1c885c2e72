// The decision diagram: the terminals that completions of the known findings reach.
//
// A node is [finding, cuts, children], a terminal is a number in `ends`; null is the terminal
// that no possible person reaches. Values are positions, null if unknown: queries.py.

/** The child of a node for a position, by the number of cuts at or below it. */
const childAt = ([, cuts, children], position) =>
  children[cuts.filter((cut) => cut <= position).length];

/** The terminals that completions of the known values reach, each once, in no order. */
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

/** The next pairs after a pair of nodes: by equal answers, or by different ones to the finding. */
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

/** Whether two completions that differ only in an unknown finding have different outcomes. */
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
