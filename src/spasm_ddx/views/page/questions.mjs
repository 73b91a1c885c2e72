// The current question with its inputs, or the end, and the buttons that move between them.

import { Refused, typed } from "./answers.mjs";
import { afterwards, leftOpen } from "./asking.mjs";
import { button, element, folded, helping, list, own } from "./elements.mjs";
import { whatToDo } from "./results.mjs";
import { known } from "./words.mjs";

const UNSURE = "Don\u2019t know";
const MAIN = ".ddx-primary";

const grouped = (page) => ({ role: "group", "aria-labelledby": `${page.key}-asks` });

/** The fields of a number, one for each unit that people say: {box, texts, answer}. */
const numberFields = (page, index) => {
  const finding = page.data.findings[index];
  const { fields, label, accepted } = finding;
  const inputs = fields.map(([unit], place) =>
    element("input", {
      "data-entry": `${index} ${fields.length - 1 - place}`,
      inputmode: "decimal",
      autocomplete: "off",
      "aria-describedby": page.error.id,
      "aria-label": unit ? `${label}, ${unit}` : label,
    }),
  );
  const labels = inputs.map((input, place) => element("label", input, fields[place][0]));
  const texts = () => inputs.map((input) => input.value.trim());
  /** The number, or null if it is optional and the fields are empty. */
  const answer = (needed) => {
    inputs.forEach((input) => input.removeAttribute("aria-invalid"));
    try {
      const value = typed(finding, texts());
      if (value !== null || !needed) return value;
      throw new Refused(`Give ${accepted}, or choose \u201c${UNSURE}\u201d.`);
    } catch (refused) {
      const filled = inputs.filter((input) => input.value.trim());
      for (const input of filled.length ? filled : inputs) input.setAttribute("aria-invalid", "true");
      throw refused;
    }
  };
  return { box: element("div.ddx-fields", labels), texts, answer };
};

/** A number that shows one of these signs, while it is unknown: it may be given as well. */
const reading = (page, state, signs, seen = () => []) => {
  const index = page.data.findings.findIndex(
    ({ shows }, place) => shows && signs.includes(shows.sign) && state.values[place] === null,
  );
  if (index < 0) return { form: null, answers: () => [] };
  const finding = page.data.findings[index];
  const { asks, help, shows } = finding;
  const { box, texts, answer } = numberFields(page, index);
  const answers = (needed = false) => [[index, answer(needed)]].filter(([, value]) => value !== null);
  /** Whether what is typed so far shows the sign. */
  const isShown = () => {
    try {
      const value = typed(finding, texts());
      return value !== null && value >= shows.from;
    } catch {
      return false;
    }
  };
  const onsubmit = page.taking(() => [...answers(true), ...seen()]);
  const about = element("p", own(`${asks} If it was measured:`), helping(help));
  const form = element("form.ddx-form.ddx-reading", { onsubmit }, about, box, button("Use this reading"));
  return { form, answers, isShown, sign: shows.sign };
};

/** A box to tick. */
const tick = (page, index) => {
  const { asks, help } = page.data.findings[index];
  const input = element("input", { type: "checkbox", "data-entry": `${index} 0` });
  return element("label.ddx-tick", input, element("span", own(asks), helping(help)));
};

/** One of several optional findings on a page: {box, answers}. */
const optional = (page, index) => {
  const { asks, choices, help } = page.data.findings[index];
  const framed = (kind, name, input) =>
    element(`${kind}.ddx-one`, element(name, own(asks)), helping(help), input);
  if (!choices) {
    const { box, answer } = numberFields(page, index);
    return { box: framed("fieldset", "legend", box), answers: () => [[index, answer(false)]] };
  }
  const options = [[UNSURE, ""], ...choices].map(([word, value]) => element("option", { value }, word));
  const select = element("select", { "data-entry": `${index} 0` }, options);
  const chosen = () => (select.value ? Number(select.value) : null);
  return { box: framed("label", "b", select), answers: () => [[index, chosen()]] };
};

/** One finding: fields, or a button for each answer. */
const single = (page, state, { findings: [index] }) => {
  const { choices, help } = page.data.findings[index];
  const measured = reading(page, state, [index]);
  const give = (position) => page.taking(() => [...measured.answers(), [index, position]]);
  const unsure = button(UNSURE, give(null));
  if (!choices) {
    const { box, answer } = numberFields(page, index);
    const onsubmit = page.taking(() => [[index, answer(true)]]);
    const fields = element("form.ddx-form", { onsubmit }, box, button("Answer", null, MAIN), unsure);
    return [helping(help), fields];
  }
  const many = choices.length > 2 ? ".ddx-many" : "";
  const buttons = choices.map(([word, position]) => button(word, give(position), MAIN));
  const answers = element(`div.ddx-answers${many}`, grouped(page), buttons, unsure);
  return [helping(help), answers, measured.form];
};

