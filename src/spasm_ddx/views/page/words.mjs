// Findings in words, from the page's data unless they depend on a number.

const counted = (number, unit) =>
  `${number} ${number === 1 ? unit.replace(/s$/u, "") : unit}`.trim();

/** A number in the units that people use: wording.amount. */
const amount = ({ fields, spoken }, value) => {
  const way = spoken.find(([from, step]) => value >= from && value % step === 0);
  const units = way ? way[2] : fields.slice(-1);
  let rest = value;
  const words = units.map(([unit, size], place) => {
    const last = place === units.length - 1;
    const count = last ? rest / size : Math.floor(rest / size);
    rest -= count * size;
    return count || units.length === 1 ? counted(count, unit) : "";
  });
  return words.filter(Boolean).join(" ");
};

/** A finding with its value, as in "no fever" or "age 18 months": wording.said. */
export const said = (finding, position) =>
  finding.said ? finding.said[position] : `${finding.label} ${amount(finding, position)}`;

/** The known ones of these findings, in words. */
export const known = (data, values, among = data.findings.keys()) =>
  [...among].filter((f) => values[f] !== null).map((f) => said(data.findings[f], values[f]));
