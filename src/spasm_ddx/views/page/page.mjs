// The page: shows a state, applies answers, and keeps them in the link.

import { Refused, answered, begin } from "./answers.mjs";
import { nextPage, seesAhead } from "./asking.mjs";
import { assess } from "./assessing.mjs";
import { lightUp } from "./drawing.mjs";
import { element } from "./elements.mjs";
import { read, written } from "./link.mjs";
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
    section.querySelector(".ddx-still").remove();
    const stage = section.querySelector(".ddx-stage");
    stage.append(this.live, this.shown);
    stage.hidden = false;
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
    Object.assign(this, { role, steps });
    this.problem =
      problem && `The link has an invalid answer; only those before it are restored. ${problem}`;
    this.show(focus);
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
    Object.assign(this, { steps, problem: "" });
    this.remember("pushState");
    this.show();
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

  show(focus = true) {
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
    const problem = this.problem && element("p.ddx-problem", { role: "alert" }, this.problem);
    const parts = [this.whoAnswers(), alarm(data, found), problem, columns];
    this.shown.replaceChildren(...parts.filter(Boolean));
    this.live.textContent = summary(data, found);
    if (path && !this.drawing.hidden) {
      lightUp(data, this.drawing, found, path, seesAhead(data, state));
    }
    if (focus) this.focus();
  }

  focus() {
    const heading = this.shown.querySelector(".ddx-asks");
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) heading.scrollIntoView({ block: "center" });
  }

  whoAnswers() {
    const { roles } = this.data;
    if (roles.length < 2) return null;
    const choose = ({ target }) => {
      this.role = target.value;
      this.remember("replaceState");
      this.show(false);
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

for (const section of document.querySelectorAll(".ddx-walker:not([data-walks])")) {
  section.dataset.walks = "";
  if (section.querySelector(".ddx-data")) section.page = new Page(section);
}
