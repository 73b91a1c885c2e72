// One person's path in the drawing: passed, still undecided, ruled out.

import { graded } from "./assessing.mjs";
import { after } from "./path.mjs";
import { holds } from "./reasoning.mjs";

const OUT = "\u00d7 ruled out";
const LEAF = { ruled_out: OUT, passed: "\u2192 reached", undecided: "? still possible" };

const stand = (group, ...names) => {
  group.classList.remove(...[...group.classList].filter((name) => name.startsWith("ddx-")));
  group.classList.add(...names.filter(Boolean).map((name) => `ddx-${name}`));
};

/** Show the standing of a card in words at its upper edge. */
const tell = (card, words) => {
  let text = card.querySelector(".ddx-badge");
  if (!text) {
    const corners = [...card.querySelectorAll("polygon,path")].flatMap((shape) =>
      (shape.getAttribute("points") ?? shape.getAttribute("d")).match(/-?[\d.]+/gu).map(Number),
    );
    const least = (axis) => Math.min(...corners.filter((_, index) => index % 2 === axis));
    text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    const placed = { class: "ddx-badge", x: least(0) + 8, y: least(1) - 4 };
    for (const attribute of Object.entries(placed)) text.setAttribute(...attribute);
    card.append(text);
  }
  text.textContent = words;
};

/** Mark the parts of a criterion that hold and that do not, if the drawing shows them. */
const markParts = (card, parts, values, shown) => {
  const texts = [...card.querySelectorAll("text")];
  card.lines ??= texts.filter(({ textContent }) => textContent.startsWith("\u2022 "));
  if (card.lines.length !== parts.length) return;
  card.lines.forEach((line, index) => {
    const mark = shown ? { true: "+", false: "\u00d7", null: "?" }[holds(parts[index], values)] : "\u2022";
    line.textContent = `${mark}${line.textContent.slice(1)}`;
    line.classList.toggle("ddx-open", mark === "?");
  });
};

const lightQuestion = (card, standing, answer) => {
  card.querySelectorAll(".f-chip").forEach((chip, index) => {
    const given = answer === (index === 0);
    chip.classList.toggle("ddx-given", given);
    chip.nextElementSibling.classList.toggle("ddx-given-ink", given);
  });
  const start = standing === "passed" ? "\u2192" : "? if it comes to this,";
  const open = answer === undefined ? "? undecided" : `${start} ${answer ? "yes" : "no"}`;
  tell(card, standing === "ruled_out" ? OUT : open);
};

/** A leaf with the strip of its outcome, with the raised urgency if the drawing shows it. */
const lightLeaf = (card, standing, strip, raised) => {
  stand(card, standing, raised && `raised-${raised.grade}`);
  const line = card.querySelector('text[class*="strip_ink"]');
  if (line && strip) {
    if (raised) line.removeAttribute("textLength");
    line.textContent = raised ? raised.strip : strip;
  }
  tell(card, LEAF[standing]);
};

/** Scroll the drawing to the current question or the reached leaf. */
const centre = (box, card) => {
  const [outer, inner] = [box.getBoundingClientRect(), card.getBoundingClientRect()];
  box.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  box.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
};

/** Show the path in a drawing. For a witness, cards ahead of the path do not change. */
export const lightUp = (data, drawing, found, path, ahead) => {
  const part = (name) => drawing.querySelector(`#${data.key}-lit-${name}`);
  const isShown = (place) => ahead || path.standings[place] === "passed";
  const standingOf = (place) => (isShown(place) ? path.standings[place] : "undecided");
  let here = "root";
  while (here in path.answers && isShown(here)) here = after(here, path.answers[here]);
  const isOpen = standingOf(here) === "undecided";
  const walk = (index, place) => {
    const [node, card, standing] = [data.tree[index], part(place), standingOf(place)];
    const towards = path.certain.has(place) ? "passed" : "undecided";
    if (place !== "root") stand(part(`${place}-edge`), standing === "ruled_out" ? standing : towards);
    if (node.outcome !== undefined) {
      const now = ahead && standing !== "ruled_out" && graded(data, found, node.outcome);
      lightLeaf(card, standing, data.outcomes[node.outcome].strip, now.raised && now);
      return;
    }
    stand(card, standing, isOpen && place === here && "here");
    markParts(card, node.parts, found.values, isShown(place));
    lightQuestion(card, standing, isShown(place) ? path.answers[place] : undefined);
    walk(node.yes, after(place, true));
    walk(node.no, after(place, false));
  };
  walk(0, "root");
  // In post-order, so that the first certain place is the furthest.
  const furthest = Object.keys(path.standings).find((place) => path.certain.has(place));
  centre(drawing.querySelector(".ddx-scroll"), part(isOpen ? here : furthest));
};
