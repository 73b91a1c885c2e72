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
const openQuestion = (data, values, finding, index = 0, seen = new Set()) => {
  const { outcome, criterion, yes, no } = data.tree[index];
  if (outcome !== undefined || seen.has(index)) return null;
  if (stillAsks(criterion, finding, values)) return data.tree[index];
  seen.add(index);
  const truth = holds(criterion, values);
  const next = truth === null ? [yes, no] : [truth ? yes : no];
  return next.reduce((found, each) => found ?? openQuestion(data, values, finding, each, seen), null);
};

const whyAsked = (data, found, finding) => {
  const { red } = data.findings[finding];
  const question = found.outcome === null ? openQuestion(data, found.values, finding) : null;
  if (question) return red + question.why;
  const open = found.open.map((index) => data.guide.alerts[index]);
  const isIts = ({ root, level }) =>
    level > found.low && decides(data, data.roots[root], found.values, finding);
  return red + open.find(isIts).why;
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
  const words = open.map((f) => data.findings[f].open);
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
      const screen = findings.length > 1 ? entry : null;
      const { asks } = screen ?? data.findings[findings[0]];
      return { asks, findings, screen, why: whyAsked(data, found, findings[0]) };
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
