// Answers: their checks, the state after them, and the link that holds them.
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
  const { low, high, whole } = finding;
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
  throw refused(finding, text, "accepted");
};

/** The number from the texts of a quantity's fields, or null if all are empty. */
export const typed = (finding, texts) => {
  const { fields } = finding;
  const given = fields
    .map(([unit, size], place) => ({ unit, size, text: texts[place] }))
    .filter(({ text }) => text);
  if (!given.length) return null;
  // A comma before three digits is ambiguous: it may separate thousands.
  const plain = /^\d+([.]\d+|,\d{1,2}|,\d{4,})?$/u;
  const decimals = given.map(({ text }) => text.split(/[.,]/u)[1]?.length ?? 0);
  const scale = 10 ** Math.max(...decimals);
  let total = 0;
  given.forEach(({ text, size }, place) => {
    if (!plain.test(fields.length > 1 ? text : text.replace(/^-/u, ""))) {
      throw refused(finding, text, "a plain number");
    }
    // Of whole numbers, so that 2.05 minutes are 123 seconds.
    total += ((Number(text.replace(/[.,]/u, "")) * scale) / 10 ** decimals[place]) * size;
  });
  return checked(finding, total / scale, given.map(({ text, unit }) => `${text} ${unit}`.trim()).join(" "));
};

/** A role and the steps of answers, as text. */
export const written = (data, role, steps) => {
  const answer = ([index, position]) => {
    const { name, values } = data.findings[index];
    const value = values ? encodeURIComponent(values[position]) : position;
    return `${encodeURIComponent(name)}:${position === null ? "?" : value}`;
  };
  return [encodeURIComponent(role), ...steps.map((answers) => answers.map(answer).join(","))].join(";");
};

const readAnswer = (data, text) => {
  const [name, given = ""] = text.split(":").map(decodeURIComponent);
  const index = data.findings.findIndex((finding) => finding.name === name);
  if (index < 0) throw new Refused();
  if (text.endsWith(":?")) return [index, null];
  const { values } = data.findings[index];
  const plain = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/u.test(given);
  if (!values) return [index, checked(data.findings[index], plain ? Number(given) : NaN, given)];
  if (!values.includes(given)) throw new Refused();
  return [index, values.indexOf(given)];
};

/** The role and the steps in a text, up to an invalid one, which `problem` names. */
export const read = (data, text) => {
  const [who, ...rest] = text.split(";");
  const known = data.roles.find(({ key }) => encodeURIComponent(key) === who);
  const found = { role: (known ?? data.roles[0]).key, steps: [], problem: "" };
  let part = who;
  try {
    if (who && !known) throw new Refused();
    let state = begin(data, found.role);
    for (part of rest.filter(Boolean)) {
      const answers = part.split(",").map((answer) => readAnswer(data, answer));
      for (const [finding, position] of answers) {
        const before = state.values[finding];
        if (position !== null && ![null, position].includes(before)) throw new Refused();
        state = answered(data, state, [[finding, position]]);
      }
      found.steps.push(answers);
    }
  } catch {
    found.problem = `The link is invalid at \u201c${part}\u201d; only the answers before it are restored.`;
  }
  return found;
};