/** Several findings at once: tick, deny all, or don't know. */
const screening = (page, state, { findings, screen }) => {
  const { data } = page;
  const noted = known(data, state.values, screen.findings);
  const boxes = findings.map((f) => tick(page, f));
  const isTicked = (f) => boxes[findings.indexOf(f)].control.checked;
  const seen = () => findings.filter(isTicked).map((f) => [f, 1 - data.findings[f].denial]);
  const measured = reading(page, state, findings, seen);
  /** The reading and the ticks, with this answer to each other finding. */
  const giving = (other) =>
    page.taking(() => {
      const others = findings.filter((f) => !isTicked(f)).map((f) => [f, other(data.findings[f])]);
      return [...measured.answers(), ...seen(), ...others];
    });
  const none = button("", giving(({ denial }) => denial), MAIN);
  const rest = button("", giving(() => null));
  let byReading = false;
  const oninput = ({ target }) => {
    // A reading of a fever ticks the fever, until it is typed otherwise.
    if (measured.form?.contains(target)) {
      const { control } = boxes[findings.indexOf(measured.sign)];
      const isShown = measured.isShown();
      if (isShown ? !control.checked : byReading) control.checked = byReading = isShown;
    }
    const count = findings.filter(isTicked).length;
    const all = count === boxes.length;
    const some = all ? "All of these" : "Those ticked; each other was considered and is absent";
    none.textContent = count ? some : "None of these; each was considered";
    rest.textContent = count ? "Those ticked; not sure about the others" : UNSURE;
    rest.hidden = all;
  };
  return element(
    "div",
    { oninput },
    helping(noted.length ? `Noted: ${noted.join(", ")}. And the others?` : ""),
    helping("Tick each that is so."),
    element("div.ddx-ticks", grouped(page), boxes),
    measured.form,
    element("div.ddx-answers.ddx-many", none, rest),
  );
};

/** The question and the reason. */
const asking = (page, state, next) => [
  (next.screen ? screening : single)(page, state, next),
  page.error,
  element("p.ddx-why", element("b", "Why: "), own(`${next.why}.`)),
];

/** What may explain the outcome, on one page; every answer is optional. */
const explaining = (page, findings) => {
  const parts = findings.map((index) => optional(page, index));
  const onsubmit = page.taking(() => parts.flatMap((part) => part.answers()));
  const boxes = parts.map(({ box }) => box);
  const what = "What may explain it (optional; it changes neither the result nor the urgency)";
  const form = element("form.ddx-form", { onsubmit }, boxes, button("Continue", null, MAIN));
  return folded(".ddx-leaves", what, form, page.error);
};

const ended = (page, state, found) => {
  const { data } = page;
  const settled = found.outcome !== null;
  const lines = settled ? data.outcomes[found.outcome].lines : [];
  const offered = afterwards(data, state, found);
  return [
    element("p", settled
      ? "It is the only outcome that is still possible."
      : `${found.possible.length} outcomes stay possible with what is known.`),
    found.settled ? null : element("p.ddx-left", own(leftOpen(data, state))),
    data.guide ? whatToDo(data, found) : null,
    lines.length ? list("ul.ddx-advice", lines) : null,
    offered.length ? explaining(page, offered) : null,
  ];
};

const moves = (page) => {
  const back = button("\u2190 Back", () => page.go(page.steps.slice(0, -1)));
  const again = button("Start again", () => page.go([]));
  for (const each of [back, again]) each.disabled = !page.steps.length;
  const where = "The address of this page holds the answers. Nothing is sent anywhere.";
  return element("div.ddx-moves", back, again, element("span.ddx-help", where));
};

/** The question with its answers, or the end. */
export const asked = (page, state, found, next) => {
  const end = found.outcome === null ? "Not settled" : page.data.outcomes[found.outcome].title;
  const heading = { id: `${page.key}-asks`, tabindex: "-1" };
  return element(
    "div.ddx-question",
    element("p.ddx-eyebrow", next ? `Question ${page.steps.length + 1}` : "Nothing more to ask"),
    element("h2.ddx-asks", heading, own(next ? next.asks : end)),
    next ? asking(page, state, next) : ended(page, state, found),
    moves(page),
  );
};
