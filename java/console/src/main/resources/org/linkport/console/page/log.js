// SPDX-License-Identifier: Apache-2.0
// The log as it is written. What comes while it is paused waits, and the oldest of too many goes.

import { columns } from "./columns.js";
import { el, setText } from "./element.js";
import { clockMillis } from "./format.js";
import { Stream } from "./stream.js";
import { t } from "./text.js";

const LINES_MAX = 2000;
const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

export class Log {
  constructor() {
    this.lines = [];
    this.level = "TRACE";
    this.filter = "";
    this.paused = false;
    this.next = 0;
  }

  show(page) {
    this.list = el("ol", { className: "log", id: "log", tabIndex: 0, role: "log", "aria-label": t("tab.log"), "aria-live": "off" });
    this.state = el("span", { className: "soft", id: "log-state" });
    this.note = el("p", { className: "note", textContent: t("log.unfed"), hidden: columns.about?.log ?? true });
    page.replaceChildren(this.toolbar(), this.note, this.list);
    this.lines = [];
    this.next = 0;
    this.waiting = [];
    this.draw();
    this.stream = new Stream("log", { event: (name, data) => this.take(data), state: () => {} }).start();
  }

  hide() {
    this.stream.stop();
  }

  update() {
    this.note.hidden = columns.about?.log ?? true;
  }

  toolbar() {
    const level = el(
      "select",
      { id: "log-level", on: { change: () => { this.level = level.value; this.draw(); } } },
      ...LEVELS.map((name) => el("option", { value: name, textContent: name, selected: name === this.level })),
    );
    const search = el("input", {
      type: "search", id: "log-filter", placeholder: t("log.filter"), "aria-label": t("log.filter"), value: this.filter,
      on: { input: () => { this.filter = search.value.toLowerCase(); this.draw(); } },
    });
    this.pause = el("button", { type: "button", id: "log-pause", on: { click: () => this.togglePause() } });
    this.markPause();
    const clear = el("button", { type: "button", id: "log-clear", textContent: t("log.clear"), on: { click: () => { this.lines = []; this.draw(); } } });
    return el("div", { className: "toolbar" }, search, el("label", {}, t("log.level"), level), this.pause, clear, el("span", { className: "end" }, this.state));
  }

  togglePause() {
    this.paused = !this.paused;
    this.markPause();
    if (!this.paused) {
      const waited = this.waiting;
      this.waiting = [];
      this.add(waited);
    }
    this.count();
  }

  markPause() {
    this.pause.textContent = t(this.paused ? "log.resume" : "log.pause");
    this.pause.setAttribute("aria-pressed", String(this.paused));
  }

  take({ missed, lines }) {
    const news = lines.filter((line) => line.number >= this.next); // a new stream begins with old ones
    if (news.length === 0) {
      return;
    }
    const first = this.next > 0 && missed > 0 ? [{ gap: missed }] : [];
    this.next = news.at(-1).number + 1;
    if (this.paused) {
      this.waiting = [...this.waiting, ...first, ...news].slice(-LINES_MAX);
      this.count();
    } else {
      this.add([...first, ...news]);
    }
  }

  isShown(line) {
    return (
      line.gap ||
      (LEVELS.indexOf(line.level) >= LEVELS.indexOf(this.level) &&
        (this.filter === "" || `${line.text}\n${line.logger}\n${line.thread}`.toLowerCase().includes(this.filter)))
    );
  }

  add(news) {
    const atEnd = this.isAtEnd();
    this.lines = [...this.lines, ...news].slice(-LINES_MAX);
    this.list.append(...news.filter((line) => this.isShown(line)).map(item));
    while (this.list.childElementCount > LINES_MAX) {
      this.list.firstElementChild.remove();
    }
    this.follow(atEnd);
    this.count();
  }

  draw() {
    const atEnd = this.isAtEnd();
    this.list.replaceChildren(...this.lines.filter((line) => this.isShown(line)).map(item));
    this.follow(atEnd);
    this.count();
  }

  isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 30;
  }

  follow(atEnd) {
    if (atEnd) {
      this.list.scrollTop = this.list.scrollHeight;
    }
  }

  count() {
    const shown = t("log.shown", { shown: this.list.childElementCount, kept: this.lines.length });
    setText(this.state, this.paused ? `${shown}, ${t("log.waiting", { n: this.waiting.length })}` : shown);
  }
}

function item(line) {
  if (line.gap) {
    return el("li", { className: "gap", textContent: t("log.missed", { n: line.gap }) });
  }
  const short = line.logger.split(".").at(-1);
  const made = el(
    "li",
    {},
    el("time", { textContent: clockMillis(line.time) }),
    el("b", { textContent: line.level }),
    el("em", { textContent: short, title: `${line.logger} [${line.thread}]` }),
    el("p", { textContent: line.text }),
  );
  made.dataset.level = line.level;
  return made;
}
