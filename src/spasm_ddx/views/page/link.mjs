// Answers in a link: the role, then a step for each page, as "witness;fever:yes,jerking:?".

import { Refused, answered, begin, checked } from "./answers.mjs";

/** A role and the steps of answers, as text. */
export const written = (data, role, steps) => {
  const answer = ([index, position]) => {
    const { name, values } = data.findings[index];
    const value = values ? encodeURIComponent(values[position]) : position;
    return `${encodeURIComponent(name)}:${position === null ? "?" : value}`;
  };
  return [role, ...steps.map((answers) => answers.map(answer).join(","))].join(";");
};

const readAnswer = (data, text) => {
  const [name, given = ""] = text.split(":").map(decodeURIComponent);
  const index = data.findings.findIndex((finding) => finding.name === name);
  if (index < 0) throw new Refused(`\u201c${name}\u201d is not asked here.`);
  if (text.endsWith(":?")) return [index, null];
  const finding = data.findings[index];
  if (!finding.values) {
    const plain = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/u.test(given);
    return [index, checked(finding, plain ? Number(given) : NaN, given)];
  }
  if (finding.values.includes(given)) return [index, finding.values.indexOf(given)];
  throw new Refused(`\u201c${given}\u201d is no answer to: ${finding.asks}`);
};

/** The role and the steps in a text, up to an invalid one, which `problem` names. */
export const read = (data, text) => {
  const [who, ...rest] = text.split(";");
  const known = data.roles.some(({ key }) => key === who);
  const role = known ? who : data.roles[0].key;
  const steps = [];
  try {
    if (who && !known) throw new Refused(`\u201c${who}\u201d is nobody who answers here.`);
    let state = begin(data, role);
    for (const step of rest.filter(Boolean)) {
      const answers = step.split(",").map((answer) => readAnswer(data, answer));
      for (const [finding, position] of answers) {
        if (position !== null && ![null, position].includes(state.values[finding])) {
          throw new Refused(`It answers twice: ${data.findings[finding].asks}`);
        }
        state = answered(data, state, [[finding, position]]);
      }
      steps.push(answers);
    }
  } catch (error) {
    const problem = error instanceof Refused ? error.message : "It cannot be read.";
    return { role, steps, problem };
  }
  return { role, steps, problem: "" };
};
