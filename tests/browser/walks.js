// Random walks inside a page: the page's own answers at every step, for Python to compare.
(() => {
  const chance = (seed) => {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  };

  /** A value of a quantity: one of each answer, at a threshold, or just below one. */
  const number = (finding, random) => {
    const { at } = finding.cells;
    const value = at[Math.floor(random() * at.length)];
    const near = [value, value, value - 1, value + 1, value + 0.5][Math.floor(random() * 5)];
    const fits = near >= finding.low && near <= finding.high;
    return fits && !(finding.whole && !Number.isInteger(near)) ? near : value;
  };

  const position = (reasoner, index, random, mood) => {
    const finding = reasoner.findings[index];
    if (finding.kind === "quantity") return number(finding, random);
    if (finding.kind === "sign") return random() < (finding.red ? mood.red : mood.yes) ? 1 : 0;
    return Math.floor(random() * finding.members.length);
  };

  /** What is answered to a page, and in which way. */
  const choice = (reasoner, state, page, random, mood) => {
    if (page.screen !== null && random() < 0.85) {
      const ticked = page.findings.filter(() => random() < mood.red / 2);
      const seen = ticked.map((f) => [f, reasoner.findings[f].flag ?? 1]);
      if (ticked.length && random() < 0.5) return { how: "ticked", answers: seen };
      const open = page.findings.filter((f) => !ticked.includes(f));
      const denied = open.map((f) => [f, reasoner.findings[f].no]);
      return { how: ticked.length ? "ticked, others denied" : "denied", answers: [...seen, ...denied], ticked };
    }
    const answers = page.findings.map((f) => [
      f,
      random() < mood.unknown ? null : position(reasoner, f, random, mood),
    ]);
    const reading = reasoner.findings.findIndex(
      (f, index) => f.shows && page.findings.includes(f.shows[0]) && state.values[index] === null,
    );
    if (reading >= 0 && random() < 0.4) answers.unshift([reading, number(reasoner.findings[reading], random)]);
    return { how: "answered", answers };
  };

  /** Some of what is offered at the end, one at least: the others are offered again. */
  const some = (findings, random) => {
    const taken = findings.filter(() => random() < 0.5);
    return taken.length ? taken : findings.slice(0, 1);
  };

  const names = (reasoner, findings) => findings.map((f) => reasoner.findings[f].name);

  const seen = (reasoner, state, page) => {
    const found = reasoner.assess(state.values);
    const path = reasoner.path(found);
    const single = page && page.findings.length === 1 ? reasoner.findings[page.findings[0]] : null;
    return {
      page: page && { asks: page.asks, findings: names(reasoner, page.findings), screen: page.screen, why: page.why },
      possible: found.possible,
      low: found.low,
      high: found.high,
      raised: found.raised,
      open: found.open,
      advice: reasoner.advice(found).map(({ text, help }) => [text, help]),
      gauge: reasoner.guide ? reasoner.gauge(found) : null,
      soon: reasoner.guide ? reasoner.soon(found) : null,
      afterwards: names(reasoner, reasoner.afterwards(state)),
      ahead: reasoner.ahead(state),
      leaves: single ? reasoner.leaves(state, page.findings[0]) : null,
      features: found.possible.map((outcome) => {
        const { speaksFor, against, red } = reasoner.features(found, outcome);
        const given = reasoner.guide ? reasoner.given(found, outcome) : null;
        return [speaksFor, against, names(reasoner, red), given];
      }),
      path: path && { ...path, certain: [...path.certain].sort() },
    };
  };

  /** One walk from what is given: each step with what the page says, then what was answered. */
  window.walked = (section, role, seed, given) => {
    const { reasoner } = section.page;
    const random = chance(seed);
    const mood = { yes: random() * 0.6, red: random() * 0.6, unknown: random() * 0.4 };
    if (random() < 0.5) mood.red /= 20; // a calm walk goes on for long
    const index = (name) => reasoner.findings.findIndex((finding) => finding.name === name);
    let state = reasoner.answered(reasoner.begin(role), given.map(([name, at]) => [index(name), at]));
    const steps = [];
    for (;;) {
      const page = reasoner.page(state);
      const step = { ...seen(reasoner, state, page), answers: null, how: null, refused: null };
      steps.push(step);
      const offered = page ? null : reasoner.afterwards(state);
      if (!page && !offered.length) return steps;
      for (;;) {
        const { how, answers, ticked } = page
          ? choice(reasoner, state, page, random, mood)
          : choice(reasoner, state, { screen: null, findings: some(offered, random) }, random, mood);
        try {
          const next = reasoner.answered(state, answers);
          step.how = how;
          step.ticked = ticked ? names(reasoner, ticked) : null;
          step.answers = answers.map(([f, at]) => [reasoner.findings[f].name, at]);
          state = next;
          break;
        } catch (error) {
          step.refused = { answers: answers.map(([f, at]) => [reasoner.findings[f].name, at]), message: error.message };
        }
      }
    }
  };
})();
