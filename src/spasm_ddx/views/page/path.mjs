// One person's path through the tree: path.py.

import { reachable, settledBy } from "./reasoning.mjs";
import { said } from "./words.mjs";

/** The place after an answer: the answers that lead there. */
export const after = (place, yes) => `${place === "root" ? "" : place}${yes ? "y" : "n"}`;

/** The standing of each place of the tree; null if the page has no data on places. */
export const pathOf = (data, { values }) => {
  if (data.roots.places === undefined) return null;
  const reached = new Set(reachable(data, data.roots.places, values));
  const path = { standings: {}, certain: new Set(), answers: {}, because: {} };
  const walk = (index, place) => {
    const node = data.tree[index];
    let below = reached.has(place) ? 1 : 0;
    let settled = true;
    if (node.outcome === undefined) {
      const [yes, no] = [walk(node.yes, after(place, true)), walk(node.no, after(place, false))];
      below = yes + no;
      settled = !(yes && no);
      if (settled && below) {
        path.answers[place] = yes > 0;
        const settling = settledBy(node.criterion, values);
        path.because[place] = [...new Set(settling.map((f) => said(data.findings[f], values[f])))];
      }
    }
    const certain = below === reached.size;
    if (certain) path.certain.add(place);
    path.standings[place] = below ? "undecided" : "ruled_out";
    if (certain && settled) path.standings[place] = "passed";
    return below;
  };
  walk(0, "root");
  return path;
};

/** The settled questions of a path, up to the first open one: {asks, answer, because}. */
export const stepsOf = (data, path) => {
  const steps = [];
  let [node, place] = [data.tree[0], "root"];
  while (place in path.answers) {
    const answer = path.answers[place];
    steps.push({ asks: node.asks, answer, because: path.because[place].join("; ") });
    [node, place] = [data.tree[answer ? node.yes : node.no], after(place, answer)];
  }
  return steps;
};
