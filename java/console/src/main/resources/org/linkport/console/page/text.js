// SPDX-License-Identifier: Apache-2.0
// The words of the page, in the language that was chosen or the browser's.

import { english } from "./text-en.js";
import { chinese } from "./text-zh.js";

const LANGUAGES = { en: english, zh: chinese };
const KEY = "linkport.language";

let chosen = remembered() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

function remembered() {
  const kept = localStorage.getItem(KEY);
  return kept in LANGUAGES ? kept : null;
}

export function language() {
  return chosen;
}

/** A text; {name} in it stands for a value. */
export function t(key, values = {}) {
  const text = LANGUAGES[chosen][key] ?? english[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function switchLanguage() {
  chosen = chosen === "en" ? "zh" : "en";
  localStorage.setItem(KEY, chosen);
  applyTexts(document);
}

/** Elements with data-text say what it names. */
export function applyTexts(root) {
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = t(element.dataset.text);
  }
}
