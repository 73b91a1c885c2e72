// Criteria and the decision diagram under missing values: evaluation.py, queries.py.
//
// A criterion is ["is", finding, positions], ["in", finding, from, below or null],
// ["of", k, criteria] or ["of", k, criteria, weights]. A node is [finding, cuts, children], a
// terminal a number in `ends`; null is the one that no possible person reaches. Values are
// positions, null if unknown.

const asksOne = ([kind]) => kind !== "of";

/** Whether a criterion holds, by Kleene's logic; null is unknown. */
export const holds = (criterion, values) => {
  const [kind, first, second, third] = criterion;
  if (asksOne(criterion)) {
    const value = values[first];
    if (value === null) return null;
    return kind === "is" ? second.includes(value) : value >= second && value < (third ?? Infinity);
  }
  let [lowest, highest] = [0, 0];
  second.forEach((part, index) => {
    const truth = holds(part, values);
    const weight = third?.[index] ?? 1;
    if (truth !== false && (truth || weight < 0)) lowest += weight;
    if (truth !== false && (truth || weight > 0)) highest += weight;
  });
  if (lowest >= first) return true;
  return highest >= first ? null : false;
};

/** Whether the part of a criterion that is still open asks about a finding. */
export const stillAsks = (criterion, finding, values) => {
  if (holds(criterion, values) !== null) return false;
  if (asksOne(criterion)) return criterion[1] === finding;
  return criterion[2].some((part) => stillAsks(part, finding, values));
};

/** The findings that make a criterion true or false; none if it is unknown. */
export const settledBy = (criterion, values) => {
  const truth = holds(criterion, values);
  if (truth === null) return [];
  if (asksOne(criterion)) return [criterion[1]];
  const lowers = (index) => criterion[3]?.[index] < 0;
  const agrees = (part, index) => holds(part, values) === (truth !== lowers(index));
  return criterion[2].filter(agrees).flatMap((part) => settledBy(part, values));
};

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
