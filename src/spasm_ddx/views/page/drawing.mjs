// One person's path in the drawing: passed, still undecided, ruled out.

import { graded } from "./assessing.mjs";
import { holds } from "./criteria.mjs";
import { after } from "./path.mjs";

const OUT = "\u00d7 ruled out";
const LEAF = { ruled_out: OUT, passed: "\u2192 reached", undecided: "? still possible" };
const SVG = "http://www.w3.org/2000/svg";

const stand = (group, ...names) => {
  group.classList.remove(...[...group.classList].filter((name) => name.startsWith("ddx-")));
  group.classList.add(...names.filter(Boolean).map((name) => `ddx-${name}`));
};

/** How a card stands, in words at its upper edge. */
const badge = (card, words) => {
  let text = card.querySelector(".ddx-badge");
  if (!text) {
    const corners = [...card.querySelectorAll("polygon,path")].flatMap((shape) =>
      (shape.getAttribute("points") ?? shape.getAttribute("d")).match(/-?[\d.]+/gu).map(Number),
    );
    const least = (axis) => Math.min(...corners.filter((_, index) => index % 2 === axis));
    text = document.createElementNS(SVG, "text");
    text.setAttribute("class", "ddx-badge");
    text.setAttribute("x", least(0) + 8);
    text.setAttribute("y", least(1) - 4);
    card.append(text);
  }
  text.textContent = words;
};

const tell = (card, words) => {
  const title = card.querySelector("title");
  title.dataset.text ??= title.textContent;
  title.textContent = `${title.dataset.text}\n${words}`;
};

/** The first line of each part of a criterion, as it was drawn. */
const bullets = (card) =>
  [...card.querySelectorAll("text")].filter((text) => {
    if (text.textContent.startsWith("\u2022 ")) text.dataset.text ??= text.textContent.slice(2);
    return text.dataset.text !== undefined;
  });

/** Mark the parts of a criterion that hold and that do not; none while these are not shown. */
const markParts = (card, { parts }, values, shown) => {
  const lines = bullets(card);
  if (lines.length !== parts.length) return;
  parts.forEach((part, index) => {
    const truth = shown ? holds(part, values) : null;
    const unknown = shown ? "?" : "\u2022";
    const mark = truth === null ? unknown : { true: "+", false: "\u2212" }[truth];
    lines[index].textContent = `${mark} ${lines[index].dataset.text}`;
    lines[index].classList.toggle("ddx-open", mark === "?");
  });
};

const lightQuestion = (card, standing, answer, because) => {
  const chips = standing === "ruled_out" ? [] : [answer === true, answer === false];
  card.querySelectorAll(".f-chip").forEach((chip, index) => {
    chip.classList.toggle("ddx-given", Boolean(chips[index]));
    chip.nextElementSibling.classList.toggle("ddx-given-ink", Boolean(chips[index]));
  });
  const word = answer ? "yes" : "no";
  const settled = standing === "passed" ? `\u2192 ${word}` : `? if it comes to this, ${word}`;
  const open = answer === undefined ? "? undecided" : settled;
  const words = standing === "ruled_out" ? OUT : open;
  badge(card, words);
  tell(card, answer !== undefined && because.length ? `${words}: ${because.join("; ")}` : words);
};

/** A leaf; `raised` is how alerts raise its outcome, where that is shown. */
const lightLeaf = (card, standing, { strip }, raised) => {
  stand(card, standing, raised && `raised-${raised.grade}`);
  const line = card.querySelector('text[class*="strip_ink"]');
  if (line && strip) {
    if (raised) line.removeAttribute("textLength");
    line.textContent = raised ? raised.strip : strip;
  }
  badge(card, LEAF[standing]);
  tell(card, LEAF[standing]);
};

const lightEdge = (edge, place, towards) => {
  stand(edge, towards);
  const word = place.endsWith("y") ? "yes" : "no";
  edge.querySelector("title").textContent = `${word}: ${towards.replace("_", " ")}`;
};

/** Bring what is asked, or what is reached, into the part of the drawing that is seen. */
const centre = (box, card) => {
  if (!card) return;
  const [outer, inner] = [box.getBoundingClientRect(), card.getBoundingClientRect()];
  box.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  box.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
};

/** Light up a drawing. What lies ahead of a witness stays as it is without a person. */
export const lightUp = (data, drawing, found, path, ahead) => {
  const part = (name) => drawing.querySelector(`#${data.key}-lit-${name}`);
  const isShown = (place) => ahead || path.standings[place] === "passed";
  const standingOf = (place) => (isShown(place) ? path.standings[place] : "undecided");
  let here = "root";
  while (here in path.answers && isShown(here)) here = after(here, path.answers[here]);
  const isOpen = standingOf(here) === "undecided";
  const walk = (index, place) => {
    const [node, card] = [data.tree[index], part(place)];
    const standing = standingOf(place);
    if (place !== "root") {
      const towards = path.certain.has(place) ? "passed" : "undecided";
      lightEdge(part(`${place}-edge`), place, standing === "ruled_out" ? standing : towards);
    }
    if (node.outcome !== undefined) {
      const shown = ahead && standing !== "ruled_out";
      const now = shown && graded(data, found, node.outcome);
      lightLeaf(card, standing, data.outcomes[node.outcome], now && now.raised && now);
      return;
    }
    stand(card, standing, isOpen && place === here && "here");
    markParts(card, node, found.values, isShown(place));
    const answer = isShown(place) ? path.answers[place] : undefined;
    lightQuestion(card, standing, answer, path.because[place]);
    walk(node.yes, after(place, true));
    walk(node.no, after(place, false));
  };
  walk(0, "root");
  // What follows a place stands before it, so that the first certain one lies furthest.
  const furthest = Object.keys(path.standings).find((place) => path.certain.has(place));
  centre(drawing.querySelector(".ddx-scroll"), part(isOpen ? here : furthest));
};
