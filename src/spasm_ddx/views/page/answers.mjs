// Answers: their checks, and the state after them.
//
// A state is {values, passed, role}: each finding's position or null, the findings answered
// with "don't know", and who answers.

import { said } from "./words.mjs";

/** An invalid answer; the message is for the person. */
export class Refused extends Error {}

/** The state at the beginning. */
export const begin = (data, role) => ({ values: data.known, passed: new Set(), role });

/** The state after these answers, [finding, position or null for "don't know"] each. */
export const answered = (data, state, answers) => {
  const values = [...state.values];
  const passed = new Set(state.passed);
  for (const [finding, position] of answers) {
    if (position === null) passed.add(finding);
    else values[finding] = position;
  }
  data.findings.forEach((finding, index) => {
    const { shows } = finding;
    if (!shows || values[index] === null || values[index] < shows.from) return;
    if (values[shows.sign] === 0) throw new Refused(shows.clash.join(said(finding, values[index])));
    values[shows.sign] = 1;
  });
  return { ...state, values, passed };
};

/** What is wrong with a text; where it looks like Fahrenheit, with the degrees Celsius. */
const refused = ({ accepted, celsius, low, high }, text, wrong) => {
  const [number] = /^\d+([.,]\d+)?/u.exec(text) ?? ["none"];
  const meant = Math.round((Number(number.replace(",", ".")) - 32) / 0.18) / 10;
  const slip = celsius && meant >= low && meant <= high;
  const hint = slip ? ` It looks like Fahrenheit: write ${meant}.` : "";
  return new Refused(`\u201c${text}\u201d is not ${wrong}; give ${accepted}.${hint}`);
};

/** A number that the finding accepts. */
export const checked = (finding, value, text) => {
  const fits = value >= finding.low && value <= finding.high;
  if (!fits || (finding.whole && !Number.isInteger(value))) {
    throw refused(finding, text, "accepted");
  }
  return value;
};

/** The number from the texts of a quantity's fields, or null if all are empty. */
export const typed = (finding, texts) => {
  const filled = finding.fields.map(([unit, size], place) => ({ unit, size, text: texts[place] }));
  const given = filled.filter(({ text }) => text);
  if (!given.length) return null;
  // A comma before three digits is ambiguous: it may separate thousands.
  const plain = /^\d+([.]\d+|,\d{1,2}|,\d{4,})?$/u;
  const decimals = given.map(({ text }) => text.split(/[.,]/u)[1]?.length ?? 0);
  const scale = 10 ** Math.max(...decimals);
  let total = 0;
  given.forEach(({ text, size }, place) => {
    if (!plain.test(filled.length > 1 ? text : text.replace(/^-/u, ""))) {
      throw refused(finding, text, "a plain number");
    }
    // Of whole numbers, so that 2.05 minutes are 123 seconds.
    total += ((Number(text.replace(/[.,]/u, "")) * scale) / 10 ** decimals[place]) * size;
  });
  return checked(finding, total / scale, given.map(({ text, unit }) => `${text} ${unit}`.trim()).join(" "));
};
