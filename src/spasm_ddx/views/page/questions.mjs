// The question that is asked, or the end, and the buttons that move between them.

import { afterwards, leaves, seesAhead } from "./asking.mjs";
import { button, element, folded, form, helping, list, own, submitting } from "./elements.mjs";
import { numberFields, optional, reading, tick } from "./inputs.mjs";
import { whatToDo } from "./results.mjs";
import { known } from "./words.mjs";

const UNSURE = "Don\u2019t know";
const MAIN = ".ddx-primary";

const because = (why) => element("p.ddx-why", {}, element("b", {}, "Why: "), own(`${why}.`));

/** Answers to one finding: fields, or a button for each. */
const inputsOf = (page, index, measured) => {
  const finding = page.data.findings[index];
  const give = (position) => page.taking(() => [...measured.answers(), [index, position]]);
  const unsure = button(UNSURE, give(null));
  if (!finding.choices) {
    const { box, answer } = numberFields(page, index);
    const needed = page.taking(() => [[index, answer(true)]]);
    return form(needed, box, submitting("Answer", MAIN), unsure);
  }
  const many = finding.choices.length > 2 ? ".ddx-many" : "";
  const attributes = { role: "group", "aria-labelledby": `${page.key}-asks` };
  const choices = finding.choices.map(([word, position]) => button(word, give(position), MAIN));
  return element(`div.ddx-answers${many}`, attributes, choices, unsure);
};

const single = (page, state, { findings: [index], why }) => {
  const measured = reading(page, state, [index]);
  const would = seesAhead(page.data, state) ? leaves(page.data, state, index) : [];
  return [
    helping(page.data.findings[index].help),
    inputsOf(page, index, measured),
    measured.form,
    page.error,
    because(why),
    would.length ? folded(".ddx-leaves", "What each answer would leave", list("ul", would)) : null,
  ];
};

/** Several findings at one go: tick, deny all, or don't know. */
const screening = (page, state, { findings, screen, why }) => {
  const { data } = page;
  const noted = known(data, state.values, screen.findings);
  const boxes = findings.map((f) => tick(page, f));
  const measured = reading(page, state, findings);
  const ticked = () => findings.filter((_, place) => boxes[place].input.checked);
  const seen = () => ticked().map((f) => [f, 1 - data.findings[f].denial]);
  const others = (position) =>
    findings.filter((f) => !ticked().includes(f)).map((f) => [f, position(data.findings[f])]);
  const taking = (make) => page.taking(() => [...measured.answers(), ...make()]);
  const none = button("", taking(() => [...seen(), ...others(({ denial }) => denial)]), MAIN);
  const rest = button("", taking(() => (ticked().length ? seen() : others(() => null))));
  const name = () => {
    const all = ticked().length === boxes.length;
    const some = all ? "All of these" : "Those ticked; each other was considered and is absent";
    none.textContent = ticked().length ? some : "None of these; each was considered";
    rest.textContent = ticked().length ? "Those ticked; not sure about the others" : UNSURE;
    rest.hidden = all;
  };
  boxes.forEach(({ input }) => input.addEventListener("change", name));
  name();
  const attributes = { role: "group", "aria-labelledby": `${page.key}-asks` };
  return [
    helping(noted.length ? `Noted: ${noted.join(", ")}. And the others?` : ""),
    helping("Tick each that was seen."),
    element("div.ddx-ticks", attributes, boxes.map(({ box }) => box)),
    measured.form,
    element("div.ddx-answers.ddx-many", {}, none, rest),
    page.error,
    because(why),
  ];
};

/** What may explain the outcome, all on one page: each may be answered or left out. */
const explaining = (page, findings) => {
  const parts = findings.map((index) => optional(page, index));
  const take = page.taking(() => parts.flatMap((part) => part.answers()));
  const boxes = parts.map(({ box }) => box);
  const what = "What may explain it (optional; it changes neither the result nor the urgency)";
  const fields = form(take, boxes, submitting("Continue", MAIN));
  return folded(".ddx-leaves", what, fields, page.error);
};

const ended = (page, state, found) => {
  const { data } = page;
  const open = `${found.possible.length} outcomes stay possible with what is known; `;
  const reason =
    found.outcome === null
      ? `${open}what was not known decides between them.`
      : "It is the only outcome that is still possible.";
  const lines = found.outcome === null ? [] : data.outcomes[found.outcome].lines;
  const offered = afterwards(data, state, found);
  return [
    element("p", {}, reason),
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
      const attributes = { type: "text", readonly: true, "aria-label": "Link", value: page.link() };
      const field = element("input", attributes);
      copied.replaceChildren(field);
      field.select();
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
  const end = found.outcome === null ? "It stays open" : page.data.outcomes[found.outcome].title;
  const parts = next?.screen ? screening : single;
  const heading = { id: `${page.key}-asks`, tabindex: "-1" };
  const number = next ? `Question ${page.steps.length + 1}` : "Nothing more to ask";
  return element(
    "div.ddx-question",
    {},
    element("p.ddx-eyebrow", {}, number),
    element("h2.ddx-asks", heading, own(next ? next.asks : end)),
    next ? parts(page, state, next) : ended(page, state, found),
    moves(page),
  );
};
