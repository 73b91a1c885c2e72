// The current question with its inputs, or the end, and the buttons that move between them.

import { Refused, typed } from "./answers.mjs";
import { afterwards, leftOpen } from "./asking.mjs";
import { button, element, folded, form, helping, list, own, submitting } from "./elements.mjs";
import { whatToDo } from "./results.mjs";
import { known } from "./words.mjs";

const UNSURE = "Don\u2019t know";
const MAIN = ".ddx-primary";

const grouped = (page) => ({ role: "group", "aria-labelledby": `${page.key}-asks` });

/** The fields of a number, one for each unit that people say: {box, inputs, answer}. */
const numberFields = (page, index) => {
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
const reading = (page, state, signs, told = () => {}, seen = () => []) => {
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
const tick = (page, index) => {
  const finding = page.data.findings[index];
  const input = element("input", { type: "checkbox", "data-entry": String(index) });
  const label = element("span", {}, own(finding.asks), helping(finding.help));
  return { input, box: element("label.ddx-tick", {}, input, label) };
};

/** One of several optional findings on a page: {box, answers}. */
const optional = (page, index) => {
  const finding = page.data.findings[index];
  const legend = element("legend", {}, own(finding.asks));
  const framed = (box) => element("fieldset.ddx-one", {}, legend, helping(finding.help), box);
  if (!finding.choices) {
    const { box, answer } = numberFields(page, index);
    return { box: framed(box), answers: () => [[index, answer(false)]] };
  }
  const choices = [...finding.choices, [UNSURE, null]].map(([word, position]) => {
    const input = element("input", { type: "radio", name: `${page.key}-one-${index}` });
    return { input, position, label: element("label.ddx-choice", {}, input, own(word)) };
  });
  const chosen = () => choices.find(({ input }) => input.checked)?.position ?? null;
  const labels = choices.map(({ label }) => label);
  const box = framed(element("div.ddx-choices", {}, labels));
  return { box, answers: () => [[index, chosen()]] };
};

/** Answers to one finding: fields, or a button for each. */
const inputsOf = (page, index, measured) => {
  const { choices } = page.data.findings[index];
  const give = (position) => page.taking(() => [...measured.answers(), [index, position]]);
  const unsure = button(UNSURE, give(null));
  if (!choices) {
    const { box, answer } = numberFields(page, index);
    const needed = page.taking(() => [[index, answer(true)]]);
    return form("", needed, box, submitting("Answer", MAIN), unsure);
  }
  const many = choices.length > 2 ? ".ddx-many" : "";
  const buttons = choices.map(([word, position]) => button(word, give(position), MAIN));
  return element(`div.ddx-answers${many}`, grouped(page), buttons, unsure);
};

const single = (page, state, { findings: [index] }) => {
  const measured = reading(page, state, [index]);
  return [
    helping(page.data.findings[index].help),
    inputsOf(page, index, measured),
    measured.form,
  ];
};

/** Several findings at once: tick, deny all, or don't know. */
const screening = (page, state, { findings, screen }) => {
  const { data } = page;
  const noted = known(data, state.values, screen.findings);
  const boxes = findings.map((f) => tick(page, f));
  const ticked = () => findings.filter((_, place) => boxes[place].input.checked);
  const seen = () => ticked().map((f) => [f, 1 - data.findings[f].denial]);
  const byReading = new Set();
  // A reading of a fever ticks the fever, until it is typed otherwise.
  const told = (sign, so) => {
    const { input } = boxes[findings.indexOf(sign)];
    if (so && !input.checked) byReading.add(sign);
    else if (so || !byReading.delete(sign)) return;
    input.checked = so;
    name();
  };
  const measured = reading(page, state, findings, told, seen);
  const others = (position) =>
    findings.filter((f) => !ticked().includes(f)).map((f) => [f, position(data.findings[f])]);
  const taking = (make) => page.taking(() => [...measured.answers(), ...make()]);
  const none = button("", taking(() => [...seen(), ...others(({ denial }) => denial)]), MAIN);
  const rest = button("", taking(() => [...seen(), ...others(() => null)]));
  const name = () => {
    const all = ticked().length === boxes.length;
    const some = all ? "All of these" : "Those ticked; each other was considered and is absent";
    none.textContent = ticked().length ? some : "None of these; each was considered";
    rest.textContent = ticked().length ? "Those ticked; not sure about the others" : UNSURE;
    rest.hidden = all;
  };
  boxes.forEach(({ input }) => input.addEventListener("change", name));
  name();
  return [
    helping(noted.length ? `Noted: ${noted.join(", ")}. And the others?` : ""),
    helping("Tick each that is so."),
    element("div.ddx-ticks", grouped(page), boxes.map(({ box }) => box)),
    measured.form,
    element("div.ddx-answers.ddx-many", {}, none, rest),
  ];
};

/** The question and the reason. */
const asking = (page, state, next) => [
  (next.screen ? screening : single)(page, state, next),
  page.error,
  element("p.ddx-why", {}, element("b", {}, "Why: "), own(`${next.why}.`)),
];

/** What may explain the outcome, on one page; every answer is optional. */
const explaining = (page, findings) => {
  const parts = findings.map((index) => optional(page, index));
  const take = page.taking(() => parts.flatMap((part) => part.answers()));
  const boxes = parts.map(({ box }) => box);
  const what = "What may explain it (optional; it changes neither the result nor the urgency)";
  const fields = form("", take, boxes, submitting("Continue", MAIN));
  return folded(".ddx-leaves", what, fields, page.error);
};

const ended = (page, state, found) => {
  const { data } = page;
  const settled = found.outcome !== null;
  const lines = settled ? data.outcomes[found.outcome].lines : [];
  const offered = afterwards(data, state, found);
  return [
    element("p", {}, settled
      ? "It is the only outcome that is still possible."
      : `${found.possible.length} outcomes stay possible with what is known.`),
    found.settled ? null : element("p.ddx-left", {}, own(leftOpen(data, state))),
    data.guide ? whatToDo(data, found) : null,
    lines.length ? list("ul.ddx-advice", lines) : null,
    offered.length ? explaining(page, offered) : null,
  ];
};

const moves = (page) => {
  const copied = element("span.ddx-copied", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(page.link());
      copied.textContent = "Copied.";
    } catch {
      copied.textContent = "Copy the address of this page: it holds the answers.";
    }
  };
  const link = button("Copy link", copy);
  link.title = "The link holds the answers. Nothing is sent anywhere.";
  const back = button("\u2190 Back", () => page.go(page.steps.slice(0, -1)));
  const again = button("Start again", () => page.go([]));
  for (const each of [back, again]) each.disabled = !page.steps.length;
  return element("div.ddx-moves", {}, back, again, link, copied);
};

/** The question with its answers, or the end. */
export const asked = (page, state, found, next) => {
  const end = found.outcome === null ? "Not settled" : page.data.outcomes[found.outcome].title;
  const heading = { id: `${page.key}-asks`, tabindex: "-1" };
  return element(
    "div.ddx-question",
    {},
    element("p.ddx-eyebrow", {}, next ? `Question ${page.steps.length + 1}` : "Nothing more to ask"),
    element("h2.ddx-asks", heading, own(next ? next.asks : end)),
    next ? asking(page, state, next) : ended(page, state, found),
    moves(page),
  );
};
