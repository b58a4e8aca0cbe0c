// SPDX-License-Identifier: Apache-2.0
// The frame around the pages: tabs, language, light and dark, the token, and the stream of samples.

import { redraw } from "./chart.js";
import { columns } from "./columns.js";
import { ask, el, setText, toast } from "./element.js";
import { whole } from "./format.js";
import { Links } from "./links.js";
import { Log } from "./log.js";
import { Overview } from "./overview.js";
import { hasToken, isToken, onToken, setToken, takeTokenOfAddress } from "./server.js";
import { Stream } from "./stream.js";
import { applyTexts, switchLanguage, t } from "./text.js";
import { Workers } from "./workers.js";

const THEME = "linkport.theme";
const byId = (id) => document.getElementById(id);
const pages = { overview: new Overview(), workers: new Workers(), links: new Links(), log: new Log() };

let shown = null;
let state = "wait";
let failed = null;
let asking = false;
let factsShown = null;

function pageOfAddress() {
  const name = location.hash.replace(/^#\//, "");
  return name in pages ? name : "overview";
}

function show() {
  if (location.hash.startsWith("#token=")) {
    takeTokenOfAddress();
  }
  const name = pageOfAddress();
  shown?.hide();
  shown = pages[name];
  for (const tab of byId("tabs").children) {
    if (tab.hash === `#/${name}`) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
  }
  shown.show(byId("page"));
  redraw();
}

function frame() {
  const about = columns.about;
  setText(byId("language"), t("language.other"));
  setText(byId("theme"), t(document.documentElement.dataset.theme === "dark" ? "theme.light" : "theme.dark"));
  setText(byId("token"), t(hasToken() ? "token.have" : "token.need"));
  byId("state").dataset.state = state;
  setText(byId("state").lastElementChild, t(`state.${state}`));
  if (about) {
    document.title = `${about.name} – Linkport`;
    setText(byId("name"), about.name);
    setText(byId("engine"), about.engine);
    byId("engine").hidden = false;
    const texts = facts(about);
    if (texts.join() !== factsShown) {
      factsShown = texts.join();
      byId("facts").replaceChildren(...texts.map((text) => el("span", { textContent: text })));
    }
  }
  alarm();
}

function facts(about) {
  return [
    about.listeners.length ? t("facts.listens", { addresses: about.listeners.join(", ") }) : t("facts.nowhere"),
    t("facts.workers", { n: about.workers }),
    t("facts.links", { n: whole(about.maxLinks) }),
    `Java ${about.java}, ${about.system}`,
  ];
}

function alarm() {
  const stuck = columns.last?.stuck ?? [];
  const text = failed?.status === 503 ? t("alarm.full") : stuck.length ? t("alarm.stuck", { names: stuck.join(", ") }) : "";
  setText(byId("alarm"), text);
  byId("alarm").hidden = text === "";
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  redraw();
}

function switchTheme() {
  const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem(THEME, name);
  theme(name);
  frame();
}

async function askToken() {
  if (asking) {
    return;
  }
  asking = true;
  try {
    if (hasToken() && failed?.status !== 401) {
      if (await ask({ title: t("token.title"), content: t("token.forget"), agree: t("token.lock"), refuse: t("cancel") })) {
        setToken("");
      }
      return;
    }
    const input = el("input", { type: "password", id: "token-value", autocomplete: "off", "aria-label": t("token.label"), placeholder: t("token.label") });
    const content = [el("p", { textContent: t("token.text") }), input];
    if (await ask({ title: t("token.title"), content, agree: t("ok"), refuse: t("cancel") })) {
      await tryToken(input.value.trim());
    }
  } finally {
    asking = false;
  }
}

async function tryToken(value) {
  if (/^[A-Za-z0-9._~-]+$/.test(value) && (await isToken(value))) {
    setToken(value);
  } else {
    toast(t("token.wrong"), "bad");
  }
}

function followSamples() {
  new Stream("events", {
    event: (name, data) => columns.take(name, data),
    state: (now, failure) => {
      state = now;
      failed = now === "live" ? null : failure ?? null;
      frame();
      if (failed?.status === 401) {
        askToken();
      }
    },
  }).start();
}

function start() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  theme(localStorage.getItem(THEME) ?? (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => localStorage.getItem(THEME) || theme(dark.matches ? "dark" : "light"));
  takeTokenOfAddress();
  applyTexts(document);
  byId("theme").addEventListener("click", switchTheme);
  byId("language").addEventListener("click", () => { switchLanguage(); frame(); show(); });
  byId("token").addEventListener("click", askToken);
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("page").focus(); });
  addEventListener("hashchange", show);
  onToken(() => { frame(); show(); });
  columns.watch(() => { frame(); shown.update(); redraw(); });
  frame();
  show();
  followSamples();
}

start();
