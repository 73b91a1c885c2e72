// What to ask next, and why: interview.py.

import { decides, holds, stillAsks } from "./reasoning.mjs";

/** How many findings a sentence names; it counts the others. */
const NAMED = 5;

/** Whether a finding is unknown, not yet asked, and one that the role can answer. */
const mayAsk = (data, { values, passed, role }, finding) =>
  values[finding] === null &&
  !passed.has(finding) &&
  [null, role].includes(data.findings[finding].who);

/** The first open question whose open part asks about a finding. */
const openQuestion = (data, values, finding) => {
  const seen = new Set();
  const waiting = [0];
  while (waiting.length) {
    const index = waiting.pop();
    const node = data.tree[index];
    if (seen.has(index) || node.outcome !== undefined) continue;
    seen.add(index);
    const truth = holds(node.criterion, values);
    if (stillAsks(node.criterion, finding, values)) return node;
    if (truth !== true) waiting.push(node.no);
    if (truth !== false) waiting.push(node.yes);
  }
  return null;
};

const whyAsked = (data, found, finding) => {
  const { red } = data.findings[finding];
  const question = found.outcome === null ? openQuestion(data, found.values, finding) : null;
  if (question) return red + question.why;
  const alert = found.open
    .map((index) => data.guide.alerts[index])
    .find(
      ({ root, level }) =>
        level > found.low && decides(data, data.roots[root], found.values, finding),
    );
  return red + alert.why;
};

/** Whether an unknown finding can still change the outcome or the urgency. */
const matters = (data, values, finding) =>
  [data.roots.tree, data.roots.urgency ?? data.roots.tree].some((root) =>
    decides(data, root, values, finding),
  );

/** What is not known and keeps the result open, in words: report.left_open. */
export const leftOpen = (data, { values, passed }) => {
  const asked = new Set(data.asking.flatMap(({ findings }) => findings));
  const open = [...asked].filter((f) => values[f] === null && matters(data, values, f));
  open.sort((one, other) => passed.has(other) - passed.has(one));
  const words = open.map((f) => {
    const { label, who } = data.findings[f];
    return who === null ? label : `${label} (only a ${who} can tell)`;
  });
  const more = words.length - NAMED;
  const named = more > 0 ? [...words.slice(0, NAMED), `and ${more} more`] : words;
  return `Not settled, because ${words.length > 1 ? "these are" : "this is"} not known: ${named.join("; ")}.`;
};

/**
 * The next page, {asks, findings, screen, why}: the first in the guideline's order that can
 * still change the result. Null if no answer of this role can.
 */
export const nextPage = (data, state, found) => {
  if (found.settled) return null;
  for (const entry of data.asking) {
    const findings = entry.findings.filter(
      (f) => mayAsk(data, state, f) && matters(data, state.values, f),
    );
    if (findings.length) {
      const why = whyAsked(data, found, findings[0]);
      if (findings.length > 1) return { asks: entry.asks, findings, screen: entry, why };
      return { asks: data.findings[findings[0]].asks, findings, screen: null, why };
    }
  }
  return null;
};

/** What may explain the outcome once no page is left; it changes nothing. */
export const afterwards = (data, state, found) => {
  const offered = found.outcome === null ? [] : data.outcomes[found.outcome].afterwards;
  return offered.filter((finding) => mayAsk(data, state, finding));
};

/** Whether the role sees the result of each answer in advance. */
export const seesAhead = (data, state) => data.roles.find(({ key }) => key === state.role).ahead;
