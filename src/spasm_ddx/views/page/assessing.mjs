// What follows from the known findings: assessment.py and report.py.

import { holds, reachable } from "./reasoning.mjs";

/** What is still possible, how urgent it is, and which alerts are raised or open. */
export const assess = (data, values) => {
  const possible = reachable(data, data.roots.tree, values).sort((one, other) => one - other);
  const outcome = possible.length === 1 ? possible[0] : null;
  const found = { values, possible, outcome, low: null, high: null, raised: [], open: [] };
  if (data.guide) {
    const levels = reachable(data, data.roots.urgency, values);
    [found.low, found.high] = [Math.min(...levels), Math.max(...levels)];
    data.guide.alerts.forEach(({ root }, alert) => {
      const ends = reachable(data, data.roots[root], values);
      if (ends.length > 1) found.open.push(alert);
      else if (ends[0]) found.raised.push(alert);
    });
  }
  return { ...found, settled: outcome !== null && found.low === found.high };
};

/** The words for the range of the urgency: {words, shown, soon, calm}. */
export const rangeOf = (data, { low, high }) => data.guide.ranges[low][high - low];

/** How soon to act; with the alerts that could raise the urgency, if even the highest can wait. */
export const howSoon = (data, found) => {
  const { soon, calm } = rangeOf(data, found);
  if (found.outcome === null || !calm) return soon;
  const could = found.open.map((alert) => data.guide.alerts[alert]);
  const more = could.filter(({ level }) => level > found.low).map(({ lowered }) => lowered);
  return `${calm}${more.join("; ")}.`;
};

/** The grade and the strip of a possible outcome, with its urgency raised by alerts. */
export const graded = (data, found, outcome) => {
  const { root, grade, strip, level, strips } = data.outcomes[outcome];
  if (!data.guide) return { grade, strip, raised: false };
  const levels = reachable(data, data.roots[root], found.values);
  const low = Math.min(...levels);
  const more = levels.length > 1 ? 1 : 0;
  return { grade: data.guide.levels[low].grade, strip: strips[low][more], raised: low > level };
};

const MET = {
  Settled: (found, outcome) => found.outcome === outcome,
  Possible: (found, outcome) => found.possible.includes(outcome),
  Holds: (found, criterion) => holds(criterion, found.values) === true,
  UrgencyAtLeast: (found, level) => found.low >= level,
  UrgencyAtMost: (found, level) => found.high <= level,
  Raised: (found, alert) => found.raised.includes(alert),
  Open: (found, alert) => found.open.includes(alert),
};

/** The advice of the assessment, each sentence once. */
export const adviceOf = (data, found) => {
  const due = (data.guide?.advice ?? []).filter(({ when }) =>
    when.every(([kind, about, so]) => MET[kind](found, about) === so),
  );
  return due.filter(({ text }, index) => due.findIndex((piece) => piece.text === text) === index);
};

/** The features for and against an outcome, and the red flags that lead to it. */
export const featuresOf = (data, { values }, outcome) => {
  const { features, flags } = data.outcomes[outcome];
  const isAgainst = ([, feature, against]) =>
    holds(feature, values) === false && holds(against, values);
  return {
    speaksFor: features.filter(([, feature]) => holds(feature, values)).map(([text]) => text),
    against: features.filter(isAgainst).map(([text]) => text),
    red: flags.filter((flag) => values[flag] === 1 - data.findings[flag].denial),
  };
};
