// SPDX-License-Identifier: Apache-2.0
// Makes elements. Whatever comes from the server becomes text and nothing else.

/** An element with properties, attributes ("aria-...", "data-...") and children: elements or text. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) {
        made.addEventListener(event, listener);
      }
    } else if (name.includes("-") || name === "role" || name === "for" || name === "scope") {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets text only where it differs, so that a selection survives. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A line that goes by itself. */
export function toast(text, kind = "good") {
  const line = el("p", { textContent: text, "data-kind": kind });
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 6000);
}

/** Asks; answers whether it was agreed to. Content is text or elements. */
export function ask({ title, content, agree, refuse, danger = false }) {
  const dialog = document.getElementById("dialog");
  return new Promise((resolve) => {
    const form = el(
      "form",
      { method: "dialog" },
      el("h2", { id: "dialog-title", textContent: title }),
      ...[].concat(content).map((part) => (typeof part === "string" ? el("p", { textContent: part }) : part)),
      el(
        "div",
        { className: "actions" },
        el("button", { type: "button", textContent: refuse, on: { click: () => dialog.close("") } }),
        el("button", { value: "agreed", textContent: agree, className: danger ? "danger" : "main" }),
      ),
    );
    dialog.returnValue = "";
    dialog.replaceChildren(form);
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "agreed"), { once: true });
    dialog.showModal();
  });
}
