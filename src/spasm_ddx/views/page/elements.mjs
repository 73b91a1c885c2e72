// Elements of the page, made without markup, so that no text can become an element.

/** An element named "tag.class", with its attributes if they come first; null is left out. */
export const element = (kind, ...children) => {
  const [tag, ...classes] = kind.split(".");
  const made = document.createElement(tag);
  made.classList.add(...classes);
  const attributes = children[0]?.constructor === Object ? children.shift() : {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  return made;
};

/** A text whose writing direction cannot affect the words around it. */
export const own = (text) => element("bdi", text);

/** A line of help, if there is one. */
export const helping = (text) => (text ? element("span.ddx-help", own(text)) : null);

export const list = (kind, items) => element(kind, items.map((item) => element("li", item)));

/** A folded part that opens on a click. */
export const folded = (kind, summary, ...children) =>
  element(`details${kind}`, element("summary", summary), children);

/** A button; without something to do, it submits its form. */
export const button = (word, press, kind = "") =>
  element(`button.ddx-button${kind}`, { type: press ? "button" : "submit", onclick: press }, word);
