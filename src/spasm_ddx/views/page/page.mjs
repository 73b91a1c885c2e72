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
    this.drawing = section.querySelector(".ddx-drawing");
    this.live = element("p.ddx-hidden", { role: "status", "aria-live": "polite" });
    this.shown = element("div");
    section.querySelector(".ddx-stage").append(this.live, this.shown);
    this.drawing.hidden = !this.drawing.querySelector("svg");
    this.restore(false);
    window.addEventListener("hashchange", () => {
      if (this.fragment() !== this.code()) this.restore();
    });
  }

  // ------------------------------------------------------------------------- the link

  /** The answers as text; empty at the beginning. */
  code() {
    const fresh = !this.steps.length && this.role === this.data.roles[0].key;
    return fresh ? "" : written(this.data, this.role, this.steps);
  }

  /** The answers of every walker on the page, from the link. */
  parts() {
    const parts = location.hash.slice(1).matchAll(/([^&=]+)=([^&]*)/gu);
    return new Map([...parts].map(([, key, code]) => [key, code]));
  }

  fragment() {
    return this.parts().get(this.key) ?? "";
  }

  /** The link that restores the answers of this walker, and of others on the page. */
  link() {
    const parts = this.parts().set(this.key, this.code());
    const hash = [...parts].filter(([, code]) => code).map((part) => part.join("="));
    return [location.href.split("#")[0], hash.join("&")].filter(Boolean).join("#");
  }

  restore(focus = true) {
    const { role, steps, problem } = read(this.data, this.fragment());
    const undone = this.undone(steps);
    Object.assign(this, { role, steps, problem });
    this.show(focus, undone);
  }

  remember(how) {
    try {
      history[how](null, "", this.link());
    } catch {
      // A page without its own address keeps its answers while it is open.
    }
  }

  // -------------------------------------------------------------------------- answers

  stateAfter(steps) {
    const first = begin(this.data, this.role);
    return steps.reduce((state, answers) => answered(this.data, state, answers), first);
  }

  /** Show these steps. */
  go(steps) {
    const undone = this.undone(steps);
    Object.assign(this, { steps, problem: "" });
    this.remember("pushState");
    this.show(true, undone);
  }

  /** The answers that going back by one step takes back, under the names of their inputs. */
  undone(steps) {
    const back = steps.length + 1 === this.steps?.length;
    return new Map((back ? this.steps.at(-1) : []).map(([index, position]) => {
      const { denial, fields = [] } = this.data.findings[index];
      if (denial !== undefined) return [String(index), { checked: position === 1 - denial }];
      return [`${index} ${fields.length - 1}`, { value: position ?? "" }];
    }));
  }

  /** What is entered and not answered yet, under the names of the inputs. */
  entered() {
    const inputs = [...this.shown.querySelectorAll("[data-entry]")];
    return new Map(inputs.map(({ dataset, checked, value }) => [dataset.entry, { checked, value }]));
  }

  /** Enter it again when the same question returns. */
  enter(entered) {
    for (const input of this.shown.querySelectorAll("[data-entry]")) {
      Object.assign(input, entered.get(input.dataset.entry));
      for (const kind of ["change", "input"]) input.dispatchEvent(new Event(kind));
    }
  }

  /** A handler that applies answers, or shows what is wrong and keeps what was typed. */
  taking(make) {
    return () => {
      try {
        const steps = [...this.steps, make()];
        this.stateAfter(steps);
        this.go(steps);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.error.textContent = error.message;
        error.first?.focus();
      }
    };
  }

  // -------------------------------------------------------------------------- showing

  show(focus = true, entered = new Map()) {
    const { data } = this;
    const state = this.stateAfter(this.steps);
    const found = assess(data, state.values);
    const next = nextPage(data, state, found);
    const path = pathOf(data, found);
    this.error = element("p.ddx-error", { id: `${this.key}-error`, role: "alert" });
    const question = asked(this, state, found, next);
    const main = element("div.ddx-main", {}, question, answersSoFar(data, state));
    const side = results(data, found, path, next !== null && this.steps.length > 0);
    const columns = element("div.ddx-columns", {}, main, urgencyOf(data, found), side);
    const ahead = seesAhead(data, state);
    this.shown.classList.toggle("ddx-witness", !ahead);
    const problem = this.problem && element("p.ddx-problem", { role: "alert" }, this.problem);
    const parts = [this.whoAnswers(), alarm(data, found), problem, columns];
    this.shown.replaceChildren(...parts.filter(Boolean));
    this.live.textContent = summary(data, found);
    if (path && !this.drawing.hidden) {
      lightUp(data, this.drawing, found, path, ahead);
    }
    this.enter(entered);
    if (focus) this.focus();
  }

  /** Focus the question, with the urgency in view: what must be done now stands above it. */
  focus() {
    const [heading, ...urgent] = [".ddx-asks", ".ddx-alarm", ".ddx-gauge"].map((kind) =>
      this.shown.querySelector(kind),
    );
    heading.focus({ preventScroll: true });
    const urgency = urgent.find((each) => each !== null) ?? heading;
    const inView = [urgency, heading].every((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
    if (!inView) urgency.scrollIntoView({ block: "start" });
  }

  whoAnswers() {
    const { roles } = this.data;
    if (roles.length < 2) return null;
    const choose = ({ target }) => {
      this.role = target.value;
      this.remember("replaceState");
      this.show(false, this.entered());
      this.shown.querySelector(".ddx-roles :checked").focus();
    };
    const choices = roles.map(({ key, says }) => {
      const [name, checked] = [`${this.key}-role`, key === this.role];
      const attributes = { type: "radio", name, value: key, checked, onchange: choose };
      return element("label", {}, element("input", attributes), element("span", {}, says));
    });
    const legend = element("legend.ddx-hidden", {}, "Who answers");
    return element("fieldset.ddx-roles", {}, legend, choices);
  }
}

/** On a phone the questions come first: the tree and its tables are folded away. */
const fold = () => {
  if (!window.matchMedia("(max-width: 48rem)").matches) return;
  for (const more of document.querySelectorAll(".ddx-more")) more.open = false;
};
fold();
// What stands below is not there yet.
document.addEventListener("DOMContentLoaded", fold);

for (const section of document.querySelectorAll(".ddx-walker:not([data-walks])")) {
  section.dataset.walks = "";
  if (section.querySelector(".ddx-data")) section.page = new Page(section);
}
