// Walks a tree in a page, one question at a time. The data beside it is made by walker.py;
// every answer here is a walk over the decision diagram, as in reasoning/queries.py.
(() => {
  "use strict";

  // ------------------------------------------------------------------ the decision diagram

  /** The index of the child for a position: how many cuts are at or below it. */
  const cell = (cuts, position) => {
    let index = 0;
    while (index < cuts.length && cuts[index] <= position) index += 1;
    return index;
  };

  /** Nodes over one order of findings: DecisionDiagram, as far as a page needs it. */
  class Diagram {
    constructor(depth) {
      this.depth = depth;
      this.levels = [];
      this.cuts = [];
      this.children = [];
      this.supports = [];
      this.says = [];
      this.unique = new Map();
      this.ends = new Map();
      this.end("truth:false");
      this.end("truth:true");
    }

    get never() {
      return this.ends.get("never");
    }

    append(level, cuts, children, says) {
      let support = 0n;
      if (children.length) support = 1n << BigInt(level);
      for (const child of children) support |= this.supports[child];
      this.levels.push(level);
      this.cuts.push(cuts);
      this.children.push(children);
      this.supports.push(support);
      this.says.push(says);
      return this.levels.length - 1;
    }

    end(says) {
      if (!this.ends.has(says)) this.ends.set(says, this.append(this.depth, [], [], says));
      return this.ends.get(says);
    }

    node(level, cuts, children) {
      const keptCuts = [];
      const kept = [children[0]];
      cuts.forEach((cut, index) => {
        if (children[index + 1] === kept[kept.length - 1]) return;
        keptCuts.push(cut);
        kept.push(children[index + 1]);
      });
      if (!keptCuts.length) return kept[0];
      const key = `${level}|${keptCuts}|${kept}`;
      if (!this.unique.has(key)) this.unique.set(key, this.append(level, keptCuts, kept, null));
      return this.unique.get(key);
    }

    /** What is left of a root once these positions are known (null is unknown). */
    restricted(root, at, into = this) {
      const left = new Map();
      const walk = (node) => {
        if (left.has(node)) return left.get(node);
        const level = this.levels[node];
        let made;
        if (level === this.depth) made = into.end(this.says[node]);
        else if (at[level] !== null) {
          made = walk(this.children[node][cell(this.cuts[node], at[level])]);
        } else made = into.node(level, this.cuts[node], this.children[node].map(walk));
        left.set(node, made);
        return made;
      };
      return walk(root);
    }

    below(root) {
      const seen = new Set([root]);
      for (const node of seen) this.children[node].forEach((child) => seen.add(child));
      return [...seen];
    }

    /** The ends that completions of the known positions reach, without the impossible one. */
    reachable(root, at) {
      const seen = new Set([root]);
      const ends = [];
      for (const node of seen) {
        const level = this.levels[node];
        if (level === this.depth) {
          if (node !== this.never) ends.push(node);
        } else if (at === null || at[level] === null) {
          this.children[node].forEach((child) => seen.add(child));
        } else seen.add(this.children[node][cell(this.cuts[node], at[level])]);
      }
      return ends;
    }

    /** One position for each answer that the nodes below tell apart. */
    answers(root, level, low) {
      const cuts = new Set();
      for (const node of this.below(root)) {
        if (this.levels[node] === level) this.cuts[node].forEach((cut) => cuts.add(cut));
      }
      return [low, ...[...cuts].sort((a, b) => a - b)];
    }

    /** The levels on which the end depends, for some accepted findings, as a bit mask. */
    deciding(root, lows) {
      const support = this.supports[root];
      if (this.never === undefined) return support;
      let kept = 0n;
      lows.forEach((low, level) => {
        const bit = 1n << BigInt(level);
        if (support & bit && this.decides(root, level, low)) kept |= bit;
      });
      return kept;
    }

    decides(root, level, low) {
      const at = Array(this.depth).fill(null);
      const left = new Set(
        this.answers(root, level, low).map((answer) => {
          at[level] = answer;
          return this.restricted(root, at);
        }),
      );
      const parts = [...left];
      return parts.some((one, i) => parts.slice(i + 1).some((other) => this.differ(one, other)));
    }

    /** Whether some findings reach different ends, both possible, from these two nodes. */
    differ(first, second) {
      const seen = new Set([`${first} ${second}`]);
      const waiting = [[first, second]];
      while (waiting.length) {
        const pair = waiting.pop();
        if (pair.every((node) => this.levels[node] === this.depth)) {
          if (!pair.includes(this.never) && pair[0] !== pair[1]) return true;
          continue;
        }
        const level = Math.min(...pair.map((node) => this.levels[node]));
        const asking = pair.filter((node) => this.levels[node] === level);
        const cuts = [...new Set(asking.flatMap((node) => this.cuts[node]))].sort((a, b) => a - b);
        for (const position of [-Infinity, ...cuts]) {
          const next = pair.map((node) =>
            this.levels[node] === level
              ? this.children[node][cell(this.cuts[node], position)]
              : node,
          );
          const key = `${next[0]} ${next[1]}`;
          if (!seen.has(key)) {
            seen.add(key);
            waiting.push(next);
          }
        }
      }
      return false;
    }
  }

  // --------------------------------------------------------------------------- the words

  const plain = (number) => String(number);
  const counted = (number, unit) =>
    `${plain(number)} ${number === 1 ? unit.replace(/s$/, "") : unit}`;

  /** A value in the units that people say: wording.amount. */
  const amount = (finding, value) => {
    const { unit } = finding;
    if (unit === "months" && value > 60 && Number.isInteger(value)) {
      const rest = value % 12 ? ` ${counted(value % 12, "months")}` : "";
      return counted(Math.floor(value / 12), "years") + rest;
    }
    if (unit === "seconds" && value >= 3600 && value % 3600 === 0) {
      return counted(value / 3600, "hours");
    }
    if (unit === "seconds" && value >= 120 && value % 60 === 0) {
      return counted(value / 60, "minutes");
    }
    if (unit === "degrees Celsius") return `${plain(value)} \u00b0C`;
    return unit ? counted(value, unit) : plain(value);
  };

  const said = (finding, value) => {
    if (finding.kind === "sign") return value ? finding.label : finding.denied;
    if (finding.kind === "category") return `${finding.label}: ${finding.members[value].words}`;
    return `${finding.label} ${amount(finding, value)}`;
  };

  const listed = (words, joint) => {
    if (words.length < 2) return words.join("");
    const last = words[words.length - 1];
    const others = words.slice(0, -1);
    if (words.some((word) => word.includes(",") || word.includes(` ${joint} `))) {
      return `${others.join("; ")}; ${joint} ${last}`;
    }
    return `${others.join(", ")} ${joint} ${last}`;
  };

  const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
  const lowered = (text) =>
    /\p{Lu}/u.test(text.slice(1, 2)) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);

  // ---------------------------------------------------------------------- the reasoning

  /** An answer that cannot be: what is wrong with it, in words, for the person. */
  class Refused extends Error {}

  /**
   * What follows from what is known. A state is {values, passed, role}: for each finding its
   * position or null, the findings answered with "don't know", and who answers.
   */
  class Reasoner {
    constructor(data) {
      this.data = data;
      this.findings = data.findings;
      this.guide = data.guide;
      this.diagram = new Diagram(data.order.length);
      this.lows = data.order.map((f) => (this.findings[f].kind === "quantity" ? this.findings[f].low : 0));
      this.meanings = new Map();
      this.numbers = this.copied();
      this.roots = Object.fromEntries(
        Object.entries(data.roots).map(([name, root]) => [name, this.numbers[root]]),
      );
      this.yes = this.numbers[data.yes];
      this.known = new Map();
      this.screens = data.screens;
      this.gauged = ["tree", "gauge"].filter((name) => name in this.roots);
    }

    /** The nodes of the data in a diagram of our own; its ends are what they say. */
    copied() {
      const { levels, cuts, children, ends } = this.data;
      const numbers = [];
      levels.forEach((level, node) => {
        if (children[node].length) {
          numbers.push(this.diagram.node(level, cuts[node], children[node].map((c) => numbers[c])));
          return;
        }
        const says = ends[node].join(":");
        this.meanings.set(says, ends[node]);
        numbers.push(this.diagram.end(says));
      });
      return numbers;
    }

    reached(root, at) {
      return this.diagram
        .reachable(root, at)
        .map((node) => this.meanings.get(this.diagram.says[node])[1]);
    }

    at(values) {
      return this.data.order.map((finding) => values[finding]);
    }

    /** The state at the beginning. */
    begin(role) {
      const values = this.findings.map(() => null);
      this.data.given.forEach(([finding, position]) => {
        values[finding] = position;
      });
      return { values, passed: new Set(), role };
    }

    /** The state after these answers, [finding, position or null for "don't know"] each. */
    answered(state, answers) {
      const values = [...state.values];
      const passed = new Set(state.passed);
      for (const [finding, position] of answers) {
        if (position === null) passed.add(finding);
        else values[finding] = position;
      }
      this.findings.forEach((finding, index) => {
        if (finding.kind !== "quantity" || !finding.shows || values[index] === null) return;
        const [sign, threshold, limit] = finding.shows;
        if (values[index] < threshold) return;
        if (values[sign] === 0) {
          const other = this.findings[sign];
          throw new Refused(
            `\u201c${capital(other.denied)}\u201d and ${said(finding, values[index])} cannot both be: ` +
              `${limit} or more means ${other.label}. Correct one of them, or leave one out.`,
          );
        }
        values[sign] = 1;
      });
      return { values, passed, role: state.role };
    }

    /** What is known, and everything that follows from it. */
    assess(values) {
      const key = values.join();
      if (!this.known.has(key)) {
        if (this.known.size > 500) this.known.clear();
        this.known.set(key, this.assessed(values));
      }
      return this.known.get(key);
    }

    assessed(values) {
      const at = this.at(values);
      const possible = this.reached(this.roots.tree, at).sort((a, b) => a - b);
      const found = { values, at, possible, low: null, high: null, raised: [], open: [] };
      if (this.guide) {
        const levels = this.reached(this.roots.gauge, at);
        found.low = Math.min(...levels);
        found.high = Math.max(...levels);
        this.guide.signals.forEach((signal, index) => {
          const ends = this.diagram.reachable(this.roots[`signal${index}`], at);
          if (ends.length > 1) found.open.push(index);
          else if (ends[0] === this.yes) found.raised.push(index);
        });
      }
      found.outcome = possible.length === 1 ? possible[0] : null;
      found.settled = found.outcome !== null && found.low === found.high;
      return found;
    }

    /** Whether a criterion holds, by Kleene's logic; null is unknown. */
    holds(criterion, values) {
      const [kind, first, second, third] = criterion;
      if (kind === "is" || kind === "in") {
        const value = values[first];
        if (value === null) return null;
        return kind === "is" ? second.includes(value) : value >= second && (third === null || value < third);
      }
      if (kind === "not") {
        const truth = this.holds(first, values);
        return truth === null ? null : !truth;
      }
      const truths = second.map((part) => this.holds(part, values));
      const yes = truths.filter((truth) => truth === true).length;
      if (yes >= first) return true;
      return yes + truths.filter((truth) => truth === null).length >= first ? null : false;
    }

    /** Whether the part of a criterion that is still open asks about a finding. */
    asks(criterion, finding, values) {
      if (this.holds(criterion, values) !== null) return false;
      const [kind, first, second] = criterion;
      if (kind === "is" || kind === "in") return first === finding;
      const parts = kind === "not" ? [first] : second;
      return parts.some((part) => this.asks(part, finding, values));
    }

    /** The findings that make a criterion true or false: evaluation.settled_by. */
    settling(criterion, values) {
      const truth = this.holds(criterion, values);
      if (truth === null) return [];
      const [kind, first, second] = criterion;
      if (kind === "is" || kind === "in") return [first];
      if (kind === "not") return this.settling(first, values);
      const agree = second.filter((part) => this.holds(part, values) === truth);
      return [...new Set(agree.flatMap((part) => this.settling(part, values)))];
    }

    because(criterion, values) {
      const words = this.settling(criterion, values).map((f) => said(this.findings[f], values[f]));
      return [...new Set(words)];
    }

    // ------------------------------------------------------------------ what to ask next

    /** The unknown findings that can still change where a root ends. */
    relevant(root, at) {
      const left = new Diagram(this.data.order.length);
      const support = left.deciding(this.diagram.restricted(root, at, left), this.lows);
      return this.data.order.filter((_, level) => support & (1n << BigInt(level)));
    }

    /** What the role tells besides what anyone can. */
    tells(who, state) {
      return who === null || this.data.roles.find((role) => role.key === state.role).tells.includes(who);
    }

    /**
     * What to ask next: {asks, findings, screen, why}, or null when no answer changes anything.
     * The first in the guideline's order that can still change an answer: asking.next_page.
     */
    page(state) {
      const found = this.assess(state.values);
      if (found.settled) return null;
      const open = this.open(found, state);
      for (const [kind, number] of open.size ? this.data.asking : []) {
        const screen = kind === "screen" ? this.screens[number] : null;
        const findings = (screen ? screen.findings : [number]).filter((f) => open.has(f));
        if (findings.length) {
          const why = this.why(found, findings[0]);
          if (screen && findings.length > 1) return { asks: screen.asks, findings, screen: number, why };
          return { asks: this.findings[findings[0]].asks, findings: findings.slice(0, 1), screen: null, why };
        }
      }
      return null;
    }

    /** What may explain the outcome and changes nothing: Interview.afterwards. */
    afterwards(state) {
      const found = this.assess(state.values);
      if (found.outcome === null || this.page(state) !== null) return [];
      return this.data.afterwards[found.outcome].filter(
        (f) => state.values[f] === null && !state.passed.has(f) && this.tells(this.findings[f].who, state),
      );
    }

    /** Whether whoever answers is shown what each answer would lead to. */
    ahead(state) {
      return this.data.roles.find((role) => role.key === state.role).ahead;
    }

    /** What can still change the outcome or the gauge, and may be asked. */
    open(found, state) {
      const relevant = this.gauged.flatMap((name) => this.relevant(this.roots[name], found.at));
      return new Set(
        relevant.filter((f) => !state.passed.has(f) && this.tells(this.findings[f].who, state)),
      );
    }

    /** Why a finding is asked: the question it bears on, or the alert. */
    why(found, finding) {
      const red = this.findings[finding].red ? "a red flag; " : "";
      if (found.outcome === null) {
        const question = this.openQuestion(found.values, finding);
        if (question) return `${red}it bears on "${question.asks}"`;
      }
      const signal = !this.guide ? undefined : found.open.find(
        (index) =>
          this.guide.signals[index].level > found.low &&
          this.relevant(this.roots[`signal${index}`], found.at).includes(finding),
      );
      if (signal !== undefined) {
        return `${red}it bears on the alert "${this.guide.signals[signal].name}"`;
      }
      return `${red}it bears on how urgent this is`;
    }

    /** The first question, of those left to ask, whose open part asks about a finding. */
    openQuestion(values, finding) {
      const seen = new Set();
      const waiting = [0];
      while (waiting.length) {
        let index = waiting.pop();
        let node = this.data.tree[index];
        let truth = null;
        while (!("outcome" in node)) {
          truth = this.holds(node.criterion, values);
          if (truth === null) break;
          index = truth ? node.yes : node.no;
          node = this.data.tree[index];
        }
        if (seen.has(index) || "outcome" in node) continue;
        seen.add(index);
        if (this.asks(node.criterion, finding, values)) return node;
        waiting.push(node.no, node.yes);
      }
      return null;
    }

    // -------------------------------------------------------------------- what it means

    /** What each answer to a finding would leave, a sentence for each; alike ones as one. */
    leaves(state, finding) {
      const before = this.assess(state.values);
      const asked = this.findings[finding];
      const groups = new Map();
      const positions = this.positions(asked);
      positions.forEach((position, index) => {
        let after;
        try {
          after = this.assess(this.answered(state, [[finding, position]]).values);
        } catch (error) {
          if (error instanceof Refused) return;
          throw error;
        }
        const key = [after.possible, after.low, after.high].join("|");
        if (!groups.has(key)) groups.set(key, { ranges: [], after });
        const { ranges } = groups.get(key);
        const last = ranges[ranges.length - 1];
        if (asked.kind === "quantity" && last && last[1] === index - 1) last[1] = index;
        else ranges.push([index, index]);
      });
      return [...groups.values()].map(({ ranges, after }) => {
        const answers = ranges.map(([from, to]) => this.answer(asked, positions, from, to));
        return `If ${listed(answers, "or")}: ${this.left(before, after)}.`;
      });
    }

    positions(finding) {
      if (finding.kind === "quantity") return finding.cells.at;
      return finding.kind === "sign" ? [0, 1] : [...finding.members.keys()];
    }

    answer(finding, positions, from, to) {
      if (finding.kind === "quantity") return finding.cells.words[from][to - from];
      if (finding.kind === "category") return finding.members[positions[from]].words;
      return said(finding, positions[from]);
    }

    left(before, after) {
      const title = (outcome) => this.data.outcomes[outcome].title;
      const urgency = this.guide ? `; ${this.range(after)}` : "";
      if (after.outcome !== null) return `${title(after.outcome)}${urgency}`;
      const gone = before.possible.filter((outcome) => !after.possible.includes(outcome));
      if (!gone.length) return `all ${after.possible.length} stay possible${urgency}`;
      const names = listed(gone.map(title), "and");
      return `${after.possible.length} stay possible, without ${names}${urgency}`;
    }

    range(found) {
      const [low, high] = [found.low, found.high].map((level) => this.guide.levels[level].name);
      return low === high ? low : `${low} to ${high}`;
    }

    /** The range of the gauge in words: report.urgency_words. */
    gauge(found) {
      const [low, high] = [found.low, found.high].map((level) => this.guide.levels[level]);
      if (low === high) return `${low.name}: ${low.words}`;
      return `at least ${low.name} (${low.words}), at most ${high.name} (${high.words})`;
    }

    /** The lowest and the highest level, should it be this outcome. */
    given(found, outcome) {
      const ends = this.reached(this.roots[`given${outcome}`], found.at);
      const levels = ends.filter((level) => level !== null);
      return [Math.min(...levels), Math.max(...levels)];
    }

    /** How soon to act: report.how_soon. */
    soon(found) {
      const [low, high] = [found.low, found.high].map((level) => capital(this.guide.levels[level].words));
      if (low === high) return `${low}.`;
      if (found.outcome !== null && found.high <= this.guide.calm) {
        const could = found.open.filter((index) => this.guide.signals[index].level > found.low);
        const named = could.map((index) => lowered(this.guide.signals[index].name)).join("; ");
        return `${low}. ${high} where one of these, not known yet, is so: ${named}.`;
      }
      return (
        `It is not settled. It may be as urgent as this: ${high.toLowerCase()}. It may be no more than: ` +
        `${low.toLowerCase()}. Until the open answers are known, act on the first.`
      );
    }

    /** The advice that the whole assessment gives, each piece once. */
    advice(found) {
      if (!this.guide) return [];
      const told = new Map();
      for (const piece of this.guide.pieces) {
        if (!told.has(piece.text) && piece.when.every((when) => this.met(found, when))) {
          told.set(piece.text, piece);
        }
      }
      return [...told.values()];
    }

    met(found, [kind, of, so]) {
      const truth = {
        settled: () => found.outcome === of,
        possible: () => found.possible.includes(of),
        holds: () => this.holds(of, found.values) === true,
        "at least": () => found.low >= of,
        "at most": () => found.high <= of,
        raised: () => found.raised.includes(of),
        open: () => found.open.includes(of),
      }[kind]();
      return truth === so;
    }

    /** For each outcome, what speaks for it and against it. */
    features(found, outcome) {
      const typical = this.guide ? this.guide.typical[outcome] : [];
      const flags = this.guide ? this.guide.flags[outcome] : [];
      return {
        speaksFor: typical.filter((one) => this.holds(one[1], found.values) === true).map((one) => one[0]),
        against: typical
          .filter((one) => this.holds(one[1], found.values) === false && this.holds(one[2], found.values))
          .map((one) => one[0]),
        red: flags.filter((f) => found.values[f] !== null && found.values[f] === this.findings[f].flag),
      };
    }

    // ------------------------------------------------------------------------ the path

    /** How each node of the tree stands: path.path_of. Null where places are not told apart. */
    path(found) {
      if (!("places" in this.roots)) return null;
      const reached = new Set(this.reached(this.roots.places, found.at));
      const path = { standings: {}, certain: new Set(), answers: {}, because: {} };
      const walk = (index, place) => {
        const node = this.data.tree[index];
        const start = place === "root" ? "" : place;
        let below = reached.has(place) ? 1 : 0;
        let settled = true;
        if (!("outcome" in node)) {
          const yes = walk(node.yes, `${start}y`);
          const no = walk(node.no, `${start}n`);
          below = yes + no;
          settled = !(yes && no);
          if (settled && below) {
            path.answers[place] = yes > 0;
            path.because[place] = this.because(node.criterion, found.values);
          }
        }
        if (below === reached.size) path.certain.add(place);
        const passed = below === reached.size && settled;
        path.standings[place] = !below ? "ruled_out" : passed ? "passed" : "undecided";
        return below;
      };
      walk(0, "root");
      return path;
    }
  }

  // ------------------------------------------------------------------- answers in a link

  /** Answers as text: the role, then a step for each page, as "fever:yes,jerking:?". */
  const written = (reasoner, role, steps) => {
    const value = ([f, position]) => {
      if (position === null) return "?";
      const finding = reasoner.findings[f];
      if (finding.kind === "sign") return position ? "yes" : "no";
      if (finding.kind === "quantity") return String(position);
      return encodeURIComponent(finding.members[position].value);
    };
    const step = (answers) =>
      answers
        .map((answer) => `${encodeURIComponent(reasoner.findings[answer[0]].name)}:${value(answer)}`)
        .join(",");
    return [role || "", ...steps.map(step)].join(";");
  };

  /** The answers that a text holds, as far as they can be. */
  const read = (reasoner, text, usual) => {
    const [who, ...rest] = text.split(";");
    const { roles } = reasoner.data;
    const role = roles.some(({ key }) => key === who) ? who : usual;
    const steps = [];
    const told = new Map();
    let state = reasoner.begin(role);
    try {
      if (who && who !== role) throw new Refused(`\u201c${who}\u201d is nobody who answers here.`);
      for (const step of rest.filter(Boolean)) {
        const answers = step.split(",").map((answer) => readAnswer(reasoner, answer));
        for (const [finding, position] of answers) {
          if (position !== null && told.has(finding) && told.get(finding) !== position) {
            throw new Refused(`It answers twice: ${reasoner.findings[finding].asks}`);
          }
          if (position !== null) told.set(finding, position);
        }
        state = reasoner.answered(state, answers);
        steps.push(answers);
      }
    } catch (error) {
      return { role, steps, problem: error instanceof Refused ? error.message : "It cannot be read." };
    }
    return { role, steps, problem: "" };
  };

  const readAnswer = (reasoner, text) => {
    const [name, word] = text.split(":").map((part, index) => (index ? part : decodeURIComponent(part)));
    const index = reasoner.findings.findIndex((finding) => finding.name === name);
    if (index < 0) throw new Refused(`\u201c${name}\u201d is not asked here.`);
    const finding = reasoner.findings[index];
    if (word === "?") return [index, null];
    const given = decodeURIComponent(word || "");
    if (finding.kind === "quantity") {
      const plain = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/.test(given);
      return [index, checked(finding, plain ? Number(given) : NaN, given)];
    }
    const words = finding.kind === "sign" ? ["no", "yes"] : finding.members.map(({ value }) => value);
    if (!words.includes(given)) {
      throw new Refused(`\u201c${given}\u201d is no answer to: ${finding.asks}`);
    }
    return [index, words.indexOf(given)];
  };

  /** A number that the finding accepts. */
  const checked = (finding, value, typed) => {
    const fits = value >= finding.low && value <= finding.high;
    if (!fits || (finding.whole && !Number.isInteger(value))) {
      throw new Refused(`\u201c${typed}\u201d is not accepted; give ${finding.accepted}.`);
    }
    return value;
  };

  /** The number that is typed in the fields of a quantity, or null where all are empty. */
  const typed = (finding, texts) => {
    if (texts.every((text) => !text)) return null;
    const spoken = texts
      .map((text, index) => (text ? `${text} ${finding.fields[index][0]}`.trim() : ""))
      .filter(Boolean)
      .join(" ");
    let total = 0;
    texts.forEach((text, index) => {
      // A comma before three digits may part thousands: it is not guessed at.
      if (text && !/^-?\d+([.]\d+|,\d{1,2}|,\d{4,})?$/.test(text)) {
        throw new Refused(`\u201c${text}\u201d is not a plain number; give ${finding.accepted}.`);
      }
      if (text) total += Number(text.replace(",", ".")) * finding.fields[index][1];
    });
    return checked(finding, total, spoken);
  };

  // ------------------------------------------------------------------------- the elements

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  };

  const list = (kind, texts) => element("ul", { class: kind }, ...texts.map((text) => element("li", {}, text)));

  /** A text whose direction cannot turn the words around it. */
  const own = (text) => element("bdi", {}, text);
  const cites = (claims) => element("span", { class: "ddx-cites" }, ` [${claims.join(" ")}]`);

  /** The page: shows a state, and turns answers into the next. */
  class Page {
    constructor(section) {
      this.section = section;
      this.data = JSON.parse(section.querySelector(".ddx-data").textContent);
      this.key = this.data.key;
      this.reasoner = new Reasoner(this.data);
      this.stage = section.querySelector(".ddx-stage");
      this.drawing = section.querySelector(".ddx-drawing");
      this.roles = this.data.roles;
      this.role = this.roles.length ? this.roles[0].key : null;
      this.steps = [];
      this.problem = "";
      this.live = element("p", { class: "ddx-hidden", role: "status", "aria-live": "polite" });
      this.shown = element("div");
      this.stage.append(this.live, this.shown);
    }

    start() {
      this.section.querySelector(".ddx-still").remove();
      this.stage.hidden = false;
      this.drawing.hidden = !this.drawing.querySelector("svg");
      window.addEventListener("hashchange", () => {
        if (this.fragment() !== this.code()) this.restore();
      });
      this.restore(false);
    }

    // ---------------------------------------------------------------------- the link

    code() {
      const fresh = !this.steps.length && (!this.roles.length || this.role === this.roles[0].key);
      return fresh ? null : written(this.reasoner, this.role, this.steps);
    }

    /** Our part of the link, or null. */
    fragment() {
      const parts = location.hash.slice(1).split("&");
      const mine = parts.find((part) => part.startsWith(`${this.key}=`));
      return mine === undefined ? null : mine.slice(this.key.length + 1);
    }

    /** The link that restores the answers of this walker, and of others on the page. */
    link() {
      const others = location.hash
        .slice(1)
        .split("&")
        .filter((part) => part.includes("=") && !part.startsWith(`${this.key}=`));
      const code = this.code();
      const parts = code === null ? others : [...others, `${this.key}=${code}`];
      const page = location.href.split("#")[0];
      return parts.length ? `${page}#${parts.join("&")}` : page;
    }

    restore(focus = true) {
      const text = this.fragment();
      const usual = this.roles.length ? this.roles[0].key : null;
      const { role, steps, problem } =
        text === null ? { role: usual, steps: [], problem: "" } : read(this.reasoner, text, usual);
      this.role = role;
      this.steps = steps;
      this.problem = problem && `The link was restored up to what cannot be: ${problem}`;
      this.show(focus);
    }

    remember(replace = false) {
      try {
        history[replace ? "replaceState" : "pushState"](null, "", this.link());
      } catch {
        // A page without an address of its own keeps its answers while it is open.
      }
    }

    // ----------------------------------------------------------------------- answers

    state(steps = this.steps) {
      return steps.reduce(
        (state, answers) => this.reasoner.answered(state, answers),
        this.reasoner.begin(this.role),
      );
    }

    /** Take answers; a Refused leaves all as it was. */
    answer(answers) {
      this.state([...this.steps, answers]);
      this.steps = [...this.steps, answers];
      this.problem = "";
      this.remember();
      this.show();
    }

    back() {
      this.steps = this.steps.slice(0, -1);
      this.problem = "";
      this.remember();
      this.show();
    }

    again() {
      this.steps = [];
      this.problem = "";
      this.remember();
      this.show();
    }

    as(role) {
      this.role = role;
      this.remember(true);
      this.show(false);
      this.shown.querySelector(`input[value="${CSS.escape(role)}"]`).focus();
    }

    // ----------------------------------------------------------------------- showing

    show(focus = true) {
      const state = this.state();
      const found = this.reasoner.assess(state.values);
      const page = this.reasoner.page(state);
      const columns = element(
        "div",
        { class: "ddx-columns" },
        element("div", { class: "ddx-main" }, this.asked(state, found, page), this.toKnow(state)),
        element("div", { class: "ddx-side" }, ...this.side(found, page)),
      );
      this.shown.replaceChildren(...this.top(found), columns);
      this.live.textContent = this.summary(found);
      this.lightUp(found);
      if (!focus) return;
      const heading = this.shown.querySelector(".ddx-asks");
      heading.focus({ preventScroll: true });
      const { top, bottom } = heading.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight) heading.scrollIntoView({ block: "center" });
    }

    summary(found) {
      const count = found.possible.length;
      const possible = count === 1 ? this.title(found.outcome) : `${count} still possible`;
      return this.data.guide
        ? `${possible}. ${this.data.guide.gauge}: ${this.reasoner.gauge(found)}.`
        : `${possible}.`;
    }

    title(outcome) {
      return this.data.outcomes[outcome].title;
    }

    top(found) {
      const shown = [];
      if (this.roles.length > 1) shown.push(this.whoAnswers());
      const level = this.data.guide && this.data.guide.levels[found.low];
      if (level && level.help && this.data.guide.callNow) {
        const told = this.reasoner.advice(found).filter(({ help }) => help);
        shown.push(
          element(
            "div",
            { class: "ddx-alarm" },
            element("p", {}, element("strong", {}, `${this.data.marks[level.grade]} ${this.data.guide.callNow}`)),
            ...told.map(({ text }) => element("p", {}, text)),
          ),
        );
      }
      if (this.problem) shown.push(element("p", { class: "ddx-problem", role: "alert" }, this.problem));
      return shown;
    }

    whoAnswers() {
      const choice = ({ key, says }) =>
        element(
          "label",
          {},
          element("input", {
            type: "radio",
            name: `${this.key}-role`,
            value: key,
            checked: key === this.role,
            onclick: () => key !== this.role && this.as(key),
          }),
          element("span", {}, says),
        );
      return element(
        "fieldset",
        { class: "ddx-roles" },
        element("legend", { class: "ddx-hidden" }, "Who answers"),
        ...this.roles.map(choice),
      );
    }

    /** The question with its answers, or the end. */
    asked(state, found, page) {
      const box = element("div", { class: "ddx-question" });
      const number = this.steps.length + 1;
      box.append(element("p", { class: "ddx-eyebrow" }, page ? `Question ${number}` : "Nothing more to ask"));
      const heading = page ? page.asks : this.ended(found);
      const id = `${this.key}-asks`;
      box.append(element("h2", { class: "ddx-asks", id, tabindex: "-1" }, own(heading)));
      if (page) box.append(...this.questions(state, page));
      else {
        box.append(...this.end(found));
        const offered = this.reasoner.afterwards(state);
        if (offered.length) box.append(this.several(state, offered));
      }
      box.append(this.moves());
      return box;
    }

    ended(found) {
      return found.outcome === null ? "It stays open" : this.title(found.outcome);
    }

    end(found) {
      const count = found.possible.length;
      const told =
        found.outcome !== null
          ? "It is the only outcome that is still possible."
          : `${count} outcomes stay possible with what is known; what was not known decides between them.`;
      const shown = [element("p", {}, told)];
      if (this.data.guide) shown.push(this.whatToDo(found));
      else if (found.outcome !== null && this.data.outcomes[found.outcome].lines.length) {
        shown.push(list("ddx-advice", this.data.outcomes[found.outcome].lines));
      }
      return shown;
    }

    questions(state, page) {
      if (page.screen !== null) return this.screenOf(state, page);
      const [index] = page.findings;
      const finding = this.data.findings[index];
      const shown = finding.help ? [element("p", { class: "ddx-help" }, own(finding.help))] : [];
      const error = this.errorLine();
      const reading = this.reading(state, [index]);
      const give = (position) => () =>
        this.take(error, () => [...(reading ? reading.answers() : []), [index, position]]);
      if (finding.kind === "quantity") {
        const fields = this.fields(index, error);
        const form = this.form(() => this.take(error, () => [[index, this.needed(finding, fields)]]));
        form.append(fields.box, this.button("Answer", null, "ddx-primary"), this.button("Don\u2019t know", give(null)));
        shown.push(form);
      } else {
        const answers =
          finding.kind === "sign"
            ? [["Yes", 1], ["No", 0]]
            : finding.members.map(({ words }, m) => [capital(words), m]);
        const kind = finding.kind === "sign" ? "ddx-answers" : "ddx-answers ddx-many";
        const group = element("div", { class: kind, role: "group", "aria-labelledby": `${this.key}-asks` });
        group.append(...answers.map(([word, position]) => this.button(word, give(position), "ddx-primary")));
        group.append(this.button("Don\u2019t know", give(null)));
        shown.push(group);
        if (reading) shown.push(reading.form(error));
      }
      shown.push(error, element("p", { class: "ddx-why" }, element("b", {}, "Why: "), own(`${page.why}.`)));
      const leaves = this.reasoner.ahead(state) ? this.reasoner.leaves(state, index) : [];
      if (leaves.length) {
        shown.push(
          element(
            "details",
            { class: "ddx-leaves" },
            element("summary", {}, "What each answer would leave"),
            list("", leaves),
          ),
        );
      }
      return shown;
    }

    /** Several findings at one go: tick, deny all, or don't know. */
    screenOf(state, page) {
      const error = this.errorLine();
      const noted = this.reasoner.screens[page.screen].findings
        .filter((f) => state.values[f] !== null)
        .map((f) => said(this.data.findings[f], state.values[f]));
      const boxes = page.findings.map((f) => this.tick(f));
      const reading = this.reading(state, page.findings);
      const readings = () => (reading ? reading.answers() : []);
      const ticked = () =>
        page.findings
          .filter((_, index) => boxes[index].input.checked)
          .map((f) => [f, this.data.findings[f].flag ?? 1]);
      const open = () => page.findings.filter((_, index) => !boxes[index].input.checked);
      const denied = () => open().map((f) => [f, this.data.findings[f].no]);
      const none = this.button("", () => this.take(error, () => [...readings(), ...ticked(), ...denied()]), "ddx-primary");
      const rest = this.button("", () =>
        this.take(error, () => {
          const seen = [...readings(), ...ticked()];
          return ticked().length ? seen : [...readings(), ...page.findings.map((f) => [f, null])];
        }),
      );
      const name = () => {
        const count = ticked().length;
        const all = count === boxes.length;
        none.textContent = !count
          ? "None of these; each was considered"
          : all ? "All of these" : "Those ticked; each other was considered and is absent";
        rest.textContent = count ? "Those ticked; not sure about the others" : "Don\u2019t know";
        rest.hidden = all;
      };
      boxes.forEach(({ input }) => input.addEventListener("change", name));
      name();
      return [
        noted.length ? element("p", { class: "ddx-help" }, own(`Noted: ${noted.join(", ")}. And the others?`)) : null,
        element("p", { class: "ddx-help" }, "Tick each that was seen."),
        element(
          "div",
          { class: "ddx-ticks", role: "group", "aria-labelledby": `${this.key}-asks` },
          ...boxes.map(({ box }) => box),
        ),
        reading ? reading.form(error) : null,
        element("div", { class: "ddx-answers ddx-many" }, none, rest),
        error,
        element("p", { class: "ddx-why" }, element("b", {}, "Why: "), own(`${page.why}.`)),
      ].filter((part) => part !== null);
    }

    tick(index) {
      const finding = this.data.findings[index];
      const input = element("input", { type: "checkbox", id: `${this.key}-tick-${index}` });
      const help = finding.help ? element("span", { class: "ddx-help" }, own(finding.help)) : null;
      return { input, box: element("label", { class: "ddx-tick" }, input, element("span", {}, own(finding.asks), help)) };
    }

    /** What may explain the outcome, all on one page: each may be answered or left out. */
    several(state, findings) {
      const error = this.errorLine();
      const parts = findings.map((index) => this.one(state, index, error));
      const form = this.form(() => this.take(error, () => parts.flatMap((part) => part.answers())));
      form.append(...parts.map(({ box }) => box), this.button("Continue", null, "ddx-primary"));
      return element(
        "details",
        { class: "ddx-leaves" },
        element("summary", {}, "What may explain it (optional; it changes neither the result nor the urgency)"),
        form,
        error,
      );
    }

    one(state, index, error) {
      const finding = this.data.findings[index];
      const name = `${this.key}-one-${index}`;
      const help = finding.help ? element("p", { class: "ddx-help" }, own(finding.help)) : null;
      const legend = element("legend", {}, own(finding.asks));
      const choice = (word, value) =>
        element("label", { class: "ddx-choice" }, element("input", { type: "radio", name, value }), element("span", {}, own(word)));
      const box = element("fieldset", { class: "ddx-one" }, legend, help);
      if (finding.kind === "quantity") {
        const fields = this.fields(index, error);
        const unknown = element("input", { type: "checkbox", name });
        box.append(fields.box, element("label", { class: "ddx-choice" }, unknown, element("span", {}, "Don\u2019t know")));
        return {
          box,
          answers: () => {
            const value = fields.value();
            return [[index, value]];
          },
        };
      }
      const choices = finding.kind === "sign"
        ? [["Yes", 1], ["No", 0]]
        : finding.members.map(({ words }, m) => [capital(words), m]);
      const reading = this.reading(state, [index]);
      box.append(
        element("div", { class: "ddx-choices" }, ...choices.map(([word, m]) => choice(word, m)), choice("Don\u2019t know", "?")),
      );
      if (reading) box.append(reading.fields.box);
      return {
        box,
        answers: () => {
          const chosen = box.querySelector(`input[type="radio"]:checked`);
          const position = !chosen || chosen.value === "?" ? null : Number(chosen.value);
          return [...(reading ? reading.answers() : []), [index, position]];
        },
      };
    }

    // --------------------------------------------------------------------- the fields

    /** The fields of a quantity, one for each unit that people say. */
    fields(index, error) {
      const finding = this.data.findings[index];
      const inputs = finding.fields.map(([unit], place) =>
        element("input", {
          type: "text",
          inputmode: "decimal",
          autocomplete: "off",
          id: `${this.key}-field-${index}-${place}`,
          "aria-describedby": error.id,
          "aria-label": unit ? `${finding.label}, ${unit}` : finding.label,
        }),
      );
      const named = inputs.map((input, place) =>
        element("label", { for: input.id }, input, element("span", {}, finding.fields[place][0])),
      );
      const box = element("div", { class: "ddx-fields" }, ...named);
      const value = () => {
        const texts = inputs.map((input) => input.value.trim());
        inputs.forEach((input) => input.removeAttribute("aria-invalid"));
        try {
          return typed(finding, texts);
        } catch (refused) {
          inputs.filter((_, place) => texts[place]).forEach((input) => input.setAttribute("aria-invalid", "true"));
          refused.first = inputs.find((_, place) => texts[place]);
          throw refused;
        }
      };
      return { box, value, inputs };
    }

    needed(finding, fields) {
      const value = fields.value();
      if (value !== null) return value;
      const refused = new Refused(`Give ${finding.accepted}, or choose \u201cDon\u2019t know\u201d.`);
      throw Object.assign(refused, { first: fields.inputs[0] });
    }

    /** A quantity that shows one of these signs, if it is not known: it may be given as well. */
    reading(state, signs) {
      const index = this.data.findings.findIndex(
        (f, place) => f.shows && signs.includes(f.shows[0]) && state.values[place] === null,
      );
      if (index < 0) return null;
      const finding = this.data.findings[index];
      const error = { id: `${this.key}-error` };
      const fields = this.fields(index, error);
      const answers = () => {
        const value = fields.value();
        return value === null ? [] : [[index, value]];
      };
      const form = (line) => {
        const made = this.form(() => this.take(line, () => [[index, this.needed(finding, fields)]]));
        made.classList.add("ddx-reading");
        const help = finding.help ? element("span", { class: "ddx-help" }, own(finding.help)) : null;
        made.append(
          element("p", {}, own(`${finding.asks} If it was measured:`), help),
          fields.box,
          this.button("Use this reading", null),
        );
        return made;
      };
      return { answers, form, fields };
    }

    form(submit) {
      const made = element("form", { class: "ddx-form", novalidate: true });
      made.addEventListener("submit", (event) => {
        event.preventDefault();
        submit();
      });
      return made;
    }

    button(word, press, kind = "") {
      const type = press ? "button" : "submit";
      return element("button", { type, class: `ddx-button ${kind}`.trim(), onclick: press || (() => {}) }, word);
    }

    errorLine() {
      return element("p", { class: "ddx-error", id: `${this.key}-error`, role: "alert" });
    }

    /** Take what was answered, or say what is wrong with it; nothing typed is lost. */
    take(line, answers) {
      try {
        this.answer(answers());
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        line.textContent = error.message;
        if (error.first) error.first.focus();
      }
    }

    moves() {
      const none = !this.steps.length;
      const copied = element("span", { class: "ddx-copied", role: "status" });
      const copy = async () => {
        try {
          await navigator.clipboard.writeText(this.link());
          copied.textContent = "Copied.";
        } catch {
          const field = element("input", { type: "text", readonly: true, "aria-label": "Link", value: this.link() });
          copied.replaceChildren(field);
          field.select();
        }
      };
      const back = this.button("\u2190 Back", () => this.back());
      const again = this.button("Start again", () => this.again());
      back.disabled = none;
      again.disabled = none;
      const link = this.button("Copy link", copy);
      link.title = "The link holds the answers. Nothing is sent anywhere.";
      return element("div", { class: "ddx-moves" }, back, again, link, copied);
    }

    // ------------------------------------------------------------------- what is known

    toKnow(state) {
      const known = this.data.findings
        .map((finding, index) => (state.values[index] === null ? null : said(finding, state.values[index])))
        .filter((words) => words !== null);
      const unknown = [...state.passed].filter((f) => state.values[f] === null).map((f) => this.data.findings[f].label);
      const box = element("div", { class: "ddx-known" });
      if (known.length) box.append(element("p", {}, element("b", {}, "Known: "), own(`${known.join("; ")}.`)));
      if (unknown.length) {
        box.append(element("p", {}, element("b", {}, "Not known, so never taken as absent: "), own(`${unknown.join("; ")}.`)));
      }
      return box;
    }

    side(found, page) {
      const shown = this.data.guide ? [this.gaugeOf(found)] : [];
      shown.push(this.possible(found));
      if (this.data.guide) {
        shown.push(...this.signals(found));
        if (page && this.steps.length) {
          shown.push(element("h3", {}, "What to do"), this.whatToDo(found));
        }
      }
      shown.push(...this.way(found));
      if (this.data.guide) shown.push(element("p", { class: "ddx-notice" }, this.data.guide.notice));
      return shown;
    }

    gaugeOf(found) {
      const steps = this.data.guide.levels.map((level, index) => {
        const inside = index >= found.low && index <= found.high;
        const kind = inside ? `ddx-level ddx-g${level.grade}` : "ddx-level ddx-out";
        const [mark, name] = [this.data.marks[level.grade], level.name];
        return element("li", { class: kind }, element("span", {}, `${mark} `), element("span", {}, name));
      });
      return element(
        "div",
        { class: "ddx-gauge" },
        element("h3", {}, this.data.guide.gauge),
        element("ol", { "aria-hidden": "true" }, ...steps),
        element("p", {}, `${capital(this.reasoner.gauge(found))}.`),
      );
    }

    possible(found) {
      const one = found.outcome !== null;
      const heading = one ? "The only one still possible" : `Still possible: ${found.possible.length} of ${this.data.outcomes.length}`;
      const supported = (outcome) => {
        const { speaksFor, red } = this.reasoner.features(found, outcome);
        return speaksFor.length + red.length > 0;
      };
      const groups = [
        ["Supported by what is known", found.possible.filter(supported)],
        ["Not ruled out: not asked about, or not known", found.possible.filter((o) => !supported(o))],
      ];
      const told = this.data.guide && !one && groups[0][1].length && groups[1][1].length;
      const box = element("div", { class: "ddx-possible" }, element("h3", {}, heading));
      for (const [name, outcomes] of groups) {
        if (!outcomes.length) continue;
        if (told) box.append(element("p", { class: "ddx-group" }, name));
        box.append(element("ul", {}, ...outcomes.map((outcome) => this.outcome(found, outcome))));
      }
      const gone = this.data.outcomes.filter((_, index) => !found.possible.includes(index));
      if (gone.length) {
        const names = gone.map(({ title }) => title).join("; ");
        box.append(element("p", { class: "ddx-gone" }, element("b", {}, "\u00d7 Ruled out: "), own(`${names}.`)));
      }
      return box;
    }

    /** One outcome that is still possible, with its urgency and what speaks for and against it. */
    outcome(found, index) {
      const outcome = this.data.outcomes[index];
      const { grade, strip } = this.graded(found, index);
      const { speaksFor, against, red } = this.reasoner.features(found, index);
      const lines = [];
      const pro = [...red.map((f) => said(this.data.findings[f], found.values[f])), ...speaksFor];
      if (pro.length) lines.push(element("span", { class: "ddx-feature" }, own(`+ ${[...new Set(pro)].join("; ")}`)));
      if (against.length) lines.push(element("span", { class: "ddx-feature" }, own(`\u2212 against (absent): ${against.join("; ")}`)));
      const kind = grade === null ? "x" : grade;
      return element(
        "li",
        { class: `ddx-outcome ddx-edge-${kind}` },
        strip ? element("span", { class: `ddx-strip ddx-g${kind}` }, strip) : null,
        element("span", { class: "ddx-title" }, own(outcome.title)),
        ...lines,
      );
    }

    /** The grade and the strip of an outcome, as alerts raise it. */
    graded(found, index) {
      const outcome = this.data.outcomes[index];
      if (!this.data.guide) return { grade: outcome.grade, strip: outcome.strip };
      const [low, high] = this.reasoner.given(found, index);
      const level = this.data.guide.levels[low];
      const more = low === high ? "" : " or more";
      const alert = low > outcome.level ? ", by an alert" : "";
      return { grade: level.grade, strip: `${this.data.marks[level.grade]} ${level.name}${more}${alert}` };
    }

    signals(found) {
      const { signals, levels } = this.data.guide;
      const name = (index) => signals[index].name;
      const raised = (index) => {
        const { level, claims } = signals[index];
        const least = own(`${name(index)}: at least ${levels[level].name}`);
        return claims.length ? element("span", {}, least, cites(claims)) : least;
      };
      const shown = [];
      if (found.raised.length) {
        shown.push(
          element("h3", {}, "Alerts"),
          list("ddx-signals", found.raised.map(raised)),
        );
      }
      if (found.open.length) {
        const summary = `Alerts not ruled out: ${found.open.length}`;
        shown.push(
          element("details", {}, element("summary", {}, summary), list("", found.open.map((index) => own(name(index))))),
        );
      }
      return shown;
    }

    whatToDo(found) {
      const first = this.reasoner.soon(found);
      return element(
        "ul",
        { class: "ddx-advice" },
        element("li", {}, found.low === found.high ? element("b", {}, first) : first),
        ...this.reasoner.advice(found).map(({ text, claims }) => element("li", {}, text, claims.length ? cites(claims) : null)),
      );
    }

    /** The questions of the tree that are settled, each with what settled it. */
    way(found) {
      const path = this.reasoner.path(found);
      const passed = [];
      let [index, place] = [0, "root"];
      for (;;) {
        const node = this.data.tree[index];
        if ("outcome" in node) break;
        const answer = path ? path.answers[place] : this.reasoner.holds(node.criterion, found.values);
        if (answer === undefined || answer === null) break;
        const because = (path ? path.because[place] : this.reasoner.because(node.criterion, found.values)).join("; ");
        passed.push(
          element(
            "li",
            {},
            own(node.asks),
            element("b", {}, answer ? " Yes: " : " No: "),
            own(because || "it follows from the answers before"),
          ),
        );
        place = `${place === "root" ? "" : place}${answer ? "y" : "n"}`;
        index = answer ? node.yes : node.no;
      }
      if (!passed.length) return [];
      return [element("h3", {}, "How it got there"), element("ol", { class: "ddx-way" }, ...passed)];
    }

    // -------------------------------------------------------------------- the drawing

    /** Light up the drawing: passed, still undecided, ruled out. */
    lightUp(found) {
      const path = this.drawing.hidden ? null : this.reasoner.path(found);
      if (path) new Light(this, found, path, this.reasoner.ahead(this.state())).shine();
    }
  }

  /** One person's path in the drawing. */
  class Light {
    constructor(page, found, path, ahead) {
      this.page = page;
      this.found = found;
      this.ahead = ahead;
      this.path = ahead ? path : this.behind(path);
      this.here = this.firstOpen();
    }

    /** The path as far as it is passed: what lies ahead stays as it is without a person. */
    behind(path) {
      const standings = Object.fromEntries(
        Object.entries(path.standings).map(([place, standing]) => [
          place,
          standing === "passed" ? standing : "undecided",
        ]),
      );
      const answers = Object.fromEntries(
        Object.entries(path.answers).filter(([place]) => path.standings[place] === "passed"),
      );
      return { ...path, standings, answers };
    }

    /** The question that every completion reaches and that is not settled, if there is one. */
    firstOpen() {
      let place = "root";
      while (place in this.path.answers) {
        place = `${place === "root" ? "" : place}${this.path.answers[place] ? "y" : "n"}`;
      }
      return this.path.standings[place] === "undecided" ? place : null;
    }

    part(name) {
      return document.getElementById(`${this.page.key}-lit-${name}`);
    }

    shine() {
      const { data } = this.page;
      const walk = (index, place) => {
        const node = data.tree[index];
        const card = this.part(place);
        const standing = this.path.standings[place];
        if (place !== "root") this.edge(this.part(`${place}-edge`), place, standing);
        this.stand(card, standing);
        if ("outcome" in node) {
          this.leaf(card, node.outcome, standing);
          return;
        }
        this.question(card, node, place, standing);
        const start = place === "root" ? "" : place;
        walk(node.yes, `${start}y`);
        walk(node.no, `${start}n`);
      };
      walk(0, "root");
      this.centre();
    }

    edge(edge, place, standing) {
      const certain = this.path.certain.has(place) ? "passed" : "undecided";
      const towards = standing === "ruled_out" ? standing : certain;
      this.stand(edge, towards);
      const word = place.endsWith("y") ? "yes" : "no";
      edge.querySelector("title").textContent = `${word}: ${towards.replace("_", " ")}`;
    }

    stand(group, standing) {
      [...group.classList].forEach((name) => name.startsWith("ddx-") && group.classList.remove(name));
      group.classList.add(`ddx-${standing}`);
    }

    question(card, node, place, standing) {
      const answer = this.path.answers[place];
      const out = standing === "ruled_out";
      if (place === this.here) card.classList.add("ddx-here");
      [...card.querySelectorAll(".f-chip")].forEach((chip, index) => {
        const given = !out && answer === (index === 0);
        chip.classList.toggle("ddx-given", given);
        chip.nextElementSibling.classList.toggle("ddx-given-ink", given);
      });
      const lines = this.bullets(card);
      if (lines.length === node.parts.length && (this.ahead || standing === "passed")) {
        node.parts.forEach((part, index) => {
          const truth = this.page.reasoner.holds(part, this.found.values);
          const mark = truth === null ? "\u2022" : truth ? "+" : "\u2212";
          lines[index].textContent = `${mark} ${lines[index].dataset.text}`;
        });
      }
      const words = {
        ruled_out: "\u00d7 ruled out",
        passed: answer ? "\u2192 yes" : "\u2192 no",
        undecided: answer === undefined ? "? undecided" : `? if it comes to this, ${answer ? "yes" : "no"}`,
      }[standing];
      this.badge(card, words);
      const because = answer === undefined ? "" : (this.path.because[place] || []).join("; ");
      this.tell(card, because ? `${words}: ${because}` : words);
    }

    /** The first line of each part of a criterion, as it was drawn. */
    bullets(card) {
      const texts = [...card.querySelectorAll("text")];
      texts.forEach((text) => {
        if (text.dataset.text === undefined && text.textContent.startsWith("\u2022 ")) {
          text.dataset.text = text.textContent.slice(2);
        }
      });
      return texts.filter((text) => text.dataset.text !== undefined);
    }

    leaf(card, outcome, standing) {
      const { data } = this.page;
      const { level, strip } = data.outcomes[outcome];
      const raised =
        this.ahead && standing !== "ruled_out" && data.guide && this.page.reasoner.given(this.found, outcome)[0] > level;
      const shown = raised ? this.page.graded(this.found, outcome) : { strip };
      if (raised) card.classList.add(`ddx-raised-${shown.grade}`);
      const line = card.querySelector(`text[class*="strip_ink"]`);
      if (line && strip) {
        if (raised) line.removeAttribute("textLength");
        line.textContent = shown.strip;
      }
      const words = { ruled_out: "\u00d7 ruled out", passed: "\u2192 reached", undecided: "? still possible" }[standing];
      this.badge(card, words);
      this.tell(card, words);
    }

    /** How a card stands, in words at its upper edge. */
    badge(card, words) {
      let text = card.querySelector(".ddx-badge");
      if (!text) {
        const numbers = [...card.querySelectorAll("polygon,path")].flatMap((shape) =>
          (shape.getAttribute("points") || shape.getAttribute("d")).match(/-?[\d.]+/g).map(Number),
        );
        text = document.createElementNS("http://www.w3.org/2000/svg", "text");
        text.setAttribute("class", "ddx-badge");
        text.setAttribute("x", Math.min(...numbers.filter((_, i) => i % 2 === 0)) + 8);
        text.setAttribute("y", Math.min(...numbers.filter((_, i) => i % 2 === 1)) - 4);
        card.append(text);
      }
      text.textContent = words;
    }

    tell(card, words) {
      const title = card.querySelector("title");
      if (title.dataset.text === undefined) title.dataset.text = title.textContent;
      title.textContent = `${title.dataset.text}\n${words}`;
    }

    /** Bring what is asked, or what is reached, into the part of the drawing that is seen. */
    centre() {
      const box = this.page.drawing.querySelector(".ddx-scroll");
      const reached = Object.keys(this.path.standings).filter((place) => this.path.certain.has(place));
      const card = this.part(this.here || reached[reached.length - 1]);
      if (!card || box.scrollWidth <= box.clientWidth) return;
      const [outer, inner] = [box.getBoundingClientRect(), card.getBoundingClientRect()];
      box.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    }
  }

  for (const section of document.querySelectorAll(".ddx-walker:not([data-walks])")) {
    if (!section.querySelector(".ddx-data")) continue;
    section.dataset.walks = "";
    section.page = new Page(section);
    section.page.start();
  }
})();
