// What follows from the answers: urgency, outcomes, alerts, what to do, the path so far.

import { adviceOf, featuresOf, graded, howSoon, rangeOf } from "./assessing.mjs";
import { element, folded, list, own } from "./elements.mjs";
import { stepsOf } from "./path.mjs";
import { known } from "./words.mjs";

const bold = (text) => element("b", text);
const heading = (text) => element("h3", text);
const citing = (text, cites) => [text, cites && element("span.ddx-cites", ` ${cites}`)];

/** The changes, for a screen reader. */
export const summary = (data, found) => {
  const count = found.possible.length;
  const possible = count === 1 ? data.outcomes[found.outcome].title : `${count} still possible`;
  return data.guide ? `${possible}. Urgency: ${rangeOf(data, found).words}.` : `${possible}.`;
};

/** What to do at once, or null. */
export const alarm = (data, found) => {
  const level = data.guide?.levels[found.low];
  if (!level?.help || !data.guide.callNow) return null;
  const firstAid = adviceOf(data, found).filter(({ help }) => help);
  const call = element("p", element("strong", `${level.mark} ${data.guide.callNow}`));
  return element("div.ddx-alarm", call, firstAid.map(({ text }) => element("p", text)));
};

export const whatToDo = (data, found) => {
  const first = howSoon(data, found);
  const pieces = adviceOf(data, found).map(({ text, cites }) => citing(text, cites));
  return list("ul.ddx-advice", [found.low === found.high ? bold(first) : first, ...pieces]);
};

const knownLine = (name, words) =>
  words.length ? element("p", bold(name), own(`${words.join("; ")}.`)) : null;

/** The known findings, and those answered with "don't know". */
export const answersSoFar = (data, { values, passed }) => {
  const unknown = [...passed].filter((f) => values[f] === null).map((f) => data.findings[f].label);
  return element(
    "div.ddx-known",
    knownLine("Known: ", known(data, values)),
    knownLine("Not known, which is never \u201cno\u201d: ", unknown),
  );
};

/** The range of the urgency; null if outcomes have no urgency. */
export const urgencyOf = (data, found) => {
  if (!data.guide) return null;
  const steps = data.guide.levels.map(({ grade, mark, name }, index) => {
    const inside = index >= found.low && index <= found.high;
    const parts = [`${mark} `, name].map((text) => element("span", text));
    return element(`li.ddx-level.ddx-${inside ? `g${grade}` : "out"}`, parts);
  });
  const words = element("p", rangeOf(data, found).shown);
  const scale = element("ol", { "aria-hidden": "true" }, steps);
  return element("div.ddx-gauge", heading("Urgency"), words, scale);
};

const featureLine = (sign, words) =>
  words.length ? element("span.ddx-feature", own(`${sign} ${words.join("; ")}`)) : null;

/** One possible outcome, with its urgency and the features for and against it. */
const outcomeOf = (data, found, index) => {
  const { grade, strip } = graded(data, found, index);
  const { speaksFor, against, red } = featuresOf(data, found, index);
  const kind = grade ?? "x";
  return element(
    "li.ddx-outcome",
    { style: `border-color: var(--ddx-grade-${kind}-border)` },
    strip && element(`span.ddx-strip.ddx-g${kind}`, strip),
    element("span.ddx-title", own(data.outcomes[index].title)),
    featureLine("+", [...new Set([...known(data, found.values, red), ...speaksFor])]),
    featureLine("\u2212 against (absent):", against),
  );
};

const possibleOf = (data, found) => {
  const supported = (outcome) => {
    const { speaksFor, red } = featuresOf(data, found, outcome);
    return speaksFor.length + red.length > 0;
  };
  const groups = [
    ["Supported by what is known", found.possible.filter(supported)],
    ["Not ruled out: not asked about, or not known", found.possible.filter((o) => !supported(o))],
  ].filter(([, outcomes]) => outcomes.length);
  const count = `Still possible: ${found.possible.length} of ${data.outcomes.length}`;
  return element(
    "div.ddx-possible",
    heading(found.outcome === null ? count : "The only one still possible"),
    groups.flatMap(([name, outcomes]) => [
      data.guide && groups.length > 1 ? element("p.ddx-group", name) : null,
      element("ul", outcomes.map((outcome) => outcomeOf(data, found, outcome))),
    ]),
  );
};

const alertsOf = ({ guide: { alerts } }, found) => {
  const raised = found.raised.map((n) => citing(own(alerts[n].raised), alerts[n].cites));
  const open = found.open.map((index) => own(alerts[index].name));
  const count = `Alerts not ruled out: ${open.length}`;
  return [
    raised.length ? [heading("Alerts"), list("ul.ddx-signals", raised)] : null,
    open.length ? folded("", count, list("ul", open)) : null,
  ];
};

/** The settled questions of the tree, each with the findings that settled it. */
const wayOf = (data, path) => {
  if (!path) return [];
  const steps = stepsOf(data, path).map(({ asks, answer, because }) => [
    own(asks),
    bold(answer ? " Yes: " : " No: "),
    own(because || "it follows from the answers before"),
  ]);
  return steps.length ? [heading("How it got there"), list("ol.ddx-way", steps)] : [];
};

/** Everything beside the question. */
export const results = (data, found, path, advises) => {
  const { guide } = data;
  return element(
    "div.ddx-side",
    possibleOf(data, found),
    guide && alertsOf(data, found),
    guide && advises ? [heading("What to do"), whatToDo(data, found)] : null,
    wayOf(data, path),
    guide && element("p.ddx-notice", guide.notice),
  );
};
