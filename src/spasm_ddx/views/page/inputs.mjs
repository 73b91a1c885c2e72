// The inputs of one finding: fields for a number, boxes to tick, choices.

import { Refused, typed } from "./answers.mjs";
import { element, form, helping, own, submitting } from "./elements.mjs";

/** The fields of a number, one for each unit that people say: {box, inputs, answer}. */
export const numberFields = (page, index) => {
  const finding = page.data.findings[index];
  const inputs = finding.fields.map(([unit], place) =>
    element("input", {
      "data-entry": `${index} ${place}`,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-describedby": page.error.id,
      "aria-label": unit ? `${finding.label}, ${unit}` : finding.label,
    }),
  );
  const labels = inputs.map((input, place) =>
    element("label", {}, input, element("span", {}, finding.fields[place][0])),
  );

  /** The number, or null if it is optional and the fields are empty. */
  const answer = (needed) => {
    const filled = inputs.filter((input) => input.value.trim());
    inputs.forEach((input) => input.removeAttribute("aria-invalid"));
    try {
      const value = typed(finding, inputs.map((input) => input.value.trim()));
      if (value !== null || !needed) return value;
      throw new Refused(`Give ${finding.accepted}, or choose \u201cDon\u2019t know\u201d.`);
    } catch (refused) {
      filled.forEach((input) => input.setAttribute("aria-invalid", "true"));
      refused.first = filled[0] ?? inputs[0];
      throw refused;
    }
  };
  return { box: element("div.ddx-fields", {}, labels), inputs, answer };
};

/**
 * A number that shows one of these signs, while it is unknown: it may be given as well.
 *
 * `told` is called with the sign and whether what is typed shows it; `seen` gives what is
 * ticked beside it, which a reading that is used by itself takes along.
 */
export const reading = (page, state, signs, told = () => {}, seen = () => []) => {
  const index = page.data.findings.findIndex(
    ({ shows }, place) => shows && signs.includes(shows.sign) && state.values[place] === null,
  );
  if (index < 0) return { form: null, answers: () => [] };
  const finding = page.data.findings[index];
  const { box, inputs, answer } = numberFields(page, index);
  const typing = () => {
    try {
      told(finding.shows.sign, answer(false) >= finding.shows.from);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      told(finding.shows.sign, false);
    }
    inputs.forEach((input) => input.removeAttribute("aria-invalid"));
  };
  inputs.forEach((input) => input.addEventListener("input", typing));
  const answers = (needed = false) => {
    const value = answer(needed);
    return value === null ? [] : [[index, value]];
  };
  const asks = element("p", {}, own(`${finding.asks} If it was measured:`), helping(finding.help));
  const take = page.taking(() => [...answers(true), ...seen()]);
  return { form: form(".ddx-reading", take, asks, box, submitting("Use this reading")), answers };
};

/** A box to tick. */
export const tick = (page, index) => {
  const finding = page.data.findings[index];
  const input = element("input", { type: "checkbox", "data-entry": String(index) });
  const label = element("span", {}, own(finding.asks), helping(finding.help));
  return { input, box: element("label.ddx-tick", {}, input, label) };
};

/** One of several optional findings on a page: {box, answers}. */
export const optional = (page, index) => {
  const finding = page.data.findings[index];
  const legend = element("legend", {}, own(finding.asks));
  const framed = (box) => element("fieldset.ddx-one", {}, legend, helping(finding.help), box);
  if (!finding.choices) {
    const { box, answer } = numberFields(page, index);
    return { box: framed(box), answers: () => [[index, answer(false)]] };
  }
  const choices = [...finding.choices, ["Don\u2019t know", null]].map(([word, position]) => {
    const input = element("input", { type: "radio", name: `${page.key}-one-${index}` });
    return { input, position, label: element("label.ddx-choice", {}, input, own(word)) };
  });
  const chosen = () => choices.find(({ input }) => input.checked)?.position ?? null;
  const labels = choices.map(({ label }) => label);
  const box = framed(element("div.ddx-choices", {}, labels));
  return { box, answers: () => [[index, chosen()]] };
};
