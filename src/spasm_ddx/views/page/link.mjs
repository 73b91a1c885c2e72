// Answers in a link: the role, then a step for each page, as "witness;fever:yes,jerking:?".

import { Refused, answered, begin, checked } from "./answers.mjs";

const writtenAnswer = (data, [index, position]) => {
  const { name, values } = data.findings[index];
  const value = values ? encodeURIComponent(values[position]) : position;
  return `${encodeURIComponent(name)}:${position === null ? "?" : value}`;
};

/** A role and the steps of answers, as text. */
export const written = (data, role, steps) => {
  const step = (answers) => answers.map((answer) => writtenAnswer(data, answer)).join(",");
  return [role, ...steps.map(step)].join(";");
};

const readAnswer = (data, text) => {
  const [name, word = ""] = text.split(":");
  const index = data.findings.findIndex((finding) => finding.name === decodeURIComponent(name));
  if (index < 0) throw new Refused(`\u201c${decodeURIComponent(name)}\u201d is not asked here.`);
  if (word === "?") return [index, null];
  const finding = data.findings[index];
  const given = decodeURIComponent(word);
  if (!finding.values) {
    const plain = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/u.test(given);
    return [index, checked(finding, plain ? Number(given) : NaN, given)];
  }
  if (finding.values.includes(given)) return [index, finding.values.indexOf(given)];
  throw new Refused(`\u201c${given}\u201d is no answer to: ${finding.asks}`);
};

const refuseTwice = (data, earlier, answers) => {
  for (const [finding, position] of answers.filter((answer) => answer[1] !== null)) {
    if (earlier.has(finding) && earlier.get(finding) !== position) {
      throw new Refused(`It answers twice: ${data.findings[finding].asks}`);
    }
    earlier.set(finding, position);
  }
};

/** The role and the steps that a text holds, up to what cannot be, which `problem` names. */
export const read = (data, text) => {
  const [who, ...rest] = text.split(";");
  const known = data.roles.some(({ key }) => key === who);
  const role = known ? who : data.roles[0].key;
  const steps = [];
  const earlier = new Map();
  try {
    if (who && !known) throw new Refused(`\u201c${who}\u201d is nobody who answers here.`);
    let state = begin(data, role);
    for (const step of rest.filter(Boolean)) {
      const answers = step.split(",").map((answer) => readAnswer(data, answer));
      refuseTwice(data, earlier, answers);
      state = answered(data, state, answers);
      steps.push(answers);
    }
  } catch (error) {
    const problem = error instanceof Refused ? error.message : "It cannot be read.";
    return { role, steps, problem };
  }
  return { role, steps, problem: "" };
};
