// Random walks: the page's own answers at every step, for Python to compare.
//
// Under node, each line that is read asks for walks, {data, role, seeds, given, positions}, and
// one line answers it.

import { createInterface } from "node:readline";

import { answered, begin, read, Refused, typed, written } from "../../../src/spasm_ddx/views/page/answers.mjs";
import {
  afterwards,
  leftOpen,
  nextPage,
  seesAhead,
} from "../../../src/spasm_ddx/views/page/asking.mjs";
import {
  adviceOf,
  assess,
  featuresOf,
  graded,
  howSoon,
  rangeOf,
} from "../../../src/spasm_ddx/views/page/assessing.mjs";
import { pathOf, stepsOf } from "../../../src/spasm_ddx/views/page/path.mjs";
import { reachable } from "../../../src/spasm_ddx/views/page/reasoning.mjs";
import { known, said } from "../../../src/spasm_ddx/views/page/words.mjs";

const chance = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const one = (values, random) => values[Math.floor(random() * values.length)];

/** A value of a finding; of a number one of these, at a threshold, or just beside one. */
const position = (finding, random, mood) => {
  if (finding.denial !== undefined) return random() < (finding.red ? mood.red : mood.yes) ? 1 : 0;
  if (finding.choices) return one(finding.choices, random)[1];
  const value = one(mood.positions[finding.name], random);
  const near = one([value, value, value - 1, value + 1, value + 0.5], random);
  const fits = near >= finding.low && near <= finding.high;
  return fits && !(finding.whole && !Number.isInteger(near)) ? near : value;
};

/** The answers to a page, and how they are given. */
const choice = (data, state, page, random, mood) => {
  const { findings } = data;
  if (page.screen && random() < 0.85) {
    const ticked = page.findings.filter(() => random() < mood.red / 2);
    const seen = ticked.map((f) => [f, 1 - findings[f].denial]);
    if (ticked.length && random() < 0.5) return { how: "ticked", answers: seen };
    const open = page.findings.filter((f) => !ticked.includes(f));
    const answers = [...seen, ...open.map((f) => [f, findings[f].denial])];
    return { how: ticked.length ? "ticked, others denied" : "denied", answers, ticked };
  }
  const answers = page.findings.map((f) => [
    f,
    random() < mood.unknown ? null : position(findings[f], random, mood),
  ]);
  const reading = findings.findIndex(
    ({ shows }, f) => shows && page.findings.includes(shows.sign) && state.values[f] === null,
  );
  if (reading >= 0 && random() < 0.4) {
    answers.unshift([reading, position(findings[reading], random, mood)]);
  }
  return { how: "answered", answers };
};

/** At least one of the optional findings at the end; the page offers the others again. */
const some = (findings, random) => {
  const taken = findings.filter(() => random() < 0.5);
  return taken.length ? taken : findings.slice(0, 1);
};

const names = (data, findings) => findings.map((f) => data.findings[f].name);

const seen = (data, state, found, page) => {
  const path = pathOf(data, found);
  const { guide, outcomes } = data;
  return {
    page: page && {
      asks: page.asks,
      findings: names(data, page.findings),
      screen: page.screen && names(data, page.screen.findings),
      why: page.why,
    },
    possible: found.possible,
    low: found.low,
    high: found.high,
    raised: found.raised,
    open: found.open,
    advice: adviceOf(data, found).map(({ text, help }) => [text, help]),
    gauge: guide && rangeOf(data, found).words,
    soon: guide && howSoon(data, found),
    afterwards: page ? [] : names(data, afterwards(data, state, found)),
    ahead: seesAhead(data, state),
    left: page || found.settled ? null : leftOpen(data, state),
    known: known(data, state.values),
    features: found.possible.map((outcome) => {
      const { speaksFor, against, red } = featuresOf(data, found, outcome);
      const levels = guide ? reachable(data, data.roots[outcomes[outcome].root], found.values) : [];
      const given = guide && [Math.min(...levels), Math.max(...levels)];
      const { strip } = graded(data, found, outcome);
      return [speaksFor, against, names(data, red), given, guide && strip];
    }),
    path: path && { ...path, certain: [...path.certain].sort() },
    way: stepsOf(data, path),
  };
};

const named = (data, answers) => answers.map(([f, at]) => [data.findings[f].name, at]);

/** The accepted answers, after some refused ones. */
const answering = (data, state, page, random, mood) => {
  let refused = null;
  for (;;) {
    const { how, answers, ticked } = choice(data, state, page(), random, mood);
    const told = named(data, answers);
    try {
      const next = answered(data, state, answers);
      const step = { how, ticked: ticked ? names(data, ticked) : null, answers: told, refused };
      return { next, answers, step };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused = { answers: told, message: error.message };
    }
  }
};

/** The link of these steps; empty if reading it would give other steps. */
const linked = (data, role, steps) => {
  const link = written(data, role, steps);
  const [before, after] = [{ role, steps, problem: "" }, read(data, link)].map((each) => JSON.stringify(each));
  return before === after ? link : "";
};

/** One walk from the given findings: each step with the page's results, then the answers. */
const walked = (data, role, seed, given, positions) => {
  const random = chance(seed);
  const mood = { yes: random() * 0.6, red: random() * 0.6, unknown: random() * 0.4, positions };
  // A calm walk goes on for long.
  if (random() < 0.5) mood.red /= 20;
  const index = (name) => data.findings.findIndex((finding) => finding.name === name);
  const start = given.map(([name, at]) => [index(name), at]);
  const taken = given.length ? [start] : [];
  let state = answered(data, begin(data, role), start);
  const steps = [];
  for (;;) {
    const found = assess(data, state.values);
    const page = nextPage(data, state, found);
    const offered = page ? [] : afterwards(data, state, found);
    const shown = { ...seen(data, state, found, page), link: linked(data, role, taken) };
    if (!page && !offered.length) return [...steps, { ...shown, how: null, refused: null }];
    const asked = () => page ?? { screen: null, findings: some(offered, random) };
    const { next, answers, step } = answering(data, state, asked, random, mood);
    steps.push({ ...shown, ...step });
    taken.push(answers);
    state = next;
  }
};

/** The page's results for partly known people, given as [name, position] each. */
const people = ({ data, role, people: given }) =>
  given.map((values) => {
    const index = (name) => data.findings.findIndex((finding) => finding.name === name);
    const start = values.map(([name, at]) => [index(name), at]);
    const state = answered(data, begin(data, role), start);
    const found = assess(data, state.values);
    const step = { ...seen(data, state, found, nextPage(data, state, found)), link: "?" };
    return step;
  });

const typedIn = (finding, texts) => {
  try {
    return typed(finding, texts);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  }
};

const CALLS = {
  people,
  said: ({ data, values }) => values.map(([finding, at]) => said(data.findings[finding], at)),
  typed: ({ data, values }) => values.map(([f, texts]) => typedIn(data.findings[f], texts)),
  walks: ({ data, role, seeds, given, positions }) =>
    seeds.map((seed) => walked(data, role, seed, given, positions)),
};

let held = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { call, data, ...asked } = JSON.parse(line);
  held = data ?? held;
  process.stdout.write(`${JSON.stringify(CALLS[call]({ data: held, ...asked }))}\n`);
}
