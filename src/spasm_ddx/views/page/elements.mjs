// Elements of the page, made without markup: no text can turn into one.

/** An element named "tag.class"; "on..." listens, false and null are no attributes or children. */
export const element = (kind, attributes = {}, ...children) => {
  const [tag, ...classes] = kind.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  return made;
};

/** A text whose direction cannot turn the words around it. */
export const own = (text) => element("bdi", {}, text);

/** A line of help, where there is any. */
export const helping = (text) => (text ? element("span.ddx-help", {}, own(text)) : null);

export const list = (kind, items) =>
  element(kind, {}, items.map((item) => element("li", {}, item)));

/** What opens when it is pressed. */
export const folded = (kind, summary, ...children) =>
  element(`details${kind}`, {}, element("summary", {}, summary), children);

export const button = (word, press, kind = "") =>
  element(`button.ddx-button${kind}`, { type: "button", onclick: press }, word);

export const submitting = (word, kind = "") =>
  element(`button.ddx-button${kind}`, { type: "submit" }, word);

/** A form that nothing sends: its button, or the enter key, hands it over. */
export const form = (kind, take, ...children) => {
  const onsubmit = (event) => {
    event.preventDefault();
    take();
  };
  return element(`form.ddx-form${kind}`, { novalidate: true, onsubmit }, children);
};
