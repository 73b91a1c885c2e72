// Elements of the page, made without markup, so that no text can become an element.

/** An element named "tag.class"; "on..." adds a listener; false and null are left out. */
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

/** A text whose writing direction cannot affect the words around it. */
export const own = (text) => element("bdi", {}, text);

/** A line of help, if there is one. */
export const helping = (text) => (text ? element("span.ddx-help", {}, own(text)) : null);

export const list = (kind, items) =>
  element(kind, {}, items.map((item) => element("li", {}, item)));

/** A folded part that opens on a click. */
export const folded = (kind, summary, ...children) =>
  element(`details${kind}`, {}, element("summary", {}, summary), children);

export const button = (word, press, kind = "") =>
  element(`button.ddx-button${kind}`, { type: "button", onclick: press }, word);

export const submitting = (word, kind = "") =>
  element(`button.ddx-button${kind}`, { type: "submit" }, word);

/** A form that calls a function and sends nothing. */
export const form = (kind, take, ...children) => {
  const onsubmit = (event) => {
    event.preventDefault();
    take();
  };
  return element(`form.ddx-form${kind}`, { novalidate: true, onsubmit }, children);
};
