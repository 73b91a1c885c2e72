// The page: shows a state, applies answers, and keeps them in the link.

import { Refused, answered, begin, read, written } from "./answers.mjs";
import { nextPage, seesAhead } from "./asking.mjs";
import { assess } from "./assessing.mjs";
import { lightUp } from "./drawing.mjs";
import { element } from "./elements.mjs";
import { pathOf } from "./path.mjs";
import { asked } from "./questions.mjs";
import { alarm, answersSoFar, results, summary, urgencyOf } from "./results.mjs";

class Page {
  constructor(section) {
    this.data = JSON.parse(section.querySelector(".ddx-data").textContent);
    this.key = this.data.key;
    this.steps = [];
    this.drawing = section.querySelector(".ddx-drawing");
    this.drawing.hidden = !this.drawing.querySelector("svg");
    this.live = element("p.ddx-hidden", { role: "status", "aria-live": "polite" });
    this.shown = element("div");
    const { roles } = this.data;
    const onchange = () => this.go(this.steps, this.who.value);
    const choices = roles.map(({ key, says }) => element("option", { value: key }, says));
    this.who = element("select", { onchange }, choices);
    const label = element("label.ddx-roles", { hidden: roles.length < 2 }, "Who answers", this.who);
    section.querySelector(".ddx-stage").append(label, this.live, this.shown);
    this.restore(false);
    window.addEventListener("hashchange", () => {
      // A link to another part of the page holds no answers.
      const codes = this.codes();
      const isOurs = codes.size || !location.hash;
      if (isOurs && codes.get(this.key) !== this.code) this.restore();
    });
  }

  /** The answers of each walker on the page, from the link. */
  codes() {
    const parts = location.hash.slice(1).matchAll(/([^&=]+)=([^&]*)/gu);
    return new Map([...parts].map(([, ...part]) => part));
  }

  restore(focus = true) {
    this.code = this.codes().get(this.key);
    this.show(read(this.data, this.code ?? ""), focus);
  }

  /** Show these steps, and put them into the link, beside those of other walkers. */
  go(steps, role = this.role) {
    this.code = written(this.data, role, steps);
    const parts = [...this.codes().set(this.key, this.code)];
    location.hash = parts.map((part) => part.join("=")).join("&");
    const problem = steps === this.steps ? this.problem : "";
    this.show({ role, steps, problem }, document.activeElement !== this.who);
  }

  /** A handler that applies answers, or shows what is wrong and keeps what was typed. */
  taking(make) {
    return (event) => {
      event.preventDefault();
      try {
        const answers = make();
        answered(this.data, this.state, answers);
        this.go([...this.steps, answers]);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.error.textContent = error.message;
        this.shown.querySelector("[aria-invalid]")?.focus();
      }
    };
  }

  /** What is entered, by the names of inputs; by going back, the answers that it takes back. */
  entries(steps) {
    const inputs = [...this.shown.querySelectorAll("[data-entry]")];
    if (steps.length === this.steps.length) {
      return new Map(inputs.map(({ dataset, checked, value }) => [dataset.entry, { checked, value }]));
    }
    const undone = steps.length + 1 === this.steps.length ? this.steps.at(-1) : [];
    return new Map(undone.map(([index, position]) => {
      const checked = position === 1 - this.data.findings[index].denial;
      return [`${index} 0`, { checked, value: position ?? "" }];
    }));
  }

  show({ role, steps, problem }, focus) {
    const { data } = this;
    const entries = this.entries(steps);
    const first = begin(data, role);
    const state = steps.reduce((before, answers) => answered(data, before, answers), first);
    Object.assign(this, { role, steps, state, problem });
    const found = assess(data, state.values);
    const next = nextPage(data, state, found);
    const path = pathOf(data, found);
    this.error = element("p.ddx-error", { id: `${this.key}-error`, role: "alert" });
    const question = asked(this, state, found, next);
    const main = element("div.ddx-main", question, answersSoFar(data, state));
    const side = results(data, found, path, next !== null && steps.length > 0);
    const columns = element("div.ddx-columns", main, urgencyOf(data, found), side);
    const ahead = seesAhead(data, state);
    this.shown.classList.toggle("ddx-witness", !ahead);
    const wrong = problem && element("p.ddx-problem", { role: "alert" }, problem);
    this.shown.replaceChildren(...[alarm(data, found), wrong, columns].filter(Boolean));
    this.who.value = role;
    this.live.textContent = summary(data, found);
    if (path && !this.drawing.hidden) lightUp(data, this.drawing, found, path, ahead);
    for (const input of this.shown.querySelectorAll("[data-entry]")) {
      Object.assign(input, entries.get(input.dataset.entry));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (focus) this.focus();
  }

  /** Focus the question, with the urgency in view: what must be done now stands above it. */
  focus() {
    const [question, urgency] = [".ddx-asks", ".ddx-alarm, .ddx-gauge"].map((kind) =>
      this.shown.querySelector(kind),
    );
    question.focus({ preventScroll: true });
    for (const each of [question, urgency]) each?.scrollIntoView({ block: "nearest" });
  }
}

/** On a phone the questions come first: the tree and its tables are folded away. */
document.addEventListener("DOMContentLoaded", () => {
  if (!window.matchMedia("(max-width: 48rem)").matches) return;
  for (const more of document.querySelectorAll(".ddx-more")) more.open = false;
});

const section = document.currentScript.parentNode;
if (section.querySelector(".ddx-data")) section.page = new Page(section);
