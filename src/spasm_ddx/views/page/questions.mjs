// The current question, or the end, and the buttons that move between them.

import { afterwards, leftOpen } from "./asking.mjs";
import { button, element, folded, form, helping, list, own, submitting } from "./elements.mjs";
import { numberFields, optional, reading, tick } from "./inputs.mjs";
import { whatToDo } from "./results.mjs";
import { known } from "./words.mjs";

const UNSURE = "Don\u2019t know";
const MAIN = ".ddx-primary";

const grouped = (page) => ({ role: "group", "aria-labelledby": `${page.key}-asks` });

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
