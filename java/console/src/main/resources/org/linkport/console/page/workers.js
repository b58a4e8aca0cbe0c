// SPDX-License-Identifier: Apache-2.0
// What each worker does: what a person tunes threads by.

import { Chart } from "./chart.js";
import { columns } from "./columns.js";
import { el, setText } from "./element.js";
import * as format from "./format.js";
import { t } from "./text.js";

const HEADS = [
  "workers.name", "workers.links", "workers.busy", "workers.steps", "workers.events", "workers.batch", "workers.tasks",
  "workers.messages", "workers.pending", "workers.callback",
];

const level = (share) => (share > 0.9 ? "bad" : share > 0.7 ? "warn" : "good");

class Row {
  constructor() {
    this.fill = el("i");
    this.share = el("span");
    this.cells = HEADS.map((unused, i) => el("td", { className: i === 0 ? "mono" : "" }));
    this.cells[2].append(el("span", { className: "bar" }, this.fill), this.share);
    this.element = el("tr", {}, ...this.cells);
  }

  update(worker) {
    const texts = [
      worker.name,
      format.whole(worker.links),
      null,
      format.perSecond(worker.steps),
      format.perSecond(worker.events),
      format.count(worker.steps > 0 ? worker.events / worker.steps : 0),
      format.perSecond(worker.tasks),
      format.perSecond(worker.messages),
      format.bytes(worker.pendingBytes),
      worker.callbackMicros > 0 ? format.micros(worker.callbackMicros) : "–",
    ];
    texts.forEach((text, i) => text !== null && setText(this.cells[i], text));
    this.fill.style.width = `${worker.busy * 100}%`;
    this.fill.dataset.level = level(worker.busy);
    setText(this.share, format.percent(worker.busy));
  }
}

/** Bars by powers of two, from the first that has a value to the last. */
class Histogram {
  constructor(label, name, second) {
    this.label = label;
    this.name = name;
    this.bars = el("div", { className: second ? "histogram second" : "histogram", role: "img" });
  }

  update(counts) {
    const shown = JSON.stringify(counts);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const last = counts.findLastIndex((count) => count > 0);
    const total = counts.reduce((sum, count) => sum + count, 0) || 1;
    const most = Math.max(...counts, 1);
    const shownCounts = counts.slice(0, Math.max(last + 1, 8));
    const every = Math.ceil(shownCounts.length / 7);
    const parts = shownCounts.map((count, i) => {
      const bar = el("i");
      bar.style.height = `${(count / most) * 100}%`;
      const title = `${this.name(i)}: ${format.whole(count)} (${format.percent(count / total)})`;
      const column = el("div", { title }, bar, el("span", { textContent: i % every === 0 ? this.name(i) : "\u00a0" }));
      if (count === 0) {
        column.dataset.none = "";
      }
      return column;
    });
    this.bars.replaceChildren(...parts);
    this.bars.setAttribute("aria-label", `${this.label}: ${parts.map((part) => part.title).join(", ")}`);
  }
}

const eventsName = (i) => (i === 0 ? "0" : i === 1 ? "1" : format.count(2 ** (i - 1)));
const microsName = (i) => {
  const value = i === 0 ? 0 : 2 ** (i - 1);
  return value < 1000 ? `${value} µs` : value < 1_000_000 ? `${Math.round(value / 1000)} ms` : `${Math.round(value / 1e6)} s`;
};

class WorkerCard {
  constructor(worker) {
    this.since = el("b");
    this.longest = el("b");
    this.batches = new Histogram(t("workers.batches"), eventsName, false);
    this.callbacks = new Histogram(t("workers.callbacks"), microsName, true);
    const title = `${worker.name}: ${t("workers.busyChart")}`;
    this.chart = new Chart({
      label: t("chart.window", { title }),
      format: format.percent,
      top: 1,
      low: true,
      data: () => ({ time: columns.time, lines: [{ values: columns.busy[worker.index] ?? [], color: "--s1" }] }),
    });
    const small = (key) => el("small", { textContent: t(key) });
    this.element = el(
      "section",
      { className: "card" },
      el(
        "header",
        {},
        el("h3", { className: "mono", textContent: worker.name }),
        el(
          "div",
          { className: "figures many" },
          el("span", { className: "figure" }, this.since, small("workers.busySince")),
          el("span", { className: "figure" }, this.longest, small("workers.callback"), small("workers.callbackEver")),
        ),
      ),
      this.chart.element,
      el(
        "div",
        { className: "pairs" },
        el("div", {}, el("h3", { textContent: this.batches.label }), this.batches.bars),
        el("div", {}, el("h3", { textContent: this.callbacks.label }), this.callbacks.bars),
      ),
    );
  }

  update(worker) {
    setText(this.since, format.percent(worker.aliveNanos ? worker.busyNanos / worker.aliveNanos : 0));
    setText(this.longest, format.micros(worker.longestCallbackMicros));
    this.batches.update(worker.stepEvents);
    this.callbacks.update(worker.callbacks);
  }
}

export class Workers {
  show(page) {
    this.rows = [];
    this.cards = [];
    this.body = el("tbody");
    this.grid = el("div", { className: "cards section" });
    const heads = HEADS.map((key) => el("th", { scope: "col", textContent: t(key) }));
    const table = el("table", { id: "workers" }, el("thead", {}, el("tr", {}, ...heads)), this.body);
    page.replaceChildren(el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": t("tab.workers") }, table), this.grid);
    this.update();
  }

  update() {
    for (const worker of columns.last?.workers ?? []) {
      if (!this.rows[worker.index]) {
        this.add(worker);
      }
      this.rows[worker.index].update(worker);
      this.cards[worker.index].update(worker);
    }
  }

  add(worker) {
    const row = new Row();
    const card = new WorkerCard(worker);
    this.rows[worker.index] = row;
    this.cards[worker.index] = card;
    this.body.append(row.element);
    this.grid.append(card.element);
    card.chart.show();
  }

  hide() {
    this.cards.forEach((card) => card.chart.hide());
  }
}
