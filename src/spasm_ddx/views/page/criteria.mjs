// Criteria under missing values: evaluation.py.
//
// ["is", finding, positions], ["in", finding, from, below or null], ["not", criterion] or
// ["of", k, criteria] or ["of", k, criteria, weights].

const asksOne = ([kind]) => kind === "is" || kind === "in";

/** Whether a criterion holds, by Kleene's logic; null is unknown. */
export const holds = (criterion, values) => {
  const [kind, first, second, third] = criterion;
  if (asksOne(criterion)) {
    const value = values[first];
    if (value === null) return null;
    return kind === "is" ? second.includes(value) : value >= second && value < (third ?? Infinity);
  }
  if (kind === "not") {
    const truth = holds(first, values);
    return truth === null ? null : !truth;
  }
  let [lowest, highest] = [0, 0];
  second.forEach((part, index) => {
    const truth = holds(part, values);
    const weight = third?.[index] ?? 1;
    if (truth !== false && (truth || weight < 0)) lowest += weight;
    if (truth !== false && (truth || weight > 0)) highest += weight;
  });
  if (lowest >= first) return true;
  return highest >= first ? null : false;
};

const partsOf = ([kind, first, second]) => (kind === "not" ? [first] : second);

/** Whether the part of a criterion that is still open asks about a finding. */
export const stillAsks = (criterion, finding, values) => {
  if (holds(criterion, values) !== null) return false;
  if (asksOne(criterion)) return criterion[1] === finding;
  return partsOf(criterion).some((part) => stillAsks(part, finding, values));
};

/** The findings that make a criterion true or false; none if it is unknown. */
export const settledBy = (criterion, values) => {
  const truth = holds(criterion, values);
  if (truth === null) return [];
  if (asksOne(criterion)) return [criterion[1]];
  const lowers = (index) => criterion[3]?.[index] < 0;
  const agrees = (part, index) =>
    criterion[0] === "not" || holds(part, values) === (truth !== lowers(index));
  return partsOf(criterion).filter(agrees).flatMap((part) => settledBy(part, values));
};
